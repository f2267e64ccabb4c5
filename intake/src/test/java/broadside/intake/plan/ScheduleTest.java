package broadside.intake.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.intake.ledger.Part;
import broadside.intake.ledger.Parts.Outside;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When parts come out, over the days on which a clock changes. */
class ScheduleTest {

  @Test
  void daysKeepTheHourOfTheClockOnTheWall() {
    assertThat(times("2027-03-27", "14:00 Europe/Berlin", "1d", 3))
        .containsExactly("2027-03-27T13:00:00Z", "2027-03-28T12:00:00Z", "2027-03-29T12:00:00Z");
    assertThat(times("2026-10-24", "14:00 Europe/Berlin", "1w", 2))
        .containsExactly("2026-10-24T12:00:00Z", "2026-10-31T13:00:00Z");
    assertThat(times("2027-03-27", "14:00+01:00", "2d", 2))
        .containsExactly("2027-03-27T13:00:00Z", "2027-03-29T13:00:00Z");
  }

  @Test
  void hoursAreExact() {
    assertThat(times("2027-03-27", "14:00 Europe/Berlin", "24h", 3))
        .containsExactly("2027-03-27T13:00:00Z", "2027-03-28T13:00:00Z", "2027-03-29T13:00:00Z");
    assertThat(times("2026-12-01", "14:00Z", "12h", 3))
        .containsExactly("2026-12-01T14:00:00Z", "2026-12-02T02:00:00Z", "2026-12-02T14:00:00Z");
  }

  @Test
  void anHourThatTheClockLeavesOutComesLaterAndOneThatComesTwiceAtTheFirst() {
    assertThat(times("2027-03-27", "02:30 Europe/Berlin", "1d", 3))
        .containsExactly("2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z");
    Schedule spring = schedule("2027-03-27", "02:30 Europe/Berlin", "1d");
    assertThat(spring.isSkipped(0)).isFalse();
    assertThat(spring.isSkipped(1)).isTrue();
    assertThat(spring.isSkipped(2)).isFalse();
    assertThat(times("2027-10-30", "02:30 Europe/Berlin", "1d", 3))
        .containsExactly("2027-10-30T00:30:00Z", "2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z");
    Schedule autumn = schedule("2027-10-30", "02:30 Europe/Berlin", "1d");
    assertThat(autumn.isTwice(0)).isFalse();
    assertThat(autumn.isTwice(1)).isTrue();
    assertThat(autumn.isSkipped(1)).isFalse();
  }

  @Test
  void theCalendarSaysWhereTheClockChanges() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Calendar calendar = calendar(schedule("2027-03-14", "14:00 Europe/Berlin", "1w"), berlin, 40);
    List<Calendar.ClockChange> changes = calendar.clockChanges();
    assertThat(changes).hasSize(2);
    Calendar.ClockChange spring = changes.getFirst();
    assertThat(spring.day()).isEqualTo("2027-03-28");
    assertThat(spring.number()).isEqualTo(9);
    assertThat(spring.before().toLocalTime()).isEqualTo("13:00");
    assertThat(spring.after().toLocalTime()).isEqualTo("12:00");
    assertThat(spring.isForward()).isTrue();
    assertThat(spring.isHourKept()).isTrue();
    assertThat(changes.getLast().day()).isEqualTo("2027-10-31");
    assertThat(changes.getLast().isForward()).isFalse();

    // A part at the very second of the change is after it.
    Calendar hours = calendar(schedule("2027-03-28", "01:00 Europe/Berlin", "1h"), berlin, 3);
    assertThat(hours.clockChanges())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.day()).isEqualTo("2027-03-28");
          assertThat(change.number()).isEqualTo(8);
          assertThat(change.isHourKept()).isFalse();
        });
    assertThat(calendar(schedule("2027-03-14", "14:00Z", "1w"), ZoneOffset.UTC, 40).clockChanges())
        .isEmpty();
  }

  @Test
  void intervalsMoveTimesAsTheyAreRead() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant time = Instant.parse("2027-03-27T13:00:00Z");
    assertThat(Interval.parse("2w").after(time, berlin)).isEqualTo("2027-04-10T12:00:00Z");
    assertThat(Interval.parse("24h").after(time, berlin)).isEqualTo("2027-03-28T13:00:00Z");
    assertThat(Interval.parse("-1d").after(time, berlin)).isEqualTo("2027-03-26T13:00:00Z");
    assertThat(Interval.parse("10000d").amount()).isEqualTo(10_000);
  }

  /** On 25 October the clock shows 02:30 twice. */
  @Test
  void ofAnHourThatComesTwiceDaysLeadToTheFirst() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant first = Instant.parse("2026-10-25T00:30:00Z");
    assertThat(Interval.parse("1d").after(Instant.parse("2026-10-24T00:30:00Z"), berlin))
        .isEqualTo(first);
    assertThat(Interval.parse("-1d").after(Instant.parse("2026-10-26T01:30:00Z"), berlin))
        .isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0d", "1", "d", "1m", "1.5d", "10001d", "9999w", "--1d", "+1d"})
  void intervalsThatAreNoneAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interval.parse(text))
        .withMessageContaining("such as 12h, 1d or 2w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "14:00",
        "14Z",
        "24:00Z",
        "14:60Z",
        "14:00 Europe/Berlyn",
        "14:00 europe/berlin",
        "2pm Z",
        "14:00+25:00"
      })
  void hoursThatAreNoneAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HourOfDay.parse(text))
        .withMessageContaining(text);
  }

  @Test
  void momentsAreADayAndAnHour() {
    assertThat(HourOfDay.parseMoment("2026-12-09T14:00Z").toInstant())
        .isEqualTo("2026-12-09T14:00:00Z");
    assertThat(HourOfDay.parseMoment("2026-12-09T14:00 Europe/Berlin").toInstant())
        .isEqualTo("2026-12-09T13:00:00Z");
    for (String bad : new String[] {"2026-12-09", "2026-02-30T14:00Z", "2026-12-09T14:00"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> HourOfDay.parseMoment(bad));
    }
  }

  private static Calendar calendar(Schedule schedule, ZoneId zone, int parts) {
    List<Part> all = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      all.add(new Part(i + 1, schedule.time(i).toInstant(), "", 1, 0, 0, 10));
    }
    return Calendar.of(all, zone, new Outside(0, 0), 7, 1, Instant.EPOCH);
  }

  private static Schedule schedule(String from, String at, String every) {
    return new Schedule(LocalDate.parse(from), HourOfDay.parse(at), Interval.parse(every));
  }

  private static List<String> times(String from, String at, String every, int parts) {
    Schedule schedule = schedule(from, at, every);
    List<String> times = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      times.add(schedule.time(i).toInstant().toString());
    }
    return times;
  }
}
