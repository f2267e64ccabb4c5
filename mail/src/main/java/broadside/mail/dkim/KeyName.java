package broadside.mail.dkim;

import java.util.Locale;

/** The names under which keys stand in the DNS. */
final class KeyName {
  private static final int LONGEST = 253;
  private static final int LONGEST_LABEL = 63;
  private static final String BETWEEN = "._domainkey.";

  private KeyName() {}

  /** The name of a key, or "" where it would be too long. Both are as {@link #clean} gives them. */
  static String of(String selector, String domain) {
    return selector.isEmpty()
            || domain.isEmpty()
            || selector.length() + BETWEEN.length() + domain.length() > LONGEST
        ? ""
        : selector + BETWEEN + domain;
  }

  /** The name in lower case, or "" where it is not one of letters, digits, hyphens, underscores. */
  static String clean(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return "";
    }
    int label = 0;
    for (int i = 0; i <= name.length(); i++) {
      char c = i == name.length() ? '.' : name.charAt(i);
      if (c == '.') {
        if (i == label || i - label > LONGEST_LABEL || name.charAt(i - 1) == '-') {
          return "";
        }
        label = i + 1;
      } else if (!isNameChar(c) || (c == '-' && i == label)) {
        return "";
      }
    }
    return name.toLowerCase(Locale.ROOT);
  }

  /** True for the domain itself and what lies below it, in any case. */
  static boolean isWithin(String name, String domain) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals(domain) || lower.endsWith("." + domain);
  }

  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
