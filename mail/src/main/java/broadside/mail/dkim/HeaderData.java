package broadside.mail.dkim;

import java.util.Arrays;

/**
 * The canonical header fields that a signature is made over (RFC 6376 §3.4.1, §3.4.2, §3.7).
 *
 * <p><b>Threads:</b> one each.
 */
final class HeaderData {
  private static final int KEPT = 1 << 16;

  private byte[] bytes = new byte[1 << 12];
  private int length;

  /** Forgets all, and the room that a hostile mail took. */
  void clear() {
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[1 << 12];
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Appends a field with its line end. */
  void add(MailHeader header, int field, Canonicalization canonicalization) {
    int end = header.end(field);
    add(header, field, canonicalization, end, end);
    bytes[length++] = '\r';
    bytes[length++] = '\n';
  }

  /** Appends a signature's own field without what {@code b=} says and without a line end. */
  void addUnsigned(MailHeader header, SignatureField signature, Canonicalization canonicalization) {
    add(
        header,
        signature.field,
        canonicalization,
        signature.tags.signatureFrom(),
        signature.tags.signatureTo());
  }

  private void add(
      MailHeader header, int field, Canonicalization canonicalization, int gap, int gapEnd) {
    int start = header.start(field);
    int end = header.end(field);
    // A line end may grow by one byte; a last line gets one.
    int most = length + 2 * (end - start) + 2;
    if (most > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(most, 2 * bytes.length));
    }
    byte[] mail = header.mail();
    switch (canonicalization) {
      case SIMPLE -> {
        int last = lineContentEnd(mail, start, end);
        simple(mail, start, Math.min(gap, last));
        simple(mail, Math.min(gapEnd, last), last);
      }
      case RELAXED -> {
        for (int i = start; i < header.nameEnd(field); i++) {
          byte b = mail[i];
          bytes[length++] = b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
        }
        bytes[length++] = ':';
        int from = header.colon(field) + 1;
        int value = length;
        boolean space = relaxed(mail, from, Math.min(gap, end), value, false);
        relaxed(mail, gapEnd, end, value, space);
      }
    }
  }

  private static int lineContentEnd(byte[] mail, int start, int end) {
    if (mail[end - 1] != '\n') {
      return end;
    }
    return end - start > 1 && mail[end - 2] == '\r' ? end - 2 : end - 1;
  }

  private void simple(byte[] mail, int from, int to) {
    byte[] out = bytes;
    int n = length;
    for (int i = from; i < to; i++) {
      byte b = mail[i];
      if (b == '\n' && mail[i - 1] != '\r') {
        out[n++] = '\r';
      }
      out[n++] = b;
    }
    length = n;
  }

  /**
   * Appends the bytes with each run of white space as one space, and none at the beginning.
   *
   * @param valueFrom where the field's value began in what was appended
   * @param spaceBefore true where white space stood before
   * @return true where white space stood at the end; it is not yet appended
   */
  private boolean relaxed(byte[] mail, int from, int to, int valueFrom, boolean spaceBefore) {
    byte[] out = bytes;
    int n = length;
    boolean space = spaceBefore;
    for (int i = from; i < to; i++) {
      byte b = mail[i];
      if (b == ' ' || b == '\t') {
        space = true;
      } else if (b != '\n' && !(b == '\r' && i + 1 < mail.length && mail[i + 1] == '\n')) {
        if (space && n > valueFrom) {
          out[n++] = ' ';
        }
        space = false;
        out[n++] = b;
      }
    }
    length = n;
    return space;
  }
}
