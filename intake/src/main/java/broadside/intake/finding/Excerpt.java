package broadside.intake.finding;

/** A line in which a person sees what was found, but not its value. */
final class Excerpt {
  private static final int AROUND = 24;
  private static final char MASK = '•';

  private Excerpt() {}

  /** The words before the match and the match itself, masked, on one line. */
  static String of(String text, Match match) {
    int start = Math.max(0, match.start() - AROUND);
    String before = text.substring(start, match.start()).replaceAll("\\p{Nd}", "" + MASK);
    String value = text.substring(match.start(), match.end());
    String shown = match.kind().equals("password") ? ("" + MASK).repeat(6) : masked(value);
    String line = (start > 0 ? "…" : "") + before + shown;
    return line.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  /** Letters and digits but the first two and the last two are masked; separators stay. */
  private static String masked(String value) {
    StringBuilder masked = new StringBuilder(value);
    for (int i = 2; i < value.length() - 2; i++) {
      if (Character.isLetterOrDigit(value.charAt(i))) {
        masked.setCharAt(i, MASK);
      }
    }
    return masked.toString();
  }
}
