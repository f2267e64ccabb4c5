package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.intake.sign.Keys;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.site.Site;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log's host is lost, or seized: the publication goes on in the successor that it named. */
class ContinueCommandTest {
  private static final String NEXT = "port.example/next";

  @TempDir private Path scratch;
  private Path pub;
  private Path mails;
  private Path key;
  private String identity;

  @BeforeEach
  void publish() throws IOException {
    pub = scratch.resolve("pub");
    key = scratch.resolve("next.key");
    mails = Files.createDirectory(scratch.resolve("mails"));
    ok("init", pub, "--title", "Port", "--editors", "first,second,third", "--threshold", "2");
    mail(1);
    mail(2);
    ok("add", pub, mails);
    ok("key", "new", "--log", NEXT, "--to", key);
    ok("policy", pub, "--successor", NEXT + " " + Keys.look(key).verifier().print());
    ok("release", pub);
    identity = log(pub).history().policies().publication();
  }

  private void mail(int number) throws IOException {
    Files.writeString(
        mails.resolve(number + ".eml"),
        "From: keeper@port.example\nTo: clerk@port.example\nMessage-ID: <m%d@port.example>\nSubject: Lamps %d\n\nLit at dusk.\n"
            .formatted(number, number));
  }

  private static CheckedLog log(Path publication) throws IOException {
    return CheckedLog.open(new LogDirectory(publication.resolve("public")));
  }

  /** Nobody has the log's key any more. */
  private void loseTheKey() throws IOException {
    Files.delete(pub.resolve("private/keys/log.key"));
  }

  private void assertContinued(Path publication, int releases) throws IOException {
    CheckedLog log = log(publication);
    assertThat(log.number()).isEqualTo(2);
    assertThat(log.seen().checkpoint().origin()).isEqualTo(NEXT);
    assertThat(log.history().policies().publication()).isEqualTo(identity);
    assertThat(log.history().releases()).hasSize(releases);
    assertThat(log.history().voids()).isEmpty();
    Command verified = ok("verify", publication, "--publication", identity);
    assertThat(verified.out())
        .contains("It holds.", "Log " + NEXT, "continued by the log after it");
    ok("check", publication);
  }

  /** A mail of a release in each log, with the proof that the site gives. */
  private void assertProved(Path publication, int... numbers) throws Exception {
    try (Site site = Served.serve(publication)) {
      Served.assertProved(site, scratch, identity, NEXT, numbers);
      assertThat(Served.get(site, "/verify").body()).contains("Before it", NEXT);
      assertThat(Served.get(site, "/predecessor/1/checkpoint").statusCode()).isEqualTo(200);
      assertThat(Served.get(site, "/predecessor/1/tile/0/000.p/3").statusCode()).isEqualTo(200);
      assertThat(Served.get(site, "/predecessor/2/checkpoint").statusCode()).isEqualTo(404);
    }
  }

  @Test
  @Tag("slow")
  void goesOnWithReleasesAndAMirrorFollows() throws Exception {
    Path copy = scratch.resolve("copy");
    try (Site site = Served.serve(pub)) {
      ok("mirror", site.uri(), copy);
    }
    loseTheKey();
    Command continued = ok("continue", pub, "--key", key);
    assertThat(continued.out())
        .contains(
            "The log " + NEXT + " goes on where the log port",
            "at 3 entries",
            Keys.look(key).verifier().print());
    assertThat(pub.resolve("private/keys/log-2.key")).exists();
    assertContinued(pub, 1);
    mail(3);
    ok("add", pub, mails);
    ok("release", pub);
    Path text = Files.writeString(scratch.resolve("text"), "They were lit at noon.\n");
    ok("correct", pub, "--message", 1, "--title", "Noon", "--text", text);
    ok("withdraw", pub, 2, "--reason", "safety", "--without-copies");
    assertContinued(pub, 2);
    try (Site site = Served.serve(pub)) {
      String value = Command.run("mirror", site.uri(), copy).agreement();
      Command mirrored = ok("mirror", site.uri(), copy, "--accept-withdrawals", value);
      assertThat(mirrored.out()).contains("release 2");
      ok("verify", site.uri() + "/");
      assertThat(Command.run("mirror", site.uri(), copy).out()).contains("Nothing new");
      ok("mirror", site.uri(), copy, "--scrub");
      assertThat(Served.get(site, "/corrections/5").statusCode()).isEqualTo(200);
      assertThat(Served.get(site, "/messages/2").statusCode()).isEqualTo(410);
    }
    assertContinued(copy, 2);
    assertProved(copy, 1, 3);
  }

  @Test
  @Tag("slow")
  void editorsElsewhereSignItAndOnlyACopyIsLeft() throws Exception {
    Path copy = scratch.resolve("copy");
    try (Site site = Served.serve(pub)) {
      ok("mirror", site.uri(), copy);
    }
    Path keys = scratch.resolve("keys");
    Files.createDirectory(keys);
    for (String editor : List.of("first", "third")) {
      Files.copy(pub.resolve("private/keys/" + editor + ".key"), keys.resolve(editor + ".key"));
    }
    Durable.deleteTree(pub);

    Path next = scratch.resolve("next");
    Path proposal = scratch.resolve("proposal");
    Files.createDirectories(next.resolve("private.new")); // a stop came while files were copied
    Files.createDirectories(next.resolve("public/releases/9"));
    Command proposed = ok("continue", next, "--from", copy, "--propose", "--to", proposal);
    assertThat(next.resolve("public/releases/9")).doesNotExist();
    Durable.deleteTree(proposal); // and once more before it was written
    assertThat(ok("continue", next, "--from", copy, "--propose", "--to", proposal).out())
        .contains(next + " is made of " + copy.resolve("public") + " already.");
    assertThat(proposed.out())
        .contains("Made " + next, identity, "not the mails", "It takes 2 of 3 editors");
    assertThat(log(next).number()).isEqualTo(1);
    for (String editor : List.of("first", "third")) {
      Command signed =
          ok("sign", proposal.resolve("statement.txt"), "--key", keys.resolve(editor + ".key"));
      assertThat(signed.out())
          .contains("Checked: the log port", "goes on as " + NEXT, "Not checked: whether anybody");
      if (editor.equals("first")) {
        Command early = publish(next, proposal, "first");
        assertThat(early.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(early.err()).contains("signatures are not enough");
      }
    }
    Command published = publish(next, proposal, "first", "third");
    assertThat(published.code()).as(published.err()).isZero();
    assertContinued(next, 1);

    mail(3);
    Path more = Files.createDirectory(scratch.resolve("more"));
    Files.move(mails.resolve("3.eml"), more.resolve("3.eml"));
    ok("add", next, more);
    Path second = scratch.resolve("proposal-2");
    ok("release", next, "--propose", "--to", second);
    for (String editor : List.of("first", "third")) {
      ok("sign", second.resolve("statement.txt"), "--key", keys.resolve(editor + ".key"));
    }
    ok(
        "release",
        next,
        "--publish",
        second.resolve("statement.first.note"),
        second.resolve("statement.third.note"));
    assertContinued(next, 2);
    try (Site site = Served.serve(next)) {
      ok("mirror", site.uri(), copy);
    }
    assertContinued(copy, 2);
    assertProved(copy, 2, 3);
    Command withdrawn =
        Command.run(
            "withdraw",
            next,
            1,
            "--reason",
            "safety",
            "--without-copies",
            "--propose",
            "--to",
            scratch.resolve("withdrawal"));
    assertThat(scratch.resolve("withdrawal")).as("what fails leaves nothing").doesNotExist();
    assertThat(withdrawn.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertContinued(next, 2);
  }

  private Command publish(Path publication, Path proposal, String... editors) {
    List<Object> args = new java.util.ArrayList<>();
    args.addAll(List.of("continue", publication, "--key", key, "--publish"));
    for (String editor : editors) {
      args.add(proposal.resolve("statement." + editor + ".note"));
    }
    return Command.run(args.toArray());
  }

  @Test
  @Tag("slow")
  void goesOnOnceTheWitnessesKnowTheNewLog() throws Exception {
    SigningKey witness = SigningKey.generate("w.example/1", KeyType.COSIGNATURE);
    SigningKey old = Keys.open(pub.resolve("private/keys/log.key"), name -> new char[0]);
    String address;
    int port;
    try (WitnessServer server =
        WitnessServer.start(
            new broadside.archive.witness.Witness(
                scratch.resolve("w"), witness, List.of(old.verifier()), Clock.systemUTC()),
            "127.0.0.1",
            0)) {
      address = server.uri() + "/";
      port = server.uri().getPort();
      ok("policy", pub, "--add-witness", "w " + witness.verifier().print() + " " + address);
      loseTheKey();
      byte[] before = Files.readAllBytes(pub.resolve("public/checkpoint"));
      Command early = Command.run("continue", pub, "--key", key);
      assertThat(early.code()).as(early.out()).isNotZero();
      assertThat(early.err()).contains("Not published yet");
      assertThat(Files.readAllBytes(pub.resolve("public/checkpoint"))).isEqualTo(before);
      assertThat(pub.resolve("public/predecessor")).doesNotExist();
      ok("verify", pub);
    }
    try (WitnessServer _ =
        WitnessServer.start(
            new broadside.archive.witness.Witness(
                scratch.resolve("w"),
                witness,
                List.of(old.verifier(), Keys.look(key).verifier()),
                Clock.systemUTC()),
            "127.0.0.1",
            port)) {
      Command again = ok("continue", pub, "--key", key);
      assertThat(again.out()).contains("goes on where the log");
      assertContinued(pub, 1);
      ok("policy", pub, "--renew");
      SigningKey third = SigningKey.generate("port.example/third", KeyType.NOTE);
      ok("policy", pub, "--successor", "port.example/third " + third.verifier().print());
      assertContinued(pub, 1);
      assertThat(log(pub).history().policies().newest().log().log().name()).isEqualTo(NEXT);
    }
  }

  @Test
  @Tag("slow")
  void aSecondLossIsNoOtherCase() throws Exception {
    Path copy = scratch.resolve("copy");
    try (Site site = Served.serve(pub)) {
      ok("mirror", site.uri(), copy);
    }
    loseTheKey();
    ok("continue", pub, "--key", key);
    Path third = scratch.resolve("third.key");
    ok("key", "new", "--log", "port.example/third", "--to", third);
    ok("policy", pub, "--successor", "port.example/third " + Keys.look(third).verifier().print());
    Files.delete(pub.resolve("private/keys/log-2.key"));
    ok("continue", pub, "--key", third);
    mail(3);
    ok("add", pub, mails);
    ok("release", pub);
    Path fresh = scratch.resolve("fresh");
    try (Site site = Served.serve(pub)) {
      ok("mirror", site.uri(), copy);
      ok("mirror", site.uri(), fresh);
    }
    for (Path publication : List.of(pub, copy, fresh)) {
      CheckedLog log = log(publication);
      assertThat(log.number()).isEqualTo(3);
      assertThat(log.seen().checkpoint().origin()).isEqualTo("port.example/third");
      assertThat(log.history().releases()).hasSize(2);
      assertThat(log.history().voids()).isEmpty();
      ok("verify", publication, "--publication", identity);
    }
    try (Site site = Served.serve(copy)) {
      Served.assertProved(site, scratch, identity, "port.example/third", 1, 3);
    }
  }

  @Test
  @Tag("slow")
  void isRefusedWithoutASuccessorOrWithAnotherKey() throws IOException {
    Path other = scratch.resolve("other.key");
    ok("key", "new", "--log", NEXT, "--to", other);
    Command wrong = Command.run("continue", pub, "--key", other);
    assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(wrong.err()).contains("policy 2 names", "as the successor. Nothing was changed.");

    Path plain = scratch.resolve("plain");
    ok("init", plain, "--title", "Plain");
    Command none = Command.run("continue", plain, "--key", key);
    assertThat(none.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(none.err()).contains("policy 1, which is in force, names no successor");
    assertThat(Command.run("continue", pub).err()).contains("Give the successor's key");

    ok("continue", pub, "--key", key);
    Command twice = Command.run("continue", pub, "--key", key);
    assertThat(twice.err()).contains("the log " + NEXT + " goes on already");
    assertContinued(pub, 1);
  }

  /** What was proposed continues the log as it was; nothing came after it unseen. */
  @Test
  @Tag("slow")
  void aProposalIsForTheLogAsItWas() throws IOException {
    Path proposal = scratch.resolve("proposal");
    ok("continue", pub, "--propose", "--to", proposal);
    for (String editor : List.of("first", "second")) {
      ok(
          "sign",
          proposal.resolve("statement.txt"),
          "--key",
          pub.resolve("private/keys/" + editor + ".key"));
    }
    mail(3);
    ok("add", pub, mails);
    ok("release", pub);
    Command late = publish(pub, proposal, "first", "second");
    assertThat(late.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(late.err()).contains("it has other entries than when it was proposed");
    assertThat(log(pub).number()).isEqualTo(1);
  }

  @Test
  @Tag("slow")
  void anOlderLedgerIsNotCaughtUpIntoTheSuccessor() throws IOException {
    Path old = scratch.resolve("old");
    Trees.copy(pub, old);
    ok("continue", pub, "--key", key);
    Command caught = Command.run("catch-up", old, pub);
    assertThat(caught.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(caught.err()).contains("from before the log port", "was continued as " + NEXT);

    Path recent = scratch.resolve("recent");
    Trees.copy(pub, recent);
    mail(3);
    ok("add", pub, mails);
    ok("add", recent, mails);
    ok("release", pub);
    ok("catch-up", recent, pub);
    assertContinued(recent, 2);
  }

  @Test
  void nothingIsMadeWhereTheLogCannotGoOn() throws Exception {
    Path copy = pub.resolve("public");
    Path next = scratch.resolve("next");
    Path other = scratch.resolve("other.key");
    ok("key", "new", "--log", "other.example/log", "--to", other);
    Command wrong = Command.run("continue", next, "--from", copy, "--key", other);
    assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(wrong.err())
        .contains("the key is other.example/log", "names " + NEXT, "Nothing was made.");
    assertThat(next).doesNotExist();

    Command missing =
        Command.run("continue", next, "--from", copy, "--key", scratch.resolve("nowhere.key"));
    assertThat(missing.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(next).doesNotExist();

    Path lone = scratch.resolve("lone");
    ok("init", lone, "--title", "Lone");
    Command none = Command.run("continue", next, "--from", lone.resolve("public"), "--key", key);
    assertThat(none.err()).contains("names no successor of its log. Nothing was made.");
    assertThat(next).doesNotExist();
  }
}
