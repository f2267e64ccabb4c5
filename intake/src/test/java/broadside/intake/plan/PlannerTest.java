package broadside.intake.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import broadside.archive.release.CheckMonitor;
import broadside.intake.IntakeException;
import broadside.intake.StopAfter;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Part;
import broadside.intake.plan.Calendar.State;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits is cut into parts, shown, and changed. */
class PlannerTest {
  @TempDir private Path scratch;
  private Series series;

  @BeforeEach
  void publication() throws IOException {
    series = Series.create(scratch);
  }

  @Test
  void cutsIntoEqualPartsByDateUndatedLast() throws IOException {
    series.note("u", "");
    series.notes(1, "a", "b", "c", "d", "e");
    series.add();
    Planner.Made made = series.cut(new Cut.Equal(3));
    assertThat(made.parts()).isEqualTo(3);
    assertThat(made.threads()).isEqualTo(6);
    assertThat(series.parts())
        .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e", "u"));
    assertThat(series.times())
        .containsExactly("2026-12-01T14:00:00Z", "2026-12-02T14:00:00Z", "2026-12-03T14:00:00Z");
  }

  @Test
  void aThreadGoesWholeIntoThePartOfItsOldestMail() throws IOException {
    series.notes(1, "a", "b", "c", "d", "e", "f");
    series.note("late", "2020-12-31T09:00:00Z", "a");
    // Joined by a third note, which names both; nobody has the note "gone".
    series.note("x", "2020-11-01T09:00:00Z", "gone");
    series.note("y", "2020-11-02T09:00:00Z", "b", "gone");
    series.add();
    series.cut(new Cut.Equal(3));
    assertThat(series.parts())
        .containsExactly(List.of("a", "late"), List.of("b", "c", "x", "y"), List.of("d", "e", "f"));
  }

  @Test
  void tearsThreadsWhereTold() throws IOException {
    series.notes(1, "a", "b", "c");
    series.note("late", "2020-12-31T09:00:00Z", "a");
    series.add();
    Planner.Made made =
        series.open(open ->
            new Planner(open).cut(new Cut.Equal(2), true, Series.daily(), CheckMonitor.NONE));
    assertThat(made.threads()).isEqualTo(4);
    assertThat(series.parts()).containsExactly(List.of("a", "b"), List.of("c", "late"));
  }

  @Test
  void aStopLeavesThePlanAsItWas() throws IOException {
    series.notes(1, "a", "b", "c");
    series.add();
    series.cut(new Cut.Equal(3));
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() ->
            series.open(open ->
                new Planner(open).cut(new Cut.Equal(1), false, Series.daily(), new StopAfter(2))));
    assertThat(series.parts()).containsExactly(List.of("a"), List.of("b"), List.of("c"));
    assertThat(series.cut(new Cut.Equal(1)).parts()).isEqualTo(1);
  }

  @Test
  void makesNoMorePartsThanThereAreThreads() throws IOException {
    series.notes(1, "a", "b");
    series.note("late", "2020-12-31T09:00:00Z", "a");
    series.add();
    assertThat(series.cut(new Cut.Equal(30)).parts()).isEqualTo(2);
    assertThat(series.parts()).containsExactly(List.of("a", "late"), List.of("b"));
  }

  @Test
  void cutsByMessagesAndBySize() throws IOException {
    series.notes(1, "a", "b", "c", "d", "e");
    series.note("late", "2020-12-31T09:00:00Z", "a");
    series.add();
    series.cut(new Cut.Messages(2));
    assertThat(series.parts())
        .containsExactly(List.of("a", "late"), List.of("b", "c"), List.of("d", "e"));
    series.cut(new Cut.Messages(1));
    assertThat(series.parts()).hasSize(5).first().isEqualTo(List.of("a", "late"));

    long one = Files.size(series.sources().resolve("b.eml"));
    series.cut(new Cut.Size(2 * one));
    assertThat(series.parts())
        .containsExactly(List.of("a", "late"), List.of("b", "c"), List.of("d", "e"));
    series.cut(new Cut.Size(3 * one - 1));
    assertThat(series.parts()).element(1).isEqualTo(List.of("b", "c"));
    series.cut(new Cut.Size(4 * one));
    assertThat(series.parts()).containsExactly(List.of("a", "b", "late"), List.of("c", "d", "e"));
    assertThat(series.calendar().rows().get(1).part().bytes()).isEqualTo(3 * one);
  }

  @Test
  void cutsByMonthAndByYearOfAThreadsFirstMail() throws IOException {
    series.note("a", "2019-12-31T23:30:00Z");
    series.note("b", "2020-01-02T09:00:00Z");
    series.note("c", "2020-03-02T09:00:00Z");
    series.note("u", "");
    series.note("late", "2020-03-05T09:00:00Z", "b");
    series.add();
    series.cut(new Cut.Dates(Cut.Unit.MONTH));
    assertThat(series.parts())
        .containsExactly(List.of("a"), List.of("b", "late"), List.of("c"), List.of("u"));
    series.cut(new Cut.Dates(Cut.Unit.YEAR));
    assertThat(series.parts())
        .containsExactly(List.of("a"), List.of("b", "c", "late"), List.of("u"));
    // In Berlin the new year has begun.
    Schedule berlin =
        new Schedule(
            LocalDate.of(2026, 12, 1),
            HourOfDay.parse("14:00 Europe/Berlin"),
            Interval.parse("1d"));
    series.open(open ->
        new Planner(open).cut(new Cut.Dates(Cut.Unit.YEAR), false, berlin, CheckMonitor.NONE));
    assertThat(series.parts()).containsExactly(List.of("a", "b", "c", "late"), List.of("u"));
  }

  @Test
  void takesWithheldMailsInAndLeavesHeldOnesOut() throws IOException {
    series.notes(1, "a", "b", "c", "d");
    series.add();
    series.decide("b", MailState.WITHHELD);
    series.decide("c", MailState.HELD);
    series.cut(new Cut.Equal(2));
    assertThat(series.parts()).containsExactly(List.of("a", "b"), List.of("d"));
    Calendar calendar = series.calendar();
    assertThat(calendar.rows())
        .extracting(Calendar.Row::number, Calendar.Row::first, Calendar.Row::last)
        .containsExactly(tuple(1, 1L, 2L), tuple(2, 3L, 3L));
    assertThat(calendar.total(Part::published)).isEqualTo(2);
    assertThat(calendar.total(Part::withheld)).isEqualTo(1);
    assertThat(calendar.outside().waiting()).isZero();
    assertThat(calendar.outside().held()).isEqualTo(1);
  }

  @Test
  void whatIsAddedOrAllowedLaterIsOutsideUntilThePlanIsCutAnew() throws IOException {
    series.notes(1, "a", "b", "c");
    series.add();
    series.decide("c", MailState.HELD);
    series.cut(new Cut.Equal(2));
    series.notes(40, "d");
    series.add();
    series.decide("c", MailState.WAITING);
    assertThat(series.parts()).containsExactly(List.of("a"), List.of("b"));
    assertThat(series.calendar().outside().waiting()).isEqualTo(2);
    series.cut(new Cut.Equal(2));
    assertThat(series.parts()).containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(series.calendar().outside().waiting()).isZero();
  }

  @Test
  void cuttingNothingOrTooMuchLeavesThePlan() throws IOException {
    assertThatExceptionOfType(IntakeException.class)
        .isThrownBy(() -> series.cut(new Cut.Equal(1)))
        .withMessageContaining("No mail waits");
    series.notes(1, "a", "b");
    series.add();
    series.cut(new Cut.Equal(2));
    Schedule far =
        new Schedule(LocalDate.of(9999, 12, 31), HourOfDay.parse("14:00Z"), Interval.parse("1d"));
    assertThatExceptionOfType(IntakeException.class)
        .isThrownBy(() ->
            series.open(
                open -> new Planner(open).cut(new Cut.Messages(1), false, far, CheckMonitor.NONE)))
        .withMessageContaining("no calendar tells");
    assertThat(series.times()).containsExactly("2026-12-01T14:00:00Z", "2026-12-02T14:00:00Z");
  }

  @Test
  void movesOnePartAndKeepsTheOrder() throws IOException {
    threeParts();
    series.open(open -> {
      Planner planner = new Planner(open);
      planner.move(2, Instant.parse("2026-12-03T13:59:00Z"));
      assertThatExceptionOfType(IntakeException.class)
          .isThrownBy(() -> planner.move(2, Instant.parse("2026-12-03T14:00:00Z")))
          .withMessageContaining("Part 3 would come out at 2026-12-03T14:00Z")
          .withMessageContaining("part 2, before it, at 2026-12-03T14:00Z");
      assertThatExceptionOfType(IntakeException.class)
          .isThrownBy(() -> planner.move(2, Instant.parse("2026-12-01T14:00:00Z")))
          .withMessageContaining("times must ascend");
      assertThatExceptionOfType(IntakeException.class)
          .isThrownBy(() -> planner.move(4, Instant.parse("2026-12-09T14:00:00Z")))
          .withMessageContaining("no part 4; it has parts 1 to 3");
      return true;
    });
    assertThat(series.times())
        .containsExactly("2026-12-01T14:00:00Z", "2026-12-03T13:59:00Z", "2026-12-03T14:00:00Z");
  }

  @Test
  void shiftsAPartAndAllAfterIt() throws IOException {
    threeParts();
    series.open(open -> {
      Planner planner = new Planner(open);
      planner.shift(Interval.parse("2d"), 2);
      planner.shift(Interval.parse("-12h"), 3);
      assertThatExceptionOfType(IntakeException.class)
          .isThrownBy(() -> planner.shift(Interval.parse("-3d"), 2))
          .withMessageContaining("Part 2 would come out at 2026-12-01T14:00Z");
      return true;
    });
    assertThat(series.times())
        .containsExactly("2026-12-01T14:00:00Z", "2026-12-04T14:00:00Z", "2026-12-05T02:00:00Z");
  }

  @Test
  void mergesNeighbours() throws IOException {
    threeParts();
    series.open(open -> {
      Planner planner = new Planner(open);
      planner.setTitle(2, "Two");
      planner.setTitle(3, "Three");
      assertThatExceptionOfType(IntakeException.class)
          .isThrownBy(() -> planner.merge(1, 3))
          .withMessageContaining("such as 1-2");
      planner.merge(1, 2);
      return true;
    });
    assertThat(series.parts()).containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(series.times()).containsExactly("2026-12-01T14:00:00Z", "2026-12-03T14:00:00Z");
    assertThat(series.calendar().rows())
        .extracting(Calendar.Row::number, row -> row.part().title())
        .containsExactly(tuple(1, "Two"), tuple(2, "Three"));
    series.open(open -> {
      new Planner(open).merge(1, 2);
      assertThat(new Planner(open).drop()).isTrue();
      assertThat(new Planner(open).drop()).isFalse();
      return true;
    });
    assertThat(series.calendar().rows()).isEmpty();
    assertThat(series.calendar().outside().waiting()).isEqualTo(3);
  }

  @Test
  void refusesATitleThatNoReleaseCanBear() throws IOException {
    threeParts();
    series.open(open -> {
      for (String bad : new String[] {"two\nlines", "x".repeat(201)}) {
        assertThatExceptionOfType(IntakeException.class)
            .isThrownBy(() -> new Planner(open).setTitle(1, bad))
            .withMessageContaining("one line");
      }
      new Planner(open).setTitle(1, "x".repeat(200));
      return true;
    });
    assertThat(series.calendar().rows().getFirst().part().title()).hasSize(200);
  }

  @Test
  void saysWhatIsNextAndWhatIsOverdue() throws IOException {
    threeParts();
    assertThat(states("2026-12-01T13:59:59Z"))
        .containsExactly(State.NEXT, State.PLANNED, State.PLANNED);
    assertThat(states("2026-12-02T14:00:00Z"))
        .containsExactly(State.OVERDUE, State.OVERDUE, State.PLANNED);
  }

  private List<State> states(String now) throws IOException {
    return series.open(open ->
        new Planner(open)
            .calendar(Instant.parse(now)).rows().stream().map(Calendar.Row::state).toList());
  }

  private void threeParts() throws IOException {
    series.notes(1, "a", "b", "c");
    series.add();
    series.cut(new Cut.Equal(3));
  }
}
