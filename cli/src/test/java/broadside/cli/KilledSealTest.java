package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.Custodians;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.release.SealedReleases;
import broadside.intake.release.Sealer;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.proof.history.History;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealing and opening, killed at any moment, and where no file may grow. */
class KilledSealTest {
  /** Sealed long ago, so that it is due whenever the test runs. */
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private static final Instant HOUR = TIME.plus(Duration.ofHours(1));

  @TempDir private Path scratch;
  private Path pub;
  private Custodians custodians;

  @BeforeEach
  void prepare() throws Exception {
    pub = scratch.resolve("pub");
    custodians = new Custodians(3);
    assertThat(Command.run("init", pub, "--title", "Harbour letters").code()).isZero();
    for (int i = 1; i <= 3; i++) {
      Path letter =
          Files.writeString(
              scratch.resolve(i + ".eml"),
              "From: a@port.example\nSubject: Tide %d\n\nHigh.\n".formatted(i));
      assertThat(Command.run("add", pub, letter).code()).isZero();
    }
    custodians.appoint(pub);
    assertThat(Command.run("release", pub, "--messages", 1).code()).isZero();
  }

  @Test
  @Tag("slow")
  void endInTheSameStateAfterAFewKills() throws Exception {
    killAndFinish(3);
  }

  @Test
  @Tag("acceptance")
  void endInTheSameStateAfterAHundredKills() throws Exception {
    killAndFinish(100);
  }

  /** As on a full disk: no file grows beyond 8 MiB, and the parts have 16. */
  @Test
  @Tag("slow")
  void nothingIsLeftWhereThereIsNoRoomForTheParts() throws Exception {
    Map<String, String> before = Trees.files(pub.resolve("public"));
    Process child = child("seal", pub, true).start();
    assertThat(child.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(1);
    assertThat(Trees.files(pub.resolve("public"))).isEqualTo(before);
    assertThat(pub.resolve("private/releases")).isEmptyDirectory();

    run("seal", pub, Long.MAX_VALUE);
    publishShares(pub);
    Process opening = child("open", pub, true).start();
    assertThat(opening.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(opening.exitValue()).as("what it holds is small: it opens all the same").isZero();
    assertWhole(pub);
  }

  /** Encrypted files cannot be made again: once the ledger has their seal, nothing deletes them. */
  @Test
  @Tag("slow")
  void aFailureAfterTheCommitLosesNothing() throws Exception {
    ReleaseMonitor failing =
        new ReleaseMonitor() {
          @Override
          public boolean isCancelled() {
            return false;
          }

          @Override
          public void step(Step step) {
            if (step == Step.COMMITTED) {
              throw new IllegalStateException("a failure at the worst moment");
            }
          }

          @Override
          public void progress(Progress progress) {}
        };
    try (PrivateDirectory open = PrivateDirectory.open(pub)) {
      Keys keys = new Keys(open.keysDirectory(), Passphrases.NONE);
      Sealer.Choice choice =
          new Sealer.Choice(ReleaseChoice.ALL, "", new Terms(HOUR, 1, 0, false), 2, TIME);
      assertThatIllegalStateException()
          .isThrownBy(() -> new Sealer(open).seal(choice, keys.unlock(open.policy()), failing));
    }
    complete(pub);
    assertSound(pub);
    assertThat(history(pub).sealedRelease(2)).isNotNull();
    assertThat(pub.resolve("public/sealed/2/part-1.age")).exists();
  }

  private void killAndFinish(int kills) throws Exception {
    Path clean = Trees.copy(pub, scratch.resolve("clean"));
    long sealing = run("seal", clean, Long.MAX_VALUE);
    publishShares(clean);
    long opening = run("open", clean, Long.MAX_VALUE);
    Map<String, String> expected = Trees.files(clean.resolve("public/releases"));
    assertThat(expected).containsKey("2/mail.zip");
    Random random = new Random(6);
    int unsealed = 0;
    int closed = 0;
    for (int kill = 0; kill < kills; kill++) {
      Path killed = Trees.copy(pub, scratch.resolve("killed-" + kill));
      double when = (kill + random.nextDouble()) / kills; // over all of it, however few there are
      run("seal", killed, (long) (when * sealing));
      assertSound(killed);
      complete(killed);
      if (history(killed).sealedRelease(2) == null) {
        unsealed++;
        run("seal", killed, Long.MAX_VALUE);
      }
      publishShares(killed);
      run("open", killed, (long) (when * opening));
      assertSound(killed);
      complete(killed);
      closed += Objects.requireNonNull(history(killed).sealedRelease(2)).isOpen() ? 0 : 1;
      run("open", killed, Long.MAX_VALUE);
      assertWhole(killed);
      assertThat(Trees.files(killed.resolve("public/releases"))).isEqualTo(expected);
      Durable.deleteTree(killed);
    }
    System.out.printf(
        "%d kills of each: %d before the seal was committed, %d before it was open%n",
        kills, unsealed, closed);
  }

  /** Readers see nothing that does not hold, whatever was stopped. */
  private static void assertSound(Path publication) throws IOException {
    Audit.Report report = audit(publication);
    assertThat(report.log()).as("%s", report.findings()).isNotNull();
    assertThat(report.findings()).allMatch(finding -> finding.kind() == Kind.NOTE);
  }

  private static void assertWhole(Path publication) throws IOException {
    Audit.Report report = audit(publication);
    assertThat(report.findings()).isEmpty();
    assertThat(history(publication).releases()).hasSize(2);
    assertThat(Objects.requireNonNull(history(publication).sealedRelease(2)).opening()).isNotNull();
    assertThat(publication.resolve("private/releases")).isEmptyDirectory();
    assertThat(publication.resolve("public/sealed/2/part-1.age")).doesNotExist();
    assertThat(Command.run("check", publication).code()).isZero();
  }

  private static Audit.Report audit(Path publication) throws IOException {
    return Audit.of(publication.resolve("public"), null, HOUR, CheckMonitor.NONE);
  }

  private static History history(Path publication) throws IOException {
    return CheckedLog.open(new LogDirectory(publication.resolve("public"))).history();
  }

  /** What any next command does first. */
  private static void complete(Path publication) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(publication)) {
      boolean _ = new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
    }
  }

  private void publishShares(Path publication) throws IOException {
    Path target = publication.resolve("public");
    SealedStatement seal =
        Objects.requireNonNull(history(publication).sealedRelease(2)).sealed().statement();
    SealedDirectory directory = SealedDirectory.of(target, 2);
    for (int i = 1; i <= 2; i++) {
      Files.write(
          directory.published(i), custodians.publish(seal, i, custodians.share(seal, i, target)));
    }
  }

  /** Does it in another process, which is killed so many nanoseconds after it begins. */
  private static long run(String what, Path publication, long nanos)
      throws IOException, InterruptedException {
    Process child = child(what, publication, false).start();
    try {
      assertThat(child.getInputStream().read()).isEqualTo('b');
      long began = System.nanoTime();
      if (child.waitFor(nanos, TimeUnit.NANOSECONDS)) {
        assertThat(child.exitValue()).as(what).isZero();
      } else {
        child.destroyForcibly().waitFor();
      }
      return System.nanoTime() - began;
    } finally {
      child.destroyForcibly();
    }
  }

  /** A process that seals or opens; bounded, so that none of its files grows beyond 8 MiB. */
  private static ProcessBuilder child(String what, Path publication, boolean isBounded) {
    List<String> command = new ArrayList<>();
    if (isBounded) {
      command.addAll(List.of("sh", "-c", "ulimit -f 16384; exec \"$@\"", "sh"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(Child.class.getName(), what, publication.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** The process that is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      System.out.print("b");
      System.out.flush();
      try (PrivateDirectory open = PrivateDirectory.open(Path.of(arguments[1]))) {
        Keys keys = new Keys(open.keysDirectory(), Passphrases.NONE);
        if (arguments[0].equals("seal")) {
          Terms terms = new Terms(HOUR, 1, 0, false);
          SealedStatement _ =
              new Sealer(open)
                  .seal(
                      new Sealer.Choice(ReleaseChoice.ALL, "", terms, 2, TIME),
                      keys.unlock(open.policy()),
                      ReleaseMonitor.NONE);
        } else {
          new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
          SealedReleases sealed = new SealedReleases(open, Clock.systemUTC());
          List<Integer> _ = sealed.open(CheckMonitor.NONE, new ArrayList<>());
          for (int number : sealed.unlogged()) {
            sealed.publish(sealed.opening(number, HOUR), keys.unlock(open.policy()));
          }
        }
      }
    }
  }
}
