package broadside.intake.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Appends mails to the segments.
 *
 * <p>What was appended is on disk only after {@link #sync()}; the ledger commits after that, so
 * that it never names bytes that a power cut can take.
 *
 * <p><b>Threads:</b> one; a directory has one writer at a time, which the caller's lock ensures.
 */
public final class SegmentWriter implements Closeable {
  /** Holds any piece of a deflated mail. */
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path directory;
  private final long rollBytes;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Map<Integer, Long> rolled = new TreeMap<>();
  private FileChannel channel;
  private int segment;
  private long length;

  private SegmentWriter(Path directory, long rollBytes, int segment, FileChannel channel)
      throws IOException {
    this.directory = directory;
    this.rollBytes = rollBytes;
    this.segment = segment;
    this.channel = channel;
    this.length = channel.position();
  }

  /**
   * A writer behind the bytes that the ledger committed; what lies further back is cut off.
   *
   * @param committed bytes of each segment, the first first
   * @throws DamagedSegmentException where a segment is shorter than that
   */
  public static SegmentWriter open(Path directory, List<Long> committed) throws IOException {
    return open(directory, committed, SegmentFormat.ROLL_BYTES);
  }

  static SegmentWriter open(Path directory, List<Long> committed, long rollBytes)
      throws IOException {
    for (int i = 1; i <= committed.size(); i++) {
      Path file = SegmentFormat.file(directory, i);
      if (!Files.exists(file) || Files.size(file) < committed.get(i - 1)) {
        throw new DamagedSegmentException(
            file.getFileName() + " is missing or shorter than the ledger says");
      }
    }
    for (int i = committed.size() + 1;
        Files.deleteIfExists(SegmentFormat.file(directory, i));
        i++) {}
    if (committed.isEmpty()) {
      return new SegmentWriter(directory, rollBytes, 1, create(directory, 1));
    }
    int last = committed.size();
    FileChannel channel =
        FileChannel.open(SegmentFormat.file(directory, last), StandardOpenOption.WRITE);
    channel.truncate(committed.getLast());
    channel.position(committed.getLast());
    return new SegmentWriter(directory, rollBytes, last, channel);
  }

  /** Where the next mail will lie, if it is this one. */
  public SegmentPlace next(DeflatedMail mail) throws IOException {
    if (length >= rollBytes) {
      roll();
    }
    return new SegmentPlace(segment, length, mail.deflated(), mail.bytes(), mail.crc());
  }

  /** Appends one mail and says where it lies. */
  public SegmentPlace append(byte[] hash, DeflatedMail mail) throws IOException {
    SegmentPlace place = next(mail);
    room(SegmentFormat.RECORD_HEADER);
    buffer.putInt(SegmentFormat.RECORD_MAGIC);
    buffer.put(hash);
    buffer.putInt(place.bytes());
    buffer.putInt(place.deflated());
    buffer.putInt(place.crc());
    for (byte[] piece : mail.pieces()) {
      room(piece.length);
      buffer.put(piece);
    }
    length = place.end();
    return place;
  }

  /** Puts everything appended on disk; the lengths of the segments that have grown. */
  public Map<Integer, Long> sync() throws IOException {
    flush();
    channel.force(false);
    Map<Integer, Long> grown = new TreeMap<>(rolled);
    grown.put(segment, length);
    rolled.clear();
    return grown;
  }

  /** Closes the file; what was not synced may be lost. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void roll() throws IOException {
    flush();
    channel.force(false);
    channel.close();
    rolled.put(segment, length);
    segment++;
    channel = create(directory, segment);
    length = channel.position();
  }

  private static FileChannel create(Path directory, int segment) throws IOException {
    FileChannel channel =
        FileChannel.open(
            SegmentFormat.file(directory, segment),
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW);
    channel.write(
        ByteBuffer.allocate(SegmentFormat.FILE_HEADER).putLong(0, SegmentFormat.FILE_MAGIC));
    channel.force(true);
    try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
      parent.force(true);
    }
    return channel;
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    write(buffer);
    buffer.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
