package broadside.cli;

import static broadside.cli.Command.ok;
import static broadside.cli.SealedPort.sleepUntil;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.sealed.SealedDirectory;
import broadside.intake.release.Custodians;
import broadside.intake.sign.Keys;
import broadside.proof.history.SealedRelease;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.statement.SealedStatement;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three custodians on machines of their own, from their keys to an open release. */
@Tag("slow")
class CustodianCommandTest {

  @TempDir private Path scratch;
  private Path secret;
  private Path pub;
  private FileServer server;
  private String address;

  /** What was posted, by its path. */
  private final ConcurrentHashMap<String, byte[]> posted = new ConcurrentHashMap<>();

  @BeforeEach
  void found() throws IOException {
    secret = Files.writeString(scratch.resolve("secret"), "high water at nine\n");
    pub = scratch.resolve("pub");
    ok("init", pub, "--title", "Port");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    for (int i = 1; i <= 4; i++) {
      Files.writeString(
          mails.resolve(i + ".eml"),
          "From: keeper@port.example\nMessage-ID: <m%d@port.example>\nSubject: Lamps %d\n\nLit at dusk.\n"
              .formatted(i, i));
    }
    ok("add", pub, mails);
    server = FileServer.of(pub);
    address = server.address();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Path keep(int i) {
    return scratch.resolve("keep" + i);
  }

  /** Makes a custodian's key, and names it in the policy. */
  private void appoint(int i) {
    ok("policy", pub, "--add-custodian", ok(init(i)).custodian());
  }

  private Object[] init(int i) {
    return new Object[] {
      "custodian",
      "init",
      keep(i),
      "--name",
      "c" + i,
      "--from",
      address,
      "--passphrase-file",
      secret
    };
  }

  /** Seals the next mails, so that one share opens them. */
  private void seal(int mails, Instant hour) {
    ok("seal", pub, "--messages", mails, "--threshold", 1, "--opens", hour);
  }

  /** A witness that the policy names from now on. */
  private WitnessServer witness() throws Exception {
    return witness(Clock.systemUTC());
  }

  private WitnessServer witness(Clock clock) throws Exception {
    SigningKey key = SigningKey.generate("witness.example/w", KeyType.COSIGNATURE);
    WitnessServer server = Witnesses.start(scratch.resolve("w"), pub, key, clock, 0);
    ok("policy", pub, "--add-witness", "w " + key.verifier().print() + " " + server.uri() + "/");
    return server;
  }

  private Command custodian(String what, int i, Object... more) {
    List<Object> args = new ArrayList<>(List.of("custodian", what, keep(i)));
    if (!what.equals("inbox")) {
      args.addAll(List.of("--passphrase-file", secret));
    }
    args.addAll(List.of(more));
    return Command.run(args.toArray());
  }

  private SealedRelease release(int number) throws IOException {
    return Objects.requireNonNull(
        CheckedLog.open(new LogDirectory(pub.resolve("public"))).history().sealedRelease(number));
  }

  @Test
  void threeCustodiansOpenAReleaseAtItsHour() throws Exception {
    try (WitnessServer _ = witness()) {
      for (int i = 1; i <= 3; i++) {
        appoint(i);
      }
      Instant hour = Custodians.now().plusSeconds(25);
      ok("seal", pub, "--messages", 2, "--opens", hour.toString());
      SealedStatement seal = release(1).sealed().statement();

      Command asked = custodian("inbox", 1);
      assertThat(asked.code()).as(asked.err()).isZero();
      assertThat(asked.out())
          .startsWith("This machine's clock shows 20")
          .contains("Release 1, messages 1 to 2, is sealed until")
          .contains("Your share and 1 of the other 2 open it.")
          .contains("You have not given your receipt; it has 0 of the 3 receipts that arm it.")
          .contains("broadside custodian receipt " + keep(1) + " 1");
      assertThat(asked.err()).contains("is believed to be the one you mean", "Up to date");

      for (int i = 1; i <= 3; i++) {
        Path receipt = scratch.resolve("receipt-" + i);
        Command given = custodian("receipt", i, 1, "--to", receipt);
        assertThat(given.code()).as(given.err()).isZero();
        assertThat(given.out()).contains("your share is good", "It is in " + receipt);
        ok("open", pub, "--shares", receipt);
      }
      assertThat(release(1).isArmed()).isTrue();
      assertThat(custodian("inbox", 2).out())
          .contains("The log has your receipt; it is armed, with 3 of 3 receipts.");
      assertThat(custodian("receipt", 2).out()).contains("No release lacks your receipt.");

      Command early = custodian("share", 1, 1, "--to", "-");
      if (Instant.now().isBefore(hour)) {
        assertThat(early.code()).isEqualTo(ExitCode.FOUND_WRONG);
        assertThat(early.err()).contains("Release 1 is sealed until");
        assertThat(early.out()).isEmpty();
        assertThat(SealedDirectory.of(keep(1).resolve("public"), 1).published(1)).doesNotExist();
      }
      sleepUntil(hour);
      Command printed = custodian("share", 1, 1, "--to", "-");
      assertThat(printed.code()).as(printed.err()).isZero();
      assertThat(printed.err()).contains("1 of its 1 witnesses have signed a time past it (w)");
      assertThat(seal.share(printed.out().getBytes(StandardCharsets.UTF_8)).isGood()).isTrue();
      assertThat(custodian("share", 1, 1, "--to", "-").out()).isEqualTo(printed.out());
      Path first = Files.writeString(scratch.resolve("share-1"), printed.out());
      Path picture = scratch.resolve("share-3.png");
      assertThat(custodian("share", 3, 1, "--to", picture).code()).isZero();
      String read = QrCodeTest.read(Files.readAllBytes(picture));
      assertThat(seal.share(read.getBytes(StandardCharsets.UTF_8)).isGood()).isTrue();
      Path third =
          Files.writeString(
              scratch.resolve("mail"),
              "Dear publisher,\r\n\r\n> %sGreetings\r\n\r\nc3\r\n"
                  .formatted(read.replace("\n", "\r\n> ")));
      Path changed =
          Files.writeString(scratch.resolve("changed"), read.replaceAll("share 3 .", "share 3 g"));
      assertThat(
              Command.run("open", pub, "--shares", changed, keep(1).resolve("custodian.key")).out())
          .contains(
              "changed: there is a note here, and it is not signed",
              "custodian.key: no note of a custodian of a sealed release here.");

      Command opened = ok("open", pub, "--shares", first, third);
      assertThat(opened.out()).contains("Release 1 is open.");
      ok("opened", pub, 1);
      Command over = custodian("share", 2, 1);
      assertThat(over.code()).isZero();
      assertThat(over.err()).contains("Release 1 is open. Nobody needs your share any more.");
      assertThat(custodian("inbox", 2).out()).contains("is open. Nothing is asked of you");
      ok("verify", pub);
    }
  }

  @Test
  void inboxSaysThatTheClockMayBeFastWhereNoWitnessSignedLately() throws Exception {
    appoint(1);
    appoint(2);
    try (WitnessServer _ = witness(Clock.offset(Clock.systemUTC(), Duration.ofDays(-3)))) {
      seal(1, Custodians.now().plusSeconds(600));
      Command inbox = custodian("inbox", 1);
      assertThat(inbox.code()).as(inbox.err()).isEqualTo(ExitCode.STALE);
      assertThat(inbox.err()).contains("It may be an old state, or this machine's clock is fast: ");
    }
  }

  @Test
  void notesArePostedAndWhatIsAnsweredIsSaid() throws Exception {
    for (int i = 1; i <= 2; i++) {
      appoint(i);
    }
    seal(2, Custodians.now().plusSeconds(3600));
    Command nobody = custodian("receipt", 1);
    assertThat(nobody.code()).isEqualTo(ExitCode.UNREACHABLE);
    Path kept = SealedDirectory.of(keep(1).resolve("public"), 1).receipt(1);
    assertThat(nobody.out()).contains("takes no notes of custodians");
    assertThat(nobody.err()).contains("Send the file " + kept + " by any other road");
    assertThat(custodian("inbox", 1).out()).contains("Your receipt is signed, and not in the log");

    byte[] note = Files.readAllBytes(kept);
    server.answer(
        "/sealed/1/notes",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean isNew = posted.put(exchange.getRequestURI().getPath(), body) == null;
          byte[] said = "Thank you.\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isNew ? 201 : 200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    Command taken = custodian("receipt", 1);
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.out()).contains(address + " has taken it. (Thank you.)");
    assertThat(posted.get("/sealed/1/notes")).isEqualTo(note);
    Command again = custodian("receipt", 1, 1, "--json");
    assertThat(again.out()).contains("\"answer\":\"known\"", "\"sentence\":\"Thank you.\"");
    assertThat(custodian("share", 1, 1).err()).contains("is sealed until");

    Path part = SealedDirectory.of(keep(2).resolve("public"), 1).part(1);
    assertThat(custodian("inbox", 2).code()).isZero();
    byte[] changed = Files.readAllBytes(part);
    changed[4711] ^= 1;
    Files.write(part, changed);
    Command refused = custodian("receipt", 2);
    assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(refused.err()).contains("No receipt for release 1.", "another SHA-256");
  }

  @Test
  void withoutANetworkItIsSaidFromWhatIsHeld() throws Exception {
    appoint(1);
    appoint(2);
    Command unknown = custodian("share", 1, 1);
    assertThat(unknown.code()).isNotZero();
    seal(2, Custodians.now().plusSeconds(3600));
    assertThat(custodian("inbox", 1, "--json").out())
        .contains("\"state\":\"sealed\"", "\"receipt\":\"none\"", "\"share\":1");
    server.close();
    Command offline = custodian("inbox", 1);
    assertThat(offline.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(offline.err()).contains("Nobody answers. What follows is from what is held");
    assertThat(offline.out()).contains("Release 1, messages 1 to 2, is sealed until");
    Path receipt = scratch.resolve("receipt");
    assertThat(custodian("receipt", 1, 1, "--to", receipt).code()).isZero();
    ok("open", pub, "--shares", receipt);
    assertThat(release(1).receipts()).containsOnlyKeys(1);

    Command never = custodian("inbox", 2);
    assertThat(never.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(never.err()).contains("Nothing is held in " + keep(2) + " yet");
    try (FileServer mirror = FileServer.of(pub)) {
      assertThat(custodian("inbox", 2, "--from", mirror.address()).code()).isZero();
      assertThat(custodian("inbox", 2).out()).contains("is sealed until");
    }
  }

  @Test
  void keysAndPoliciesAreMadeWithCare() throws Exception {
    appoint(1);
    Path file = keep(1).resolve("custodian.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Keys.look(file).isEncrypted()).isTrue();
    byte[] before = Files.readAllBytes(file);
    Command twice = Command.run(init(1));
    assertThat(twice.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(file).hasBinaryContent(before);
    assertThat(Command.run("custodian", "init", keep(2), "--name", "a b", "--from", address).code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(keep(2)).doesNotExist();
    Path wrong = Files.writeString(scratch.resolve("wrong"), "slack water\n");
    appoint(2);
    seal(1, Custodians.now().plusSeconds(3600));
    Command locked = Command.run("custodian", "receipt", keep(1), "--passphrase-file", wrong);
    assertThat(locked.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(locked.err()).contains("passphrase is wrong");

    Command shown = ok("policy", pub, "--json");
    assertThat(shown.out()).contains("\"custodians\":[\"c1\",\"c2\"]");
    assertThat(ok("policy", pub).out()).contains("custodian c2 c2+");
    String key = Keys.look(file).verifier().print();
    assertThat(Command.run("policy", pub, "--add-custodian", "c3 " + key).err())
        .contains("must be a name, a key and an age recipient");
    assertThat(Command.run("policy", pub, "--add-custodian", "c3 " + key + " age1xyz").err())
        .contains("no age recipient: age1xyz");
    assertThat(Command.run("policy", pub, "--remove-custodian", "c9").err())
        .contains("There is no custodian c9.");

    Command removed = ok("policy", pub, "--remove-custodian", "c1", "--json");
    assertThat(removed.out()).contains("\"custodians\":[\"c2\"]");
    Command kept = custodian("inbox", 1);
    assertThat(kept.out()).as(kept.err()).contains("Your share alone opens it.");
    Path receipt = scratch.resolve("receipt");
    assertThat(custodian("receipt", 1, 1, "--to", receipt).code()).isZero();
    ok("open", pub, "--shares", receipt);
    assertThat(release(1).receipts()).containsOnlyKeys(1);
  }

  @Test
  void aSuccessorIsNamed() throws Exception {
    SigningKey next = SigningKey.generate("harbour.example/next", KeyType.NOTE);
    String line = "harbour.example/next " + next.verifier().print();
    assertThat(ok("policy", pub, "--successor", line, "--json").out())
        .contains("\"successor\":\"harbour.example/next\"");
    assertThat(Command.run("policy", pub, "--successor", "other " + next.verifier().print()).err())
        .contains("the successor's key is not named as its origin");
  }

  /**
   * Watches as the first custodian until its one share comes.
   *
   * @param begun what it is to have done before the hour
   */
  private void watchUntilPosted(Instant hour, CountDownLatch begun) throws Exception {
    server.answer(
        "/sealed/1/notes",
        exchange -> {
          posted.put("at " + Instant.now(), exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
        });
    Queue<Command> ended = new ConcurrentLinkedQueue<>();
    Thread watch =
        Thread.ofPlatform()
            .start(() -> ended.add(custodian("share", 1, "--watch", "--every", "1h")));
    try {
      begun.await();
      sleepUntil(hour);
      for (int i = 0; i < 300 && posted.isEmpty(); i++) {
        Thread.sleep(100);
      }
    } finally {
      watch.interrupt();
      watch.join();
    }
    assertThat(posted).hasSize(1);
    assertThat(ended.remove().out()).contains("Watching for c1", "This machine's clock shows ");
  }

  @Test
  void aWatchPublishesAtTheHourThoughAFileTakesLong() throws Exception {
    try (WitnessServer _ = witness()) {
      appoint(1);
      appoint(2);
      Instant hour = Custodians.now().plusSeconds(40);
      seal(2, hour);
      Command _ = custodian("inbox", 1);
      CountDownLatch asked = new CountDownLatch(1);
      server.drip("/sealed/2/part-1.age", asked);
      seal(2, hour.plusSeconds(3600));
      watchUntilPosted(hour, asked);
    }
  }

  /** A mirror's clock may be some seconds behind, and one release may be in trouble here. */
  @Test
  void aWatchSendsAShareAgainSoonToWhomItWasTooEarly() throws Exception {
    try (WitnessServer _ = witness()) {
      appoint(1);
      appoint(2);
      Instant hour = Custodians.now().plusSeconds(30);
      seal(2, hour);
      seal(2, hour);
      Command _ = custodian("inbox", 1);
      Path inTheWay = keep(1).resolve("public/sealed/1/share-1.note.new/x");
      Files.createDirectories(inTheWay);
      CountDownLatch taken = new CountDownLatch(1);
      server.answer(
          "/sealed/2/notes",
          exchange -> {
            posted.put("at " + Instant.now(), exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(
                switch (posted.size()) {
                  case 1 -> 425;
                  case 2 -> 503;
                  default -> 201;
                },
                -1);
            exchange.close();
            if (posted.size() > 2) {
              taken.countDown();
            }
          });
      Thread watch =
          Thread.ofPlatform().start(() -> custodian("share", 1, "--watch", "--every", "1h"));
      try {
        assertThat(taken.await(120, TimeUnit.SECONDS)).isTrue();
      } finally {
        watch.interrupt();
        watch.join();
      }
    }
  }

  @Test
  void aReceiptThatCannotBeKeptIsInTheWayOfNoOther() throws Exception {
    appoint(1);
    appoint(2);
    Instant hour = Custodians.now().plusSeconds(3600);
    seal(2, hour);
    seal(2, hour);
    assertThat(custodian("inbox", 1).code()).isZero();
    Files.createDirectories(keep(1).resolve("public/sealed/1/receipt-1.note.new/x"));
    Command given = custodian("receipt", 1);
    assertThat(given.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(given.err()).contains("No receipt for release 1.");
    assertThat(given.out()).contains("Release 2: your share is good");
  }

  @Test
  void aWatchPublishesAtTheHour() throws Exception {
    try (WitnessServer _ = witness()) {
      appoint(1);
      appoint(2);
      Instant hour = Custodians.now().plusSeconds(20);
      seal(2, hour);
      watchUntilPosted(hour, new CountDownLatch(0));
      assertThat(Instant.parse(posted.keySet().iterator().next().substring(3)))
          .isAfterOrEqualTo(hour);
      SealedStatement seal = release(1).sealed().statement();
      assertThat(seal.share(posted.values().iterator().next()).isGood()).isTrue();
      CustodianDirectory directory = CustodianDirectory.open(keep(1));
      assertThat(
              Entrusted.all(
                      CheckedLog.open(new LogDirectory(directory.publicDirectory())),
                      directory.publicDirectory(),
                      Keys.look(directory.key()).verifier())
                  .getFirst()
                  .isPublished())
          .isTrue();
    }
  }
}
