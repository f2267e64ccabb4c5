package broadside.mail.redact;

import broadside.mail.charset.TextDecoder;
import broadside.mail.html.HtmlText;
import broadside.mail.message.HeaderField;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.mail.message.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces words in a mail by {@value #MARK}: in its headers, in text as it stands, in
 * quoted-printable, and in texts that are base64. Case does not matter, nor how lines are broken
 * and quoted. Then the result is read again as a reader's program would, and where the words still
 * are is told: an encoded header, another charset, a text that was encoded twice.
 *
 * <p><b>Threads:</b> one.
 */
public final class Redactor {
  /** What stands in the place of the words. */
  public static final String MARK = "[redacted]";

  /** Names of fields, and what says how a part is to be read: they are nobody's words. */
  private static final Pattern STRUCTURE =
      Pattern.compile(
          "(?im)^(?:content-transfer-encoding:.*|mime-version:.*"
              + "|content-type:[ \\t]*(?:\\R[ \\t]+)?[a-z]++/[a-z0-9.+-]++"
              + "|(?:content-(?:type|disposition|id|description|language)|from|to|cc|bcc|subject|date"
              + "|message-id|in-reply-to|references|reply-to|sender|received|return-path):)");

  private static final Charset LATIN = StandardCharsets.ISO_8859_1;
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final int BASE64_LINE = 76;

  private final MessageParser parser = new MessageParser(MailLimits.DEFAULT);
  private final List<Pattern> encoded = new ArrayList<>();
  private final List<Pattern> plain = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private int removed;

  /**
   * For these words.
   *
   * @throws IllegalArgumentException where one of them is blank
   */
  public Redactor(List<String> texts) {
    for (String text : texts) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("blank words");
      }
      this.texts.add(normal(text));
      encoded.add(pattern(text.strip(), true));
      plain.add(pattern(text.strip(), false));
    }
  }

  /** The mail without the words. */
  public RedactedMail redact(byte[] mail) {
    removed = 0;
    String raw = inBase64(new String(mail, LATIN));
    byte[] bytes = replace(raw, encoded).getBytes(LATIN);
    Message message = parser.parse(bytes);
    List<String> unseen = new ArrayList<>();
    for (Part part : message.attachments()) {
      boolean holdsParts =
          part.role() == Part.Role.NESTED_MESSAGE || part.role() == Part.Role.SIGNED;
      if (!part.mediaType().startsWith("text/") && !holdsParts) {
        unseen.add(part.fileName() == null ? "part " + part.index() : part.fileName());
      }
    }
    return new RedactedMail(bytes, removed, left(message, bytes), unseen);
  }

  private String replace(String text, List<Pattern> patterns) {
    String left = text;
    for (Pattern pattern : patterns) {
      Matcher structure = STRUCTURE.matcher(left);
      boolean[] isMore = {structure.find()};
      left =
          pattern
              .matcher(left)
              .replaceAll(match -> {
                while (isMore[0] && structure.end() <= match.start()) {
                  isMore[0] = structure.find();
                }
                boolean stays = isMore[0] && structure.start() < match.end();
                removed += stays ? 0 : 1;
                return Matcher.quoteReplacement(stays ? match.group() : MARK);
              });
    }
    return left;
  }

  /** Goes through heads and bodies line by line, and replaces in the texts that are base64. */
  private String inBase64(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    Head head = new Head();
    boolean inHead = true;
    int at = 0;
    while (at < raw.length()) {
      int end = lineEnd(raw, at);
      String line = raw.substring(at, end).strip();
      out.append(raw, at, end);
      at = end;
      if (!inHead) {
        inHead = line.startsWith("--");
        head = new Head();
      } else if (!line.isEmpty()) {
        head.add(line.toLowerCase(Locale.ROOT));
      } else if (!head.nested) {
        inHead = false;
        if (head.base64 && head.text) {
          int from = at;
          while (at < raw.length() && isBase64(raw.substring(at, lineEnd(raw, at)).strip())) {
            at = lineEnd(raw, at);
          }
          out.append(replaceDecoded(raw.substring(from, at)));
        }
      } else {
        head = new Head(); // of the mail within
      }
    }
    return out.toString();
  }

  private static int lineEnd(String raw, int at) {
    int end = raw.indexOf('\n', at);
    return end < 0 ? raw.length() : end + 1;
  }

  private static boolean isBase64(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean digit = c < 0x7f && (Character.isLetterOrDigit(c) || c == '+' || c == '/');
      if (!digit && c != '=') {
        return false;
      }
    }
    return !line.isEmpty();
  }

  /** What the lines of a head say of the body. */
  private static final class Head {
    private boolean base64;
    private boolean text = true;
    private boolean nested;

    void add(String line) {
      if (line.startsWith("content-transfer-encoding:")) {
        base64 = line.contains("base64");
      } else if (line.startsWith("content-type:")) {
        String type = line.substring("content-type:".length()).strip();
        text = type.startsWith("text");
        nested = type.startsWith("message/rfc822");
      }
    }
  }

  private String replaceDecoded(String body) {
    int before = removed;
    String left = replace(new String(Base64.getMimeDecoder().decode(whole(body)), LATIN), plain);
    if (removed == before) {
      return body;
    }
    String newline = body.contains("\r\n") ? "\r\n" : "\n";
    Base64.Encoder encoder = Base64.getMimeEncoder(BASE64_LINE, newline.getBytes(LATIN));
    return encoder.encodeToString(left.getBytes(LATIN)) + newline;
  }

  /** The digits that make whole bytes: what a decoder that is strict about the end accepts. */
  private static byte[] whole(String body) {
    String digits = body.replaceAll("[^A-Za-z0-9+/]", "");
    int odd = digits.length() % 4;
    return digits.substring(0, digits.length() - (odd == 1 ? 1 : 0)).getBytes(LATIN);
  }

  private List<String> left(Message message, byte[] mail) {
    List<String> left = new ArrayList<>();
    lookInHeaders(left, message, "");
    if (message.text() != null) {
      look(left, message.text().text(), "the text");
    }
    if (message.html() != null) {
      lookInHtml(left, message.html(), "the HTML");
    }
    for (Part part : message.parts()) {
      String name = "part %d (%s)".formatted(part.index(), part.mediaType());
      look(left, part.fileName() == null ? "" : part.fileName(), "the file name of " + name);
      if (part.role() != Part.Role.CONTAINER) {
        byte[] decoded = decoded(part, mail);
        for (Charset charset : List.of(StandardCharsets.UTF_8, WINDOWS, StandardCharsets.UTF_16)) {
          look(left, new String(decoded, charset), name);
        }
        lookAsReaders(left, part, decoded, name);
      }
    }
    return left.stream().distinct().toList();
  }

  /** As the words are shown, which a part's bytes do not tell. */
  private void lookAsReaders(List<String> left, Part part, byte[] decoded, String name) {
    if (part.role() == Part.Role.NESTED_MESSAGE) {
      lookInHeaders(left, parser.parse(decoded), " in " + name);
    } else if (part.mediaType().startsWith("text/")) {
      String text = TextDecoder.decode(decoded, part.charset()).text();
      look(left, text, name);
      if (part.mediaType().equals("text/html")) {
        lookInHtml(left, text, name);
      }
    }
  }

  private void lookInHeaders(List<String> left, Message message, String where) {
    for (HeaderField field : message.headers()) {
      String named = field.name() + ":";
      String words = STRUCTURE.matcher(named + field.value()).replaceFirst("");
      look(left, words, "the header " + field.name() + where);
    }
  }

  private void lookInHtml(List<String> left, String html, String name) {
    look(left, html, name);
    look(left, HtmlText.of(html).text(), name);
  }

  private byte[] decoded(Part part, byte[] mail) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      parser.copyPart(mail, part.index(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  private void look(List<String> left, String where, String name) {
    String normal = normal(where);
    if (texts.stream().anyMatch(normal::contains)) {
      left.add(name);
    }
  }

  /** Lower case, without what quotes a line, every white space one blank. */
  private static String normal(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("\\R[>| \\t]*", " ")
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** The words as they may stand in bytes that are read as Latin-1. */
  private static Pattern pattern(String text, boolean quotedPrintable) {
    StringBuilder regex = new StringBuilder("(?i)");
    String soft = quotedPrintable ? "(?:=[ \\t]*\\r?\\n)?" : "";
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (Character.isWhitespace(c)) {
        while (next < text.length() && Character.isWhitespace(text.codePointAt(next))) {
          next += Character.charCount(text.codePointAt(next));
        }
        regex.append("(?:=20|[ \\t]|=?[ \\t]*\\r?\\n[>| \\t]*){1,50}+");
      } else {
        String one = text.substring(i, next);
        regex.append("(?:").append(bytes(one.getBytes(StandardCharsets.UTF_8), quotedPrintable));
        if (c > 0x7f) {
          for (String other : List.of(one.toLowerCase(Locale.ROOT), one.toUpperCase(Locale.ROOT))) {
            regex
                .append('|')
                .append(bytes(other.getBytes(StandardCharsets.UTF_8), quotedPrintable));
          }
          if (WINDOWS.newEncoder().canEncode(one)) {
            regex.append('|').append(bytes(one.getBytes(WINDOWS), quotedPrintable));
          }
        }
        regex.append(')').append(next < text.length() ? soft : "");
      }
      i = next;
    }
    return Pattern.compile(regex.toString());
  }

  private static String bytes(byte[] bytes, boolean quotedPrintable) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      String raw = Pattern.quote(new String(bytes, i, 1, LATIN));
      if (quotedPrintable) {
        regex.append("(?:").append(raw).append("|=%02X)".formatted(bytes[i] & 0xff));
        regex.append(i + 1 < bytes.length ? "(?:=\\r?\\n)?" : "");
      } else {
        regex.append(raw);
      }
    }
    return regex.toString();
  }
}
