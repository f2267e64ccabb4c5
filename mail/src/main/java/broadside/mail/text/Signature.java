package broadside.mail.text;

import java.util.List;
import java.util.Locale;

/** Recognises the lines with which a signature or a list's footer begins. */
final class Signature {
  /** Lines of text that may follow a separator written without its space. */
  private static final int MAX_LINES = 12;

  private static final List<String> DEVICE_LINES =
      List.of(
          "sent from my ",
          "sent from mail for windows",
          "sent from yahoo mail",
          "sent via blackberry",
          "sent with proton",
          "get outlook for ",
          "von meinem iphone gesendet",
          "von meinem ipad gesendet",
          "envoyé de mon ",
          "envoyé depuis mon ",
          "enviado desde mi ",
          "enviado do meu ",
          "inviato da iphone",
          "inviato dal mio ",
          "verstuurd vanaf mijn ",
          "отправлено с iphone",
          "отправлено с моего ",
          "发自我的");

  private final Lines lines;

  Signature(Lines lines) {
    this.lines = lines;
  }

  /** True where a signature begins at this line, which is not quoted. */
  boolean startsAt(int line) {
    if (lines.isSignatureSeparator(line)) {
      return true;
    }
    int at = lines.from(line);
    int length = lines.trimmedEnd(line) - at;
    char first = length < 2 ? '\0' : lines.text().charAt(at);
    return switch (first) {
      case '-' -> length == 2 && lines.text().charAt(at + 1) == '-' && isLikelyAfter(line);
      case '_' -> length >= 30 && isListFooter(line);
      case 'S', 's', 'G', 'V', 'E', 'I', 'О', '发' -> length <= 60 && isDeviceLine(line);
      default -> false;
    };
  }

  /** True for the separators, after which a signature may hold empty lines. */
  boolean isSeparator(int line) {
    char first = lines.firstChar(line);
    return first == '-' || first == '_';
  }

  private boolean isDeviceLine(int line) {
    if ((line > 0 && !lines.blank(line - 1))
        || (line + 1 < lines.size() && !lines.blank(line + 1) && lines.depth(line + 1) == 0)) {
      return false; // most lines
    }
    String text = lines.trimmed(line).toLowerCase(Locale.ROOT);
    return DEVICE_LINES.stream().anyMatch(text::startsWith);
  }

  private boolean isListFooter(int line) {
    if (lines.text().charAt(lines.from(line) + 29) != '_' || line + 1 >= lines.size()) {
      return false;
    }
    String next = lines.trimmed(line + 1).toLowerCase(Locale.ROOT);
    return next.length() < 100 && next.contains("mailing list") && isShort(line + 1);
  }

  /** A separator without its space is a ruler, unless a few lines follow at once. */
  private boolean isLikelyAfter(int line) {
    return line + 1 < lines.size() && !lines.blank(line + 1) && isShort(line + 1);
  }

  /** True where few lines are left before the body or its unquoted part ends. */
  private boolean isShort(int start) {
    int count = 0;
    int end = Math.min(lines.size(), start + 4 * MAX_LINES);
    for (int i = start; i < end && lines.depth(i) == 0; i++) {
      count += lines.blank(i) ? 0 : 1;
    }
    return count <= MAX_LINES && (end == lines.size() || count < MAX_LINES);
  }
}
