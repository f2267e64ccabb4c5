package broadside.intake.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Deflates mails, always to the same bytes.
 *
 * <p><b>Threads:</b> one.
 */
public final class MailDeflater implements AutoCloseable {
  /** See docs/decisions/2026-11-23-deflate-level.md. */
  private static final int LEVEL = 4;

  /** A huge mail is kept in pieces of this size: to grow one array would take its size twice. */
  private static final int PIECE_BYTES = 1 << 18;

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[PIECE_BYTES];

  /** The mail, deflated. */
  public DeflatedMail deflate(byte[] mail) {
    crc.reset();
    crc.update(mail);
    deflater.reset();
    deflater.setInput(mail);
    deflater.finish();
    List<byte[]> pieces = new ArrayList<>(1);
    int deflated = 0;
    while (!deflater.finished()) {
      int length = 0;
      while (length < buffer.length && !deflater.finished()) {
        length += deflater.deflate(buffer, length, buffer.length - length);
      }
      pieces.add(Arrays.copyOf(buffer, length));
      deflated += length;
    }
    return new DeflatedMail(pieces, deflated, mail.length, (int) crc.getValue());
  }

  @Override
  public void close() {
    deflater.end();
  }
}
