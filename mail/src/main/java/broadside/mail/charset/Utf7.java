package broadside.mail.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * UTF-7 (RFC 2152), which the JDK does not have; for reading only.
 *
 * <p>It is never guessed: plain text that looks like UTF-7 stays as it is, so that nothing becomes
 * markup that another reader of the same mail does not see.
 */
final class Utf7 extends ReadOnlyCharset {
  static final String NAME = "x-broadside-utf-7";
  static final Charset CHARSET = new Utf7();

  private Utf7() {
    super(NAME);
  }

  @Override
  public CharsetDecoder newDecoder() {
    return new Decoder(this);
  }

  private static int sextet(int b) {
    if (b >= 'A' && b <= 'Z') {
      return b - 'A';
    }
    if (b >= 'a' && b <= 'z') {
      return b - 'a' + 26;
    }
    if (b >= '0' && b <= '9') {
      return b - '0' + 52;
    }
    return b == '+' ? 62 : b == '/' ? 63 : -1;
  }

  private static final class Decoder extends CharsetDecoder {
    private boolean shifted;
    private boolean first;
    private int bits;
    private int held;

    Decoder(Charset charset) {
      super(charset, 1, 1);
    }

    @Override
    protected void implReset() {
      shifted = false;
      first = false;
      bits = 0;
      held = 0;
    }

    @Override
    protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
      while (in.hasRemaining()) {
        if (!out.hasRemaining()) {
          return CoderResult.OVERFLOW;
        }
        int b = in.get() & 0xff;
        if (!shifted) {
          if (b == '+') {
            shifted = true;
            first = true;
            bits = 0;
            held = 0;
          } else if (b < 0x80) {
            out.put((char) b);
          } else {
            in.position(in.position() - 1);
            return CoderResult.malformedForLength(1);
          }
          continue;
        }
        int sextet = sextet(b);
        if (sextet >= 0) {
          first = false;
          held = held << 6 | sextet;
          bits += 6;
          if (bits >= 16) {
            bits -= 16;
            out.put((char) (held >>> bits));
            held &= (1 << bits) - 1;
          }
        } else {
          shifted = false;
          if (b == '-') {
            if (first) {
              out.put('+');
            }
          } else {
            in.position(in.position() - 1);
          }
        }
      }
      return CoderResult.UNDERFLOW;
    }
  }
}
