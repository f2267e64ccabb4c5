package broadside.mail.charset;

/**
 * What speaks for and against bytes being UTF-8 (RFC 3629).
 *
 * @param two well-formed sequences of two bytes
 * @param longer well-formed sequences of three or four bytes
 * @param malformed bytes with the high bit set that belong to no sequence; a sequence cut off by
 *     the end is not one
 */
record Utf8Check(int two, int longer, int malformed) {

  static Utf8Check of(byte[] bytes, int from, int to) {
    int two = 0;
    int longer = 0;
    int malformed = 0;
    int i = from;
    while (i < to) {
      int b = bytes[i] & 0xff;
      if (b < 0x80) {
        i++;
        continue;
      }
      int length =
          b >= 0xc2 && b <= 0xdf ? 2 : b >= 0xe0 && b <= 0xef ? 3 : b >= 0xf0 && b <= 0xf4 ? 4 : 0;
      int end = continuation(bytes, i, Math.min(to, i + length), b);
      if (length > 0 && end == i + length) {
        if (length == 2) {
          two++;
        } else {
          longer++;
        }
        i = end;
      } else if (length > 0 && end == to) {
        i = to;
      } else {
        malformed++;
        i++;
      }
    }
    return new Utf8Check(two, longer, malformed);
  }

  /** Where the continuation bytes after the lead byte end. */
  private static int continuation(byte[] bytes, int lead, int end, int b) {
    int i = lead + 1;
    while (i < end) {
      int c = bytes[i] & 0xff;
      boolean fits = c >= 0x80 && c <= 0xbf;
      if (i == lead + 1) {
        // overlong forms, surrogates, and what lies beyond U+10FFFF
        fits &= !(b == 0xe0 && c < 0xa0) && !(b == 0xed && c > 0x9f);
        fits &= !(b == 0xf0 && c < 0x90) && !(b == 0xf4 && c > 0x8f);
      }
      if (!fits) {
        return i;
      }
      i++;
    }
    return i;
  }

  /** True where every sequence is well formed and there is one. */
  boolean valid() {
    return malformed == 0 && two + longer > 0;
  }

  /** True where nothing speaks for UTF-8 but the label. */
  boolean unlikely() {
    return malformed > 2 * (two + longer);
  }

  /**
   * True where another label is surely wrong. A single-byte text is hardly ever well-formed UTF-8;
   * two-byte charsets can be so for a character or two.
   */
  boolean sure(boolean singleByteLabel) {
    return valid() && (singleByteLabel || longer >= 2);
  }
}
