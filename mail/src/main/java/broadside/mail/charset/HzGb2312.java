package broadside.mail.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** HZ (RFC 1843): GB 2312 in seven bits, which the JDK does not have; for reading only. */
final class HzGb2312 extends ReadOnlyCharset {
  static final String NAME = "x-broadside-hz";
  static final Charset CHARSET = new HzGb2312();

  private static final Charset GBK = Charset.forName("gbk");

  private HzGb2312() {
    super(NAME);
  }

  @Override
  public CharsetDecoder newDecoder() {
    return new Decoder(this);
  }

  private static final class Decoder extends CharsetDecoder {
    private boolean chinese;

    Decoder(Charset charset) {
      super(charset, 1, 1);
    }

    @Override
    protected void implReset() {
      chinese = false;
    }

    @Override
    protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
      while (in.hasRemaining()) {
        if (!out.hasRemaining()) {
          return CoderResult.OVERFLOW;
        }
        int b = in.get() & 0xff;
        if (b == '~' || (chinese && b > 0x20)) {
          if (!in.hasRemaining()) {
            in.position(in.position() - 1);
            return CoderResult.UNDERFLOW;
          }
          int next = in.get() & 0xff;
          if (b == '~' && (next == '{' || next == '}')) {
            chinese = next == '{';
          } else if (b == '~' && next == '~') {
            out.put('~');
          } else if (chinese) {
            String pair = new String(new byte[] {(byte) (b | 0x80), (byte) (next | 0x80)}, GBK);
            out.put(pair.charAt(0));
          } else if (next != '\n') {
            out.put('~');
            in.position(in.position() - 1);
          }
        } else {
          chinese &= b != '\n';
          out.put((char) b);
        }
      }
      return CoderResult.UNDERFLOW;
    }
  }
}
