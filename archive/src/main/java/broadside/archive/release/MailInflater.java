package broadside.archive.release;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates mails, with inflaters that are used again: to make one costs more than to inflate a
 * small mail.
 *
 * <p><b>Threads:</b> shared by all.
 */
public final class MailInflater implements Closeable {
  /** Inflaters kept, 40 KB each: more than threads that inflate at the same moment. */
  private static final int KEPT = 32;

  private final ArrayBlockingQueue<Inflater> idle = new ArrayBlockingQueue<>(KEPT);

  /** The mail's bytes, or null where its data is damaged. */
  public byte @Nullable [] inflate(DeflatedMail mail) {
    byte[] bytes = inflate(ByteBuffer.wrap(mail.deflated()), mail.bytes());
    CRC32 crc = new CRC32();
    if (bytes != null) {
      crc.update(bytes);
    }
    return (int) crc.getValue() == mail.crc() ? bytes : null;
  }

  /**
   * The {@code bytes} bytes that the data holds, or null where it holds fewer, more or nonsense.
   */
  byte @Nullable [] inflate(ByteBuffer deflated, int bytes) {
    Inflater inflater = idle.poll();
    if (inflater == null) {
      inflater = new Inflater(true);
    }
    try {
      byte[] out = new byte[bytes];
      inflater.setInput(deflated);
      int at = 0;
      while (at < bytes) {
        int n = inflater.inflate(out, at, bytes - at);
        if (n == 0) {
          return null;
        }
        at += n;
      }
      boolean whole = inflater.finished() || inflater.inflate(new byte[1]) == 0;
      return whole && inflater.finished() && !deflated.hasRemaining() ? out : null;
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.reset();
      if (!idle.offer(inflater)) {
        inflater.end();
      }
    }
  }

  @Override
  public void close() {
    for (Inflater i = idle.poll(); i != null; i = idle.poll()) {
      i.end();
    }
  }
}
