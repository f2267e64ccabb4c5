package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.Durable;
import broadside.archive.sealed.SealedDirectory;
import broadside.intake.release.Custodians;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that serves what it holds, whatever becomes of its first run. */
@Tag("slow")
@Timeout(300)
class MirrorServiceTest {
  @TempDir private Path scratch;
  private SealedPort port;
  private Path pub;
  private Path copy;

  @BeforeEach
  void found() throws Exception {
    port = SealedPort.found(scratch);
    pub = port.pub();
    copy = scratch.resolve("copy");
  }

  @Test
  void itServesAndOpensThoughItsFirstRunFetchesAFileThatTakesLong() throws Exception {
    ok("release", pub, "--messages", 1);
    Instant hour = Custodians.now().plusSeconds(20);
    port.seal(2, hour);
    Path output = Files.createDirectory(scratch.resolve("output"));
    try (FileServer origin = FileServer.of(pub);
        ProcessMachines machines = ProcessMachines.onLoopback(output)) {
      ok("mirror", origin.address(), copy);
      CountDownLatch asked = new CountDownLatch(1);
      origin.drip("/sealed/3/part-1.age", asked);
      port.seal(2, Custodians.now().plusSeconds(3600));
      URI site =
          machines.start(
              "mirror", "mirror", origin.address(), copy, "--serve", "--open", "--every", "1h");
      asked.await();
      assertThat(ServiceTest.status(site, "/messages/1")).isEqualTo(200);
      SealedPort.sleepUntil(hour);
      Command brought = ok("open", copy, "--shares", port.share(2, 1), port.share(2, 3));
      assertThat(brought.out()).contains("taken.", "Another process is keeping the mirror");
      Machines.await("it is opened", () -> ServiceTest.status(site, "/messages/2") == 200);
    }
    assertThat(Files.readString(output.resolve("output-0"))).contains("Release 2 is open.");
  }

  @Test
  void itServesThoughItsFirstRunFails() throws Exception {
    ok("release", pub, "--messages", 1);
    Path output = Files.createDirectory(scratch.resolve("output"));
    Path staging = copy.resolve("staging");
    try (FileServer origin = FileServer.of(pub);
        ProcessMachines machines = ProcessMachines.onLoopback(output)) {
      ok("mirror", origin.address(), copy);
      ok("release", pub, "--messages", 1);
      Durable.deleteTree(staging);
      Files.writeString(staging, "in the way of what is new");
      URI site =
          machines.start("mirror", "mirror", origin.address(), copy, "--serve", "--every", "1s");
      Machines.await(
          "it says so",
          () -> Files.readString(output.resolve("output-0")).contains("It is tried again."));
      assertThat(ServiceTest.status(site, "/messages/1")).isEqualTo(200);
      assertThat(ServiceTest.status(site, "/messages/2")).isEqualTo(404);
      Files.delete(staging);
      Machines.await("it is mirrored", () -> ServiceTest.status(site, "/messages/2") == 200);
    }
  }

  @Test
  void aPortThatIsTakenIsFoundBeforeAnythingIsCopied() throws Exception {
    ok("release", pub, "--messages", 1);
    try (FileServer origin = FileServer.of(pub)) {
      Command mirror =
          Command.run("mirror", origin.address(), copy, "--serve", "--port", origin.port());
      assertThat(mirror.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(mirror.err()).contains("in use by another program");
    }
    assertThat(copy).doesNotExist();
  }

  /** A note proves itself, whatever its bearer knows of the log. */
  @Test
  void sharesAreAskedOfAMirrorThatIsBehind() throws Exception {
    Path behind = scratch.resolve("behind");
    Instant hour = Custodians.now().plusSeconds(20);
    port.seal(2, hour);
    try (FileServer origin = FileServer.of(pub)) {
      ok("mirror", origin.address(), behind);
      ok("release", pub, "--messages", 1);
      ok("mirror", origin.address(), copy);
    }
    SealedPort.sleepUntil(hour);
    port.handIn(1, behind);
    try (FileServer other = FileServer.of(behind)) {
      Command run = Command.run("mirror", other.address(), copy, "--open");
      assertThat(run.err()).contains("is behind");
      assertThat(run.out()).contains("Release 1 is open.");
    }
  }

  @Test
  void openSaysByItsCodeThatSomethingIsDueAndClosed() throws Exception {
    Instant hour = Custodians.now().plusSeconds(20);
    port.seal(2, hour);
    port.seal(2, hour);
    try (FileServer origin = FileServer.of(pub)) {
      assertThat(ok("mirror", origin.address(), copy).out())
          .contains("New: sealed releases 1, 2; ", " entries of the log. Held");
    }
    port.handIn(1, copy);
    port.handIn(2, copy);
    Path part = SealedDirectory.of(copy.resolve("public"), 1).part(1);
    byte[] good = Files.readAllBytes(part);
    byte[] bad = good.clone();
    bad[4711] ^= 1;
    Files.write(part, bad);
    SealedPort.sleepUntil(hour);
    Command open = Command.run("open", copy, "--json");
    assertThat(open.out()).contains("\"opened\":[2]", "\"closed\":[1]", "another SHA-256");
    assertThat(open.code()).isEqualTo(ExitCode.FOUND_WRONG);
    Files.write(part, good);
    assertThat(ok("open", copy).out()).contains("Release 1 is open.");
  }
}
