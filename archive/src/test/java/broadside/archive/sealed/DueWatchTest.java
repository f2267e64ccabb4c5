package broadside.archive.sealed;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DueWatchTest {
  @TempDir Path directory;
  private SealSample sample;
  private SealedRelease release;
  private NoteBox box;
  private Instant due;
  private Instant now;
  private DueWatch watch;

  @BeforeEach
  void prepare() throws IOException, FormatException {
    sample = SealSample.in(directory);
    SealedStatement seal = sample.seal();
    release = sample.release(seal);
    Path publicDirectory = directory.resolve("public");
    box = NoteBox.open(seal, SealedDirectory.of(publicDirectory, seal.number()));
    due = release.due();
    now = due.minusSeconds(60);
    watch = new DueWatch(publicDirectory, () -> now);
    watch.follow(List.of(release));
  }

  private void hand(int custodian) throws IOException {
    SealedStatement seal = release.sealed().statement();
    byte[] note = sample.note(seal, custodian, sample.share(custodian));
    assertThat(box.add(note, release, now)).isEqualTo(NoteBox.Taken.GOOD);
  }

  @Test
  @Tag("slow")
  void aReleaseIsReadyOnceEnoughSharesLieHereAndIsSaidOnce() throws IOException {
    int threshold = release.sealed().statement().threshold();
    assertThat(watch.isReady()).isFalse();
    assertThat(watch.isDue()).isFalse();
    now = due;
    for (int custodian = 1; custodian < threshold; custodian++) {
      hand(custodian);
      assertThat(watch.isReady()).as("%d of %d shares", custodian, threshold).isFalse();
    }
    hand(threshold);
    assertThat(watch.isReady()).isTrue();
    watch.look();
    assertThat(watch.isReady()).as("nothing new").isFalse();
    hand(threshold + 1);
    assertThat(watch.isReady()).as("one more, where those before did not open it").isTrue();
    watch.look();
    assertThat(watch.isReady()).isFalse();
  }

  @Test
  @Tag("slow")
  void whatIsOpenIsNotWatched() throws IOException {
    now = due;
    for (int custodian = 1; custodian <= release.sealed().statement().threshold(); custodian++) {
      hand(custodian);
    }
    assertThat(watch.isDue()).isTrue();
    watch.follow(List.of());
    assertThat(watch.isDue()).isFalse();
    assertThat(watch.isReady()).isFalse();
  }

  @Test
  void anHourHasPassedOnceAndAMomentAfterIt() {
    now = due;
    assertThat(watch.hasPassed()).isFalse();
    now = due.plus(DueWatch.AFTER);
    assertThat(watch.hasPassed()).isTrue();
    watch.look();
    assertThat(watch.hasPassed()).isFalse();
    now = due.plusSeconds(3600);
    assertThat(watch.hasPassed()).isFalse();
    watch.follow(List.of(release));
    now = due.plusSeconds(7200);
    assertThat(watch.hasPassed()).as("it was looked at after its hour").isFalse();
  }
}
