package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release, a withdrawal, a redaction and a correction, killed at any moment. */
class KilledChangesTest {
  private static final List<Change> CHANGES = Change.EACH;
  private static final int WAITING = 20;

  @TempDir Path directory;

  @Test
  @Tag("slow")
  void endInTheSameStateAfterAFewKills() throws IOException, InterruptedException {
    killAndFinish(6);
  }

  @Test
  @Tag("acceptance")
  void endInTheSameStateAfterAHundredKills() throws IOException, InterruptedException {
    killAndFinish(100);
  }

  private void killAndFinish(int kills) throws IOException, InterruptedException {
    Letters letters = Change.publication(directory.resolve("letters"), WAITING);
    Letters clean = letters.copy(directory.resolve("clean"));
    long started = System.nanoTime();
    run(clean, Long.MAX_VALUE);
    long whole = System.nanoTime() - started;
    assertThat(Change.committed(clean)).isEqualTo(CHANGES.size());
    Map<String, String> expected = clean.files();
    List<String> remains = Change.remains(clean);
    int[] stopped = new int[CHANGES.size() + 1];
    Random random = new Random(5);
    for (int kill = 0; kill < kills; kill++) {
      Letters killed = letters.copy(directory.resolve("killed-" + kill));
      run(killed, (long) (random.nextDouble() * whole));
      stopped[Change.committed(killed)]++;
      Audit.Report report =
          Audit.of(killed.publicDirectory(), null, Instant.now(), CheckMonitor.NONE);
      assertThat(report.log()).as("%s", report.findings()).isNotNull();
      Change.finish(killed, CHANGES);
      assertThat(killed.files()).isEqualTo(expected);
      assertThat(Change.remains(killed)).isEqualTo(remains);
      assertThat(
              Audit.of(killed.publicDirectory(), null, Instant.now(), CheckMonitor.NONE).findings())
          .allMatch(finding -> finding.kind() == Kind.NOTE)
          .isEmpty();
      Change.delete(killed);
    }
    System.out.printf(
        "%d kills, by the number of changes that were committed: %s%n",
        kills, Arrays.toString(stopped));
    assertThat(stopped[CHANGES.size()]).as("runs that were not stopped").isLessThan(kills);
  }

  /** Makes all changes in another process, which is killed so many nanoseconds after it begins. */
  private static void run(Letters letters, long nanos) throws IOException, InterruptedException {
    Process child =
        Worker.child(Child.class, letters.publication().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(child.getInputStream().read()).isEqualTo('b');
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
      for (Change change : CHANGES) {
        change.make(new Letters(Path.of(arguments[0])));
      }
    }
  }
}
