package broadside.intake.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.log.ScheduleFile;
import broadside.intake.IntakeException;
import broadside.intake.ledger.Announcement.Extent;
import broadside.intake.ledger.MailState;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.sign.PublicSchedule;
import broadside.proof.log.ScheduleNote;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers are told of a plan, and when. */
@Tag("slow")
class AnnouncedPlanTest {
  private static final Extent HOURS = new Extent(false, false);

  @TempDir private Path scratch;
  private Series series;
  private Path file;

  @BeforeEach
  void planned() throws IOException {
    series = Series.create(scratch);
    series.notes(1, "a", "b", "c", "d", "e", "f");
    series.add();
    series.cut(new Cut.Equal(3));
    plan(planner -> planner.setTitle(2, "The secret of the quay"));
    file = series.publication().resolve("public/schedule");
  }

  private interface Change {
    void make(Planner planner) throws IOException;
  }

  private void plan(Change change) throws IOException {
    series.open(open -> {
      change.make(new Planner(open));
      return true;
    });
  }

  private void announce(Extent extent) throws IOException {
    plan(planner -> planner.announce(extent));
  }

  private ScheduleNote told() throws IOException {
    return series.open(
        open -> Objects.requireNonNull(new PublicSchedule(open).published(), "nothing that holds"));
  }

  /** Number and hour of each part. */
  private List<String> hours() throws IOException {
    return told().parts().stream().map(p -> p.number() + " " + p.hour()).toList();
  }

  @Test
  void aPlanIsPrivateUntilItIsAnnounced() throws IOException {
    plan(planner -> planner.shift(Interval.parse("1d"), 2));
    series.release(ReleaseChoice.NEXT_PART);
    assertThat(file).doesNotExist();
    plan(planner -> assertThat(planner.unannounce()).isFalse());
    assertThat(file).doesNotExist();
  }

  @Test
  void tellsHoursAndNothingElseUnlessAsked() throws IOException {
    announce(HOURS);
    assertThat(hours())
        .containsExactly(
            "1 2026-12-01T14:00:00Z", "2 2026-12-02T14:00:00Z", "3 2026-12-03T14:00:00Z");
    assertThat(told().last()).isEqualTo(3);
    assertThat(Files.readString(file)).doesNotContain("secret", "title", "mails");

    series.decide("a", MailState.WITHHELD);
    series.decide("c", MailState.HELD);
    announce(new Extent(true, true));
    assertThat(told().parts())
        .extracting(ScheduleNote.Part::title)
        .containsExactly("", "The secret of the quay", "");
    assertThat(told().parts())
        .as("what was decided on mails is not told")
        .extracting(ScheduleNote.Part::mails)
        .containsExactly(2L, 2L, 2L);
    announce(HOURS);
    assertThat(Files.readString(file)).doesNotContain("secret", "title", "mails");
  }

  @Test
  void everyChangeOfThePlanIsTold() throws IOException {
    announce(HOURS);
    plan(planner -> planner.move(2, Instant.parse("2026-12-02T16:00:00Z")));
    assertThat(hours()).contains("2 2026-12-02T16:00:00Z");
    plan(planner -> planner.shift(Interval.parse("2d"), 2));
    assertThat(hours()).contains("2 2026-12-04T16:00:00Z", "3 2026-12-05T14:00:00Z");
    plan(planner -> planner.merge(2, 3));
    assertThat(hours()).containsExactly("1 2026-12-01T14:00:00Z", "2 2026-12-04T16:00:00Z");
    byte[] before = Files.readAllBytes(file);
    plan(planner -> planner.setTitle(2, "Another"));
    assertThat(file).as("nothing that is told has changed").hasBinaryContent(before);
    announce(new Extent(true, false));
    plan(planner -> planner.setTitle(2, "Once more"));
    assertThat(told().parts().getLast().title()).isEqualTo("Once more");
    series.cut(new Cut.Messages(1));
    assertThat(told().last()).isEqualTo(6);
    assertThat(told().parts()).extracting(ScheduleNote.Part::title).containsOnly("");
  }

  @Test
  void releasesAreTakenOutAndTheirNumbersCounted() throws IOException {
    announce(HOURS);
    series.release(ReleaseChoice.NEXT_PART);
    assertThat(hours()).containsExactly("2 2026-12-02T14:00:00Z", "3 2026-12-03T14:00:00Z");
    assertThat(told().last()).isEqualTo(3);
    series.release(new ReleaseChoice.Oldest(1)); // "c", which was in part 2
    assertThat(hours()).containsExactly("3 2026-12-02T14:00:00Z", "4 2026-12-03T14:00:00Z");
    series.release(ReleaseChoice.NEXT_PART);
    series.release(ReleaseChoice.NEXT_PART);
    assertThat(told().parts()).isEmpty();
    assertThat(told().last()).as("the series has ended").isEqualTo(4);
  }

  @Test
  void aPlanAfterTheEndOfAnotherIsPrivate() throws IOException {
    announce(HOURS);
    series.release(ReleaseChoice.ALL);
    assertThat(told().last()).isEqualTo(1);
    series.notes(40, "g", "h");
    series.add();
    series.cut(new Cut.Equal(2));
    assertThat(told().last()).isZero();
    assertThat(told().parts()).isEmpty();
  }

  @Test
  void whatIsTakenBackIsTold() throws IOException {
    announce(HOURS);
    plan(planner -> assertThat(planner.unannounce()).isTrue());
    assertThat(told().last()).isZero();
    byte[] back = Files.readAllBytes(file);
    series.release(ReleaseChoice.NEXT_PART);
    assertThat(file).hasBinaryContent(back);
    announce(HOURS);
    plan(Planner::drop);
    assertThat(told().last()).as("with the plan its announcement is dropped").isZero();
    assertThatExceptionOfType(IntakeException.class)
        .isThrownBy(() -> announce(HOURS))
        .withMessageContaining("cut a plan first");
    series.cut(new Cut.Equal(2));
    assertThat(told().last()).isZero();
  }

  @Test
  void timesAscendHoweverFastItChanges() throws IOException {
    announce(HOURS);
    Instant before = told().time();
    for (int i = 0; i < 3; i++) {
      plan(planner -> planner.shift(Interval.parse("1h"), 1));
      assertThat(told().time()).isAfter(before);
      before = told().time();
    }
    assertThat(before).isBefore(Instant.now().plusSeconds(5));
  }

  /** As after kill -9 between the ledger's commit and the file, and in the middle of the file. */
  @Test
  void theNextCommandMakesGoodWhatWasCutOff() throws IOException {
    announce(HOURS);
    byte[] old = Files.readAllBytes(file);
    plan(planner -> planner.merge(2, 3));
    for (byte[] left : new byte[][] {old, new byte[0], null}) {
      if (left == null) {
        Files.delete(file);
      } else {
        Files.write(file, left);
      }
      Files.write(file.resolveSibling("schedule.new"), new byte[] {1, 2});
      series.open(open -> new Releaser(open).publishCommitted(ReleaseMonitor.NONE));
      assertThat(hours()).containsExactly("1 2026-12-01T14:00:00Z", "2 2026-12-02T14:00:00Z");
      assertThat(file.resolveSibling("schedule.new")).doesNotExist();
    }
  }

  @Test
  void aDiskThatRefusesLeavesTheOldOneAndTheChange() throws IOException {
    announce(HOURS);
    byte[] old = Files.readAllBytes(file);
    Path refused = Files.createDirectories(file.resolveSibling("schedule.new/x"));
    assertThatExceptionOfType(DirectoryNotEmptyException.class)
        .isThrownBy(() -> plan(planner -> planner.merge(2, 3)));
    assertThat(file).hasBinaryContent(old);
    Files.delete(refused);
    series.release(ReleaseChoice.NEXT_PART);
    assertThat(hours()).containsExactly("2 2026-12-02T14:00:00Z");
  }

  @Test
  void isSignedByTheLogAloneAndOfThisPublication() throws IOException {
    announce(HOURS);
    series.open(open -> {
      byte[] bytes = Files.readAllBytes(file);
      ScheduleFile parsed;
      try {
        parsed = ScheduleFile.parse(bytes, open.policy().log().log(), open.identity());
      } catch (broadside.proof.text.FormatException e) {
        throw new AssertionError(e);
      }
      assertThat(parsed.note().signatures()).hasSize(1);
      assertThat(parsed.schedule().publication()).isEqualTo(open.identity());
      return true;
    });
  }
}
