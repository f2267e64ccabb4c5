package broadside.intake.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Overwrites mails in the segments with zeros, where they lie: no other mail moves, and a file
 * system that writes in place keeps no copy. What it overwrites is on disk once {@link #sync} has
 * returned, and can be overwritten again after a stop.
 *
 * <p><b>Threads:</b> one; a directory has one writer at a time, which the caller's lock ensures.
 */
public final class SegmentEraser implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path directory;
  private final Map<Integer, FileChannel> channels = new HashMap<>();

  /** Where the next record of the segment begins, that was told last, and its number. */
  private long next = SegmentFormat.FILE_HEADER;

  private int segment = 1;

  private SegmentEraser(Path directory) {
    this.directory = directory;
  }

  /** An eraser of the segments in {@code directory}. */
  public static SegmentEraser open(Path directory) {
    return new SegmentEraser(directory);
  }

  /** Erases a mail; its record says so from now on. */
  public void erase(SegmentPlace place) throws IOException {
    FileChannel channel = channel(place.segment());
    if (channel == null) {
      return; // lost with all that it held
    }
    if (place.offset() + Integer.BYTES <= channel.size()) { // it is never made longer
      ByteBuffer magic = ByteBuffer.allocate(Integer.BYTES).putInt(SegmentFormat.ERASED_MAGIC);
      write(channel, magic.flip(), place.offset());
    }
    zero(channel, place.dataOffset(), place.end());
  }

  /**
   * Tells of a mail that the ledger has, in the order of segments and offsets: what lies between it
   * and the one before, nobody has any more, and it is erased.
   */
  public void keep(SegmentPlace place) throws IOException {
    endBefore(place.segment());
    if (place.offset() > next) {
      eraseFrom(place.offset());
    }
    next = place.end();
  }

  /** Tells that there was no further mail in the segments before this one. */
  public void endBefore(int number) throws IOException {
    for (; segment < number; segment++) {
      eraseFrom(Long.MAX_VALUE);
      next = SegmentFormat.FILE_HEADER;
    }
  }

  private void eraseFrom(long end) throws IOException {
    FileChannel channel = channel(segment);
    if (channel != null) {
      zero(channel, next, end);
    }
  }

  /** Has all that was overwritten on disk. */
  public void sync() throws IOException {
    for (FileChannel channel : channels.values()) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : channels.values()) {
      channel.close();
    }
  }

  private @Nullable FileChannel channel(int number) throws IOException {
    FileChannel open = channels.get(number);
    Path file = SegmentFormat.file(directory, number);
    if (open == null && Files.exists(file)) {
      open = FileChannel.open(file, StandardOpenOption.WRITE);
      channels.put(number, open);
    }
    return open;
  }

  private static void zero(FileChannel channel, long from, long to) throws IOException {
    long end = Math.min(to, channel.size());
    for (long at = from; at < end; at += BUFFER_BYTES) {
      write(channel, ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, end - at)), at);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
    for (long at = offset; bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
  }
}
