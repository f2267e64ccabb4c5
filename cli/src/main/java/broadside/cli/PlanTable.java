package broadside.cli;

import broadside.intake.ledger.Announcement;
import broadside.intake.ledger.Part;
import broadside.intake.plan.Calendar;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints the calendar of a plan. */
final class PlanTable {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final Console console;
  private final Path publication;

  PlanTable(Console console, Path publication) {
    this.console = console;
    this.publication = publication;
  }

  /** {@code 2026-12-03T14:00Z}. */
  static String utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toString();
  }

  /**
   * Prints it.
   *
   * @param told what readers are told of it, or null
   */
  void print(Calendar calendar, Announcement.@Nullable Extent told) {
    if (calendar.rows().isEmpty()) {
      console.say(
          calendar.outside().waiting() == 0
              ? "No plan, and no mail waits."
              : "No plan; %s would be numbered. Cut them: broadside plan %s --parts 30 --every 1d --at 14:00Z --from DAY"
                  .formatted(Figures.mails(calendar.outside().waiting()), publication));
    } else {
      rows(calendar);
      calendar.clockChanges().forEach(change -> console.say(line(calendar, change)));
      outside(calendar);
    }
    if (told != null) {
      console.say(announced(told));
    }
    Map<String, @Nullable Object> json = json(calendar);
    json.put("announced", json(told));
    console.result(json);
  }

  /** What readers are told of the plan. */
  static String announced(Announcement.Extent told) {
    return "Announced: readers are told how many parts there are and their hours"
        + (told.titles()
            ? told.counts()
                ? ", their titles and how many mails each holds."
                : ", and their titles."
            : told.counts()
                ? ", and how many mails each holds; no titles."
                : "; no titles, and no numbers of mails.");
  }

  /** The same as an object. */
  static @Nullable Object json(Announcement.@Nullable Extent told) {
    return told == null ? null : Map.of("titles", told.titles(), "counts", told.counts());
  }

  private void rows(Calendar calendar) {
    boolean isLocal = !calendar.zone().equals(ZoneOffset.UTC);
    boolean isHeld = calendar.total(Part::held) > 0;
    List<List<String>> table = new ArrayList<>();
    table.add(
        line(
            isLocal,
            isHeld,
            "part",
            "comes out",
            "there",
            "numbers",
            "published",
            "withheld",
            "held",
            "size",
            "state",
            "title"));
    for (Calendar.Row row : calendar.rows()) {
      Part part = row.part();
      table.add(
          line(
              isLocal,
              isHeld,
              Integer.toString(row.number()),
              utc(part.time()),
              LOCAL.format(part.time().atZone(calendar.zone())),
              part.count() == 0
                  ? "none"
                  : Figures.count(row.first()) + "–" + Figures.count(row.last()),
              Figures.count(part.published()),
              Figures.count(part.withheld()),
              Figures.count(part.held()),
              Figures.bytes(part.bytes()),
              state(row),
              part.title()));
    }
    table.add(
        line(
            isLocal,
            isHeld,
            "all",
            "",
            "",
            Figures.count(calendar.total(Part::count)),
            Figures.count(calendar.total(Part::published)),
            Figures.count(calendar.total(Part::withheld)),
            Figures.count(calendar.total(Part::held)),
            Figures.bytes(calendar.total(Part::bytes)),
            "",
            ""));
    align(table, isLocal ? 3 : 2, table.getFirst().size() - 2);
  }

  private static List<String> line(boolean isLocal, boolean isHeld, String... cells) {
    List<String> line = new ArrayList<>(List.of(cells));
    if (!isHeld) {
      line.remove(6);
    }
    if (!isLocal) {
      line.remove(2);
    }
    return line;
  }

  /** Prints columns; those from {@code from} to before {@code to}, and the first, to the right. */
  private void align(List<List<String>> table, int from, int to) {
    int[] widths = new int[table.getFirst().size()];
    for (List<String> line : table) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : table) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String space = " ".repeat(widths[i] - line.get(i).length());
        boolean isRight = i == 0 || (i >= from && i < to);
        text.append(isRight ? space + line.get(i) : line.get(i) + space).append("  ");
      }
      console.say(text.toString().stripTrailing());
    }
  }

  private static String state(Calendar.Row row) {
    return row.state().name().toLowerCase(Locale.ROOT);
  }

  private static String line(Calendar calendar, Calendar.ClockChange change) {
    String clock =
        "on %s the clock of %s goes %s: "
            .formatted(change.day(), calendar.zone(), change.isForward() ? "forward" : "back");
    return change.isHourKept()
        ? clock
            + "parts from %d on come out at %s instead of %s"
                .formatted(change.number(), hour(change.after()), hour(change.before()))
        : clock + "it is between parts %d and %d".formatted(change.number() - 1, change.number());
  }

  private static String hour(ZonedDateTime utc) {
    return utc.toLocalTime() + "Z";
  }

  private void outside(Calendar calendar) {
    long planned = calendar.total(Part::count);
    long waiting = calendar.outside().waiting();
    long held = calendar.outside().held() + calendar.total(Part::held);
    console.say(
        "%s + %s outside the plan = %s that a release of all would number; %s held"
            .formatted(
                Figures.count(planned),
                Figures.count(waiting),
                Figures.count(planned + waiting),
                Figures.count(held)));
    if (waiting > 0) {
      console.say(
          "What is outside was added or allowed after the plan was cut; cutting it anew takes it in.");
    }
    long overdue =
        calendar.rows().stream().filter(row -> row.state() == Calendar.State.OVERDUE).count();
    if (overdue > 0) {
      console.say(
          "The time of %s has passed; the next is published by: broadside release %s"
              .formatted(Figures.count(overdue, "part", "parts"), publication));
    }
  }

  private static Map<String, @Nullable Object> json(Calendar calendar) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("zone", calendar.zone().getId());
    json.put("parts", calendar.rows().stream().map(PlanTable::json).toList());
    json.put("numbers", calendar.total(Part::count));
    json.put("published", calendar.total(Part::published));
    json.put("withheld", calendar.total(Part::withheld));
    json.put("held", calendar.total(Part::held));
    json.put("bytes", calendar.total(Part::bytes));
    json.put("outside", calendar.outside().waiting());
    json.put("heldOutside", calendar.outside().held());
    return json;
  }

  private static Map<String, @Nullable Object> json(Calendar.Row row) {
    Part part = row.part();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("part", row.number());
    json.put("time", part.time().toString());
    json.put("title", part.title());
    json.put("first", row.first());
    json.put("last", row.last());
    json.put("published", part.published());
    json.put("withheld", part.withheld());
    json.put("held", part.held());
    json.put("bytes", part.bytes());
    json.put("state", state(row));
    return json;
  }
}
