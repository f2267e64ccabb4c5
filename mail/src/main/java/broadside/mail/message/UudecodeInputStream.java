package broadside.mail.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.codec.DecodeMonitor;

/**
 * The bytes of a uuencoded body (POSIX uuencode): from the "begin" line to "end", or to the end of
 * the input where "end" is missing. Bodies without a "begin" line are empty.
 */
final class UudecodeInputStream extends InputStream {
  private static final int LONGEST_LINE = 1024;

  private final InputStream in;
  private final DecodeMonitor monitor;
  private final byte[] line = new byte[LONGEST_LINE];
  private final byte[] decoded = new byte[LONGEST_LINE];
  private int next;
  private int limit;
  private boolean begun;
  private boolean ended;

  UudecodeInputStream(InputStream in, DecodeMonitor monitor) {
    this.in = in;
    this.monitor = monitor;
  }

  @Override
  public int read() throws IOException {
    return fill() ? decoded[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int taken = Math.min(length, limit - next);
    System.arraycopy(decoded, next, into, from, taken);
    next += taken;
    return taken;
  }

  private boolean fill() throws IOException {
    while (next == limit && !ended) {
      int length = readLine();
      if (length < 0) {
        monitor.warn("no end line", "taken as ended");
        ended = true;
      } else if (!begun) {
        begun = length > 6 && new String(line, 0, 6, StandardCharsets.ISO_8859_1).equals("begin ");
      } else if (length == 3 && line[0] == 'e' && line[1] == 'n' && line[2] == 'd') {
        ended = true;
      } else if (length > 0) {
        decodeLine(length);
      }
    }
    return next < limit;
  }

  private void decodeLine(int length) {
    int count = line[0] - ' ' & 0x3f;
    next = 0;
    limit = 0;
    for (int i = 1; limit < count; i += 4) {
      int group = sextet(i, length) << 18 | sextet(i + 1, length) << 12;
      group |= sextet(i + 2, length) << 6 | sextet(i + 3, length);
      for (int shift = 16; shift >= 0 && limit < count; shift -= 8) {
        decoded[limit++] = (byte) (group >>> shift);
      }
    }
  }

  /** Blanks at the end of a line get lost in transport: what is not there counts as blank. */
  private int sextet(int i, int length) {
    return i < length ? line[i] - ' ' & 0x3f : 0;
  }

  private int readLine() throws IOException {
    int length = 0;
    int b = in.read();
    if (b < 0) {
      return -1;
    }
    while (b >= 0 && b != '\n') {
      if (length < LONGEST_LINE && b != '\r') {
        line[length++] = (byte) b;
      }
      b = in.read();
    }
    return length;
  }
}
