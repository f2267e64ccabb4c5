package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.MailState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that are killed at any moment, by the operating system. */
class KilledReleaseTest {
  private static final int LETTERS = 400;

  @TempDir Path directory;

  @Test
  @Tag("slow")
  void endsInTheSameStateAfterAFewKills() throws IOException, InterruptedException {
    killAndFinish(6);
  }

  @Test
  @Tag("acceptance")
  void endsInTheSameStateAfterAHundredKills() throws IOException, InterruptedException {
    killAndFinish(100);
  }

  @Test
  @Tag("slow")
  void endsInTheSameStateAfterKillsWhileTheLogIsWritten() throws IOException, InterruptedException {
    killInTheLog(10);
  }

  @Test
  @Tag("acceptance")
  void endsInTheSameStateAfterAHundredKillsWhileTheLogIsWritten()
      throws IOException, InterruptedException {
    killInTheLog(100);
  }

  /** Kills soon after the ledger has committed: while the release is named and logged. */
  private void killInTheLog(int kills) throws IOException, InterruptedException {
    Letters letters = Letters.create(directory.resolve("letters"));
    letters.add(1, 2, 3, 4, 5, 6);
    letters.release(new ReleaseChoice.Oldest(2));
    Letters clean = letters.copy(directory.resolve("clean"));
    clean.release(ReleaseChoice.ALL);
    Map<String, String> expected = clean.files();
    Random random = new Random(4);
    int old = 0;
    for (int kill = 0; kill < kills; kill++) {
      Letters killed = letters.copy(directory.resolve("killed-" + kill));
      run(killed, 'c', random.nextInt(60_000_000));
      old += audit(killed) == 1 ? 1 : 0;
      try (PrivateDirectory open = PrivateDirectory.open(killed.publication())) {
        new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
      }
      assertThat(killed.files()).isEqualTo(expected);
      assertThat(audit(killed)).isEqualTo(2);
      broadside.archive.release.Durable.deleteTree(killed.publication());
    }
    assertThat(old).as("stopped before the log had it").isBetween(1, kills);
  }

  /** The number of releases that readers see; nothing is worse than a note. */
  private static int audit(Letters letters) throws IOException {
    Audit.Report report =
        Audit.of(letters.publicDirectory(), null, Instant.now(), CheckMonitor.NONE);
    assertThat(report.findings()).allMatch(finding -> finding.kind() == Kind.NOTE);
    assertThat(report.log()).isNotNull();
    return report.log().history().releases().size();
  }

  private void killAndFinish(int kills) throws IOException, InterruptedException {
    Letters letters = Letters.create(directory.resolve("letters"));
    letters.add(IntStream.rangeClosed(1, LETTERS).toArray());
    Letters clean = letters.copy(directory.resolve("clean"));
    long started = System.nanoTime();
    run(clean, 'b', Long.MAX_VALUE);
    long whole = System.nanoTime() - started;
    Map<String, String> expected = clean.files();
    Random random = new Random(3);
    int interrupted = 0;
    for (int kill = 0; kill < kills; kill++) {
      Letters killed = letters.copy(directory.resolve("killed-" + kill));
      run(killed, 'b', (long) (random.nextDouble() * whole));
      interrupted += killed.counts().get(MailState.RELEASED) < LETTERS ? 1 : 0;
      try (Publication readers = Publication.open(killed.publicDirectory())) {
        assertThat(readers.refused()).isEmpty();
        assertThat(readers.releases()).hasSizeLessThanOrEqualTo(1);
      }
      audit(killed);
      try (PrivateDirectory open = PrivateDirectory.open(killed.publication())) {
        new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
      }
      if (killed.counts().get(MailState.WAITING) > 0) {
        killed.release(ReleaseChoice.ALL);
      }
      assertThat(killed.files()).isEqualTo(expected);
      assertThat(audit(killed)).isEqualTo(1);
    }
    assertThat(interrupted).isPositive();
  }

  /**
   * Releases in another process, which is killed so many nanoseconds after it has begun ({@code b})
   * or committed ({@code c}).
   */
  private static void run(Letters letters, char after, long nanos)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(Child.class.getName(), letters.publication().toString()));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      int signal = child.getInputStream().read();
      while (signal >= 0 && signal != after) {
        signal = child.getInputStream().read();
      }
      assertThat(signal).isEqualTo(after);
      if (!child.waitFor(nanos, TimeUnit.NANOSECONDS)) {
        child.destroyForcibly().waitFor();
      }
    } finally {
      child.destroyForcibly();
    }
  }

  /** The process that is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      System.out.print("b");
      System.out.flush();
      new Letters(Path.of(arguments[0])).release(ReleaseChoice.ALL, new Signals());
    }
  }

  /** Says on standard output that the ledger has committed. */
  private static final class Signals implements ReleaseMonitor {
    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void step(Step step) {
      if (step == Step.COMMITTED) {
        System.out.print("c");
        System.out.flush();
      }
    }

    @Override
    public void progress(Progress progress) {}
  }
}
