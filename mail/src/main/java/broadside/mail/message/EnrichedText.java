package broadside.mail.message;

/** text/enriched (RFC 1896) and text/richtext (RFC 1341) as plain text. */
final class EnrichedText {
  private static final int LONGEST_COMMAND = 60;

  private EnrichedText() {}

  /** The text without its formatting commands and their parameters. */
  static String plain(String enriched) {
    StringBuilder plain = new StringBuilder(enriched.length());
    boolean parameter = false;
    int i = 0;
    while (i < enriched.length()) {
      char c = enriched.charAt(i);
      if (c == '<' && enriched.startsWith("<<", i)) {
        plain.append(c);
        i += 2;
        continue;
      }
      int end = c == '<' ? commandEnd(enriched, i) : -1;
      if (end < 0) {
        if (!parameter) {
          plain.append(c);
        }
        i++;
        continue;
      }
      String command = enriched.substring(i + 1, end).toLowerCase(java.util.Locale.ROOT);
      parameter = command.equals("param") || (parameter && !command.equals("/param"));
      if (command.equals("nl") || command.equals("np")) {
        plain.append('\n');
      } else if (command.equals("lt")) {
        plain.append('<');
      }
      i = end + 1;
    }
    return plain.toString();
  }

  private static int commandEnd(String text, int from) {
    int limit = Math.min(text.length(), from + LONGEST_COMMAND);
    for (int i = from + 1; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '>') {
        return i > from + 1 ? i : -1;
      }
      if (!Character.isLetterOrDigit(c) && c != '/' && c != '-') {
        return -1;
      }
    }
    return -1;
  }
}
