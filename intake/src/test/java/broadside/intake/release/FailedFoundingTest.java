package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.FailedCalls.Disturbance;
import broadside.intake.sign.PublicLog;
import broadside.proof.log.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A publication is made where one system call fails, each in its turn. */
class FailedFoundingTest extends FailedCallsCase {
  private Letters letters;

  @BeforeEach
  void name() throws IOException {
    letters = new Letters(Files.createDirectory(directory.resolve("letters")));
  }

  @Test
  @Tag("slow")
  void isMadeAfterAFewFailedCalls() throws IOException, InterruptedException {
    disturb(List.of("error=EIO", FailedCalls.KILL), List.of("fsync", "rename"), 16);
  }

  @Override
  int disturb(List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException {
    return new FailedCalls(directory)
        .disturb(LogTask.FOUND, letters, new Founded(), hows, calls, step);
  }

  /** True where readers see the log's first entry; they see that, or nothing. */
  private static boolean isPublic(Letters letters, Object what) throws IOException {
    if (!Files.exists(letters.publicDirectory().resolve(Checkpoint.PATH))) {
      return false;
    }
    CheckedLog log = sound(letters, Instant.now(), what);
    assertThat(log.history().size()).as("%s", what).isEqualTo(1);
    return true;
  }

  /** What is to come of it. */
  private static final class Founded implements FailedCalls.Outcome {
    private Set<String> files = Set.of();
    private List<String> remains = List.of();

    @Override
    public List<String> touched() {
      return List.of("private.new/ledger.db", "private.new/keys", "public/checkpoint.new");
    }

    @Override
    public void expect(Letters clean) throws IOException {
      assertThat(isPublic(clean, "undisturbed")).isTrue();
      files = clean.files().keySet();
      remains = Change.remains(clean);
    }

    @Override
    public boolean check(Letters letters, Disturbance what) throws IOException {
      boolean isPublic = isPublic(letters, what);
      if (!isPublic) {
        assertThat(what.answer()).as("%s", what).isNotEmpty();
      }
      try {
        LogTask.FOUND.make(letters);
        assertThat(isPublic).as("%s", what).isFalse();
      } catch (IntakeException e) {
        assertThat(e.getMessage())
            .as("%s", what)
            .contains(
                isPublic
                    ? "is there already; choose a new name, or add to it"
                    : "\"broadside policy " + letters.publication() + " --renew\" goes on");
        try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
          assertThat(new PublicLog(open).renew()).as("%s", what).isEmpty();
        }
      }
      assertThat(isPublic(letters, what)).as("%s", what).isTrue();
      assertThat(letters.files().keySet()).as("%s", what).isEqualTo(files);
      assertThat(Change.remains(letters)).as("%s", what).isEqualTo(remains);
      return !isPublic;
    }
  }
}
