package broadside.intake.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Overwrites mails in the segments with zeros, where they lie: no other mail moves, and a file
 * system that writes in place keeps no copy.
 *
 * <p><b>Threads:</b> one; a directory has one writer at a time, which the caller's lock ensures.
 */
public final class SegmentEraser {
  private static final int BUFFER_BYTES = 1 << 16;

  private SegmentEraser() {}

  /**
   * Erases these mails; when it returns that is on disk. What is gone already is passed over, so
   * that it can be done again after a stop.
   */
  public static void erase(Path directory, List<SegmentPlace> places) throws IOException {
    Map<Integer, FileChannel> channels = new HashMap<>();
    try {
      for (SegmentPlace place : places) {
        erase(directory, place, channels);
      }
      for (FileChannel channel : channels.values()) {
        channel.force(true);
      }
    } finally {
      for (FileChannel channel : channels.values()) {
        channel.close();
      }
    }
  }

  private static void erase(Path directory, SegmentPlace place, Map<Integer, FileChannel> channels)
      throws IOException {
    FileChannel channel = channels.get(place.segment());
    if (channel == null) {
      try {
        channel =
            FileChannel.open(
                SegmentFormat.file(directory, place.segment()), StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        return; // lost with all that it held
      }
      channels.put(place.segment(), channel);
    }
    long end = Math.min(place.end(), channel.size()); // never longer than it was
    if (place.offset() + Integer.BYTES <= end) {
      ByteBuffer magic = ByteBuffer.allocate(Integer.BYTES).putInt(SegmentFormat.ERASED_MAGIC);
      write(channel, magic.flip(), place.offset());
    }
    for (long at = place.dataOffset(); at < end; at += BUFFER_BYTES) {
      write(channel, ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, end - at)), at);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
    for (long at = offset; bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
  }
}
