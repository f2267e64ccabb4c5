package broadside.archive.query;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be typed without quotation marks, and what a phrase may hold. */
final class BareText {
  private static final Set<String> RESERVED = Set.of("AND", "OR", "NOT", "NEAR", "ADJ", "AROUND");

  private BareText() {}

  /** True where the text is read back as one plain word. */
  static boolean isWord(String text) {
    return isValue(text)
        && hasWord(text)
        && "-!+*".indexOf(text.charAt(0)) < 0
        && text.indexOf('*') < 0
        && Operator.prefix(text) == null
        && unknownOperator(text) == null
        && !isReserved(text);
  }

  /** What stands before the colon where it looks like an operator that is none, or null. */
  static @Nullable String unknownOperator(String text) {
    int colon = text.indexOf(':');
    if (colon < 2 || colon == text.length() - 1 || text.startsWith("//", colon + 1)) {
      return null;
    }
    String name = text.substring(0, colon);
    boolean letters = name.chars().allMatch(c -> c == '_' || (c < 128 && Character.isLetter(c)));
    return letters && Operator.named(name) == null ? name : null;
  }

  /** True where the text is read back as the value after an operator. */
  static boolean isValue(String text) {
    return !text.isEmpty() && text.codePoints().noneMatch(BareText::breaks);
  }

  /** True for AND, OR, NOT, NEAR/5 and their like, in capitals. */
  static boolean isReserved(String text) {
    int slash = text.indexOf('/');
    return RESERVED.contains(slash < 0 ? text : text.substring(0, slash));
  }

  /** True for AND, OR and NOT in any letters but capitals, which are words. */
  static boolean isLikeOperator(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "and", "or", "not" -> !isReserved(text);
      default -> false;
    };
  }

  /** True for what ends a bare word. */
  static boolean breaks(int point) {
    return isBlank(point) || isQuote(point) || "(){}".indexOf(point) >= 0;
  }

  static boolean isBlank(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point) || point < 0x20;
  }

  /** The straight mark and the typographic ones that word processors put in its place. */
  static boolean isQuote(int point) {
    return point == '"' || point == '“' || point == '”' || point == '„';
  }

  /** True where there is something that an index could hold. */
  static boolean hasWord(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  /** The text with single blanks between its words and no quotation marks. */
  static String phrase(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (!isBlank(point) && !isQuote(point)) {
            out.appendCodePoint(point);
          } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
            out.append(' ');
          }
        });
    return out.toString().strip();
  }
}
