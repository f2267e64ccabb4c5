package broadside.mail.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds where another mail is copied in below a marker ("-----Original Message-----") or below its
 * header lines alone, as Outlook, Notes and others do in their many languages.
 */
final class HeaderBlock {
  /** Lines looked at from the marker on; the longest blocks are long lists of recipients. */
  private static final int MAX_LINES = 60;

  private static final int MAX_LABEL = 24;
  private static final int NONE = -1;

  private static final List<String> MARKERS =
      List.of(
          "original message",
          "original appointment",
          "forwarded by",
          "forwarded message",
          "begin forwarded message",
          "begin original message",
          "inline attachment follows",
          "ursprüngliche nachricht",
          "weitergeleitete nachricht",
          "anfang der weitergeleiteten",
          "message d'origine",
          "message original",
          "message transféré",
          "message transmis",
          "début du message",
          "mensaje original",
          "mensaje reenviado",
          "mensagem original",
          "mensagem encaminhada",
          "messaggio originale",
          "messaggio inoltrato",
          "oorspronkelijk bericht",
          "doorgestuurd bericht",
          "ursprungligt meddelande",
          "oprindelig meddelelse",
          "opprinnelig melding",
          "alkuperäinen viesti",
          "wiadomość oryginalna",
          "oryginalna wiadomość",
          "исходное сообщение",
          "пересланное сообщение",
          "пересылаемое сообщение",
          "原始邮件",
          "邮件原件",
          "转发邮件",
          "原始郵件",
          "转发的邮件",
          "元のメッセージ",
          "الرسالة الأصلية",
          "رسالة معاد توجيهها");

  private static final Set<String> FROM =
      Set.of(
          "from",
          "von",
          "de",
          "da",
          "van",
          "från",
          "fra",
          "od",
          "от",
          "发件人",
          "寄件者",
          "寄件人",
          "差出人",
          "送信者",
          "보낸 사람",
          "من",
          "kimden",
          "lähettäjä",
          "feladó");

  private static final Set<String> OTHER =
      Set.of(
          "to",
          "cc",
          "bcc",
          "sent",
          "date",
          "subject",
          "importance",
          "reply-to",
          "sent by",
          "an",
          "kopie",
          "gesendet",
          "datum",
          "betreff",
          "wichtigkeit",
          "à",
          "objet",
          "envoyé",
          "envoyé le",
          "para",
          "enviado",
          "enviado el",
          "enviado em",
          "enviada em",
          "fecha",
          "asunto",
          "assunto",
          "a",
          "inviato",
          "data",
          "oggetto",
          "aan",
          "verzonden",
          "onderwerp",
          "till",
          "skickat",
          "ämne",
          "til",
          "sendt",
          "emne",
          "do",
          "wysłano",
          "temat",
          "dw",
          "кому",
          "копия",
          "отправлено",
          "дата",
          "тема",
          "收件人",
          "收件者",
          "抄送",
          "发送时间",
          "日期",
          "寄件日期",
          "主题",
          "主題",
          "主旨",
          "宛先",
          "送信日時",
          "件名",
          "日時",
          "받는 사람",
          "보낸 날짜",
          "제목",
          "إلى",
          "الموضوع",
          "التاريخ",
          "تاريخ الإرسال",
          "kime",
          "konu",
          "tarih",
          "gönderilen");

  private static final Set<String> SUBJECT =
      Set.of(
          "subject",
          "betreff",
          "objet",
          "asunto",
          "assunto",
          "oggetto",
          "onderwerp",
          "ämne",
          "emne",
          "temat",
          "тема",
          "主题",
          "主題",
          "主旨",
          "件名",
          "제목",
          "الموضوع",
          "konu");

  private final Lines lines;

  HeaderBlock(Lines lines) {
    this.lines = lines;
  }

  /**
   * The line after the block that starts at {@code line}, or -1 where none starts there.
   *
   * @param line not blank, without quote marks
   */
  int end(int line) {
    char first = lines.firstChar(line);
    return switch (first) {
      case '-', '‐', '=', '*', '_', '#' -> afterMarker(line);
      case 'F', 'f', 'V', 'v', 'D', 'd', 'O', 'o', 'K', 'k', 'L', 'l' -> afterHeaders(line, 3);
      case 'B', 'b', 'A', 'a' -> isMarker(line) ? afterMarkerLine(line) : NONE;
      default -> first > 127 ? afterHeaders(line, 3) : NONE;
    };
  }

  /**
   * The line after a block in the manner of Notes, which has no From: a name, a date, then To and
   * Subject, perhaps in a second column; or -1.
   *
   * @param line the first of its paragraph
   */
  int endOfNotes(int line) {
    for (int i = line + 1; i < lines.size() && i <= line + 4 && !lines.blank(i); i++) {
      char first = lines.firstChar(i);
      if ((first == 'T' || first == 't') && label(i).equals("to")) {
        return holdsDate(i - 1) || holdsDate(line) ? afterHeaders(i, 2) : NONE;
      }
    }
    return NONE;
  }

  private int afterMarker(int line) {
    if (isMarker(line)) {
      return afterMarkerLine(line);
    }
    if (isRule(line) && line + 1 < lines.size() && isLabelled(line + 1, FROM)) {
      return afterHeaders(line + 1, 3);
    }
    return lines.firstChar(line) == '*' ? afterHeaders(line, 3) : NONE;
  }

  /** The end of the header lines below a marker, or of the marker where there are none. */
  private int afterMarkerLine(int line) {
    int next = line + 1;
    while (next < lines.size() && next <= line + 2 && isRule(next)) {
      next++;
    }
    int limit = Math.min(lines.size(), next + 12);
    for (int i = next; i < limit && lines.depth(i) == 0; i++) {
      if (isLabelled(i, FROM) || isLabelled(i, OTHER)) {
        return Math.max(next, afterHeaders(i, 1));
      }
      if (hasColumnOf(i, "Subject:")) {
        return endOfParagraph(i);
      }
    }
    return next;
  }

  /** The line after the header lines that start at {@code line}, if they are enough. */
  private int afterHeaders(int line, int enough) {
    if (!isLabelled(line, FROM) && !isLabelled(line, OTHER)) {
      return NONE;
    }
    int labels = 0;
    int end = line;
    int limit = Math.min(lines.size(), line + MAX_LINES);
    boolean subject = false;
    for (int i = line; i < limit && lines.depth(i) == 0; i++) {
      if (lines.blank(i)) {
        boolean goesOn = i + 1 < limit && !subject && isLabelled(i + 1, OTHER);
        if (!goesOn) {
          break;
        }
      } else if (isLabelled(i, OTHER) || isLabelled(i, FROM)) {
        labels++;
        subject |= isLabelled(i, SUBJECT);
        end = i + 1;
      } else if (subject) {
        // A subject is wrapped once at most; more would be the body.
        boolean last = i + 1 == limit || lines.blank(i + 1) || isLabelled(i + 1, OTHER);
        if (i > end || !last) {
          break;
        }
        end = i + 1;
      } else {
        end = i + 1;
      }
    }
    return labels >= enough ? end : NONE;
  }

  private int endOfParagraph(int line) {
    int limit = Math.min(lines.size(), line + MAX_LINES);
    int end = line;
    while (end < limit && !lines.blank(end) && lines.depth(end) == 0) {
      end++;
    }
    return end;
  }

  private boolean isMarker(int line) {
    int start = skipRule(lines.skipSpace(line), lines.to(line));
    int length = Math.min(lines.to(line) - start, 40);
    if (length <= 0) {
      return false;
    }
    char first = Character.toLowerCase(lines.text().charAt(start));
    for (String marker : MARKERS) {
      if (marker.charAt(0) == first
          && marker.length() <= length
          && lines.text().regionMatches(true, start, marker, 0, marker.length())) {
        return start - lines.from(line) >= 2 || lines.endsWithColon(line);
      }
    }
    return false;
  }

  /** True for a line of dashes, underscores and the like only, at least five. */
  private boolean isRule(int line) {
    int start = lines.skipSpace(line);
    return lines.to(line) - start >= 5 && skipRule(start, lines.to(line)) == lines.to(line);
  }

  private int skipRule(int start, int end) {
    int at = start;
    while (at < end && "-_=*# \u00a0‐".indexOf(lines.text().charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private boolean hasColumnOf(int line, String label) {
    int at = lines.text().indexOf(label, lines.from(line), lines.to(line));
    return at >= lines.from(line) + 2
        && lines.text().charAt(at - 1) == ' '
        && lines.text().charAt(at - 2) == ' ';
  }

  private boolean isLabelled(int line, Set<String> labels) {
    return lines.depth(line) == 0 && labels.contains(label(line));
  }

  /** The word before the line's first colon in lower case, or "". */
  private String label(int line) {
    String text = lines.text();
    int start = lines.skipSpace(line);
    int limit = Math.min(lines.to(line), start + MAX_LABEL);
    for (int at = start; at < limit; at++) {
      char c = text.charAt(at);
      if (c == ':' || c == '：') {
        return text.substring(start, at).replace("*", "").strip().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /** True where two slashes or dots stand between digits, as in 11/27/2001. */
  private boolean holdsDate(int line) {
    String text = lines.text();
    int separators = 0;
    int end = Math.min(lines.to(line), lines.from(line) + 200);
    for (int at = lines.from(line) + 1; at + 1 < end; at++) {
      char c = text.charAt(at);
      if ((c == '/' || c == '.' || c == '-')
          && isDigit(text.charAt(at - 1))
          && isDigit(text.charAt(at + 1))) {
        separators++;
      }
    }
    return separators >= 2;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
