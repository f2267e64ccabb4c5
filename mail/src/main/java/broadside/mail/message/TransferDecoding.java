package broadside.mail.message;

import broadside.mail.message.Defect.Kind;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Takes the transfer encoding off an entity's body, whatever state it is in. */
final class TransferDecoding {
  private static final int BUFFER = 8192;

  private TransferDecoding() {}

  /** True where the bytes in the mail are not the bytes of the content. */
  static boolean isEncoded(String encoding) {
    return switch (encoding) {
      case "base64", "quoted-printable" -> true;
      default -> isUuencode(encoding);
    };
  }

  private static boolean isUuencode(String encoding) {
    return switch (encoding) {
      case "x-uuencode", "uuencode", "x-uue", "uue" -> true;
      default -> false;
    };
  }

  private static boolean isIdentity(String encoding) {
    return switch (encoding) {
      case "", "7bit", "8bit", "binary", "7-bit", "8-bit" -> true;
      default -> false;
    };
  }

  /** The decoded content, cut where it grows beyond {@code most} bytes. */
  static byte[] decode(Entity entity, long most, Defects defects) {
    int length = (int) Math.min(most, entity.bodyTo - entity.bodyFrom);
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    try {
      copy(entity, most, out, defects);
    } catch (IOException e) {
      throw new UncheckedIOException("from memory to memory", e);
    }
    return out.toByteArray();
  }

  /**
   * Writes the decoded content, at most {@code most} bytes of it.
   *
   * @return the number of bytes written, or -1 where there were more than {@code most}
   * @throws IOException as {@code out} does
   */
  static long copy(Entity entity, long most, OutputStream out, Defects defects) throws IOException {
    int length = entity.bodyTo - entity.bodyFrom;
    String encoding = entity.content.transferEncoding();
    if (!isEncoded(encoding)) {
      if (!isIdentity(encoding)) {
        defects.add(Kind.BAD_TRANSFER_ENCODING, "unknown: " + Defects.cut(encoding, 60));
      }
      out.write(entity.source, entity.bodyFrom, (int) Math.min(length, most));
      return length > most ? -1 : length;
    }
    Bounded bounded = new Bounded(out, most);
    OutputStream buffer = new BufferedOutputStream(bounded, Math.clamp(length, 1, BUFFER));
    boolean whole =
        switch (encoding) {
          case "base64" -> Base64Body.decode(entity.source, entity.bodyFrom, entity.bodyTo, buffer);
          case "quoted-printable" ->
              QuotedPrintable.decode(entity.source, entity.bodyFrom, entity.bodyTo, buffer);
          default -> Uuencode.decode(entity.source, entity.bodyFrom, entity.bodyTo, buffer);
        };
    buffer.flush();
    if (!whole) {
      defects.add(Kind.BAD_TRANSFER_ENCODING, encoding + " of part " + entity.index);
    }
    return bounded.overflowed ? -1 : bounded.written;
  }

  /** Passes on as many bytes as it may and drops the rest. */
  private static final class Bounded extends OutputStream {
    private final OutputStream out;
    private final long most;
    private long written;
    private boolean overflowed;

    Bounded(OutputStream out, long most) {
      this.out = out;
      this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      int taken = (int) Math.min(count, most - written);
      out.write(bytes, from, taken);
      written += taken;
      overflowed |= taken < count;
    }
  }
}
