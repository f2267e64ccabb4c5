package broadside.mail.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A gzip file as the counter undoes it: a new stream for each member, put back where it took too
 * much.
 *
 * <p>Part of {@link SourceCounter}, sharing nothing with the reader but the JDK's inflater, which
 * gives the same bytes before a fault however it is asked.
 */
final class GzipCount extends PackedCount {
  private static final byte[] MAGIC = {0x1f, (byte) 0x8b, 8};

  private final PushbackInputStream file;
  private @Nullable Member member;
  private long past;
  private boolean isOver;
  private boolean isStray;
  private @Nullable IOException fault;

  GzipCount(InputStream file) throws IOException {
    this.file = new PushbackInputStream(file, Blocks.SIZE);
    if (!memberFollows()) {
      throw new ZipException("no gzip");
    }
  }

  @Override
  long consumed() {
    return past + (member == null ? 0 : member.consumed());
  }

  @Override
  boolean isStray() {
    return isStray;
  }

  @Override
  public int read(byte[] target, int from, int wanted) throws IOException {
    int to = from + wanted;
    int i = from;
    while (i < to && !isOver && fault == null) {
      Member open = member;
      long before = open == null ? 0 : open.given();
      try {
        if (open == null) {
          skipHeader();
          member = new Member();
          continue;
        }
        int n = open.read(target, i, to - i);
        if (n < 0) {
          open.end();
          member = null;
          isOver = !memberFollows();
        } else {
          i += n;
        }
      } catch (IOException e) {
        i += open == null ? 0 : (int) (open.given() - before);
        fault = e;
      }
    }
    if (i == from && wanted > 0) {
      if (fault != null) {
        throw fault;
      }
      return -1;
    }
    return i - from;
  }

  private boolean memberFollows() throws IOException {
    byte[] head = file.readNBytes(MAGIC.length);
    if (Arrays.equals(head, MAGIC)) {
      past += head.length;
      return true;
    }
    for (byte b : head) {
      isStray |= b != 0;
    }
    byte[] rest = new byte[Blocks.SIZE];
    for (int n = file.read(rest); n > 0; n = file.read(rest)) {
      for (int i = 0; i < n; i++) {
        isStray |= rest[i] != 0;
      }
    }
    return false;
  }

  /** Reads on from the magic to where the data begin. */
  private void skipHeader() throws IOException {
    int flags = take();
    if (flags > 0x1f) {
      throw new ZipException("reserved flags");
    }
    for (int i = 0; i < 6; i++) {
      int _ = take();
    }
    if ((flags & 4) == 4) {
      int length = take();
      length += take() * 256;
      while (length-- > 0) {
        int _ = take();
      }
    }
    if ((flags & 8) == 8) {
      skipText();
    }
    if ((flags & 16) == 16) {
      skipText();
    }
    if ((flags & 2) == 2) {
      int _ = take();
      int _ = take();
    }
  }

  private void skipText() throws IOException {
    int b = take();
    while (b > 0) {
      b = take();
    }
  }

  private int take() throws IOException {
    int b = file.read();
    if (b < 0) {
      throw new EOFException();
    }
    past++;
    return b;
  }

  /** The data of one member. */
  private final class Member extends InflaterInputStream {
    private final CRC32 sum = new CRC32();

    Member() {
      super(file, new Inflater(true), Blocks.SIZE);
    }

    long consumed() {
      return inf.getBytesRead();
    }

    long given() {
      return inf.getBytesWritten();
    }

    @Override
    public int read(byte[] target, int from, int wanted) throws IOException {
      int n = super.read(target, from, wanted);
      if (n > 0) {
        sum.update(target, from, n);
      }
      return n;
    }

    /** Puts back what lies behind the data, and holds them against the trailer. */
    void end() throws IOException {
      int rest = inf.getRemaining();
      file.unread(buf, len - rest, rest);
      past += inf.getBytesRead();
      long size = inf.getBytesWritten();
      for (int shift = 0; shift < 32; shift += 8) {
        if (take() != (sum.getValue() >> shift & 0xff)) {
          throw new ZipException("checksum");
        }
      }
      for (int shift = 0; shift < 32; shift += 8) {
        if (take() != (size >> shift & 0xff)) {
          throw new ZipException("size");
        }
      }
      inf.end();
    }

    void abandon() {
      inf.end();
    }
  }

  @Override
  public void close() throws IOException {
    if (member != null) {
      member.abandon();
    }
    file.close();
  }
}
