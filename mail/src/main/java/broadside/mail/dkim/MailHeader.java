package broadside.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the fields of a mail's header lie.
 *
 * <p>The header ends where the reader of messages ends it, so that a signature covers what is
 * shown: at an empty line, or before a line that is no field. Blank lines before the mail, and
 * copies of an mbox separator among the fields, are passed over.
 */
final class MailHeader {
  private static final int START = 0;
  private static final int NAME_END = 1;
  private static final int COLON = 2;
  private static final int END = 3;
  private static final int HASH = 4;
  private static final int INTS = 5;

  private final byte[] mail;
  private int[] table = new int[INTS * 48];
  private int count;
  private int bodyFrom;
  private boolean beyondLimits;

  private MailHeader(byte[] mail) {
    this.mail = mail;
  }

  static MailHeader read(byte[] mail, DkimLimits limits) {
    MailHeader header = new MailHeader(mail);
    header.read(limits);
    return header;
  }

  /** False where no line of the header begins a signature; true where one may. */
  static boolean maybeSigned(byte[] mail) {
    int at = afterBlankLines(mail);
    while (at < mail.length && !isBlank(mail, at)) {
      int first = mail[at] | 0x20;
      if ((first == 'd' && startsWith(mail, at, "dkim-signature"))
          || (first == 'a' && startsWith(mail, at, "arc-"))) {
        return true;
      }
      at = lineEnd(mail, at);
    }
    return false;
  }

  private void read(DkimLimits limits) {
    int from = afterBlankLines(mail);
    int at = from;
    while (at < mail.length && !isBlank(mail, at)) {
      int lineEnd = lineEnd(mail, at);
      int colon = colon(at, lineEnd);
      if (colon < 0 && !isSeparator(at)) {
        bodyFrom = at;
        return;
      }
      int end = lineEnd;
      while (end < mail.length && isWhite(mail[end])) {
        end = lineEnd(mail, end);
      }
      if (count >= limits.headerFields() || end - from > limits.headerBytes()) {
        beyondLimits = true;
      } else if (colon >= 0) {
        add(at, colon, end);
      }
      at = end;
    }
    bodyFrom = at < mail.length ? lineEnd(mail, at) : mail.length;
  }

  private void add(int at, int colon, int end) {
    int nameEnd = colon;
    while (isWhite(mail[nameEnd - 1])) {
      nameEnd--;
    }
    int hash = 0;
    for (int i = at; i < nameEnd; i++) {
      hash = 31 * hash + lower(mail[i]);
    }
    if (table.length < INTS * (count + 1)) {
      table = Arrays.copyOf(table, 2 * table.length);
    }
    int row = INTS * count++;
    table[row + START] = at;
    table[row + NAME_END] = nameEnd;
    table[row + COLON] = colon;
    table[row + END] = end;
    table[row + HASH] = hash;
  }

  byte[] mail() {
    return mail;
  }

  /** The number of fields. */
  int count() {
    return count;
  }

  /** Where the body begins. */
  int bodyFrom() {
    return bodyFrom;
  }

  /** True where there are more fields or bytes than the limits allow: the rest was left out. */
  boolean isBeyondLimits() {
    return beyondLimits;
  }

  int start(int field) {
    return table[INTS * field + START];
  }

  /** Where the name ends, without blanks before the colon. */
  int nameEnd(int field) {
    return table[INTS * field + NAME_END];
  }

  int colon(int field) {
    return table[INTS * field + COLON];
  }

  /** Where the next field begins: after the line end, where there is one. */
  int end(int field) {
    return table[INTS * field + END];
  }

  /** The name as written, one char per byte. */
  String name(int field) {
    int start = start(field);
    return new String(mail, start, nameEnd(field) - start, StandardCharsets.ISO_8859_1);
  }

  /** True where the field has that name, given in lower case. */
  boolean is(int field, String name) {
    int row = INTS * field;
    int start = table[row + START];
    if (table[row + HASH] != name.hashCode() || table[row + NAME_END] - start != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (lower(mail[start + i]) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The first field of that name, or -1. */
  int first(String name) {
    for (int field = 0; field < count; field++) {
      if (is(field, name)) {
        return field;
      }
    }
    return -1;
  }

  /** The last field of that name before {@code limit}, or -1. */
  int lastBefore(int limit, String name) {
    for (int field = limit - 1; field >= 0; field--) {
      if (is(field, name)) {
        return field;
      }
    }
    return -1;
  }

  /** What follows the colon, unfolded, one char per byte. */
  String value(int field) {
    int from = colon(field) + 1;
    return new String(mail, from, end(field) - from, StandardCharsets.ISO_8859_1)
        .replace("\r\n", "")
        .replace("\n", "");
  }

  private static int afterBlankLines(byte[] mail) {
    int line = 0;
    for (int i = 0; i < mail.length && mail[i] <= ' ' && mail[i] > 0; i++) {
      if (mail[i] == '\n') {
        line = i + 1;
      }
    }
    return line;
  }

  private static int lineEnd(byte[] mail, int at) {
    int i = at;
    while (i < mail.length && mail[i] != '\n') {
      i++;
    }
    return i < mail.length ? i + 1 : mail.length;
  }

  private static boolean isBlank(byte[] mail, int at) {
    return mail[at] == '\n' || (mail[at] == '\r' && at + 1 < mail.length && mail[at + 1] == '\n');
  }

  private boolean isSeparator(int at) {
    int i = mail[at] == '>' ? at + 1 : at;
    return i + 4 < mail.length
        && mail[i] == 'F'
        && mail[i + 1] == 'r'
        && mail[i + 2] == 'o'
        && mail[i + 3] == 'm'
        && mail[i + 4] == ' ';
  }

  /** True where the word, given in lower case, stands there in any case. */
  private static boolean startsWith(byte[] mail, int at, String word) {
    if (at + word.length() > mail.length) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (lower(mail[at + i]) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int colon(int at, int lineEnd) {
    int i = at;
    while (i < lineEnd && (mail[i] & 0xff) > ' ' && mail[i] != ':') {
      i++;
    }
    if (i == at) {
      return -1;
    }
    while (i < lineEnd && isWhite(mail[i])) {
      i++;
    }
    return i < lineEnd && mail[i] == ':' ? i : -1;
  }

  static boolean isWhite(byte b) {
    return b == ' ' || b == '\t';
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b | 0x20 : b & 0xff;
  }
}
