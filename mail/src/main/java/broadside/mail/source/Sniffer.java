package broadside.mail.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells formats apart by the first bytes of a file. */
final class Sniffer {
  /** How much of a file is looked at; a header field that matters stands within it. */
  static final int SAMPLE = 1 << 16;

  private static final Set<String> MAIL_FIELDS =
      Set.of(
          "from",
          "to",
          "cc",
          "bcc",
          "date",
          "subject",
          "sender",
          "reply-to",
          "message-id",
          "in-reply-to",
          "references",
          "received",
          "return-path",
          "delivered-to",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "resent-from",
          "resent-to",
          "resent-date",
          "envelope-to",
          "dkim-signature",
          "authentication-results",
          "list-id",
          "apparently-to",
          "errors-to",
          "status",
          "x-mozilla-status",
          "x-uidl");

  private static final byte[] MSG_CLASS = { // {00020D0B-0000-0000-C000-000000000046}
    0x0b, 0x0d, 2, 0, 0, 0, 0, 0, (byte) 0xc0, 0, 0, 0, 0, 0, 0, 0x46
  };

  private Sniffer() {}

  /** The format of what begins at the start of {@code window}; every mbox is {@code MBOXO} here. */
  static SourceFormat format(Window window) {
    int end = window.available(SAMPLE);
    if (starts(window, 0x1f, 0x8b, 8)) {
      return SourceFormat.GZIP;
    } else if (isZstd(window)) {
      return SourceFormat.ZSTD;
    } else if (starts(window, 'P', 'K', 3, 4) || starts(window, 'P', 'K', 5, 6)) {
      return SourceFormat.ZIP;
    } else if (starts(window, '!', 'B', 'D', 'N')) {
      return SourceFormat.PST;
    } else if (isMsg(window)) {
      return SourceFormat.MSG;
    } else if (isTar(window, end)) {
      return SourceFormat.TAR;
    }
    int first = firstLine(window);
    if (window.isFromLine(first) && !endsLinesByReturn(window)) {
      return SourceFormat.MBOXO;
    }
    int counted = emlxLine(window);
    if (counted > 0 && isMail(window, counted, end)) {
      return SourceFormat.EMLX;
    }
    return isMail(window, first, end) ? SourceFormat.EML : SourceFormat.OTHER;
  }

  /** What else a file is that may hold mail, in words for its owner, or null. */
  static @Nullable String unsupported(Window window) {
    if (starts(window, 'B', 'Z', 'h')) {
      return "a bzip2 file; unpack it and add what is in it";
    } else if (starts(window, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return "an xz file; unpack it and add what is in it";
    } else if (starts(window, '7', 'z', 0xbc, 0xaf)) {
      return "a 7z archive; unpack it and add what is in it";
    } else if (starts(window, 'R', 'a', 'r', '!')) {
      return "a RAR archive; unpack it and add what is in it";
    } else if (isUtf16(window)) {
      return "text in UTF-16; convert it to UTF-8 and add that";
    } else if (endsLinesByReturn(window)) {
      return "mail whose lines end in CR alone, as on old Macintoshes; convert them to LF and add that";
    }
    return null;
  }

  private static boolean isUtf16(Window window) {
    return (starts(window, 0xff, 0xfe) || starts(window, 0xfe, 0xff))
        && window.loaded() >= 4
        && (window.at(2) == 0 || window.at(3) == 0);
  }

  /** True where a separator or a header field is followed by a CR, and there is no LF at all. */
  private static boolean endsLinesByReturn(Window window) {
    int end = Math.min(window.loaded(), SAMPLE);
    int firstReturn = -1;
    for (int i = end - 1; i >= 0; i--) {
      if (window.at(i) == '\n') {
        return false;
      }
      firstReturn = window.at(i) == '\r' ? i : firstReturn;
    }
    return firstReturn > 0
        && (starts(window, 'F', 'r', 'o', 'm', ' ') || fieldName(window, 0, firstReturn) != null);
  }

  /** Where the first line that is not empty starts, after a byte order mark if there is one. */
  static int firstLine(Window window) {
    int at = starts(window, 0xef, 0xbb, 0xbf) ? 3 : 0;
    int end = Math.min(window.loaded(), SAMPLE);
    while (at < end && (window.at(at) == '\n' || window.at(at) == '\r')) {
      at++;
    }
    return at;
  }

  /** Where the mail of an emlx file starts: after a first line that is its length; 0 if not so. */
  static int emlxLine(Window window) {
    int line = window.lineEnd(0, 30);
    if (line < 1) {
      return 0;
    }
    String text = new String(window.copy(0, line), StandardCharsets.ISO_8859_1).strip();
    return text.matches("[0-9]{1,10}") ? line + 1 : 0;
  }

  /** The length of the mail that the first line of an emlx file states. */
  static long emlxLength(Window window) {
    String line = new String(window.copy(0, emlxLine(window)), StandardCharsets.ISO_8859_1);
    return Long.parseLong(line.strip());
  }

  /**
   * True where the lines up to the first empty one are header fields, one of them of mail; up to a
   * quarter may be nonsense where more than one is of mail.
   */
  private static boolean isMail(Window window, int from, int end) {
    int mail = 0;
    int other = 0;
    int nonsense = 0;
    int line = from;
    while (line < end) {
      int lineEnd = window.lineEnd(line, end);
      int stop = lineEnd < 0 ? end : lineEnd;
      if (stop == line || (stop == line + 1 && window.at(line) == '\r')) {
        break;
      }
      boolean folded = line > from && (window.at(line) == ' ' || window.at(line) == '\t');
      if (!folded) {
        String name = fieldName(window, line, stop);
        if (name == null) {
          nonsense++;
        } else if (MAIL_FIELDS.contains(name) || name.startsWith("x-")) {
          mail++;
        } else {
          other++;
        }
      }
      line = stop + 1;
    }
    return nonsense == 0 ? mail > 0 : mail > 1 && nonsense * 3 <= mail + other;
  }

  private static @Nullable String fieldName(Window window, int from, int to) {
    int at = from;
    int limit = Math.min(to, from + 100);
    while (at < limit && window.at(at) > ' ' && window.at(at) != ':' && window.at(at) != 0x7f) {
      at++;
    }
    int nameEnd = at;
    while (at < limit && (window.at(at) == ' ' || window.at(at) == '\t')) {
      at++;
    }
    if (nameEnd == from || at >= limit || window.at(at) != ':') {
      return null;
    }
    return new String(window.copy(from, nameEnd), StandardCharsets.US_ASCII)
        .toLowerCase(Locale.ROOT);
  }

  /**
   * An Outlook item: a compound file whose root is of its class ([MS-OXMSG] §2.1, [MS-CFB] §2.6).
   */
  private static boolean isMsg(Window window) {
    if (!starts(window, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1) || window.loaded() < 512) {
      return false;
    }
    int sector = 1 << Math.min(window.at(30) & 0xff, 12);
    long directory = sector * (1L + little(window, 48));
    if (directory + 96 > MboxDialect.SAMPLE
        || window.available((int) directory + 96) < directory + 96) {
      return false;
    }
    for (int i = 0; i < MSG_CLASS.length; i++) {
      if (window.at((int) directory + 80 + i) != MSG_CLASS[i]) {
        return false;
      }
    }
    return true;
  }

  private static long little(Window window, int at) {
    return (window.at(at) & 0xffL)
        | (window.at(at + 1) & 0xffL) << 8
        | (window.at(at + 2) & 0xffL) << 16
        | (window.at(at + 3) & 0xffL) << 24;
  }

  /** A tar header's checksum is right: it is the sum of its bytes, itself taken as spaces. */
  private static boolean isTar(Window window, int end) {
    if (end < 512 || window.at(0) == 0) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : window.at(i) & 0xff;
    }
    String stated = new String(window.copy(148, 156), StandardCharsets.ISO_8859_1);
    String octal = stated.replace('\0', ' ').strip();
    return octal.matches("[0-7]{1,7}") && Integer.parseInt(octal, 8) == sum;
  }

  /** A frame of zstd, or one that is skipped, with which pzstd begins. */
  private static boolean isZstd(Window window) {
    return starts(window, 0x28, 0xb5, 0x2f, 0xfd)
        || (window.loaded() > 0 && starts(window, 0x50 | (window.at(0) & 0xf), 0x2a, 0x4d, 0x18));
  }

  private static boolean starts(Window window, int... magic) {
    if (window.loaded() < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((window.at(i) & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
