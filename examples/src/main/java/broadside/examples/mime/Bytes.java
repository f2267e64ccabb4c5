package broadside.examples.mime;

import java.nio.charset.StandardCharsets;

/** Bytes as ISO-8859-1 text and back: one character is one byte. */
public final class Bytes {

  private Bytes() {}

  /** The text whose characters are these bytes. */
  public static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The bytes whose values are these characters, all below 256. */
  public static byte[] of(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
