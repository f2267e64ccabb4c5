package broadside.examples.mime;

import java.util.Base64;

/** How a body's bytes travel (RFC 2045 §6). */
public enum Transfer {
  SEVEN_BIT("7bit"),
  EIGHT_BIT("8bit"),
  QUOTED_PRINTABLE("quoted-printable"),
  BASE64("base64");

  private static final int LINE = 76;
  private static final byte[] NEWLINE = {'\n'};
  private static final String HEX = "0123456789ABCDEF";

  private final String token;

  Transfer(String token) {
    this.token = token;
  }

  /** The value of Content-Transfer-Encoding. */
  public String token() {
    return token;
  }

  /** The encoded body in ISO-8859-1 characters, one a byte, lines ending in LF. */
  String encode(byte[] body) {
    return switch (this) {
      case SEVEN_BIT, EIGHT_BIT -> Bytes.latin1(body);
      case QUOTED_PRINTABLE -> quotedPrintable(body);
      case BASE64 -> Bytes.latin1(Base64.getMimeEncoder(LINE, NEWLINE).encode(body)) + "\n";
    };
  }

  private static String quotedPrintable(byte[] body) {
    StringBuilder out = new StringBuilder(body.length * 5 / 4);
    int column = 0;
    for (int i = 0; i < body.length; i++) {
      int b = body[i] & 0xff;
      if (b == '\n') {
        out.append('\n');
        column = 0;
        continue;
      }
      boolean lastOfLine = i + 1 == body.length || body[i + 1] == '\n';
      boolean plain = (b > ' ' && b < 127 && b != '=') || (b == ' ' && !lastOfLine);
      int width = plain ? 1 : 3;
      if (column + width > LINE - (lastOfLine ? 0 : 1)) {
        out.append("=\n");
        column = 0;
      }
      if (plain) {
        out.append((char) b);
      } else {
        out.append('=').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
      }
      column += width;
    }
    return out.toString();
  }
}
