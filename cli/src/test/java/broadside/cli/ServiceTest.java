package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.sealed.SealedDirectory;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.Custodians;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The publisher's service, and opening by hand, where something is in the way. */
@Tag("slow")
@Timeout(300)
class ServiceTest {
  private final LocalDate yesterday =
      LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(1);

  @TempDir private Path scratch;
  private SealedPort port;
  private Path pub;

  @BeforeEach
  void found() throws Exception {
    port = SealedPort.found(scratch);
    pub = port.pub();
  }

  private static SigningKey witnessKey(String name) throws FormatException {
    return SigningKey.generate("witness.example/" + name, KeyType.COSIGNATURE);
  }

  /** Parts of two messages, one for each day from yesterday on. */
  private void plan(int parts) {
    ok("plan", pub, "--parts", parts, "--every", "1d", "--at", "00:00Z", "--from", yesterday);
  }

  static int status(URI site, String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) site.resolve(path).toURL().openConnection();
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  /** Receipts that the log could not be told of are in the way of nothing. */
  @Test
  void openingTakesNoWitness() throws Exception {
    SigningKey key = witnessKey("w");
    Instant hour;
    try (WitnessServer witness = port.witness(key, Clock.systemUTC(), 0)) {
      port.name("w", key, witness);
      hour = Custodians.now().plusSeconds(20);
      port.seal(2, hour);
      port.seal(2, hour);
    }
    Path receipt = scratch.resolve("receipt");
    Files.write(receipt, port.custodians().receipt(port.seal(1), 2));
    Command kept = Command.run("open", pub, "--shares", receipt);
    assertThat(kept.out()).contains("taken.", "The log is not told yet.");
    assertThat(kept.code()).as(kept.err()).isZero();

    SealedPort.sleepUntil(hour);
    Command opened = Command.run("open", pub, "--shares", port.share(1, 1), port.share(1, 3));
    assertThat(opened.out()).contains("Release 1 is open.", "The log is not told yet.");
    assertThat(opened.code()).as("release 2 is due and closed").isEqualTo(ExitCode.FOUND_WRONG);
    port.handIn(2, pub);
    Command run = Command.run("run", pub, "--once");
    assertThat(run.out()).contains("Release 2 is open.");
    assertThat(run.err()).contains("No witness answers");
    assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(pub.resolve("public/releases/1/mail.zip")).exists();
    assertThat(pub.resolve("public/releases/2/mail.zip")).exists();
  }

  /** What editors have signed counts here, though it waits for a witness. */
  @Test
  void aHoldThatWaitsForAWitnessKeepsTheReleaseClosed() throws Exception {
    SigningKey here = witnessKey("here");
    SigningKey gone = witnessKey("gone");
    try (WitnessServer one = port.witness(here, Clock.systemUTC(), 0)) {
      Instant hour;
      try (WitnessServer other = port.witness(gone, Clock.systemUTC(), 0)) {
        port.name("here", here, one);
        port.name("gone", gone, other);
        hour = Custodians.now().plusSeconds(20);
        port.seal(2, hour);
      }
      Command hold = Command.run("hold", pub, 1, "--until", hour.plusSeconds(86_400));
      assertThat(hold.err()).contains("Not published yet");
      SealedPort.sleepUntil(hour);
      Command opened = Command.run("open", pub, "--shares", port.share(1, 1), port.share(1, 3));
      assertThat(opened.out()).doesNotContain("is open");
      assertThat(pub.resolve("public/releases/1")).doesNotExist();
    }
  }

  @Test
  void itServesThoughAnotherCommandIsAtWork() throws Exception {
    ok("release", pub, "--messages", 2);
    plan(2);
    Path output = Files.createDirectory(scratch.resolve("output"));
    try (ProcessMachines machines = ProcessMachines.onLoopback(output)) {
      URI site;
      try (PrivateDirectory _ = PrivateDirectory.open(pub)) {
        site = machines.start("origin", "run", pub, "--every", "1s");
        assertThat(status(site, "/messages/1")).isEqualTo(200);
        Machines.await(
            "it says what waits",
            () -> said(output).contains("Something has been due since " + yesterday));
        assertThat(said(output)).contains("waits until another command ends");
      }
      Machines.await("what was due is released", () -> status(site, "/messages/3") == 200);
    }
    assertThat(said(output)).containsOnlyOnce("Something has been due since " + yesterday);
  }

  /** A person has to decide, and may take days. */
  @Test
  void itServesThoughAllThatIsDueIsHeld() throws Exception {
    ok("release", pub, "--messages", 2);
    ok("plan", pub, "--parts", 2, "--every", "2d", "--at", "00:00Z", "--from", yesterday);
    List<String> held = SealedPort.hold(pub, 0, 2);
    Command once = ok("run", pub, "--once");
    assertThat(once.err()).contains("All mails of part 2 of the plan, due " + yesterday);
    assertThat(once.out()).doesNotContain("Release 2");
    Path output = Files.createDirectory(scratch.resolve("output"));
    try (ProcessMachines machines = ProcessMachines.onLoopback(output)) {
      URI site = machines.start("origin", "run", pub, "--every", "1s");
      Machines.await("it says so", () -> said(output).contains("are held: decide on them"));
      assertThat(status(site, "/messages/1")).isEqualTo(200);
      for (String id : held) {
        ok("allow", pub, id, "--note", "looked at");
      }
      Machines.await("it releases them", () -> status(site, "/messages/3") == 200);
    }
    assertThat(said(output)).containsOnlyOnce("are held: decide on them");
  }

  @Test
  void anOpeningThatTheLogCannotBeToldKeepsNoOtherBack() throws Exception {
    Instant hour = sealTwoAndHandIn();
    SealedPort.sleepUntil(hour);
    ok("open", pub);
    SealedDirectory first = SealedDirectory.of(port.publicDirectory(), 1);
    Files.delete(first.published(1));
    Command run = Command.run("run", pub, "--once", "--json");
    assertThat(run.out()).contains("\"told\":[2],", "\"failures\":[\"");
    assertThat(run.code()).isNotZero();
  }

  /** Two releases of the same hour, whose shares are here; returns the hour. */
  private Instant sealTwoAndHandIn() throws IOException {
    Instant hour = Custodians.now().plusSeconds(20);
    port.seal(2, hour);
    port.seal(2, hour);
    port.handIn(1, pub);
    port.handIn(2, pub);
    return hour;
  }

  private static String said(Path output) throws IOException {
    return Files.readString(output.resolve("output-0"));
  }

  @Test
  void itServesThoughNoWitnessAnswers() throws Exception {
    SigningKey key = witnessKey("w");
    try (WitnessServer witness = port.witness(key, Clock.systemUTC(), 0)) {
      port.name("w", key, witness);
      ok("release", pub, "--messages", 2);
    }
    Path output = Files.createDirectory(scratch.resolve("output"));
    try (ProcessMachines machines = ProcessMachines.onLoopback(output);
        FileServer taken = FileServer.of(pub)) {
      URI site = machines.start("origin", "run", pub, "--every", "1s");
      assertThat(status(site, "/messages/1")).isEqualTo(200);
      Machines.await("it says so", () -> said(output).contains("No witness answers"));
      Command other = Command.run("run", pub, "--port", taken.port());
      assertThat(other.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(other.err()).contains("in use by another program");
    }
  }

  /** Else a clock that is years ahead would release all that is left, for good. */
  @Test
  void aClockThatIsAheadOfTheWitnessesReleasesNothing() throws Exception {
    SigningKey key = witnessKey("w");
    Clock earlier = Clock.offset(Clock.systemUTC(), Duration.ofDays(-2));
    int where;
    try (WitnessServer witness = port.witness(key, earlier, 0)) {
      where = witness.uri().getPort();
      port.name("w", key, witness);
      plan(3);
      Command run = ok("run", pub, "--once");
      assertThat(run.out()).doesNotContain("Release");
      assertThat(run.err())
          .contains(
              "Nothing of the plan is released: the clock here shows "
                  + Instant.now().toString().substring(0, 10));
    }
    try (WitnessServer _ = port.witness(key, Clock.systemUTC(), where)) {
      assertThat(ok("run", pub, "--once").out())
          .contains("Release 1: numbers 1 to 2", "Release 2: numbers 3 to 4");
    }
  }

  @Test
  void aReleaseThatCannotBeOpenedHereKeepsNoOtherBack() throws Exception {
    Instant hour = sealTwoAndHandIn();
    Path inTheWay = SealedDirectory.of(port.publicDirectory(), 1).path().resolve("opening.new");
    Files.createDirectories(inTheWay.resolve("x"));
    SealedPort.sleepUntil(hour);
    Command run = ok("run", pub, "--once");
    assertThat(run.out()).contains("Release 2 is open.").doesNotContain("Release 1 is open.");
    assertThat(run.err())
        .contains("Release 1 has been due since", "cannot be opened on this machine");
    assertThat(pub.resolve("private/releases")).isEmptyDirectory();
    Files.delete(inTheWay.resolve("x"));
    assertThat(ok("run", pub, "--once").out()).contains("Release 1 is open.");
    ok("verify", pub);
  }

  /** One that is asked first, and answers each question late, holds up nobody. */
  @Test
  void aMirrorThatAnswersLateIsAskedForOneNoteOnly() throws Exception {
    port.seal(2, Custodians.now().plusSeconds(3600));
    Path copy = scratch.resolve("copy");
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    try (FileServer origin = FileServer.of(pub);
        FileServer late = FileServer.of(pub)) {
      ok("mirror", origin.address(), copy);
      late.answer(
          "/sealed/",
          exchange -> {
            asked.incrementAndGet();
            try {
              boolean _ = over.await(25, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
          });
      try (FileServer good = FileServer.of(copy)) {
        SealedDirectory there = SealedDirectory.of(copy.resolve("public"), 1);
        Files.write(there.receipt(2), port.custodians().receipt(port.seal(1), 2));
        Command run = ok("run", pub, "--once", "--from", late.address() + "," + good.address());
        assertThat(run.out()).contains("The receipt of c2 for release 1 is in the log.");
      }
      over.countDown();
    }
    assertThat(asked.get()).isOne();
    assertThat(
            Objects.requireNonNull(
                    CheckedLog.open(new LogDirectory(port.publicDirectory()))
                        .history()
                        .sealedRelease(1))
                .receipts())
        .containsOnlyKeys(2);
  }
}
