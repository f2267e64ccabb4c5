package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.release.FailedCalls.Disturbance;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Other editors are put in force where one system call fails, each in its turn. */
class FailedEditorsTest extends FailedCallsCase {
  private Letters letters;

  @BeforeEach
  void publish() throws IOException {
    letters = Change.publication(directory.resolve("letters"), 1);
    LogTask.appoint(letters);
  }

  @Test
  @Tag("slow")
  void areInForceAfterAFewFailedCalls() throws IOException, InterruptedException {
    disturb(List.of("error=EIO", FailedCalls.KILL), List.of("fsync", "rename"), 9);
  }

  @Override
  int disturb(List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException {
    return new FailedCalls(directory)
        .disturb(LogTask.CHANGE_EDITORS, letters, new Changed(), hows, calls, step);
  }

  /** The version of the policy that readers see in force; nothing else may differ. */
  private static int version(Letters letters, Object what) throws IOException {
    return unchanged(letters, what).history().policies().newest().version();
  }

  /** What is to come of the change. */
  private static final class Changed implements FailedCalls.Outcome {
    private Map<String, String> files = Map.of();
    private List<String> remains = List.of();

    @Override
    public List<String> touched() {
      return List.of("private/ledger.db", "public/policy", "public/roles", "public/checkpoint.new");
    }

    @Override
    public void expect(Letters clean) throws IOException {
      assertThat(version(clean, "undisturbed")).isEqualTo(2);
      files = clean.files();
      remains = Change.remains(clean);
      assertThat(files).containsKey("roles/2");
    }

    @Override
    public boolean check(Letters letters, Disturbance what) throws IOException {
      int seen = version(letters, what);
      assertThat(seen).as("%s", what).isBetween(1, 2);
      if (seen == 1) {
        assertThat(what.answer()).as("%s", what).isNotEmpty();
      }
      LogTask.CHANGE_EDITORS.make(letters);
      assertThat(version(letters, what)).as("%s", what).isEqualTo(2);
      assertThat(letters.files()).as("%s", what).isEqualTo(files);
      assertThat(Change.remains(letters)).as("%s", what).isEqualTo(remains);
      return seen == 1;
    }
  }
}
