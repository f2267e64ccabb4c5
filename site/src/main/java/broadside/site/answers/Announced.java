package broadside.site.answers;

import broadside.archive.Publication;
import broadside.archive.log.ScheduleFile;
import broadside.proof.log.ScheduleNote.Part;
import broadside.proof.statement.Numbered;
import broadside.site.pages.AnnouncedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the publisher announces of the parts to come, at one moment. It speaks of a number until the
 * log does: of what is released, sealed or void only the log is shown. Two of them are equal where
 * every page says the same of both.
 *
 * @param newest number that is released, or 0
 * @param last number of the series' last part, or 0 where nothing is announced
 * @param late parts whose hour has passed
 * @param coming parts whose hour is to come
 */
record Announced(int newest, int last, List<Part> late, List<Part> coming) {
  /** Lines of the list: a series of two months; a page stays small with ten thousand parts. */
  private static final int LINES = 60;

  Announced {
    late = List.copyOf(late);
    coming = List.copyOf(coming);
  }

  /** Of a publication at a time. */
  static Announced of(Publication publication, Edition edition, Instant now) {
    int newest = edition.releases().isEmpty() ? 0 : edition.releases().getLast().number();
    ScheduleFile file = publication.schedule();
    if (file == null || file.schedule().last() == 0) {
      return new Announced(newest, 0, List.of(), List.of());
    }
    Numbered logged = publication.log().history().newest();
    int known = Math.max(newest, logged == null ? 0 : logged.number());
    List<Part> late = new ArrayList<>();
    List<Part> coming = new ArrayList<>();
    for (Part part : file.schedule().parts()) {
      if (part.number() > known) {
        (part.hour().isAfter(now) ? coming : late).add(part);
      }
    }
    return new Announced(newest, Math.max(known, file.schedule().last()), late, coming);
  }

  /**
   * When the next part comes out, be it announced or sealed, or which should be out: a clause for
   * every page, or "".
   */
  String next(Scheduled sealed) {
    if (last == 0) {
      return "";
    }
    if (!late.isEmpty()) {
      Part first = late.getFirst();
      return "part %d was announced for %s".formatted(first.number(), hour(first));
    }
    Instant next =
        Stream.concat(
                coming.stream().map(Part::hour),
                sealed.toCome().stream().filter(c -> !c.state().isDue()).map(c -> c.state().due()))
            .min(Comparator.naturalOrder())
            .orElse(null);
    return next == null ? "" : (newest == 0 ? first() : "next on ") + Words.dayAndHour(next);
  }

  private String first() {
    return last == 1
        ? "one part is planned, on "
        : "%d parts are planned, the first on ".formatted(last);
  }

  /** What the first page says of the parts that are announced. */
  List<String> sentences() {
    List<String> said = new ArrayList<>();
    if (!late.isEmpty()) {
      said.add(
          "%s was announced for %s, and is not out yet.%s"
              .formatted(
                  named(late.getFirst()),
                  Words.hour(late.getFirst().hour()),
                  others(late.size() - 1, " One more is late.", " %s more are late.")));
    }
    if (!coming.isEmpty()) {
      String rest =
          others(
              coming.size() - 1,
              "; one more is planned, for ",
              "; %s more are planned, the last for ");
      said.add(
          "%s is planned for %s%s."
              .formatted(
                  named(coming.getFirst()),
                  Words.hour(coming.getFirst().hour()),
                  rest.isEmpty() ? "" : rest + hour(coming.getLast())));
    }
    return said;
  }

  /** "", or how many others there are. */
  private static String others(int count, String one, String many) {
    return count == 0 ? "" : count == 1 ? one : many.formatted(Words.number(count));
  }

  private String named(Part part) {
    String title = title(part);
    return "Part %d of %d".formatted(part.number(), last)
        + (title.isEmpty() ? "" : ", “" + title + "”,");
  }

  /** A part's title without "Part 7: ", which stands before it in any case; or "". */
  private static String title(Part part) {
    String title = Shown.text(part.title());
    String number = "Part " + part.number();
    if (title.startsWith(number + ": ")) {
      return title.substring(number.length() + 2);
    }
    return title.equals(number) ? "" : title;
  }

  private static String hour(Part part) {
    return Words.dayAndHour(part.hour());
  }

  /** The next parts, those that are late first. */
  List<AnnouncedLine> lines() {
    return Stream.concat(
            late.stream().map(part -> line(part, "was announced for ")),
            coming.stream().map(part -> line(part, "planned for ")))
        .limit(LINES)
        .toList();
  }

  private static AnnouncedLine line(Part part, String when) {
    String title = title(part);
    return new AnnouncedLine(
        "Part " + part.number() + (title.isEmpty() ? "" : ": " + title),
        when + Words.isoHour(part.hour()),
        part.mails() == 0 ? "" : Words.count(part.mails(), "mail", "mails"));
  }

  /** A sentence on the parts that are not among the {@link #lines()}, or "". */
  String more() {
    int more = late.size() + coming.size() - LINES;
    if (more <= 0) {
      return "";
    }
    return "%s announced after these, the last for %s."
        .formatted(
            more == 1 ? "One more part is" : Words.number(more) + " more parts are",
            hour(coming.isEmpty() ? late.getLast() : coming.getLast()));
  }
}
