package broadside.site.routes;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The query part of an address. */
final class Query {
  private Query() {}

  /** The first value of a name, decoded, or "" where it does not occur. */
  static String value(@Nullable String query, String name) {
    if (query == null) {
      return "";
    }
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      if (query.startsWith(name, start) && end > start + name.length()) {
        int equals = start + name.length();
        if (query.charAt(equals) == '=') {
          return decode(query.substring(equals + 1, end));
        }
      }
      start = end + 1;
    }
    return "";
  }

  /** Percent signs and plus signs undone; what is no valid escape stays as it stands. */
  static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return text;
    }
  }

  /** A part of a path, in which an at sign may stand, and a space is no plus sign. */
  static String encodePath(String text) {
    return isPlain(text) ? text : encode(text).replace("+", "%20").replace("%40", "@");
  }

  /** True for letters and digits of ASCII and what stands among them in most addresses. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= '@' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '-'
              || c == '_';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
