package broadside.examples.story;

import broadside.examples.mime.Attachment;
import broadside.examples.mime.Docx;
import broadside.examples.mime.Pdf;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What comes round by itself in an office: bulletins, diaries, bills, meetings, minutes. */
final class OfficeSeries {

  private OfficeSeries() {}

  static List<Script> scripts(Documents documents) {
    List<Script> scripts = new ArrayList<>();
    scripts.addAll(bulletins());
    scripts.addAll(diaries());
    scripts.addAll(bills(documents));
    scripts.addAll(meetings(documents));
    scripts.addAll(minutes(documents));
    return scripts;
  }

  private static List<Script> bulletins() {
    List<Script> scripts = new ArrayList<>();
    for (List<String> row : Rows.of("series/remarks.txt")) {
      LocalDate day = LocalDate.parse(row.getFirst());
      List<String> lines = new ArrayList<>();
      lines.add("From " + day + ". High water at the bar, island time, metres:");
      for (int offset = 0; offset < 14; offset += 2) {
        lines.add("  " + tide(day.plusDays(offset)));
      }
      lines.add(row.getLast());
      scripts.add(
          Rows.script(
              "Berth bulletin " + day,
              day + " 06:30",
              "staff",
              "",
              List.of(Rows.post("berths", lines))));
    }
    return scripts;
  }

  /** High water is 50 minutes later each day; springs and neaps in 14.8 days. */
  private static String tide(LocalDate day) {
    long days = day.toEpochDay() - LocalDate.of(2017, 1, 1).toEpochDay();
    long morning = (312 + days * 50) % 745;
    double height = 3.9 + 0.8 * StrictMath.cos(2 * StrictMath.PI * days / 14.77);
    return String.format(
        Locale.ROOT,
        "%s  %02d%02d %.1f   %02d%02d %.1f",
        day,
        morning / 60,
        morning % 60,
        height,
        (morning + 745) / 60 % 24,
        (morning + 745) % 60,
        height + 0.2);
  }

  private static List<Script> diaries() {
    List<List<String>> rows = Rows.of("series/diary.txt");
    List<String> weather = Texts.lines("series/weather.txt");
    List<Script> scripts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      LocalDate day = LocalDate.parse(rows.get(i).getFirst());
      List<String> lines = new ArrayList<>();
      lines.add("weather " + weather.get(i * 7 % weather.size()));
      if (day.isBefore(LocalDate.of(2019, 3, 10))) {
        lines.add("piles this wk " + (i * 5 % 9) + " blows " + (900 + i * 617 % 1400));
        lines.add("men " + (19 + i % 6) + " hurt 0");
      } else {
        lines.add("men " + (9 + i % 15) + " hurt 0. p7 no move");
      }
      lines.add(rows.get(i).getLast());
      scripts.add(
          Rows.script(
              "diary w/e " + day,
              day + " 17:05",
              "mirek",
              "tamsin",
              List.of(Rows.post("gus", List.of(String.join("\n", lines))))));
    }
    return scripts;
  }

  private static List<Script> bills(Documents documents) {
    List<Script> scripts = new ArrayList<>();
    int number = 100;
    for (List<String> row : Rows.of("series/bills.txt")) {
      String date = row.getFirst();
      String who = row.get(1);
      String what = row.get(2);
      String crowns = row.get(3);
      String reference = "Bill " + date.substring(0, 4) + "/" + ++number;
      documents.add(
          reference,
          Attachment.of(
              reference.replace(' ', '-').replace('/', '-') + ".pdf",
              "application/pdf",
              Pdf.of(
                  reference,
                  List.of(
                      "Date        " + date,
                      "For         " + what,
                      "Amount      " + crowns + " crowns",
                      "",
                      "Terms: thirty days, or as the tide serves."))));
      List<Post> posts = new ArrayList<>();
      posts.add(
          Rows.post(
              who,
              "attach",
              reference,
              List.of("Bill attached: " + what + ".", crowns + " crowns.")));
      if (!row.get(4).isEmpty()) {
        posts.add(Rows.post("dunstan", "delay", "1d", List.of(row.get(4))));
      }
      scripts.add(
          Rows.script(reference + ": " + what, date + " 10:10", "dunstan", "office", posts));
    }
    return scripts;
  }

  private static List<Script> meetings(Documents documents) {
    List<Script> scripts = new ArrayList<>();
    int number = 1;
    for (List<String> row : Rows.of("series/meetings.txt")) {
      LocalDate day = LocalDate.parse(row.getFirst());
      String matter = row.get(1);
      String key = "meeting-" + number;
      documents.add(
          key,
          Attachment.of(
              "invite.ics",
              "text/calendar; method=REQUEST",
              calendar(key, day, "Progress meeting " + number + ": " + matter)));
      String who = row.get(2);
      scripts.add(
          Rows.script(
              "Progress meeting " + number + ", " + day,
              day.minusDays(6) + " 09:00",
              who.equals("tamsin") ? "mirek, gus" : "mirek, gus, " + who,
              "sabel",
              List.of(
                  Rows.post(
                      "tamsin",
                      "attach",
                      key,
                      List.of(
                          "Plan room, 14:00, as ever. First matter: " + matter + ".",
                          "If you have nothing to say to it, come anyway and say nothing.")),
                  Rows.post(who, List.of(row.get(3))))));
      number++;
    }
    return scripts;
  }

  private static String calendar(String id, LocalDate day, String summary) {
    String date = day.toString().replace("-", "");
    return String.join(
        "\r\n",
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Osk Port Authority//Plan room//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:" + id + "@oskport.example",
        "DTSTAMP:" + date + "T080000Z",
        "DTSTART:" + date + "T140000Z",
        "DTEND:" + date + "T150000Z",
        "SUMMARY:" + summary.replace(",", "\\,").replace(";", "\\;"),
        "LOCATION:Plan room",
        "ORGANIZER;CN=Tamsin Oake:mailto:t.oake@oskport.example",
        "END:VEVENT",
        "END:VCALENDAR",
        "");
  }

  /** The Harbour Committee meets on the second Thursday; its minutes follow on Monday. */
  private static List<Script> minutes(Documents documents) {
    Map<YearMonth, List<String>> meetings = new LinkedHashMap<>();
    for (String item : Texts.passages("series/minutes.txt")) {
      YearMonth month = YearMonth.parse(item.substring(0, 7));
      meetings.computeIfAbsent(month, _ -> new ArrayList<>()).add(item.substring(10));
    }
    List<Script> scripts = new ArrayList<>();
    meetings.forEach((month, items) -> scripts.addAll(meeting(month, items, documents)));
    return scripts;
  }

  private static List<Script> meeting(YearMonth month, List<String> items, Documents documents) {
    LocalDate day = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.THURSDAY));
    List<String> agenda = new ArrayList<>();
    List<String> record = new ArrayList<>();
    agenda.add("Members are summoned to the Harbour Committee on " + day + " at 18:00.");
    record.add("Present: the Provost in the chair, a quorum, the Town Clerk, the stove.");
    for (int i = 0; i < items.size(); i++) {
      String heading = items.get(i).lines().findFirst().orElseThrow();
      agenda.add("- Item " + (i + 1) + ": " + heading);
      record.add((i + 1) + ". " + items.get(i).replace("\n", ". "));
    }
    record.add("There being no other business that could be heard, the meeting rose.");
    String key = "minutes-" + month;
    documents.add(
        key,
        Attachment.of(
            "Harbour-Committee-" + day + ".docx",
            Docx.mediaType(),
            Docx.of("Harbour Committee: minutes of " + day, record)));
    List<String> sent = new ArrayList<>(record);
    sent.addFirst(
        "The draft minutes are attached, and follow for those whose machine declines them.");
    return List.of(
        Rows.script(
            "Harbour Committee, " + day,
            day.minusDays(7) + " 10:00",
            "councillors",
            "office",
            List.of(
                Rows.post("odalys", agenda),
                Rows.post("odalys", Map.of("delay", "11d", "attach", key, "fresh", "yes"), sent))));
  }
}
