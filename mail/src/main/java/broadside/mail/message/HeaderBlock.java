package broadside.mail.message;

import broadside.mail.message.Defect.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The fields of one header block, and where the body begins.
 *
 * <p>A line that is no field ends the header and belongs to the body, as other readers have it, so
 * that no text is lost. Lines that begin with "From " are passed over: copies of an mbox separator.
 */
record HeaderBlock(List<RawHeader> fields, int bodyFrom) {

  /** Whose header it is, and what is kept of it. */
  enum Owner {
    /** The outer mail: blank lines before it are passed over. */
    MAIL(true, true),
    /** The outer mail, where nobody asks for more than its Content-* fields. */
    MAIL_CONTENT(true, false),
    /** A mail inside a mail. */
    NESTED_MAIL(false, true),
    /** A part: only its Content-* fields are kept. */
    PART(false, false);

    private final boolean outer;
    private final boolean keepsAll;

    Owner(boolean outer, boolean keepsAll) {
      this.outer = outer;
      this.keepsAll = keepsAll;
    }
  }

  /**
   * Reads the block that begins at {@code from}.
   *
   * @param isBoundary tells whether the line at an offset ends the entity
   */
  static HeaderBlock read(
      byte[] source,
      int from,
      int to,
      Owner owner,
      IntPredicate isBoundary,
      MailLimits limits,
      Defects defects) {
    List<RawHeader> fields = new ArrayList<>(owner.keepsAll ? 24 : 4);
    int count = 0;
    int at = owner.outer ? afterBlankLines(source, from, to) : from;
    while (at < to) {
      int lineEnd = lineEnd(source, at, to);
      if (isBlank(source, at, lineEnd)) {
        return new HeaderBlock(fields, lineEnd);
      }
      if (source[at] == '-' && isBoundary.test(at)) {
        return new HeaderBlock(fields, at);
      }
      int nameEnd = nameEnd(source, at, lineEnd);
      boolean separator = nameEnd < 0 && isSeparator(source, at, lineEnd);
      if (nameEnd < 0 && !separator) {
        if (at > from || !owner.outer) {
          defects.add(Kind.BAD_HEADER, "the header ends at a line that is no field");
        }
        return new HeaderBlock(fields, at);
      }
      int fieldEnd = lineEnd;
      while (fieldEnd < to && (source[fieldEnd] == ' ' || source[fieldEnd] == '\t')) {
        fieldEnd = lineEnd(source, fieldEnd, to);
      }
      if (separator) {
        defects.add(Kind.BAD_HEADER, "an mbox separator among the fields");
      } else if (++count > limits.headerFields()) {
        defects.add(Kind.LIMIT_HEADER_BYTES, "more than " + limits.headerFields() + " fields");
      } else if (fieldEnd - from > limits.headerBytes()) {
        defects.add(Kind.LIMIT_HEADER_BYTES, "more than " + limits.headerBytes() + " bytes");
        int room = from + limits.headerBytes();
        if (room > nameEnd) {
          add(fields, source, at, nameEnd, room, owner);
        }
      } else {
        add(fields, source, at, nameEnd, fieldEnd, owner);
      }
      at = fieldEnd;
    }
    return new HeaderBlock(fields, to);
  }

  /** Some stores put blank lines before a mail. */
  private static int afterBlankLines(byte[] source, int from, int to) {
    int line = from;
    for (int i = from; i < to && source[i] <= ' ' && source[i] > 0; i++) {
      if (source[i] == '\n') {
        line = i + 1;
      }
    }
    return line;
  }

  /** The offset after the line's LF. */
  static int lineEnd(byte[] source, int at, int to) {
    int i = at;
    while (i < to && source[i] != '\n') {
      i++;
    }
    return i < to ? i + 1 : to;
  }

  private static boolean isBlank(byte[] source, int at, int lineEnd) {
    return source[at] == '\n' || (source[at] == '\r' && at + 1 < lineEnd && source[at + 1] == '\n');
  }

  private static boolean isSeparator(byte[] source, int at, int lineEnd) {
    int i = source[at] == '>' ? at + 1 : at;
    return lineEnd - i > 5
        && source[i] == 'F'
        && source[i + 1] == 'r'
        && source[i + 2] == 'o'
        && source[i + 3] == 'm'
        && source[i + 4] == ' ';
  }

  /** Where the field's name ends (its colon), or -1 where the line is no field. */
  private static int nameEnd(byte[] source, int at, int lineEnd) {
    int i = at;
    while (i < lineEnd && (source[i] & 0xff) > ' ' && source[i] != ':') {
      i++;
    }
    if (i == at) {
      return -1;
    }
    while (i < lineEnd && (source[i] == ' ' || source[i] == '\t')) {
      i++;
    }
    return i < lineEnd && source[i] == ':' ? i : -1;
  }

  private static void add(
      List<RawHeader> fields, byte[] source, int at, int colon, int end, Owner owner) {
    int nameEnd = colon;
    while (source[nameEnd - 1] == ' ' || source[nameEnd - 1] == '\t') {
      nameEnd--;
    }
    if (!owner.keepsAll && (nameEnd - at < 9 || (source[at] | 0x20) != 'c')) {
      return;
    }
    String name = new String(source, at, nameEnd - at, StandardCharsets.ISO_8859_1);
    if (owner.keepsAll || ContentHeader.isContentField(name)) {
      fields.add(new RawHeader(name, unfold(source, colon + 1, end)));
    }
  }

  /** The bytes with each line end taken out; the blanks that follow one stay. */
  private static String unfold(byte[] source, int from, int to) {
    int start = from;
    while (start < to && (source[start] == ' ' || source[start] == '\t')) {
      start++;
    }
    int end = to;
    while (end > start && source[end - 1] <= ' ' && source[end - 1] >= 0) {
      end--;
    }
    int firstFold = start;
    while (firstFold < end && source[firstFold] != '\n') {
      firstFold++;
    }
    if (firstFold == end) {
      return new String(source, start, end - start, StandardCharsets.ISO_8859_1);
    }
    byte[] line = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      byte b = source[i];
      if (b != '\n' && !(b == '\r' && i + 1 < end && source[i + 1] == '\n')) {
        line[length++] = b;
      }
    }
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }
}
