package broadside.mail.header;

import broadside.mail.charset.TextDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A header value with parameters (RFC 2045 §5.1, RFC 2231), such as a Content-Type.
 *
 * @param value what stands before the first semicolon, in lower case
 * @param parameters by lower-case name, decoded; of two with one name the first counts, an extended
 *     one (RFC 2231) before a plain one
 */
public record HeaderValue(String value, Map<String, String> parameters) {
  /** More parameters than this are left out; real mail has fewer than ten. */
  private static final int MOST_PARAMETERS = 500;

  public HeaderValue {
    parameters = Map.copyOf(parameters);
  }

  /** The parameter, or null where there is none. */
  public @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /** Reads a structured header text; whatever it is, there is a value. */
  public static HeaderValue parse(String text) {
    if (text.indexOf(';') < 0 && text.indexOf('(') < 0) {
      return new HeaderValue(text.strip().toLowerCase(Locale.ROOT), Map.of());
    }
    return new Reader(text).read();
  }

  /** One pass over the text; then the pieces of each parameter are put together. */
  private static final class Reader {
    private final String text;
    private int at;
    private boolean commentsEnd = true;
    private final Map<String, String> plain = new LinkedHashMap<>();
    private final Map<String, SortedMap<Integer, Piece>> pieces = new LinkedHashMap<>();

    Reader(String text) {
      this.text = text;
    }

    /** A piece of a parameter; {@code encoded} where it is percent-encoded. */
    private record Piece(String value, boolean encoded) {}

    HeaderValue read() {
      String value = token(";").toLowerCase(Locale.ROOT);
      int count = 0;
      while (at < text.length() && count < MOST_PARAMETERS) {
        at++;
        String name = token("=;").toLowerCase(Locale.ROOT);
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          add(name, parameterValue());
          count++;
        }
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      pieces.forEach((name, list) -> parameters.put(name, join(list)));
      plain.forEach(
          (name, v) -> parameters.putIfAbsent(name, EncodedWords.decode(v).text().strip()));
      return new HeaderValue(value, parameters);
    }

    private void add(String name, String value) {
      int star = name.indexOf('*');
      if (star <= 0) {
        if (!name.isEmpty()) {
          plain.putIfAbsent(name, value);
        }
        return;
      }
      boolean encoded = name.endsWith("*");
      int end = encoded ? name.length() - 1 : name.length();
      String number = star < end ? name.substring(star + 1, end) : "";
      if (number.length() > 6 || !number.chars().allMatch(Reader::isDigit)) {
        return;
      }
      pieces
          .computeIfAbsent(name.substring(0, star), n -> new TreeMap<>())
          .putIfAbsent(number.isEmpty() ? 0 : Integer.parseInt(number), new Piece(value, encoded));
    }

    private static boolean isDigit(int c) {
      return c >= '0' && c <= '9';
    }

    private static String join(SortedMap<Integer, Piece> list) {
      String charset = null;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (Map.Entry<Integer, Piece> entry : list.entrySet()) {
        String value = entry.getValue().value();
        if (!entry.getValue().encoded()) {
          bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
          continue;
        }
        int first = value.indexOf('\'');
        int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
        if (charset == null && second >= 0) {
          charset = value.substring(0, first);
          value = value.substring(second + 1);
        }
        percentDecode(value, bytes);
      }
      String label = charset == null || charset.isEmpty() ? null : charset;
      String joined = TextDecoder.decode(bytes.toByteArray(), label).text();
      return HeaderText.oneLine(EncodedWords.decode(joined).text()).strip();
    }

    private static void percentDecode(String value, ByteArrayOutputStream bytes) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        int b = c == '%' && i + 2 < value.length() ? EncodedWords.hex(value, i + 1) : -1;
        if (b >= 0) {
          bytes.write(b);
          i += 2;
        } else {
          bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        }
      }
    }

    /** Text up to one of the stops, without comments, spaces around it removed. */
    private String token(String stops) {
      StringBuilder token = new StringBuilder();
      while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
        if (!skipComment()) {
          token.append(text.charAt(at++));
        }
      }
      return token.toString().strip();
    }

    private String parameterValue() {
      skipBlanks();
      StringBuilder value = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '"') {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
          char c = text.charAt(at++);
          boolean escape = c == '\\' && at < text.length() && "\"\\".indexOf(text.charAt(at)) >= 0;
          value.append(escape ? text.charAt(at++) : c);
        }
        at++;
        while (at < text.length() && text.charAt(at) != ';') {
          at++;
        }
        return value.toString();
      }
      while (at < text.length() && text.charAt(at) != ';') {
        if (!skipComment()) {
          value.append(text.charAt(at++));
        }
      }
      return value.toString().strip();
    }

    private void skipBlanks() {
      while (at < text.length() && text.charAt(at) <= ' ') {
        at++;
      }
    }

    /** Skips a whole comment; one without an end is no comment. */
    private boolean skipComment() {
      if (text.charAt(at) != '(' || !commentsEnd) {
        return false;
      }
      int depth = 0;
      for (int i = at; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\\') {
          i++;
        } else if (c == '(') {
          depth++;
        } else if (c == ')' && --depth == 0) {
          at = i + 1;
          return true;
        }
      }
      commentsEnd = false;
      return false;
    }
  }
}
