package broadside.mail.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a gzip file (RFC 1952) hold, one after the other, as one stream.
 *
 * <p>It ends after the last member: zeros behind it are padding, of a tape, say; anything else
 * there is {@link #strayBytes}. Where the data break off, everything before the break is given out
 * first.
 *
 * <p><b>Failures:</b> {@link Broken} where a member is damaged or ends too early.
 */
final class GzipMembers extends PackedFile {
  private static final int NAME_LIMITS = 0x08 | 0x10;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] packed = new byte[Window.BLOCK];
  private int at;
  private int end;

  /** Bytes of the file before {@code packed[0]}. */
  private long before;

  private boolean inMember;
  private boolean ended;
  private @Nullable IOException failure;

  /** The members of {@code in}, which begins with one. */
  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  long consumed() {
    return before + at;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int done = 0;
    while (done < length && !ended && failure == null) {
      long given = inflater.getBytesWritten();
      try {
        if (!inMember) {
          begin();
        } else if (inflater.finished()) {
          finish();
        } else {
          done += inflate(target, from + done, length - done);
        }
      } catch (DataFormatException e) {
        // What was decoded before the fault lies in the target and is counted by the inflater
        // alone.
        done += (int) (inflater.getBytesWritten() - given);
        failure = new Broken(Refusal.CORRUPT, "its compressed data are damaged");
      } catch (IOException e) {
        failure = e;
      }
    }
    if (done > 0 || length == 0) {
      return done;
    } else if (failure != null) {
      throw failure;
    }
    return -1;
  }

  private int inflate(byte[] target, int from, int length) throws IOException, DataFormatException {
    int n = inflater.inflate(target, from, length);
    at = end - inflater.getRemaining();
    crc.update(target, from, n);
    if (n == 0 && !inflater.finished()) { // asked before more is given: it may have had some left
      if (inflater.needsDictionary()) {
        throw new DataFormatException("a dictionary, which gzip does not have");
      } else if (!fill()) {
        throw tooShort();
      }
      inflater.setInput(packed, at, end - at);
    }
    return n;
  }

  /** Goes past a member's header, or to the end of the file where no other member begins. */
  private void begin() throws IOException {
    boolean isFirst = consumed() == 0;
    int[] magic = {0x1f, 0x8b, 8};
    long start = consumed();
    boolean padding = true;
    for (int expected : magic) {
      if (at == end && !fill()) {
        setStray(start, padding ? 0 : consumed() - start);
        ended = true;
        return;
      }
      int b = packed[at++] & 0xff;
      padding &= b == 0;
      if (b != expected) {
        if (isFirst) {
          throw new Broken(Refusal.CORRUPT, "it does not begin as gzip does");
        }
        skipRest(start, padding);
        return;
      }
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new Broken(Refusal.CORRUPT, "its gzip header has flags that no standard knows");
    }
    skip(6); // time, extra flags, operating system
    if ((flags & 0x04) != 0) {
      skip(next() | next() << 8);
    }
    for (int names = Integer.bitCount(flags & NAME_LIMITS); names > 0; names--) {
      while (next() != 0) {
        // on, to the end of a name or comment
      }
    }
    if ((flags & 0x02) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(packed, at, end - at);
    crc.reset();
    inMember = true;
  }

  private void skipRest(long start, boolean onlyZeros) throws IOException {
    boolean padding = onlyZeros;
    while (at < end || fill()) {
      for (; at < end; at++) {
        padding &= packed[at] == 0;
      }
    }
    setStray(start, padding ? 0 : consumed() - start);
    ended = true;
  }

  private void finish() throws IOException {
    inMember = false;
    long written = inflater.getBytesWritten();
    if (word() != crc.getValue() || word() != (written & 0xffff_ffffL)) {
      throw new Broken(Refusal.CORRUPT, "its checksum is wrong");
    }
  }

  private long word() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      int _ = next();
    }
  }

  private int next() throws IOException {
    if (at == end && !fill()) {
      throw tooShort();
    }
    return packed[at++] & 0xff;
  }

  private boolean fill() throws IOException {
    before += end;
    at = 0;
    end = 0;
    end = Math.max(in.read(packed, 0, packed.length), 0);
    return end > 0;
  }

  private static Broken tooShort() {
    return new Broken(Refusal.TRUNCATED, "the data end too early");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
