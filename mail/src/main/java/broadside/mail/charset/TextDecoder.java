package broadside.mail.charset;

import broadside.mail.charset.DecodedText.Trust;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes text whose label may be missing or wrong.
 *
 * <p>In this order: UTF-16 with its mark is that; pure ASCII is ASCII; bytes that are surely UTF-8
 * are UTF-8 whatever the label says; then the label, widened to the superset that senders mean by
 * it; then detection; then windows-1252, which reads any byte.
 */
public final class TextDecoder {
  private TextDecoder() {}

  /** The text of these bytes; {@code label} is the declared charset, if any. */
  public static DecodedText decode(byte[] bytes, @Nullable String label) {
    return decode(bytes, 0, bytes.length, label);
  }

  /** The text of {@code bytes[from, to)}; {@code label} is the declared charset, if any. */
  public static DecodedText decode(byte[] bytes, int from, int to, @Nullable String label) {
    Charset charset = label == null ? null : CharsetLabels.find(label);
    if ((charset == null || isAsciiSuperset(charset)) && isUtf16(bytes, from, to)) {
      String text = new String(bytes, from, to - from, StandardCharsets.UTF_16);
      return new DecodedText(text, "utf-16", label == null ? Trust.GUESSED : Trust.MISLABELLED);
    }
    boolean ascii = isAscii(bytes, from, to);
    if (ascii && (charset == null || isAsciiSuperset(charset))) {
      String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
      return new DecodedText(text, "us-ascii", Trust.LABELLED);
    }
    Utf8Check utf8 = Utf8Check.of(bytes, from, to);
    if (charset == null || (charset.equals(StandardCharsets.UTF_8) && utf8.unlikely())) {
      Trust trust = label == null ? Trust.GUESSED : Trust.MISLABELLED;
      return guess(bytes, from, to, utf8, trust);
    }
    if (charset.equals(StandardCharsets.UTF_8)) {
      String text = new String(bytes, from, to - from, charset);
      return new DecodedText(text, "utf-8", utf8.valid() ? Trust.LABELLED : Trust.MISLABELLED);
    }
    if (!ascii && isAsciiSuperset(charset) && utf8.sure(isSingleByte(charset))) {
      return utf8(bytes, from, to, Trust.MISLABELLED);
    }
    String strict = strictly(charset, bytes, from, to);
    if (strict != null) {
      return new DecodedText(strict, charset.name(), Trust.LABELLED);
    }
    if (utf8.valid() && !ascii) {
      return utf8(bytes, from, to, Trust.MISLABELLED);
    }
    String text = new String(bytes, from, to - from, charset);
    return new DecodedText(text, charset.name(), Trust.MISLABELLED);
  }

  /** True for a byte order mark of two bytes with text behind it that has a NUL in each letter. */
  private static boolean isUtf16(byte[] bytes, int from, int to) {
    if (to - from < 4) {
      return false;
    }
    int mark = (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff);
    if (mark != 0xfffe && mark != 0xfeff) {
      return false;
    }
    for (int i = from + 2; i < Math.min(to, from + 64); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static DecodedText guess(byte[] bytes, int from, int to, Utf8Check utf8, Trust trust) {
    if (utf8.valid()) {
      return utf8(bytes, from, to, trust);
    }
    Charset detected = CharsetDetection.detect(bytes, from, to);
    return new DecodedText(new String(bytes, from, to - from, detected), detected.name(), trust);
  }

  private static DecodedText utf8(byte[] bytes, int from, int to, Trust trust) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return new DecodedText(text, "utf-8", trust);
  }

  private static @Nullable String strictly(Charset charset, byte[] bytes, int from, int to) {
    try {
      CharBuffer text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes, from, to - from));
      return charset.equals(Utf7.CHARSET) ? wellFormed(text.toString()) : text.toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The text with U+FFFD for each half of a surrogate pair that stands alone. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
  }

  /** True where no byte has its high bit set. */
  public static boolean isAscii(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** True where bytes below 0x80 mean ASCII whatever stands before them. */
  private static boolean isAsciiSuperset(Charset charset) {
    String name = charset.name();
    return !(name.startsWith("UTF-16")
        || name.startsWith("UTF-32")
        || name.startsWith("ISO-2022")
        || name.startsWith("x-windows-5022")
        || name.startsWith("x-broadside")
        || name.startsWith("x-ISO-2022")
        || name.startsWith("x-UTF-16")
        || name.startsWith("IBM")
        || name.startsWith("x-IBM")
        || name.startsWith("x-JIS")
        || name.startsWith("JIS_"));
  }

  private static boolean isSingleByte(Charset charset) {
    return charset.newDecoder().maxCharsPerByte() == 1.0f
        && charset.canEncode()
        && charset.newEncoder().maxBytesPerChar() == 1.0f;
  }
}
