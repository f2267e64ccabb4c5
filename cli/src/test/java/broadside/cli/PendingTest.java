package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.intake.release.Custodians;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.statement.Numbered;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A command is given while one of two witnesses is away, and again once it is back. */
@Tag("slow")
@Timeout(300)
class PendingTest {
  private static final String NOTHING_ELSE = "This command did nothing else.";

  private final Instant hour = Custodians.now().plusSeconds(7200);

  @TempDir private Path scratch;
  private SealedPort port;
  private Path pub;
  private WitnessServer here;
  private SigningKey other;
  private int where;

  @BeforeEach
  void found() throws Exception {
    port = SealedPort.found(scratch);
    pub = port.pub();
    SigningKey key = SigningKey.generate("witness.example/here", KeyType.COSIGNATURE);
    other = SigningKey.generate("witness.example/other", KeyType.COSIGNATURE);
    here = port.witness(key, Clock.systemUTC(), 0);
    port.name("here", key, here);
    try (WitnessServer witness = back()) {
      where = witness.uri().getPort();
      port.name("other", other, witness);
    }
  }

  @AfterEach
  void close() {
    here.close();
  }

  private WitnessServer back() throws IOException {
    return port.witness(other, Clock.systemUTC(), where);
  }

  private static Command away(Object... line) {
    Command run = Command.run(line);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err()).contains("Not published yet", "the same command publishes it");
    return run;
  }

  /** What it says the second time. */
  private String twice(Object... line) throws IOException {
    Command _ = away(line);
    try (WitnessServer _ = back()) {
      return ok(line).out();
    }
  }

  private int newest() throws IOException {
    Numbered newest = CheckedLog.open(new LogDirectory(port.publicDirectory())).history().newest();
    return Objects.requireNonNull(newest).number();
  }

  private void plan() {
    LocalDate tomorrow = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).plusDays(1);
    try (WitnessServer _ = back()) {
      ok("plan", pub, "--parts", 3, "--every", "1d", "--at", "00:00Z", "--from", tomorrow);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sealSealsNoOtherRelease() throws Exception {
    Object[] seal = {"seal", pub, "--messages", 2, "--opens", hour};
    assertThat(away(seal).err()).contains("Release 1 is sealed, and waits to be published.");
    try (WitnessServer _ = back()) {
      assertThat(ok(seal).out())
          .contains("The seal of release 1, which was waiting, is published now.", NOTHING_ELSE)
          .doesNotContain("Sealed release");
      assertThat(newest()).isEqualTo(1);
      assertThat(ok(seal).out()).contains("Sealed release 2");
    }
  }

  @Test
  void whatIsSaidOfASealedReleaseIsSaidOnce() throws Exception {
    try (WitnessServer _ = back()) {
      port.seal(2, hour, "--voidable");
    }
    assertThat(twice("hold", pub, 1, "--until", hour.plusSeconds(60)))
        .contains("The hold of release 1, which was waiting, is published now.", NOTHING_ELSE);
    Command _ = away("hold", pub, 1, "--until", hour.plusSeconds(120));
    try (WitnessServer _ = back()) {
      assertThat(ok("hold", pub, 1, "--until", hour.plusSeconds(180)).out())
          .as("another one is")
          .contains("The hold of release 1, which was waiting", "Held: release 1")
          .doesNotContain(NOTHING_ELSE);
    }
    assertThat(twice("void", pub, 1, "--reason", "safety"))
        .contains("The void of release 1, which was waiting, is published now.", NOTHING_ELSE);
  }

  @Test
  void releaseMakesNoOtherRelease() throws Exception {
    plan();
    assertThat(twice("release", pub))
        .contains("Release 1, which was waiting, is published now.", NOTHING_ELSE)
        .doesNotContain("Part 2 of the plan");
    assertThat(newest()).isEqualTo(1);
    assertThat(twice("publish", scratch.resolve("mails"), "--into", pub))
        .contains("Release 2, which was waiting, is published now.", NOTHING_ELSE);
    assertThat(newest()).isEqualTo(2);
  }

  @Test
  void whatIsTakenBackOrCorrectedIsSoOnce() throws Exception {
    try (WitnessServer _ = back()) {
      ok("release", pub);
    }
    assertThat(twice("withdraw", pub, 1, "--reason", "safety"))
        .contains("What was taken back from release 1 (1), which was waiting", NOTHING_ELSE);
    assertThat(twice("redact", pub, 2, "--remove", "Tide", "--reason", "safety"))
        .contains("What was taken back from release 1 (2), which was waiting", NOTHING_ELSE);
    Path text = Files.writeString(scratch.resolve("text"), "It was low.\n");
    assertThat(twice("correct", pub, "--message", 3, "--title", "Low", "--text", text))
        .contains("The correction of message 3, which was waiting", NOTHING_ELSE);
    assertThat(twice("policy", pub, "--expires", "2100-01-01"))
        .contains("Policy 5, which was waiting, is published now.", NOTHING_ELSE);
  }

  @Test
  void sealSaysHowManyOfSeveralPartsAreSealed() throws Exception {
    plan();
    assertThat(away("seal", pub, "--next", 3).err())
        .contains(
            "Release 1 is sealed, and waits to be published.",
            "1 of 3 releases are sealed. Seal the rest with --next 2.");
    SealedPort.hold(pub, 2, 2);
    try (WitnessServer _ = back()) {
      assertThat(ok("seal", pub, "--next", 3).out())
          .contains("The seal of release 1, which was waiting", NOTHING_ELSE);
      Command held = Command.run("seal", pub, "--next", 2);
      assertThat(held.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(held.err())
          .contains(
              "1 of 2 releases are sealed. Seal the rest with --next 1.", "All mails of part 3");
    }
    assertThat(newest()).isEqualTo(2);
  }
}
