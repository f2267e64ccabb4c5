package broadside.examples.story;

import broadside.examples.mime.Attachment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The weekly notice of the gauges on the houses, with the week's readings as CSV. */
final class PrismReports {

  private static final LocalDate FIRST = LocalDate.of(2018, 4, 2);
  private static final LocalDate LAST = LocalDate.of(2019, 12, 16);
  private static final double LOOK = 30;
  private static final double STOP = 50;

  /** Millimetres of P7 seaward, by day; straight lines between. */
  private static final NavigableMap<LocalDate, Double> P7 = new TreeMap<>();

  static {
    P7.put(FIRST.minusWeeks(1), 0.0);
    P7.put(LocalDate.of(2018, 6, 1), 5.0);
    P7.put(LocalDate.of(2018, 6, 11), 9.0);
    P7.put(LocalDate.of(2018, 8, 6), 14.0);
    P7.put(LocalDate.of(2018, 8, 12), 18.0);
    P7.put(LocalDate.of(2018, 10, 1), 23.0);
    P7.put(LocalDate.of(2018, 12, 3), 30.6);
    P7.put(LocalDate.of(2019, 2, 1), 41.0);
    P7.put(LocalDate.of(2019, 3, 7), 47.0);
    P7.put(LocalDate.of(2019, 3, 14), 50.1);
    P7.put(LocalDate.of(2019, 3, 18), 50.3);
    P7.put(LAST.plusWeeks(1), 50.4);
  }

  private PrismReports() {}

  static List<Script> scripts(Documents documents) {
    List<Script> scripts = new ArrayList<>();
    int number = 1;
    for (LocalDate week = FIRST; !week.isAfter(LAST); week = week.plusWeeks(1)) {
      String key = "prisms-" + number;
      String name = "prisms-" + week + ".csv";
      documents.add(key, Attachment.of(name, "text/csv", table(week)));
      scripts.add(
          Rows.script(
              String.format(Locale.ROOT, "PrismWatch report %d: P7 %+.1f mm", number, p7(week)),
              week + " 04:00",
              "mirek",
              "tamsin",
              List.of(Rows.post("prisms", "attach", key, notice(week)))));
      number++;
    }
    return scripts;
  }

  private static List<String> notice(LocalDate week) {
    List<String> lines = new ArrayList<>();
    lines.add("Movement seaward in millimetres since the first reading. Week to " + week + ".");
    for (int prism = 1; prism <= 11; prism++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  P%-2d  %6.1f  %+5.1f",
              prism,
              reading(prism, week),
              reading(prism, week) - reading(prism, week.minusWeeks(1))));
    }
    double now = p7(week);
    if (now >= STOP) {
      lines.add("P7 is above the STOP level (50). Works must not continue.");
    } else if (now >= LOOK) {
      lines.add("P7 is above the LOOK level (30). An engineer must look.");
    } else {
      lines.add("All prisms are below the LOOK level (30).");
    }
    if (reading(11, week.minusWeeks(1)) == 0) {
      lines.add("P11 gives no reading. A gull is suspected.");
    }
    return lines;
  }

  private static String table(LocalDate week) {
    StringBuilder out = new StringBuilder("day,P1,P2,P3,P4,P5,P6,P7,P8,P9,P10,P11\n");
    for (LocalDate day = week.minusDays(6); !day.isAfter(week); day = day.plusDays(1)) {
      out.append(day);
      for (int prism = 1; prism <= 11; prism++) {
        out.append(String.format(Locale.ROOT, ",%.1f", reading(prism, day)));
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** The prisms near number 7 follow it, the others only breathe with the tide. */
  private static double reading(int prism, LocalDate day) {
    long tide = Math.floorMod(day.toEpochDay() * 3 + prism * 7L, 9);
    double breath = (tide - 4) / 10.0;
    return switch (prism) {
      case 7 -> p7(day);
      case 6, 8 -> p7(day) * 0.6 + breath;
      case 5, 9 -> p7(day) * 0.3 + breath;
      case 11 -> tide == 4 ? 0 : breath;
      default -> breath;
    };
  }

  private static double p7(LocalDate day) {
    LocalDate before = P7.floorKey(day);
    LocalDate after = P7.higherKey(day);
    if (before == null || after == null) {
      return 0;
    }
    double share =
        (double) (day.toEpochDay() - before.toEpochDay())
            / (after.toEpochDay() - before.toEpochDay());
    double from = P7.floorEntry(day).getValue();
    return from + share * (P7.higherEntry(day).getValue() - from);
  }
}
