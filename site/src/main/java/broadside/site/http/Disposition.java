package broadside.site.http;

import java.nio.charset.StandardCharsets;

/** The Content-Disposition header (RFC 6266). */
final class Disposition {
  private static final String TOKEN = "!#$&+-.^_`|~";
  private static final int MAX_NAME = 120;

  private Disposition() {}

  /** A header value that is printable ASCII whatever the name holds. */
  static String attachment(String name) {
    String safe = clean(name);
    StringBuilder ascii = new StringBuilder(safe.length());
    StringBuilder utf8 = new StringBuilder(safe.length());
    for (byte b : safe.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || TOKEN.indexOf(c) >= 0;
      if (plain) {
        utf8.append((char) c);
      } else {
        utf8.append('%')
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      }
    }
    for (int i = 0; i < safe.length(); i++) {
      char c = safe.charAt(i);
      ascii.append(c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' ? '_' : c);
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8\'\'" + utf8;
  }

  /** Without path separators, control and direction characters, not hidden, not endless. */
  private static String clean(String name) {
    StringBuilder clean = new StringBuilder();
    name.codePoints()
        .filter(c -> c != '/' && c != '\\' && c != ':')
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .limit(MAX_NAME)
        .forEach(clean::appendCodePoint);
    String stripped = clean.toString().strip();
    while (stripped.startsWith(".")) {
      stripped = stripped.substring(1);
    }
    return stripped.isEmpty() ? "attachment" : stripped;
  }
}
