package broadside.cli;

import static broadside.cli.Command.ok;
import static broadside.cli.SealedPort.sleepUntil;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.release.Custodians;
import broadside.proof.history.History;
import broadside.proof.statement.SealedStatement;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A release from its sealing to its opening, by the commands. */
@Tag("slow")
class SealCommandTest {
  @TempDir private Path scratch;
  private Path pub;
  private Custodians custodians;
  private final List<FileServer> servers = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    pub = scratch.resolve("pub");
    custodians = new Custodians(3);
    ok("init", pub, "--title", "Harbour letters");
    TestMails.tides(scratch, 6);
    for (int i = 1; i <= 6; i++) {
      ok("add", pub, scratch.resolve(i + ".eml"));
    }
    custodians.appoint(pub);
  }

  @AfterEach
  void stop() {
    servers.forEach(FileServer::close);
  }

  /** Where a plain server of files has it. */
  private String serve(Path publication) {
    FileServer server = FileServer.of(publication);
    servers.add(server);
    return server.address();
  }

  private static History history(Path publication) throws IOException {
    return CheckedLog.open(new LogDirectory(publication.resolve("public"))).history();
  }

  private SealedStatement seal(int number) throws IOException {
    return Objects.requireNonNull(history(pub).sealedRelease(number)).sealed().statement();
  }

  /** Seals two messages whose hour is so many seconds away. */
  private void sealTwo(int seconds, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of(
                "seal",
                pub,
                "--messages",
                2,
                "--opens",
                Custodians.now().plusSeconds(seconds).toString()));
    args.addAll(List.of(more));
    ok(args.toArray());
  }

  private Path note(String name, byte[] note) throws IOException {
    return Files.write(scratch.resolve(name), note);
  }

  private Path share(int release, int custodian) throws IOException {
    SealedStatement seal = seal(release);
    return note(
        "share-%d-%d.note".formatted(release, custodian),
        custodians.publish(
            seal, custodian, custodians.share(seal, custodian, pub.resolve("public"))));
  }

  @Test
  void aSealedReleaseIsOpenedByAMirrorWithoutTheOrigin() throws Exception {
    ok("release", pub, "--messages", 2);
    sealTwo(20);
    ok("release", pub, "--messages", 2);
    SealedStatement seal = seal(2);
    assertThat(pub.resolve("public/releases/2")).doesNotExist();
    assertThat(pub.resolve("private/releases/2")).doesNotExist();
    assertThat(history(pub).releases().stream().map(r -> r.statement().number()))
        .containsExactly(1, 3);

    for (int i = 1; i <= 3; i++) {
      ok("open", pub, "--shares", note("receipt-" + i, custodians.receipt(seal, i)));
    }
    assertThat(Objects.requireNonNull(history(pub).sealedRelease(2)).isArmed()).isTrue();

    Path copy = scratch.resolve("copy");
    Command mirrored = ok("mirror", serve(pub), copy);
    servers.forEach(FileServer::close);
    assertThat(mirrored.out()).contains("2 releases and 1 sealed");
    assertThat(copy.resolve("public/sealed/2/part-1.age")).exists();

    Command early = Command.run("open", copy, "--shares", share(2, 1), share(2, 3));
    assertThat(early.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(early.out()).contains("before its hour");
    sleepUntil(seal.terms().notBefore());
    Command waiting =
        Command.run(
            "open",
            copy,
            "--shares",
            share(2, 1),
            note("bad", custodians.publish(seal, 2, custodians.bad(2))));
    assertThat(waiting.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(waiting.out())
        .contains("a bad share", "has 1 of 2 shares; missing: c2, c3")
        .contains("that c2 has signed is bad");
    Command tooFew = Command.run("open", copy, "--identity", 2);
    assertThat(tooFew.err()).contains("has 1 shares of 2; missing: c2, c3");
    Command opened = ok("open", copy, "--shares", share(2, 3));
    assertThat(opened.out()).contains("Release 2 is open.");
    assertThat(copy.resolve("public/sealed/2/share-2.bad.note")).exists();
    assertThat(ok("open", copy, "--identity", 2).out()).startsWith("AGE-SECRET-KEY-1");

    Command verified = ok("verify", copy);
    assertThat(verified.out()).contains("3 releases");
    assertThat(history(copy).releases()).hasSize(3);
    Command second = ok("mirror", serve(copy), scratch.resolve("second"), "--open");
    assertThat(second.out()).contains("Release 2 is open.");
    // a log that is built anew leaves open what was opened here
    Files.delete(scratch.resolve("second/public/checkpoint"));
    ok("mirror", serve(copy), scratch.resolve("second"), "--scrub");
    assertThat(ok("verify", scratch.resolve("second")).out()).contains("3 releases");

    // the editor comes back, opens the same bytes, and goes on without a fork
    ok("open", pub, "--shares", share(2, 2), share(2, 3));
    ok("opened", pub, 2);
    assertThat(pub.resolve("public/sealed/2/part-1.age")).doesNotExist();
    for (String file : List.of("mail.zip", "manifest", "SHA256SUMS", "statement")) {
      assertThat(pub.resolve("public/releases/2").resolve(file))
          .hasSameBinaryContentAs(copy.resolve("public/releases/2").resolve(file));
    }
    assertThat(ok("verify", pub).out()).contains("3 releases");
    ok("check", pub);
    ok("withdraw", pub, 3, "--reason", "safety");
    ok("verify", pub);
    ok("status", pub);
  }

  @Test
  void aProposedSealIsCheckedBeforeItIsSigned() throws Exception {
    Path proposal = scratch.resolve("proposal");
    Command proposed =
        ok(
            "seal",
            pub,
            "--messages",
            2,
            "--opens",
            Custodians.now().plusSeconds(3600).toString(),
            "--propose",
            "--to",
            proposal);
    assertThat(proposed.out()).contains("broadside sign");
    assertThat(history(pub).newest()).isNull();
    Path key = pub.resolve("private/keys/editor.key");
    Path secret = proposal.resolve("secret");
    String kept = Files.readString(secret);
    Files.writeString(secret, "0".repeat(767) + "1\n");
    Command other = Command.run("sign", proposal.resolve("statement.txt"), "--key", key);
    assertThat(other.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(other.err()).contains("nothing was signed", "do not make the secret");
    Files.writeString(secret, kept);
    Command signed = ok("sign", proposal.resolve("statement.txt"), "--key", key);
    assertThat(signed.out()).contains("the encrypted parts are this release", "2 of 3 shares");
    Command published = ok("seal", pub, "--publish", proposal.resolve("statement.editor.note"));
    assertThat(published.out()).contains("Sealed release 1", "overwritten");
    assertThat(secret).doesNotExist();
    assertThat(seal(1).sha256()).hasSize(64);
    assertThat(pub.resolve("public/sealed/1/share-3.age")).exists();
  }

  @Test
  void aScrubBringsWhatIsToBeHadOfASealedRelease() throws Exception {
    sealTwo(3600);
    Path copy = scratch.resolve("copy");
    ok("mirror", serve(pub), copy);
    byte[] whole = Files.readAllBytes(copy.resolve("public/sealed/1/share-3.age"));
    Files.delete(pub.resolve("public/sealed/1/share-1.age"));
    Files.delete(copy.resolve("public/sealed/1/share-1.age"));
    byte[] rotten = whole.clone();
    rotten[whole.length / 2] ^= 1;
    Files.write(copy.resolve("public/sealed/1/share-3.age"), rotten);

    Command scrubbed = Command.run("mirror", serve(pub), copy, "--scrub");

    assertThat(scrubbed.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(scrubbed.out()).contains("Brought anew: sealed/1/share-3.age.");
    assertThat(scrubbed.err())
        .contains("Nobody who was asked has sealed/1/share-1.age as it is signed.");
    assertThat(copy.resolve("public/sealed/1/share-3.age")).hasBinaryContent(whole);
  }

  @Test
  void anOlderCopyOfTheLedgerTakesBackWhatWasSealedAndOpened() throws Exception {
    ok("release", pub, "--messages", 2);
    Path older = scratch.resolve("older");
    Path _ = Trees.copy(pub, older);
    sealTwo(20);
    SealedStatement seal = seal(2);
    Path copy = scratch.resolve("copy");
    ok("mirror", serve(pub), copy);
    String address = serve(copy);
    Command closed = Command.run("catch-up", older, address);
    assertThat(closed.code()).isNotZero();
    assertThat(closed.err())
        .contains("Release 2 is sealed and not open yet", "Nothing was changed");
    sleepUntil(seal.terms().notBefore());
    ok("open", copy, "--shares", share(2, 1), share(2, 2));
    Command taken = ok("catch-up", older, address);
    assertThat(taken.out()).contains("2");
    assertThat(history(older).releases()).hasSize(2);
    ok("opened", older, 2);
    assertThat(ok("release", older, "--all").out()).contains("Release 3: numbers 5 to 6");
    assertThat(ok("verify", older).out()).contains("3 releases");
    ok("check", older);
    assertThat(older.resolve("public/releases/2/mail.zip"))
        .hasSameBinaryContentAs(copy.resolve("public/releases/2/mail.zip"));
  }

  @Test
  void theServiceTakesNotesFromMirrorsOpensAndTellsTheLog() throws Exception {
    sealTwo(20);
    SealedStatement seal = seal(1);
    Path copy = scratch.resolve("copy");
    ok("mirror", serve(pub), copy);
    String address = serve(copy);
    ok("open", copy, "--shares", note("receipt", custodians.receipt(seal, 2)));
    Command receipt = ok("run", pub, "--once", "--from", address);
    assertThat(receipt.out()).contains("The receipt of c2 for release 1 is in the log");
    assertThat(ok("run", pub, "--once", "--from", address).out()).doesNotContain("receipt");
    sleepUntil(seal.terms().notBefore());
    Command due = ok("run", pub, "--once", "--from", address, "--json");
    assertThat(due.err()).contains("Release 1 has been due since", "0 of 2 shares");
    assertThat(due.out()).contains("\"opened\":[]", "\"notes\":[\"Release 1 has been due since");
    assertThat(ok("status", pub).out())
        .contains(
            "Sealed release 1, messages 1 to 2, for ",
            ": due: 0 of 2 shares, missing c1, c2, c3",
            "Of what counts as released or withheld above, 2 mails no reader can open yet.");
    ok("open", copy, "--shares", share(1, 1), share(1, 3));
    Command opened = ok("run", pub, "--once", "--from", address, "--json");
    assertThat(opened.out()).contains("\"opened\":[1],\"receipts\":[],\"told\":[1],");
    assertThat(Objects.requireNonNull(history(pub).sealedRelease(1)).opening()).isNotNull();
    ok("mirror", serve(pub), copy);
    assertThat(copy.resolve("public/sealed/1/part-1.age")).doesNotExist();
    assertThat(ok("verify", copy).out()).contains("1 release");
  }

  @Test
  void partsOfThePlanAreSealedForTheirHours() throws Exception {
    ok("plan", pub, "--parts", 3, "--every", "1d", "--at", "14:00Z", "--from", "2126-12-01");
    Command tooMany = Command.run("seal", pub, "--next", 4);
    assertThat(tooMany.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(tooMany.err()).contains("3 parts left, not 4");
    Command sealed = ok("seal", pub, "--next", 2, "--threshold", 1);
    assertThat(sealed.out())
        .contains("Sealed release 1: numbers 1 to 2; opens at 2126-12-01T14:00:00Z, by 1 of 3")
        .contains("Sealed release 2: numbers 3 to 4; opens at 2126-12-02T14:00:00Z, by 1 of 3");
    assertThat(ok("plan", pub).out()).contains("2126-12-03");
    assertThat(ok("status", pub, "--json").out()).contains("\"waiting\":2");
    // the part that is left is not due: the service leaves it alone
    assertThat(ok("run", pub, "--once").out()).doesNotContain("Release 3");
    assertThat(ok("release", pub).out()).contains("Release 3: numbers 5 to 6");
    assertThat(ok("verify", pub).out())
        .contains("2 sealed releases more, whose encrypted files were compared with their seals");
    Path part = pub.resolve("public/sealed/2/part-1.age");
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    Command damaged = Command.run("verify", pub);
    assertThat(damaged.code()).isEqualTo(ExitCode.FORGED);
    assertThat(damaged.err() + damaged.out())
        .contains("Sealed release 2:", "another SHA-256 than the seal says");
  }

  /** Two parts are due, yesterday's and today's; tomorrow's is not. */
  private void planThreeParts() {
    LocalDate yesterday = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(1);
    ok("plan", pub, "--parts", 3, "--every", "1d", "--at", "00:00Z", "--from", yesterday);
  }

  @Test
  void theServiceReleasesWhatThePlanHasDue() throws Exception {
    planThreeParts();
    Command due = ok("run", pub, "--once");
    assertThat(due.out()).contains("Release 1: numbers 1 to 2", "Release 2: numbers 3 to 4");
    assertThat(due.out()).doesNotContain("Release 3");
  }

  @Test
  void theServiceTellsAProgramWhatItHasDone() throws Exception {
    planThreeParts();
    String done = ok("run", pub, "--once", "--json").out();
    assertThat(done)
        .startsWith("{\"published\":[],\"opened\":[],\"receipts\":[],\"told\":[],\"releases\":[{")
        .contains("\"release\":1,\"first\":1,\"last\":2,", "{\"release\":2,\"first\":3,\"last\":4,")
        .endsWith("],\"notes\":[],\"failures\":[]}\n");
    assertThat(done.lines()).hasSize(1);
    assertThat(ok("run", pub, "--once", "--json").out())
        .contains("\"releases\":[],\"notes\":[],\"failures\":[]}");
  }

  @Test
  void whatWaitsForAPersonKeepsNoLaterPartBack() throws Exception {
    planThreeParts();
    try (PrivateDirectory directory = PrivateDirectory.open(pub)) {
      List<Mail> mails = new ArrayList<>();
      directory.ledger().mails().forEachUnnumbered(mails::add);
      for (Mail mail : mails.subList(0, 2)) { // they were added by date
        directory.ledger().mails().setState(mail.id(), MailState.HELD);
      }
      directory.ledger().commit();
    }
    Command due = ok("run", pub, "--once");
    assertThat(due.out())
        .contains("All 2 mails of the part of the plan that was due", "in the part after it now")
        .contains("Release 1: numbers 1 to 2")
        .doesNotContain("Release 2");
    assertThat(ok("status", pub, "--json").out()).contains("\"held\":2", "\"released\":2");
  }

  @Test
  void termsDecideWhatEditorsCanStillDo() throws Exception {
    sealTwo(3600);
    assertThat(Command.run("void", pub, 1, "--reason", "safety").err())
        .contains("sealed so that nobody can take it back");
    Instant hour = seal(1).terms().notBefore();
    assertThat(Command.run("hold", pub, 1, "--until", hour.plusSeconds(8 * 86_400)).err())
        .contains("at most");
    ok("hold", pub, 1, "--until", hour.plusSeconds(86_400));
    assertThat(Objects.requireNonNull(history(pub).sealedRelease(1)).due())
        .isEqualTo(hour.plusSeconds(86_400));
    for (int sooner : new int[] {3600, 86_400}) { // the end of the longest hold counts
      assertThat(Command.run("hold", pub, 1, "--until", hour.plusSeconds(sooner)).err())
          .contains("Release 1 is put off until", "say a later time", "Nothing was changed");
    }
    assertThat(Objects.requireNonNull(history(pub).sealedRelease(1)).holds()).hasSize(1);
    assertThat(ok("status", pub, "--json").out())
        .contains("\"sealed\":[{\"number\":1,\"state\":\"held\",\"first\":1,\"last\":2,\"due\":\"");

    sealTwo(3600, "--voidable");
    ok("void", pub, 2, "--reason", "safety");
    assertThat(pub.resolve("public/sealed/2/part-1.age")).doesNotExist();
    // the mails of the void release wait again, and come out under other numbers
    Command rest = ok("release", pub, "--all");
    assertThat(rest.out()).contains("Release 3: numbers 5 to 8");
    assertThat(ok("verify", pub).out()).contains("1 release");
    ok("check", pub);
    assertThat(Command.run("seal", pub, "--opens", "2020-01-01T00:00Z").err())
        .contains("cannot open at");
    assertThat(
            Command.run("seal", pub, "--opens", Instant.now().plusSeconds(60), "--grace", "never")
                .code())
        .isNotZero();
  }

  /** It looks again in an hour; custodians hand their shares to its site. */
  @Test
  @Timeout(300)
  void aMirrorOpensAtOnceWhatCustodiansHandToItsSite() throws Exception {
    sealTwo(12);
    SealedStatement seal = seal(1);
    Path copy = scratch.resolve("copy");
    Path output = Files.createDirectory(scratch.resolve("output"));
    try (ProcessMachines machines = ProcessMachines.onLoopback(output);
        HttpClient http = HttpClient.newHttpClient()) {
      URI site =
          machines.start(
              "mirror", "mirror", serve(pub), copy, "--serve", "--open", "--every", "1h");
      servers.forEach(FileServer::close);
      assertThat(status(http, site, "messages/1")).isEqualTo(404);
      sleepUntil(seal.terms().notBefore());
      handShares(http, site, seal);
    }
    assertThat(Files.readString(output.resolve("output-0"))).contains("Release 1 is open.");
    ok("verify", copy);
  }

  /** An archive may take days to fetch, and an hour comes meanwhile. */
  @Test
  @Tag("acceptance")
  @Timeout(300)
  void aMirrorOpensThoughItFetchesAFileThatTakesLong() throws Exception {
    sealTwo(40);
    SealedStatement seal = seal(1);
    Path copy = scratch.resolve("copy");
    Path output = Files.createDirectory(scratch.resolve("output"));
    FileServer origin = FileServer.of(pub);
    servers.add(origin);
    try (ProcessMachines machines = ProcessMachines.onLoopback(output);
        HttpClient http = HttpClient.newHttpClient()) {
      URI site =
          machines.start(
              "mirror", "mirror", origin.address(), copy, "--serve", "--open", "--every", "1s");
      CountDownLatch asked = new CountDownLatch(1);
      origin.drip("/sealed/2/part-1.age", asked);
      sealTwo(3600);
      asked.await();
      sleepUntil(seal.terms().notBefore());
      handShares(http, site, seal);
    }
  }

  /** Two custodians hand their shares of release 1 to a mirror's site, which opens it. */
  private void handShares(HttpClient http, URI site, SealedStatement seal) throws Exception {
    for (int custodian : new int[] {2, 3}) {
      byte[] note =
          custodians.publish(
              seal, custodian, custodians.share(seal, custodian, pub.resolve("public")));
      HttpRequest hand =
          HttpRequest.newBuilder(site.resolve("/sealed/1/notes"))
              .header("Content-Type", "text/plain; charset=utf-8")
              .POST(HttpRequest.BodyPublishers.ofByteArray(note))
              .build();
      assertThat(http.send(hand, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(201);
    }
    Machines.await(
        "the release can be read at " + site, () -> status(http, site, "messages/1") == 200);
  }

  private static int status(HttpClient http, URI site, String path) throws IOException {
    try {
      HttpRequest request = HttpRequest.newBuilder(site.resolve("/" + path)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(path);
    }
  }

  /** Else each note of each custodian would cost the time of a connection. */
  @Test
  void aMirrorThatGivesNoAnswerIsAskedForOneNoteOnly() throws Exception {
    sealTwo(3600);
    sealTwo(7200);
    AtomicInteger asked = new AtomicInteger();
    FileServer broken = FileServer.of(pub);
    servers.add(broken);
    broken.answer(
        "/sealed/",
        exchange -> {
          asked.incrementAndGet();
          exchange.close(); // without an answer
        });
    ok("run", pub, "--once", "--from", broken.address());
    assertThat(asked.get()).as("one note, and tries again").isBetween(1, 10);
  }
}
