package broadside.examples.mime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * A picture of sixteen colours to draw on, written as PNG.
 *
 * <p>The pixels are in stored blocks, not deflated, so that every JDK writes the same bytes. Not
 * safe for threads.
 */
public final class Picture {

  /** The palette, red, green and blue: an index into it is a colour. */
  private static final int[] PALETTE = {
    0xffffff, 0x1f2933, 0xbcd7e6, 0x7fb0cc, 0xd9cdb4, 0xb59f76, 0xc0392b, 0x2e6e4e,
    0xe0a030, 0x9aa5b1, 0xe8eef2, 0x52606d, 0x8e5a3c, 0x35608a, 0xf6d7c3, 0x000000
  };

  public static final int WHITE = 0;
  public static final int INK = 1;
  public static final int SHALLOW = 2;
  public static final int WATER = 3;
  public static final int SAND = 4;
  public static final int EARTH = 5;
  public static final int RED = 6;
  public static final int GREEN = 7;
  public static final int AMBER = 8;
  public static final int GREY = 9;
  public static final int MIST = 10;
  public static final int SLATE = 11;
  public static final int TIMBER = 12;
  public static final int BLUE = 13;

  private static final int STORED_BLOCK = 65_535;

  private final int width;
  private final int height;
  private final byte[] pixels;

  /** An empty picture of one colour. */
  public Picture(int width, int height, int colour) {
    this.width = width;
    this.height = height;
    this.pixels = new byte[width * height];
    rectangle(0, 0, width, height, colour);
  }

  /** Colours one pixel; outside the picture nothing happens. */
  public void dot(int x, int y, int colour) {
    if (x >= 0 && y >= 0 && x < width && y < height) {
      pixels[y * width + x] = (byte) colour;
    }
  }

  public void rectangle(int left, int top, int wide, int high, int colour) {
    for (int y = top; y < top + high; y++) {
      for (int x = left; x < left + wide; x++) {
        dot(x, y, colour);
      }
    }
  }

  public void disc(int centreX, int centreY, int radius, int colour) {
    for (int y = -radius; y <= radius; y++) {
      for (int x = -radius; x <= radius; x++) {
        if (x * x + y * y <= radius * radius) {
          dot(centreX + x, centreY + y, colour);
        }
      }
    }
  }

  /** A straight line of that thickness. */
  public void line(int fromX, int fromY, int toX, int toY, int thick, int colour) {
    int steps = Math.max(1, Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)));
    for (int step = 0; step <= steps; step++) {
      int x = fromX + (toX - fromX) * step / steps;
      int y = fromY + (toY - fromY) * step / steps;
      rectangle(x - thick / 2, y - thick / 2, thick, thick, colour);
    }
  }

  /** Capitals, digits and a few marks, each 3 by 5 dots of that size. */
  public void write(int left, int top, int size, int colour, String words) {
    int x = left;
    for (int i = 0; i < words.length(); i++) {
      int glyph = Glyphs.of(words.charAt(i));
      for (int bit = 0; bit < 15; bit++) {
        if ((glyph >> (14 - bit) & 1) == 1) {
          rectangle(x + bit % 3 * size, top + bit / 3 * size, size, size, colour);
        }
      }
      x += 4 * size;
    }
  }

  /** The picture as a PNG file: four bits a pixel, indexed colours. */
  public byte[] png() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Bytes.of("\u0089PNG\r\n\u001a\n"));
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) 4).put((byte) 3).put((byte) 0).put((byte) 0).put((byte) 0);
    chunk(out, "IHDR", header.array());
    ByteBuffer palette = ByteBuffer.allocate(3 * PALETTE.length);
    for (int colour : PALETTE) {
      palette.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
    }
    chunk(out, "PLTE", palette.array());
    chunk(out, "IDAT", stored(rows()));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private byte[] rows() {
    int stride = 1 + (width + 1) / 2;
    byte[] rows = new byte[stride * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * stride + 1 + x / 2;
        rows[at] |= (byte) (pixels[y * width + x] << (x % 2 == 0 ? 4 : 0));
      }
    }
    return rows;
  }

  /** A zlib stream (RFC 1950) of stored blocks (RFC 1951 §3.2.4). */
  private static byte[] stored(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x78);
    out.write(0x01);
    for (int start = 0; start < data.length; start += STORED_BLOCK) {
      int length = Math.min(STORED_BLOCK, data.length - start);
      out.write(start + length == data.length ? 1 : 0);
      out.write(length);
      out.write(length >> 8);
      out.write(~length);
      out.write(~length >> 8);
      out.write(data, start, length);
    }
    Adler32 adler = new Adler32();
    adler.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) adler.getValue()).array());
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] named = Bytes.of(type + Bytes.latin1(data));
    CRC32 crc = new CRC32();
    crc.update(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(named);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
