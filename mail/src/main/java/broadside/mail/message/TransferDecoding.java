package broadside.mail.message;

import broadside.mail.message.Defect.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

/** Takes the transfer encoding off an entity's body, whatever state it is in. */
final class TransferDecoding {
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
    ByteArrayOutputStream out = new ByteArrayOutputStream(entity.bodyTo - entity.bodyFrom);
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
    DecodeMonitor monitor = monitor(encoding, entity.index, defects);
    try (InputStream in = open(entity, encoding, monitor)) {
      byte[] buffer = new byte[Math.clamp(length, 64, 16384)];
      long written = 0;
      int read = in.read(buffer);
      while (read > 0) {
        if (written + read > most) {
          out.write(buffer, 0, (int) (most - written));
          return -1;
        }
        out.write(buffer, 0, read);
        written += read;
        read = in.read(buffer);
      }
      return written;
    }
  }

  private static InputStream open(Entity entity, String encoding, DecodeMonitor monitor) {
    int length = entity.bodyTo - entity.bodyFrom;
    InputStream raw = new ByteArrayInputStream(entity.source, entity.bodyFrom, length);
    return switch (encoding) {
      case "base64" -> new Base64InputStream(raw, monitor);
      case "quoted-printable" -> new QuotedPrintableInputStream(raw, monitor);
      default -> new UudecodeInputStream(raw, monitor);
    };
  }

  private static DecodeMonitor monitor(String encoding, int index, Defects defects) {
    return new DecodeMonitor() {
      @Override
      public boolean warn(String error, String dropDesc) {
        defects.add(Kind.BAD_TRANSFER_ENCODING, encoding + " of part " + index);
        return false;
      }

      @Override
      public boolean isListening() {
        return true;
      }
    };
  }
}
