package broadside.site;

/** Frames of HTTP/2 (RFC 9113), each character being a byte. */
final class Http2 {
  static final int DATA = 0;
  static final int RST_STREAM = 3;
  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static final int HEAD = 9;

  private Http2() {}

  static String frame(int type, int flags, int stream, String payload) {
    return number(payload.length()).substring(1)
        + (char) type
        + (char) flags
        + number(stream)
        + payload;
  }

  private static String number(int value) {
    return "" + at(value, 24) + at(value, 16) + at(value, 8) + at(value, 0);
  }

  private static char at(int value, int shift) {
    return (char) (value >>> shift & 0xff);
  }

  static String settings() {
    return frame(4, 0, 0, "");
  }

  static String ping() {
    return frame(6, 0, 0, "12345678");
  }

  static String windowUpdate(int stream, int bytes) {
    return frame(8, 0, stream, number(bytes));
  }

  /** A request, whole: fields of the static table (RFC 7541, appendix A), and two literals. */
  static String get(int stream, String path) {
    String fields = "\u0082\u0086\4" + (char) path.length() + path + "\1\1a";
    return frame(1, 0x5, stream, fields);
  }

  /** True where among the frames is one of this type and stream; the last may be cut off. */
  static boolean has(String frames, int type, int stream) {
    int at = 0;
    while (at + HEAD <= frames.length()) {
      if (frames.charAt(at + 3) == type && frames.startsWith(number(stream), at + 5)) {
        return true;
      }
      int length = frames.charAt(at) << 16 | frames.charAt(at + 1) << 8 | frames.charAt(at + 2);
      at += HEAD + length;
    }
    return false;
  }
}
