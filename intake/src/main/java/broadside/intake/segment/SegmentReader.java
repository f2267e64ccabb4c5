package broadside.intake.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads mails back from the segments.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link DamagedSegmentException} where the bytes are not
 * those that were written, {@link ErasedMailException} where they were erased.
 */
public final class SegmentReader implements Closeable {
  private final Path directory;
  private final Map<Integer, FileChannel> channels = new HashMap<>();
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();

  private SegmentReader(Path directory) {
    this.directory = directory;
  }

  /** A reader of the segments in {@code directory}. */
  public static SegmentReader open(Path directory) {
    return new SegmentReader(directory);
  }

  /** The mail's bytes, checked against their CRC. */
  public byte[] read(SegmentPlace place) throws IOException {
    return inflate(place, deflated(place));
  }

  /** The mail whose deflated bytes these are, checked against its CRC. */
  public byte[] inflate(SegmentPlace place, byte[] deflated) throws IOException {
    byte[] mail = new byte[place.bytes()];
    inflater.reset();
    inflater.setInput(deflated);
    try {
      int length = 0;
      while (length < mail.length) {
        int n = inflater.inflate(mail, length, mail.length - length);
        if (n == 0) {
          throw damaged(place, "does not inflate to its size");
        }
        length += n;
      }
      if (!inflater.finished() && (inflater.inflate(new byte[1]) != 0 || !inflater.finished())) {
        throw damaged(place, "is longer than its size");
      }
    } catch (DataFormatException e) {
      throw damaged(place, "does not inflate");
    }
    crc.reset();
    crc.update(mail);
    if ((int) crc.getValue() != place.crc()) {
      throw damaged(place, "has another CRC");
    }
    return mail;
  }

  /**
   * The deflated bytes, as they can be copied into a zip; only the record's header is checked.
   *
   * @throws ErasedMailException where they were erased
   */
  public byte[] deflated(SegmentPlace place) throws IOException {
    ByteBuffer record = record(place);
    int magic = record.getInt();
    record.position(record.position() + 32);
    if ((magic != SegmentFormat.RECORD_MAGIC && magic != SegmentFormat.ERASED_MAGIC)
        || record.getInt() != place.bytes()
        || record.getInt() != place.deflated()
        || record.getInt() != place.crc()) {
      throw damaged(place, "has another header");
    }
    if (magic == SegmentFormat.ERASED_MAGIC) {
      throw new ErasedMailException(place);
    }
    byte[] deflated = new byte[place.deflated()];
    record.get(deflated);
    return deflated;
  }

  /** True where a mail's bytes were erased, and none of them is left. */
  public boolean isErased(SegmentPlace place) throws IOException {
    ByteBuffer record = record(place);
    boolean isErased = record.getInt() == SegmentFormat.ERASED_MAGIC;
    record.position(SegmentFormat.RECORD_HEADER);
    while (isErased && record.hasRemaining()) {
      isErased = record.get() == 0;
    }
    return isErased;
  }

  private ByteBuffer record(SegmentPlace place) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(SegmentFormat.RECORD_HEADER + place.deflated());
    FileChannel channel = channel(place);
    while (record.hasRemaining()) {
      if (channel.read(record, place.offset() + record.position()) < 0) {
        throw damaged(place, "is cut off");
      }
    }
    return record.flip();
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    for (FileChannel channel : channels.values()) {
      channel.close();
    }
  }

  private FileChannel channel(SegmentPlace place) throws IOException {
    FileChannel open = channels.get(place.segment());
    if (open != null) {
      return open;
    }
    Path file = SegmentFormat.file(directory, place.segment());
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new DamagedSegmentException(file.getFileName() + " is missing");
    }
    channels.put(place.segment(), channel);
    ByteBuffer header = ByteBuffer.allocate(SegmentFormat.FILE_HEADER);
    if (channel.read(header, 0) != SegmentFormat.FILE_HEADER
        || header.getLong(0) != SegmentFormat.FILE_MAGIC) {
      throw new DamagedSegmentException(file.getFileName() + " is no segment of format 1");
    }
    return channel;
  }

  private static DamagedSegmentException damaged(SegmentPlace place, String what) {
    return new DamagedSegmentException(
        "the record at byte %d of %08d.seg %s".formatted(place.offset(), place.segment(), what));
  }
}
