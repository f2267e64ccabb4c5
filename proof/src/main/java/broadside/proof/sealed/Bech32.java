package broadside.proof.sealed;

import broadside.proof.text.FormatException;
import java.io.ByteArrayOutputStream;

/** Bech32 (BIP 173) in lower case and without its limit of 90 characters, as age writes keys. */
final class Bech32 {
  private static final String DIGITS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int BITS = 5;
  private static final int CHECKSUM = 6;
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  private Bech32() {}

  static String encode(String prefix, byte[] bytes) {
    byte[] digits = regroup(bytes, Byte.SIZE, BITS, true);
    int sum = 1;
    for (int i = 0; i < prefix.length(); i++) {
      sum = add(sum, prefix.charAt(i) >> BITS);
    }
    sum = add(sum, 0);
    for (int i = 0; i < prefix.length(); i++) {
      sum = add(sum, prefix.charAt(i) & 31);
    }
    StringBuilder text = new StringBuilder(prefix).append('1');
    for (byte digit : digits) {
      sum = add(sum, digit);
      text.append(DIGITS.charAt(digit));
    }
    for (int i = 0; i < CHECKSUM; i++) {
      sum = add(sum, 0);
    }
    sum ^= 1;
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      text.append(DIGITS.charAt((sum >> (BITS * i)) & 31));
    }
    return text.toString();
  }

  /** The inverse of {@link #encode}: what would be written otherwise is refused. */
  static byte[] decode(String prefix, String text) throws FormatException {
    int from = prefix.length() + 1;
    byte[] digits = new byte[Math.max(0, text.length() - from - CHECKSUM)];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) Math.max(0, DIGITS.indexOf(text.charAt(from + i)));
    }
    byte[] bytes = regroup(digits, BITS, Byte.SIZE, false);
    if (!encode(prefix, bytes).equals(text)) { // prefix, digits, padding and checksum at once
      throw new FormatException("no Bech32 of \"" + prefix + "\"");
    }
    return bytes;
  }

  private static int add(int sum, int digit) {
    int next = ((sum & 0x1ffffff) << BITS) ^ digit;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= ((sum >> (25 + i)) & 1) == 1 ? GENERATOR[i] : 0;
    }
    return next;
  }

  /** The same bits in groups of another size; what is left is filled up with zeros, or dropped. */
  private static byte[] regroup(byte[] groups, int from, int to, boolean fill) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int bits = 0;
    int held = 0;
    for (byte group : groups) {
      held = ((held << from) & 0xfff) | (group & 0xff);
      bits += from;
      while (bits >= to) {
        bits -= to;
        out.write((held >> bits) & ((1 << to) - 1));
      }
    }
    if (fill && bits > 0) {
      out.write((held << (to - bits)) & ((1 << to) - 1));
    }
    return out.toByteArray();
  }
}
