package broadside.mail.charset;

import static java.util.Map.entry;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a charset label as mail writes it to the charset that it means.
 *
 * <p>Many labels name a small standard set where the sender used its common superset; reading with
 * the superset changes no character of a right label.
 */
final class CharsetLabels {
  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private static final int LONGEST_LABEL = 60;

  /** Labels that say nothing about the charset. */
  private static final String UNKNOWN = "?";

  private static final Map<String, String> MEANING =
      Map.ofEntries(
          entry("us-ascii", "windows-1252"),
          entry("ascii", "windows-1252"),
          entry("ansi_x3.4-1968", "windows-1252"),
          entry("ansi_x3.4-1986", "windows-1252"),
          entry("iso646-us", "windows-1252"),
          entry("iso-8859-1", "windows-1252"),
          entry("iso8859-1", "windows-1252"),
          entry("iso_8859-1", "windows-1252"),
          entry("latin1", "windows-1252"),
          entry("latin-1", "windows-1252"),
          entry("l1", "windows-1252"),
          entry("ansi", "windows-1252"),
          entry("iso-8859-9", "windows-1254"),
          entry("iso-8859-11", "x-windows-874"),
          entry("tis-620", "x-windows-874"),
          entry("windows-874", "x-windows-874"),
          entry("iso-8859-8-i", "iso-8859-8"),
          entry("iso-8859-8-e", "iso-8859-8"),
          entry("iso-8859-6-i", "iso-8859-6"),
          entry("iso-8859-6-e", "iso-8859-6"),
          entry("logical", "iso-8859-8"),
          entry("visual", "iso-8859-8"),
          entry("gb2312", "gb18030"),
          entry("gb_2312-80", "gb18030"),
          entry("gb2312-80", "gb18030"),
          entry("euc-cn", "gb18030"),
          entry("chinesegb", "gb18030"),
          entry("x-gbk", "gb18030"),
          entry("gbk", "gb18030"),
          entry("cp936", "gb18030"),
          entry("ms936", "gb18030"),
          entry("windows-936", "gb18030"),
          entry("big5", "big5-hkscs"),
          entry("cn-big5", "big5-hkscs"),
          entry("x-x-big5", "big5-hkscs"),
          entry("chinesebig5", "big5-hkscs"),
          entry("shift_jis", "windows-31j"),
          entry("shift-jis", "windows-31j"),
          entry("sjis", "windows-31j"),
          entry("x-sjis", "windows-31j"),
          entry("ms_kanji", "windows-31j"),
          entry("cp932", "windows-31j"),
          entry("iso-2022-jp", "x-windows-50220"),
          entry("iso-2022-jp-1", "x-windows-50220"),
          entry("iso-2022-jp-ms", "x-windows-50220"),
          entry("cp50220", "x-windows-50220"),
          entry("cp50221", "x-windows-50221"),
          entry("ks_c_5601-1987", "x-windows-949"),
          entry("ks_c_5601-1989", "x-windows-949"),
          entry("ks_c_5601", "x-windows-949"),
          entry("ksc5601", "x-windows-949"),
          entry("ksc_5601", "x-windows-949"),
          entry("korean", "x-windows-949"),
          entry("euc-kr", "x-windows-949"),
          entry("cp949", "x-windows-949"),
          entry("utf8", "utf-8"),
          entry("utf-8n", "utf-8"),
          entry("utf_8", "utf-8"),
          entry("utf8mb4", "utf-8"),
          entry("utf-8-strict", "utf-8"),
          entry("unicode-1-1-utf-8", "utf-8"),
          entry("unicode", "utf-16"),
          entry("ucs-2", "utf-16"),
          entry("macintosh", "x-macroman"),
          entry("mac", "x-macroman"),
          entry("x-mac-roman", "x-macroman"),
          entry("koi8r", "koi8-r"),
          entry("koi8", "koi8-r"),
          entry("iso-ir-111", "koi8-r"),
          entry("win-1251", "windows-1251"),
          entry("win1251", "windows-1251"),
          entry("x-cp1251", "windows-1251"),
          entry("x-cp1250", "windows-1250"),
          entry("x-cp1252", "windows-1252"),
          entry("utf-7", Utf7.NAME),
          entry("utf7", Utf7.NAME),
          entry("unicode-1-1-utf-7", Utf7.NAME),
          entry("x-unicode-1-1-utf-7", Utf7.NAME),
          entry("csunicode11utf7", Utf7.NAME),
          entry("hz-gb-2312", HzGb2312.NAME),
          entry("hz", HzGb2312.NAME),
          entry("unknown", UNKNOWN),
          entry("unknown-8bit", UNKNOWN),
          entry("unknown8bit", UNKNOWN),
          entry("x-unknown", UNKNOWN),
          entry("8bit", UNKNOWN),
          entry("binary", UNKNOWN),
          entry("default", UNKNOWN),
          entry("default_charset", UNKNOWN),
          entry("x-user-defined", UNKNOWN),
          entry("user-defined", UNKNOWN),
          entry("iso-10646", UNKNOWN),
          entry("none", UNKNOWN),
          entry("undefined", UNKNOWN),
          entry("_autodetect_all", UNKNOWN));

  private CharsetLabels() {}

  /** The charset that a label means, or null where it means none that is known. */
  static @Nullable Charset find(String label) {
    String name = clean(label);
    if (name.isEmpty() || name.length() > LONGEST_LABEL) {
      return null;
    }
    String meaning = MEANING.getOrDefault(name, name);
    if (meaning.equals(UNKNOWN)) {
      return null;
    }
    if (meaning.equals(Utf7.NAME)) {
      return Utf7.CHARSET;
    }
    if (meaning.equals(HzGb2312.NAME)) {
      return HzGb2312.CHARSET;
    }
    Charset found = lookUp(meaning);
    return found != null ? found : lookUp(respell(meaning));
  }

  private static String clean(String label) {
    int from = 0;
    int to = label.length();
    while (from < to && "\"' \t<=".indexOf(label.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && "\"' \t>;,".indexOf(label.charAt(to - 1)) >= 0) {
      to--;
    }
    return label.substring(from, to).toLowerCase(Locale.ROOT);
  }

  /**
   * A second spelling for labels such as {@code cp-1252}, {@code iso8859_15} or {@code iso88592}.
   */
  private static String respell(String name) {
    StringBuilder letters = new StringBuilder();
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      } else if (c >= 'a' && c <= 'z' && digits.isEmpty()) {
        letters.append(c);
      }
    }
    String number = digits.toString();
    return switch (letters.toString()) {
      case "iso", "isoir" ->
          number.startsWith("8859") && number.length() > 4
              ? "iso-8859-" + number.substring(4)
              : name;
      case "cp", "windows", "win", "xcp" ->
          number.startsWith("125") ? "windows-" + number : "cp" + number;
      case "ibm", "dos" -> "ibm" + number;
      default -> name;
    };
  }

  private static @Nullable Charset lookUp(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    }
  }
}
