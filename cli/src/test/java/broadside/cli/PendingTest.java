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
import java.util.List;
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
    Object[] correct = {"correct", pub, "--message", 3, "--title", "Low", "--text", text};
    Files.writeString(text, "It was lower.\n");
    Command _ = away(correct);
    Files.writeString(text, "It was very low.\n");
    try (WitnessServer _ = back()) {
      assertThat(ok(correct).out())
          .as("another text")
          .contains("The correction of message 3, which was waiting", "Corrected: message 3.");
    }
    assertThat(twice("policy", pub, "--expires", "2100-01-01"))
        .contains("Policy 5, which was waiting, is published now.", NOTHING_ELSE);
  }

  /** Makes two releases of three messages each. */
  private void releaseTwice() throws IOException {
    try (WitnessServer _ = back()) {
      ok("release", pub, "--messages", 3, "--times", 2);
    }
  }

  @Test
  void whatWasNotTakenBackYetIsTakenBackByTheSameCommand() throws Exception {
    releaseTwice();
    assertThat(twice("withdraw", pub, 1, 4, "--reason", "safety"))
        .contains(
            "What was taken back from release 1 (1), which was waiting",
            "So already, and left out here: 1.",
            "Withdrawn from release 2: 4.")
        .doesNotContain(NOTHING_ELSE);
    Command _ = away("withdraw", pub, 2, "--reason", "safety");
    try (WitnessServer _ = back()) {
      assertThat(ok("withdraw", pub, 2, 5, "--reason", "safety").out())
          .contains("which was waiting", "Withdrawn from release 2: 5.")
          .doesNotContain(NOTHING_ELSE);
      ok("withdraw", pub, 3, "--reason", "safety");
    }
    Command _ = away("withdraw", pub, 6, "--reason", "safety");
    try (WitnessServer _ = back()) {
      assertThat(ok("withdraw", pub, 3, 6, "--reason", "safety").out())
          .as("the last of its statements waited")
          .contains("What was taken back from release 2 (6), which was waiting", NOTHING_ELSE);
      assertThat(Command.run("withdraw", pub, 3, "--reason", "safety").err())
          .contains("Number 3 is taken back already.");
    }
  }

  @Test
  void copiesAreTakenBackByTheSameCommand() throws Exception {
    Path mails = scratch.resolve("mails");
    try (WitnessServer _ = back()) {
      ok("release", pub);
      for (int i = 1; i <= 2; i++) {
        Files.writeString(
            mails.resolve("copy-" + i + ".eml"),
            "X-Folder: sent\n" + Files.readString(mails.resolve(i + ".eml")));
      }
      ok("publish", mails, "--into", pub);
    }
    assertThat(twice("withdraw", pub, 1, "--with-copies", "--reason", "safety"))
        .contains("What was taken back from release 1 (1), which", "Withdrawn from release 2: 7.");
    Object[] redact = {
      "redact", pub, 2, "--remove", "water", "--with-copies", "--reason", "safety"
    };
    assertThat(twice(redact))
        .contains("What was taken back from release 1 (2), which", "Redacted in release 2: 8.");
    assertThat(
            twice("redact", pub, 2, "--remove", "High", "--without-copies", "--reason", "safety"))
        .contains("What was taken back from release 1 (2), which", NOTHING_ELSE);
    Command _ = away("redact", pub, 3, "--remove", "High", "--reason", "safety");
    try (WitnessServer _ = back()) {
      assertThat(ok("redact", pub, 3, "--remove", "water", "--reason", "safety").out())
          .as("other words")
          .contains("What was taken back from release 1 (3), which", "Redacted in release 1: 3.");
    }
  }

  @Test
  void releaseAndSealDoNotTakeEachOthersWorkForTheirs() throws Exception {
    Command _ = away("release", pub, "--messages", 1);
    try (WitnessServer _ = back()) {
      assertThat(ok("seal", pub, "--messages", 1, "--opens", hour).out())
          .contains("Release 1, which was waiting, is published now.", "Sealed release 2")
          .doesNotContain(NOTHING_ELSE);
    }
    Command _ = away("seal", pub, "--messages", 1, "--opens", hour);
    try (WitnessServer _ = back()) {
      assertThat(ok("release", pub, "--messages", 1).out())
          .contains("The seal of release 3, which was waiting, is published now.", "Release 4: ")
          .doesNotContain(NOTHING_ELSE);
    }
    Command _ = away("seal", pub, "--messages", 1, "--opens", hour);
    try (WitnessServer _ = back()) {
      assertThat(ok("publish", scratch.resolve("mails"), "--into", pub).out())
          .contains("The seal of release 5, which was waiting, is published now.", "Release 6: ")
          .doesNotContain(NOTHING_ELSE);
    }
    assertThat(newest()).isEqualTo(6);
  }

  @Test
  void resealEndsOnlyWhereItIsDone() throws Exception {
    Object[] reseal = {"reseal", pub, 1, "--reason", "safety", "--opens", hour.plusSeconds(60)};
    try (WitnessServer _ = back()) {
      port.seal(2, hour, "--voidable");
    }
    Command _ = away("release", pub, "--messages", 1);
    try (WitnessServer _ = back()) {
      assertThat(ok(reseal).out())
          .contains("Release 2, which was waiting", "Sealed release 3", "release 1 is void")
          .doesNotContain(NOTHING_ELSE);
      port.seal(1, hour, "--voidable");
      ok("void", pub, 4, "--reason", "safety");
    }
    List<String> held = SealedPort.hold(pub, 0, 1);
    Command _ = away("seal", pub, "--messages", 1, "--opens", hour, "--voidable");
    ok("allow", pub, held.getFirst());
    reseal[2] = 4;
    try (WitnessServer _ = back()) {
      assertThat(ok(reseal).out())
          .contains("The seal of release 5, which was waiting", "Sealed release 6")
          .doesNotContain(NOTHING_ELSE);
    }
    reseal[2] = 5;
    assertThat(twice(reseal))
        .contains(
            "The void of release 5, which was waiting",
            "The seal of release 7, which was waiting",
            NOTHING_ELSE);
    assertThat(newest()).isEqualTo(7);
  }

  @Test
  void publishReleasesWhatWasAddedSince() throws Exception {
    Path mails = scratch.resolve("mails");
    Object[] publish = {"publish", mails, "--into", pub};
    Command _ = away(publish);
    TestMails.toOffice(mails, 9, "Later");
    try (WitnessServer _ = back()) {
      assertThat(ok(publish).out())
          .contains("Release 1, which was waiting, is published now.", "Release 2: numbers 7 to 7")
          .doesNotContain(NOTHING_ELSE);
    }
  }

  @Test
  void theServiceReleasesWhatIsDueAfterWhatWaits() throws Exception {
    LocalDate yesterday = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(1);
    try (WitnessServer _ = back()) {
      ok("plan", pub, "--parts", 3, "--every", "1d", "--at", "00:00Z", "--from", yesterday);
    }
    Command _ = away("release", pub);
    try (WitnessServer _ = back()) {
      assertThat(ok("run", pub, "--once").out())
          .contains("Release 2: ")
          .doesNotContain(NOTHING_ELSE);
    }
    assertThat(newest()).isEqualTo(2);
  }

  @Test
  void anotherChangeOfPolicyIsMadeAfterTheOneThatWaits() throws Exception {
    Object[] change = {"policy", pub, "--expires", "2100-01-01"};
    Command _ = away(change);
    assertThat(away(change).out()).as("still away").isEmpty();
    try (WitnessServer _ = back()) {
      assertThat(ok("policy", pub, "--expires", "2101-01-01").out())
          .contains("Policy 5, which was waiting, is published now.", "Policy 6, hash")
          .doesNotContain(NOTHING_ELSE);
    }
    Command _ = away("policy", pub, "--remove-custodian", "c3");
    try (WitnessServer _ = back()) {
      assertThat(ok("policy", pub, "--remove-custodian", "c3").out())
          .contains("Policy 7, which was waiting, is published now.", NOTHING_ELSE);
    }
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
