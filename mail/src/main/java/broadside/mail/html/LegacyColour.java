package broadside.mail.html;

import java.util.Locale;

/**
 * A colour as an attribute has it, read as browsers read it: every text is one.
 *
 * <p>Source: the HTML standard, "rules for parsing a legacy colour value".
 */
final class LegacyColour {
  private static final int PARTS = 3;
  private static final int LONGEST_PART = 8;

  private LegacyColour() {}

  /** A name, which styles know or leave out, or {@code #rrggbb}. */
  static String of(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (lower.matches("[a-z]*[g-z][a-z]*")) {
      return lower;
    }
    if (lower.matches("#[0-9a-f]{3}")) {
      return lower;
    }
    StringBuilder digits =
        new StringBuilder(lower.replaceFirst("^#", "").replaceAll("[^0-9a-f]", "0"));
    while (digits.isEmpty() || digits.length() % PARTS != 0) {
      digits.append('0');
    }
    int length = digits.length() / PARTS;
    int from = Math.max(0, length - LONGEST_PART);
    while (length - from > 2 && isZeroInEachPart(digits, length, from)) {
      from++;
    }
    StringBuilder colour = new StringBuilder("#");
    for (int part = 0; part < PARTS; part++) {
      String two =
          digits.substring(
              part * length + from, Math.min(part * length + from + 2, (part + 1) * length));
      colour.append(two.length() == 1 ? "0" : "").append(two);
    }
    return colour.toString();
  }

  private static boolean isZeroInEachPart(CharSequence digits, int length, int at) {
    for (int part = 0; part < PARTS; part++) {
      if (digits.charAt(part * length + at) != '0') {
        return false;
      }
    }
    return true;
  }
}
