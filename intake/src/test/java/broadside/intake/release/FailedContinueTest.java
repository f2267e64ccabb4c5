package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.release.FailedCalls.Disturbance;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A successor takes the log's place where one system call fails, each in its turn. */
class FailedContinueTest extends FailedCallsCase {
  private Letters letters;

  @BeforeEach
  void publish() throws IOException {
    letters = Change.publication(directory.resolve("letters"), 1);
    LogTask.nameSuccessor(letters);
  }

  @Test
  @Tag("slow")
  void goesOnAfterAFewFailedCalls() throws IOException, InterruptedException {
    disturb(FailedCalls.ERRORS.subList(0, 1), List.of("fsync", "rename"), 9);
  }

  @Override
  int disturb(List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException {
    return new FailedCalls(directory)
        .disturb(LogTask.CONTINUE, letters, new Continued(letters), hows, calls, step);
  }

  /** The origin of the log that readers see; nothing else of the publication may differ. */
  private static String origin(Letters letters, Object what) throws IOException {
    return unchanged(letters, what).seen().checkpoint().origin();
  }

  /** What is to come of the change of logs. */
  private static final class Continued implements FailedCalls.Outcome {
    private final String before;
    private String after = "";
    private Map<String, String> files = Map.of();
    private List<String> remains = List.of();

    Continued(Letters letters) throws IOException {
      before = origin(letters, "before");
    }

    @Override
    public List<String> touched() {
      return List.of("private/ledger.db", "private/keys", "public/predecessor", "public");
    }

    @Override
    public void expect(Letters clean) throws IOException {
      after = origin(clean, "undisturbed");
      files = clean.files();
      remains = Change.remains(clean);
      assertThat(after).isNotEqualTo(before);
      assertThat(files).containsKey("predecessor/1/checkpoint");
    }

    @Override
    public boolean check(Letters letters, Disturbance what) throws IOException {
      String seen = origin(letters, what);
      assertThat(seen).as("%s", what).isIn(before, after);
      LogTask.CONTINUE.make(letters);
      assertThat(origin(letters, what)).as("%s", what).isEqualTo(after);
      assertThat(letters.files()).as("%s", what).isEqualTo(files);
      assertThat(Change.remains(letters)).as("%s", what).isEqualTo(remains);
      return seen.equals(before);
    }
  }
}
