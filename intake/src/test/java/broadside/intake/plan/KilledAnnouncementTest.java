package broadside.intake.plan;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Announcement.Extent;
import broadside.intake.ledger.Part;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.sign.PublicSchedule;
import broadside.proof.log.ScheduleNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is announced, changed again and again by a process that is killed. */
class KilledAnnouncementTest {
  @TempDir private Path scratch;

  @Test
  @Tag("slow")
  void showsAWholeScheduleAndIsBroughtToTheLedger() throws IOException, InterruptedException {
    killAndFinish(4);
  }

  @Test
  @Tag("acceptance")
  void showsAWholeScheduleAfterAHundredKills() throws IOException, InterruptedException {
    killAndFinish(100);
  }

  private void killAndFinish(int kills) throws IOException, InterruptedException {
    Series series = Series.create(scratch);
    series.notes(1, "a", "b", "c");
    series.add();
    series.cut(new Cut.Equal(3));
    series.open(open -> {
      new Planner(open).announce(new Extent(true, true));
      return true;
    });
    Random random = new Random(5);
    for (int kill = 0; kill < kills; kill++) {
      run(series.publication(), random.nextInt(150_000_000));
      series.open(open -> {
        PublicSchedule schedule = new PublicSchedule(open);
        assertThat(schedule.published()).as("what readers see after a kill is whole").isNotNull();
        new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
        assertThat(
                Objects.requireNonNull(schedule.published()).parts().stream()
                    .map(ScheduleNote.Part::hour)
                    .toList())
            .isEqualTo(open.ledger().parts().all().stream().map(Part::time).toList());
        return true;
      });
    }
  }

  /** Changes the plan in another process, which is killed so many nanoseconds after it began. */
  private static void run(Path publication, long nanos) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(Child.class.getName(), publication.toString()));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      assertThat(child.getInputStream().read()).isEqualTo('b');
      assertThat(child.waitFor(nanos, TimeUnit.NANOSECONDS)).as("it goes on for ever").isFalse();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** The process that is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      try (PrivateDirectory open = PrivateDirectory.open(Path.of(arguments[0]))) {
        Planner planner = new Planner(open);
        planner.shift(Interval.parse("1h"), 1);
        System.out.print("b");
        System.out.flush();
        while (true) {
          planner.shift(Interval.parse("1h"), 1);
        }
      }
    }
  }
}
