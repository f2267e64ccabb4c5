package broadside.site.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What is to be sent. */
public sealed interface Reply {

  /**
   * Bytes in memory.
   *
   * <p><b>Threads:</b> shared by all; the packed form is made by whoever needs it first.
   */
  final class Bytes implements Reply {
    private final int status;
    private final Kind kind;
    private final byte[] body;
    private final @Nullable String disposition;
    private final boolean whole;
    private final String tag;
    private volatile byte @Nullable [] packed;

    private Bytes(int status, Kind kind, byte[] body, @Nullable String disposition, boolean whole) {
      this.status = status;
      this.whole = whole;
      this.kind = kind;
      this.body = body;
      this.disposition = disposition;
      this.tag = tag(body);
    }

    int status() {
      return status;
    }

    Kind kind() {
      return kind;
    }

    byte[] body() {
      return body;
    }

    @Nullable String disposition() {
      return disposition;
    }

    /** The entity tag's text for the body as it is, without quotes. */
    String tag() {
      return tag;
    }

    /** True where {@link #packed()} need not pack any more. */
    boolean isPacked() {
      return packed != null;
    }

    /** The body in gzip. */
    byte[] packed() {
      byte[] known = packed;
      if (known == null) {
        known = gzip(body);
        packed = known;
      }
      return known;
    }

    /** True where another try would give the same; false for a search that was cut short. */
    public boolean isWhole() {
      return whole && status == 200;
    }

    /** What it takes in memory once it is packed, at most, in bytes. */
    public int weight() {
      return 2 * body.length + 512;
    }

    private static byte[] gzip(byte[] body) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 3 + 64);
      try (GZIPOutputStream gzip = new Level(out)) {
        gzip.write(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // never: it is memory
      }
      return out.toByteArray();
    }

    /**
     * Two check sums of unlike polynomials and the length: two versions of a page agree in all
     * three by chance alone. Nobody is to be convinced by a tag.
     */
    private static String tag(byte[] body) {
      CRC32 one = new CRC32();
      one.update(body);
      CRC32C other = new CRC32C();
      other.update(body);
      HexFormat hex = HexFormat.of();
      return hex.toHexDigits((int) one.getValue())
          + hex.toHexDigits((int) other.getValue())
          + Integer.toHexString(body.length);
    }
  }

  /**
   * A file, streamed.
   *
   * @param name the name to keep it under
   * @param tag the entity tag's text: its SHA-256
   */
  record File(Kind kind, Path path, long size, String name, String tag) implements Reply {}

  /**
   * Another address.
   *
   * @param location a path
   */
  record Redirect(String location) implements Reply {}

  static Reply.Bytes of(Kind kind, byte[] body) {
    return new Bytes(200, kind, body, null, true);
  }

  static Reply.Bytes of(int status, Kind kind, byte[] body) {
    return new Bytes(status, kind, body, null, true);
  }

  /** A page that another try may make better, so that nobody is to keep it. */
  static Reply.Bytes unfinished(Kind kind, byte[] body) {
    return new Bytes(200, kind, body, null, false);
  }

  /**
   * A file for the reader to keep.
   *
   * @param name as its sender gave it, whatever it is
   */
  static Reply.Bytes download(Kind kind, byte[] body, String name) {
    return new Bytes(200, kind, body, Disposition.attachment(name), true);
  }

  /** Half the time of the default level for a few percent more bytes. */
  final class Level extends GZIPOutputStream {
    Level(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED + 3);
    }
  }
}
