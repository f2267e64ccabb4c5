package broadside.cli;

import static broadside.cli.Command.ok;
import static broadside.cli.SealedPort.sleepUntil;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.archive.witness.Witness;
import broadside.intake.release.Custodians;
import broadside.intake.sign.Keys;
import broadside.proof.history.SealedRelease;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.site.Site;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log's host is lost while releases are sealed: what the old log promised comes out at its
 * hour, and the successor tells it.
 */
@Tag("slow")
class SealedSuccessorTest {
  private static final String NEXT = "port.example/next";
  private static final List<String> EDITORS = List.of("first", "third");
  private static final int AHEAD_SECONDS = 45;

  @TempDir private Path scratch;
  private Path pub;
  private Path mails;
  private Path copy;
  private Path key;
  private Path passphrase;
  private String identity;
  private WitnessServer witness;
  private final List<FileServer> servers = new ArrayList<>();

  @BeforeEach
  void found() throws Exception {
    pub = scratch.resolve("pub");
    copy = scratch.resolve("copy");
    key = scratch.resolve("next.key");
    passphrase = Files.writeString(scratch.resolve("secret"), "high water at nine\n");
    mails = Files.createDirectory(scratch.resolve("mails"));
    ok("init", pub, "--title", "Port", "--editors", "first,second,third", "--threshold", "2");
    for (int i = 1; i <= 8; i++) {
      mail(i);
    }
    ok("add", pub, mails);
    identity = log(pub).history().policies().publication();
    ok("key", "new", "--log", NEXT, "--to", key);
    ok("policy", pub, "--successor", NEXT + " " + Keys.look(key).verifier().print());
    SigningKey old = Keys.open(pub.resolve("private/keys/log.key"), name -> new char[0]);
    SigningKey own = SigningKey.generate("w.example/1", KeyType.COSIGNATURE);
    witness =
        WitnessServer.start(
            new Witness(
                scratch.resolve("w"),
                own,
                List.of(old.verifier(), Keys.look(key).verifier()),
                Clock.systemUTC()),
            "127.0.0.1",
            0);
    ok("policy", pub, "--add-witness", "w " + own.verifier().print() + " " + witness.uri() + "/");
  }

  @AfterEach
  void stop() {
    servers.forEach(FileServer::close);
    witness.close();
  }

  private void mail(int number) throws IOException {
    Files.writeString(
        mails.resolve(number + ".eml"),
        "From: keeper@port.example\nTo: clerk@port.example\nDate: Mon, %d Mar 2019 09:00:00 +0000\nMessage-ID: <m%d@port.example>\nSubject: Lamps %d\n\nLit at dusk.\n"
            .formatted(number, number, number));
  }

  private static CheckedLog log(Path publication) throws IOException {
    return CheckedLog.open(new LogDirectory(publication.resolve("public")));
  }

  private static SealedRelease sealed(Path publication, int number) throws IOException {
    return Objects.requireNonNull(log(publication).history().sealedRelease(number));
  }

  /** Where a plain server of files has it. */
  private String serve(Path publication) {
    FileServer server = FileServer.of(publication);
    servers.add(server);
    return server.address();
  }

  private Path keep(int custodian) {
    return scratch.resolve("keep" + custodian);
  }

  private void appoint(int custodian, String address) {
    Command made =
        ok(
            "custodian",
            "init",
            keep(custodian),
            "--name",
            "c" + custodian,
            "--from",
            address,
            "--passphrase-file",
            passphrase);
    ok("policy", pub, "--add-custodian", made.custodian());
  }

  private Path note(String what, int custodian, int release) {
    Path file = scratch.resolve("%s-%d-%d".formatted(what, release, custodian));
    ok("custodian", what, keep(custodian), release, "--to", file, "--passphrase-file", passphrase);
    return file;
  }

  private Path keys() {
    return scratch.resolve("keys");
  }

  /** The notes of two editors, who sign on machines of their own. */
  private List<Path> signed(Path proposal) {
    List<Path> notes = new ArrayList<>();
    for (String editor : EDITORS) {
      ok("sign", proposal.resolve("statement.txt"), "--key", keys().resolve(editor + ".key"));
      notes.add(proposal.resolve("statement." + editor + ".note"));
    }
    return notes;
  }

  private static Object[] with(List<?> args, List<?> more) {
    List<Object> all = new ArrayList<>(args);
    all.addAll(more);
    return all.toArray();
  }

  /** Proposes, has it signed elsewhere, publishes. */
  private Command elsewhere(Path publication, String command, Object... args) {
    Path proposal = scratch.resolve("proposal-" + command);
    List<Object> what = List.of(with(List.of(command, publication), List.of(args)));
    ok(with(what, List.of("--propose", "--to", proposal)));
    List<Path> notes = signed(proposal);
    return ok(with(List.of(command, publication, "--publish"), notes));
  }

  /** Release 1 is open; 2 and 3 are sealed, 3 so that it can be void; c1 has given its receipt. */
  private Instant sealTwoBeforeTheLoss() throws IOException {
    ok("release", pub, "--messages", 2);
    String origin = serve(pub);
    ok("mirror", origin, copy);
    String mirror = serve(copy);
    for (int i = 1; i <= 3; i++) {
      appoint(i, i == 1 ? origin : mirror);
    }
    Instant hour = Custodians.now().plusSeconds(AHEAD_SECONDS);
    ok("seal", pub, "--messages", 2, "--opens", hour);
    ok("seal", pub, "--messages", 2, "--opens", hour.plusSeconds(86_400), "--voidable");
    ok("mirror", origin, copy);
    ok("open", pub, "--shares", note("receipt", 1, 2));
    ok("mirror", origin, copy);
    // c1 alone asks the origin, and goes on with what it holds; c3 holds the old log for now
    ok("custodian", "inbox", keep(3));
    servers.getFirst().close();
    Files.delete(pub.resolve("private/keys/log.key"));
    return hour;
  }

  private void assertWhole(Path publication, int releases) throws IOException {
    CheckedLog log = log(publication);
    assertThat(log.number()).isEqualTo(2);
    assertThat(log.history().policies().publication()).isEqualTo(identity);
    assertThat(log.history().releases()).hasSize(releases);
    Command verified = ok("verify", publication, "--publication", identity);
    assertThat(verified.out()).contains("It holds.", "continued by the log after it");
    ok("check", publication);
  }

  private void assertProved(Path publication, int... numbers) throws Exception {
    try (Site site = Served.serve(publication)) {
      Served.assertProved(site, scratch, identity, NEXT, numbers);
      for (int number : numbers) {
        assertThat(scratch.resolve(number + ".eml")).content().contains("Lit at dusk.");
      }
    }
  }

  @Test
  void whatWasSealedIsOpenedAndToldInTheSuccessor() throws Exception {
    Instant hour = sealTwoBeforeTheLoss();
    ok("continue", pub, "--key", key);
    String origin = serve(pub);
    ok("mirror", origin, copy);

    // a receipt from before the change, one from after it
    ok("open", pub, "--shares", note("receipt", 2, 2));
    ok("mirror", origin, copy);
    assertThat(ok("custodian", "inbox", keep(3)).out())
        .contains("Release 2, messages 3 to 4, is sealed until")
        .contains("it has 2 of the 3 receipts that arm it");
    ok("open", pub, "--shares", note("receipt", 3, 2));
    assertThat(sealed(pub, 2).isArmed()).isTrue();
    assertThat(sealed(pub, 2).receipts()).containsOnlyKeys(1, 2, 3);
    ok("mirror", origin, copy);
    ok("void", pub, 3, "--reason", "safety");
    assertThat(ok("release", pub, "--messages", 2).out()).contains("Release 4: numbers 7 to 8");

    // who asks a dead address and holds less than the witnesses have signed waits, and says so
    ok("mirror", origin, copy);
    sleepUntil(hour);
    Command behind = Command.run("custodian", "share", keep(1), 2, "--passphrase-file", passphrase);
    assertThat(behind.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(behind.err()).contains("is held back from you", "Not heard: w");
    String mirror = serve(copy);
    ok("custodian", "inbox", keep(1), "--from", mirror);
    Command opened = ok("open", copy, "--shares", note("share", 1, 2), note("share", 3, 2));
    assertThat(opened.out()).contains("Release 2 is open.");
    Command back = ok("run", pub, "--once", "--from", mirror);
    assertThat(back.out()).contains("Release 2 is open.", "The log tells that release 2 is open.");
    ok("mirror", origin, copy);
    Path fresh = scratch.resolve("fresh");
    ok("mirror", mirror, fresh);
    for (Path publication : List.of(pub, copy, fresh)) {
      assertWhole(publication, 3);
      assertThat(sealed(publication, 2).opening()).isNotNull();
      assertThat(sealed(publication, 3).isVoid()).isTrue();
      assertThat(publication.resolve("public/releases/2/mail.zip"))
          .hasSameBinaryContentAs(pub.resolve("public/releases/2/mail.zip"));
    }
    assertProved(fresh, 1, 3, 7);
    assertThat(ok("custodian", "inbox", keep(2), "--from", mirror).out())
        .contains("Nothing is asked of you");
  }

  /** Nobody has the ledger either: it goes on from a copy, and what is sealed is not lost. */
  @Test
  @Tag("acceptance")
  void aCopyAloneIsEnough() throws Exception {
    Instant hour = sealTwoBeforeTheLoss();
    Files.createDirectory(keys());
    for (String editor : EDITORS) {
      Files.copy(pub.resolve("private/keys/" + editor + ".key"), keys().resolve(editor + ".key"));
    }
    Durable.deleteTree(pub);
    Path next = scratch.resolve("next");
    Path proposal = scratch.resolve("proposal");
    ok("continue", next, "--from", copy, "--propose", "--to", proposal);
    ok(with(List.of("continue", next, "--key", key, "--publish"), signed(proposal)));
    String origin = serve(next);
    ok("mirror", origin, copy);
    ok("open", next, "--shares", note("receipt", 3, 2));
    assertThat(ok("status", next).out()).contains("Sealed release 2, messages 3 to 4");

    ok("mirror", origin, copy);
    sleepUntil(hour);
    ok("open", copy, "--shares", note("share", 2, 2), note("share", 3, 2));
    Command back = ok("run", next, "--once", "--from", serve(copy));
    assertThat(back.out()).contains("Release 2 is open.");
    assertThat(back.err()).contains("the log does not tell it yet: sign it with");
    elsewhere(next, "opened", 2);
    Path more = Files.createDirectory(scratch.resolve("more"));
    Files.copy(mails.resolve("8.eml"), more.resolve("8.eml"));
    ok("add", next, more);
    assertThat(elsewhere(next, "release").out()).contains("Release 4: numbers 7 to 7");
    ok("mirror", origin, copy);
    for (Path publication : List.of(next, copy)) {
      assertWhole(publication, 3);
      assertThat(sealed(publication, 2).opening()).isNotNull();
      assertThat(sealed(publication, 3).isOpen()).isFalse();
    }
    assertProved(copy, 1, 4);
  }
}
