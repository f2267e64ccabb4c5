package broadside.intake.plan;

import broadside.intake.ledger.Part;
import broadside.intake.ledger.Parts.Outside;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The plan as it stands.
 *
 * @param zone in which its days are counted
 * @param outside what waits and is in no part
 */
public record Calendar(ZoneId zone, List<Row> rows, Outside outside) {
  public Calendar {
    rows = List.copyOf(rows);
  }

  /** What a part waits for. */
  public enum State {
    PLANNED,
    NEXT,
    OVERDUE
  }

  /**
   * A part.
   *
   * @param number that its release will have
   * @param first number of its first message
   */
  public record Row(int number, long first, Part part, State state) {
    /** The number of its last message; one less than {@code first} where all are held. */
    public long last() {
      return first + part.count() - 1;
    }
  }

  /**
   * A change of the zone's clock between two parts.
   *
   * @param day on which it is, in the zone
   * @param number of the first part after it
   * @param before when that part would come out, had the clock not changed
   * @param after when it comes out
   * @param isForward true where summer time begins
   * @param isHourKept true where it comes out at the same hour of the wall clock as the part before
   */
  public record ClockChange(
      LocalDate day,
      int number,
      ZonedDateTime before,
      ZonedDateTime after,
      boolean isForward,
      boolean isHourKept) {}

  /** The parts' sum of something. */
  public long total(ToLongFunction<Part> measure) {
    return rows.stream().map(Row::part).mapToLong(measure).sum();
  }

  /** Where the zone's offset changes within the plan. */
  public List<ClockChange> clockChanges() {
    List<ClockChange> changes = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      ZonedDateTime before = rows.get(i - 1).part().time().atZone(zone);
      ZonedDateTime after = rows.get(i).part().time().atZone(zone);
      if (!before.getOffset().equals(after.getOffset())) {
        ZoneOffsetTransition change =
            zone.getRules().previousTransition(after.toInstant().plusSeconds(1));
        changes.add(
            new ClockChange(
                change.getDateTimeBefore().toLocalDate(),
                rows.get(i).number(),
                after
                    .toLocalDateTime()
                    .atOffset(before.getOffset())
                    .atZoneSameInstant(ZoneOffset.UTC),
                after.withZoneSameInstant(ZoneOffset.UTC),
                after.getOffset().getTotalSeconds() > before.getOffset().getTotalSeconds(),
                before.toLocalTime().equals(after.toLocalTime())));
      }
    }
    return changes;
  }

  static Calendar of(
      List<Part> parts, ZoneId zone, Outside outside, int number, long message, Instant now) {
    List<Row> rows = new ArrayList<>(parts.size());
    int next = number;
    long first = message;
    for (Part part : parts) {
      State state =
          part.time().isAfter(now) ? rows.isEmpty() ? State.NEXT : State.PLANNED : State.OVERDUE;
      rows.add(new Row(next, first, part, state));
      next++;
      first += part.count();
    }
    return new Calendar(zone, rows, outside);
  }
}
