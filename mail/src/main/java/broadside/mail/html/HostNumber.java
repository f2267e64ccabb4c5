package broadside.mail.html;

import org.jspecify.annotations.Nullable;

/**
 * A host that is a number in disguise: browsers read {@code 3232235777}, {@code 0xc0.0250.257} and
 * {@code 192.168.1.1} as one address.
 *
 * <p>Source: the URL standard, "IPv4 parser".
 */
final class HostNumber {
  private static final int PARTS = 4;
  private static final long ALL = 1L << 32;

  private HostNumber() {}

  /**
   * The host itself where its last part is no number; four numbers with dots where all are; null
   * where a browser goes nowhere.
   */
  static @Nullable String asBrowsersRead(String host) {
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String[] parts = bare.split("\\.", -1);
    if (!parts[parts.length - 1].matches("[0-9]+|0x[0-9a-f]*")) {
      return host;
    }
    if (parts.length > PARTS) {
      return null;
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      long number = number(parts[i]);
      boolean isLast = i == parts.length - 1;
      long most = isLast ? ALL >> (8 * i) : 1 << 8;
      if (number < 0 || number >= most) {
        return null;
      }
      address += isLast ? number : number << (8 * (PARTS - 1 - i));
    }
    return "%d.%d.%d.%d"
        .formatted(address >> 24, address >> 16 & 0xff, address >> 8 & 0xff, address & 0xff);
  }

  /** Decimal, octal behind 0, hexadecimal behind 0x; -1 where it is none. */
  private static long number(String part) {
    boolean hex = part.startsWith("0x");
    boolean octal = !hex && part.startsWith("0") && part.length() > 1;
    String digits = hex ? part.substring(2) : part;
    if (digits.isEmpty()) {
      return hex ? 0 : -1;
    }
    try {
      return digits.matches("[0-9a-f]{1,12}")
          ? Long.parseLong(digits, hex ? 16 : octal ? 8 : 10)
          : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
