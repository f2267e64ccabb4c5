package broadside.mail.text;

import java.util.List;
import java.util.Locale;

/** Finds the line or lines that say who wrote what is quoted below them. */
final class Attribution {
  private static final int MAX_LINES = 4;
  private static final int MAX_CHARS = 500;

  /** "Wrote" as mail programs write it, in lower case. */
  private static final List<String> WROTE =
      List.of(
          "wrote",
          "writes",
          "said",
          "schrieb",
          "a écrit",
          "escribió",
          "escreveu",
          "ha scritto",
          "schreef",
          "skrev",
          "kirjoitti",
          "napisał",
          "napsal",
          "napísal",
          "írta",
          "yazdı",
          "пишет",
          "написал",
          "писал",
          "写道",
          "寫道",
          "写到",
          "のメール",
          "書きました",
          "작성",
          "كتب",
          "đã viết",
          "έγραψε",
          "כתב",
          "quoting ");

  private static final List<String> STARTS =
      List.of(
          "on ",
          "at ",
          "in ",
          "am ",
          "le ",
          "el ",
          "il ",
          "op ",
          "em ",
          "den ",
          "dnia ",
          "w dniu ",
          "w ",
          "dne ",
          "quoting ",
          "в ",
          "在 ",
          "---",
          "*");

  private final Lines lines;

  Attribution(Lines lines) {
    this.lines = lines;
  }

  /**
   * The first line of the attribution that closes the paragraph, or {@code end} where there is
   * none.
   *
   * @param start first line of the paragraph
   * @param end line after its last
   */
  int start(int start, int end) {
    if (end == start || !lines.endsWithColon(end - 1)) {
      return end;
    }
    int first = end - 1;
    int earliest = Math.max(start, end - MAX_LINES);
    if (lines.to(end - 1) - lines.from(earliest) > MAX_CHARS) {
      earliest = first;
    }
    if (lines.to(end - 1) - lines.from(first) > MAX_CHARS) {
      return end;
    }
    for (int i = first; i >= earliest; i--) {
      if (startsLikeOne(i)) {
        return saysWrote(i, end) || isDateAndAddress(i, end) ? i : end;
      }
    }
    boolean fragment = lines.to(first) - lines.from(first) < 24 && first > earliest;
    int candidate = fragment ? first - 1 : first;
    return saysWrote(candidate, end) ? candidate : end;
  }

  /** True where the attribution names an address, a date or a quoted name, beside "wrote". */
  boolean isStrong(int start, int end) {
    if (start == end) {
      return false;
    }
    String text = lines.text().substring(lines.from(start), lines.to(end - 1)).strip();
    String lower = text.toLowerCase(Locale.ROOT);
    boolean closes =
        WROTE.stream().anyMatch(w -> lower.startsWith(w, lower.length() - w.length() - 1));
    return closes && text.indexOf('@') >= 0 && text.length() <= 300;
  }

  private boolean startsLikeOne(int line) {
    String head =
        lines
            .text()
            .substring(lines.skipSpace(line), Math.min(lines.to(line), lines.skipSpace(line) + 10))
            .toLowerCase(Locale.ROOT);
    return (!head.isEmpty() && Character.isDigit(head.charAt(0)))
        || STARTS.stream().anyMatch(head::startsWith);
  }

  private boolean saysWrote(int start, int end) {
    String all =
        lines.text().substring(lines.from(start), lines.to(end - 1)).toLowerCase(Locale.ROOT);
    return WROTE.stream().anyMatch(all::contains);
  }

  /** "2019-09-25 22:12 GMT+02:00 Name <name@host>:" has no verb, nor has "* Name <…> [date]:". */
  private boolean isDateAndAddress(int start, int end) {
    String last = lines.trimmed(end - 1);
    return (last.endsWith(">:") || last.endsWith("]:"))
        && lines.text().substring(lines.from(start), lines.to(end - 1)).indexOf('@') > 0;
  }
}
