package broadside.cli;

import static broadside.cli.Command.ok;
import static broadside.cli.SealedPort.sleepUntil;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.log.CheckedLog;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.release.CheckMonitor;
import broadside.intake.release.Custodians;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a custodian gives while its machine, or a clock, is in trouble. */
@Tag("slow")
class CustodianTroubleTest {
  @TempDir private Path scratch;
  private Path secret;
  private Path pub;
  private Path keep;
  private FileServer server;

  /** What was asked for and posted, in its order. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** What came of the share of release 1. */
  private final CountDownLatch shared = new CountDownLatch(1);

  @BeforeEach
  void found() throws IOException {
    secret = Files.writeString(scratch.resolve("secret"), "high water at nine\n");
    pub = scratch.resolve("pub");
    keep = scratch.resolve("keep1");
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
    server.answer(
        "/sealed/1/notes",
        exchange -> {
          String note =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean isShare = note.startsWith("broadside/v1 share\n");
          asked.add(isShare ? "share" : "receipt");
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
          if (isShare) {
            shared.countDown();
          }
        });
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void appoint(int i) {
    Command made =
        ok(
            "custodian",
            "init",
            scratch.resolve("keep" + i),
            "--name",
            "c" + i,
            "--from",
            server.address(),
            "--passphrase-file",
            secret);
    ok("policy", pub, "--add-custodian", made.custodian());
  }

  private WitnessServer witness(Clock clock) throws Exception {
    SigningKey key = SigningKey.generate("witness.example/w", KeyType.COSIGNATURE);
    WitnessServer server = Witnesses.start(scratch.resolve("w"), pub, key, clock, 0);
    ok("policy", pub, "--add-witness", "w " + key.verifier().print() + " " + server.uri() + "/");
    return server;
  }

  private void seal(Instant hour) {
    ok("seal", pub, "--messages", 2, "--threshold", 1, "--opens", hour.toString());
  }

  private Command custodian(String what, Object... more) {
    List<Object> args = new ArrayList<>(List.of("custodian", what, keep));
    if (!what.equals("inbox")) {
      args.addAll(List.of("--passphrase-file", secret));
    }
    args.addAll(List.of(more));
    return Command.run(args.toArray());
  }

  /** Release 1 is held, to be opened at an hour, and release 2 is new. */
  private void holdOneOfTwo(Instant hour) {
    appoint(1);
    appoint(2);
    seal(hour);
    assertThat(custodian("inbox").code()).isZero();
    seal(hour.plusSeconds(3600));
  }

  /** Puts a file where files grow that are fetched, as good as a full disk. */
  private void leaveNoRoom() throws IOException {
    Files.writeString(keep.resolve("staging/parts"), "in the way");
  }

  /** Watches until the share of release 1 came. */
  private void watchUntilShared() throws InterruptedException {
    Thread watch = Thread.ofPlatform().start(() -> custodian("share", "--watch", "--every", "1h"));
    try {
      assertThat(shared.await(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      watch.interrupt();
      watch.join();
    }
  }

  @Test
  void whatIsHeldIsTakenCareOfWhereNewFilesHaveNoRoom() throws Exception {
    try (WitnessServer _ = witness(Clock.systemUTC())) {
      Instant hour = Custodians.now().plusSeconds(20);
      holdOneOfTwo(hour);
      leaveNoRoom();
      Command inbox = custodian("inbox", "--json");
      assertThat(inbox.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(inbox.err()).contains("What is said and done now is from what is held in " + keep);
      assertThat(inbox.out()).contains("\"outcome\":\"failed\"", "\"number\":1");
      Command receipts = custodian("receipt");
      assertThat(receipts.code()).as(receipts.err()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(receipts.out()).contains("Release 1: your share is good");
      assertThat(custodian("receipt", 1).code()).isZero();
      Command unknown = custodian("share", 2);
      assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(unknown.err()).contains("Release 2 is not sealed, as far as is known here.");
      sleepUntil(hour);
      Command share = custodian("share", 1);
      assertThat(share.code()).as(share.err()).isZero();
      assertThat(asked).containsExactly("receipt", "receipt", "share");
    }
  }

  @Test
  void whatIsHeldIsTakenCareOfBeforeFilesAreFetched() throws Exception {
    try (WitnessServer _ = witness(Clock.systemUTC())) {
      Instant hour = Custodians.now().plusSeconds(20);
      holdOneOfTwo(hour);
      server.answer(
          "/sealed/2/part-1.age",
          exchange -> {
            asked.add("file");
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
          });
      Command receipts = custodian("receipt");
      assertThat(receipts.code()).as(receipts.err()).isZero();
      assertThat(asked).startsWith("receipt", "file");
      asked.clear();
      sleepUntil(hour);
      assertThat(custodian("share", 1).code()).isZero();
      assertThat(asked).containsExactly("share");
    }
  }

  @Test
  void aReceiptThatNeedsNothingNewTellsWhatAnUpstreamDidWrong() throws Exception {
    holdOneOfTwo(Custodians.now().plusSeconds(3600));
    server.answer(
        "/sealed/2/part-1.age",
        exchange -> {
          asked.add("file");
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    Path forged = Files.createDirectory(scratch.resolve("forged"));
    List<String> checkpoint = new ArrayList<>(Files.readAllLines(pub.resolve("public/checkpoint")));
    checkpoint.set(1, "4711"); // its size, which nobody has signed
    Files.write(forged.resolve("checkpoint"), checkpoint);
    try (FileServer forger = FileServer.at(forged, 0)) {
      Command receipt =
          custodian("receipt", 1, "--from", server.address() + "," + forger.address());
      assertThat(receipt.code()).as(receipt.err()).isZero();
      assertThat(receipt.err())
          .containsOnlyOnce(forger.address() + " shows a checkpoint that its log did not sign");
      assertThat(asked).containsExactly("receipt");
    }
  }

  @Test
  void witnessesWhoseClocksAreBehindAreAskedAgainSoon() throws Exception {
    try (WitnessServer _ = witness(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-5)))) {
      appoint(1);
      appoint(2);
      seal(Custodians.now().plusSeconds(15));
      watchUntilShared();
    }
  }

  @Test
  @Tag("acceptance")
  void aWatchGivesAShareAtItsHourWhereNewFilesHaveNoRoom() throws Exception {
    try (WitnessServer _ = witness(Clock.systemUTC())) {
      holdOneOfTwo(Custodians.now().plusSeconds(30));
      leaveNoRoom();
      watchUntilShared();
    }
  }

  @Test
  @Tag("acceptance")
  void aWatchGivesAShareAtItsHourWhileAnotherProcessFetches() throws Exception {
    try (WitnessServer _ = witness(Clock.systemUTC())) {
      Instant hour = Custodians.now().plusSeconds(30);
      holdOneOfTwo(hour);
      leaveNoRoom();
      assertThat(custodian("inbox").code()).isEqualTo(ExitCode.UNAVAILABLE); // the log is verified
      Process other = holding(keep.resolve("lock"));
      try {
        assertThat(other.inputReader().readLine()).isEqualTo("held");
        Command inbox = custodian("inbox");
        assertThat(inbox.code()).isEqualTo(ExitCode.BUSY);
        assertThat(inbox.out()).contains("Release 1, messages 1 to 2").doesNotContain("Release 2");
        assertThat(inbox.err()).contains("Another process is keeping the mirror in " + keep);
        watchUntilShared();
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  @Tag("acceptance")
  void aWatchKnowsTheHourAfterNothingCouldBeRead() throws Exception {
    try (WitnessServer _ = witness(Clock.systemUTC())) {
      holdOneOfTwo(Custodians.now().plusSeconds(30));
      Path remembered = keep.resolve("mirror");
      Path aside = scratch.resolve("aside");
      Files.move(remembered, aside);
      Files.writeString(remembered, "damaged");
      Thread repair =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Thread.sleep(8000);
                  Files.delete(remembered);
                  Files.move(aside, remembered);
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      watchUntilShared();
      repair.join();
    }
  }

  @Test
  void whoHoldsAShareIsToldTheHourThatHolds() throws IOException {
    Instant hour = Custodians.now().plusSeconds(3600);
    Instant later = hour.plusSeconds(86_400);
    appoint(1);
    appoint(2);
    seal(hour);
    ok("hold", pub, 1, "--until", later);
    Command early = custodian("share", 1);
    assertThat(early.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(early.err() + early.out())
        .contains("put off until " + later)
        .doesNotContain("is sealed until");
  }

  /** A look beside whoever keeps the copy sees a hold that is verified and not held. */
  @Test
  void aLookWithoutTheLockSeesWhatIsVerified() throws Exception {
    try (WitnessServer _ = witness(Clock.systemUTC())) {
      Instant hour = Custodians.now().plusSeconds(3600);
      holdOneOfTwo(hour);
      leaveNoRoom();
      assertThat(custodian("inbox").code()).isEqualTo(ExitCode.UNAVAILABLE);
      Mirror mirror = new Mirror(CustodianDirectory.open(keep).mirror(Clock.systemUTC()));
      assertThat(mirror.look()).isTrue();
      CheckedLog newest = Objects.requireNonNull(mirror.newest()).log();
      assertThat(newest.history().sealedRelease(2)).isNotNull();
      assertThat(held(mirror).history().sealedRelease(2)).isNull();
      Files.delete(keep.resolve("staging/parts"));
      MirrorReport _ = mirror.sync(CheckMonitor.NONE);
      assertThat(mirror.look()).isTrue();
      assertThat(held(mirror).history().sealedRelease(2)).isNotNull();
    }
  }

  private static CheckedLog held(Mirror mirror) {
    return Objects.requireNonNull(mirror.log());
  }

  /** Another process that holds a lock until it is ended, and says when it has it. */
  private static Process holding(Path lock) throws IOException {
    return new ProcessBuilder(
            CommandProcess.JAVA,
            "-cp",
            CommandProcess.CLASS_PATH,
            Holder.class.getName(),
            lock.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The main class of that process. */
  static final class Holder {
    private Holder() {}

    /** Takes the lock of this file. */
    public static void main(String[] args) throws Exception {
      try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
          var _ = file.lock()) {
        System.out.println("held");
        Thread.sleep(Duration.ofMinutes(5));
      }
    }
  }
}
