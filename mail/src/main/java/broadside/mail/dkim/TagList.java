package broadside.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tag list as in RFC 6376 §3.2, with the characters that RFC 8616 adds.
 *
 * <p>One pass over its bytes.
 */
final class TagList {
  /** One without tags. */
  static final TagList EMPTY = new TagList();

  private final Map<String, String> values = new HashMap<>();
  private String first = "";
  private int signatureFrom = -1;
  private int signatureTo = -1;

  private TagList() {}

  /** The list, or null where the bytes are none, or name a tag twice. */
  static @Nullable TagList parse(byte[] bytes, int from, int to) {
    TagList list = new TagList();
    int at = skipWhite(bytes, from, to);
    while (at < to) {
      int nameEnd = nameEnd(bytes, at, to);
      int equals = skipWhite(bytes, nameEnd, to);
      if (nameEnd == at || equals == to || bytes[equals] != '=') {
        return null;
      }
      int end = valueEnd(bytes, equals + 1, to);
      if (end < 0 || !list.add(bytes, at, nameEnd, equals + 1, end)) {
        return null;
      }
      at = end == to ? to : skipWhite(bytes, end + 1, to);
    }
    return list.values.isEmpty() ? null : list;
  }

  private boolean add(byte[] bytes, int nameFrom, int nameEnd, int from, int to) {
    String name = new String(bytes, nameFrom, nameEnd - nameFrom, StandardCharsets.ISO_8859_1);
    int start = skipWhite(bytes, from, to);
    int end = to;
    while (end > start && isWhite(bytes[end - 1])) {
      end--;
    }
    if (name.equals("b")) {
      signatureFrom = from;
      signatureTo = to;
    }
    if (values.isEmpty()) {
      first = name;
    }
    String value = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    return values.put(name, value) == null;
  }

  /** The value without white space around it, or null where the tag is missing. */
  @Nullable String get(String tag) {
    return values.get(tag);
  }

  /** The value in lower case with no white space at all, or the other where the tag is missing. */
  String word(String tag, String other) {
    String value = values.get(tag);
    return value == null ? other : compact(value).toLowerCase(Locale.ROOT);
  }

  /** The items between the colons of a value in lower case; none where the tag is missing. */
  List<String> items(String tag) {
    String value = values.get(tag);
    List<String> items = new ArrayList<>();
    if (value == null) {
      return items;
    }
    int from = 0;
    while (from <= value.length()) {
      int colon = value.indexOf(':', from);
      int to = colon < 0 ? value.length() : colon;
      items.add(value.substring(from, to).strip().toLowerCase(Locale.ROOT));
      from = to + 1;
    }
    return items;
  }

  /** The name of the first tag. */
  String first() {
    return first;
  }

  /** Where the value of {@code b=} begins, with its white space, or -1. */
  int signatureFrom() {
    return signatureFrom;
  }

  /** Where the value of {@code b=} ends, with its white space, or -1. */
  int signatureTo() {
    return signatureTo;
  }

  /** The text without white space. */
  static String compact(String value) {
    int clean = 0;
    while (clean < value.length() && value.charAt(clean) > ' ') {
      clean++;
    }
    if (clean == value.length()) {
      return value;
    }
    StringBuilder compact = new StringBuilder(value.length()).append(value, 0, clean);
    for (int i = clean; i < value.length(); i++) {
      if (value.charAt(i) > ' ') {
        compact.append(value.charAt(i));
      }
    }
    return compact.toString();
  }

  private static int nameEnd(byte[] bytes, int at, int to) {
    int i = at;
    while (i < to && (isLetter(bytes[i]) || (i > at && isDigitOrLine(bytes[i])))) {
      i++;
    }
    return i;
  }

  /** Where the value's semicolon is, or {@code to}, or -1 where a character cannot be. */
  private static int valueEnd(byte[] bytes, int at, int to) {
    for (int i = at; i < to; i++) {
      byte b = bytes[i];
      if (b == ';') {
        return i;
      }
      if (b >= 0 && (b < ' ' || b == 0x7f) && b != '\t' && !isLineEnd(bytes, i, to)) {
        return -1;
      }
    }
    return to;
  }

  private static int skipWhite(byte[] bytes, int at, int to) {
    int i = at;
    while (i < to && isWhite(bytes[i]) && (bytes[i] != '\r' || isLineEnd(bytes, i, to))) {
      i++;
    }
    return i;
  }

  private static boolean isLineEnd(byte[] bytes, int at, int to) {
    return bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n');
  }

  private static boolean isWhite(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static boolean isDigitOrLine(byte b) {
    return (b >= '0' && b <= '9') || b == '_';
  }
}
