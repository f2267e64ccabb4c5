package broadside.examples.mime;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Writes letters as mail (RFC 5322, RFC 2045–2049), lines ending in LF.
 *
 * <p>Boundaries are derived from the letter, so that the same letter gives the same bytes.
 */
public final class LetterWriter {

  private final StringBuilder out = new StringBuilder();
  private final Letter letter;
  private final String boundary;

  private LetterWriter(Letter letter) {
    this.letter = letter;
    CRC32 crc = new CRC32();
    crc.update((letter.id() + letter.subject() + letter.date()).getBytes(StandardCharsets.UTF_8));
    this.boundary = String.format(Locale.ROOT, "=_osk_%08x", crc.getValue());
  }

  /** The whole mail: header, empty line, body. */
  public static byte[] bytes(Letter letter) {
    LetterWriter writer = new LetterWriter(letter);
    writer.header();
    writer.body();
    return Bytes.of(writer.out.toString());
  }

  private void header() {
    Charset charset = letter.charset();
    letter.headers().stream()
        .filter(line -> line.startsWith("Received:"))
        .forEach(line -> out.append(line).append('\n'));
    out.append(HeaderText.line("Date", MailDates.header(letter.date())));
    out.append(HeaderText.line("From", HeaderText.mailbox(letter.from(), charset)));
    if (!letter.to().isEmpty()) {
      out.append("To: ").append(HeaderText.mailboxes(letter.to(), charset)).append('\n');
    }
    if (!letter.cc().isEmpty()) {
      out.append("Cc: ").append(HeaderText.mailboxes(letter.cc(), charset)).append('\n');
    }
    out.append(HeaderText.line("Subject", HeaderText.encode(letter.subject(), charset)));
    if (!letter.id().isEmpty()) {
      out.append("Message-ID: <").append(letter.id()).append(">\n");
    }
    if (!letter.references().isEmpty()) {
      out.append("In-Reply-To: <").append(letter.references().getLast()).append(">\n");
      out.append("References: <").append(String.join(">\n <", letter.references())).append(">\n");
    }
    letter.headers().stream()
        .filter(line -> !line.startsWith("Received:"))
        .forEach(line -> out.append(line).append('\n'));
    out.append("MIME-Version: 1.0\n");
  }

  private void body() {
    List<Attachment> files = letter.attachments().stream().filter(a -> !a.isInline()).toList();
    if (files.isEmpty()) {
      content();
      return;
    }
    String mixed = boundary + "_m";
    out.append("Content-Type: multipart/mixed; boundary=\"").append(mixed).append("\"\n\n");
    delimiter(mixed);
    content();
    for (Attachment file : files) {
      delimiter(mixed);
      attachment(file);
    }
    close(mixed);
  }

  private void content() {
    if (letter.html().isEmpty()) {
      text("text/plain" + (letter.flowed() ? "; format=flowed" : ""), letter.text());
    } else if (letter.text().isEmpty()) {
      related();
    } else {
      String alternative = boundary + "_a";
      out.append("Content-Type: multipart/alternative; boundary=\"")
          .append(alternative)
          .append("\"\n\n");
      delimiter(alternative);
      text("text/plain", letter.text());
      delimiter(alternative);
      related();
      close(alternative);
    }
  }

  private void related() {
    List<Attachment> pictures = letter.attachments().stream().filter(Attachment::isInline).toList();
    if (pictures.isEmpty()) {
      text("text/html", letter.html());
      return;
    }
    String related = boundary + "_r";
    out.append("Content-Type: multipart/related; type=\"text/html\"; boundary=\"")
        .append(related)
        .append("\"\n\n");
    delimiter(related);
    text("text/html", letter.html());
    for (Attachment picture : pictures) {
      delimiter(related);
      attachment(picture);
    }
    close(related);
  }

  private void text(String type, String text) {
    byte[] bytes = text.getBytes(letter.charset());
    boolean ascii = HeaderText.isAscii(text) && longestLine(text) < 990;
    Transfer transfer =
        ascii && letter.transfer() == Transfer.EIGHT_BIT ? Transfer.SEVEN_BIT : letter.transfer();
    out.append("Content-Type: ")
        .append(type)
        .append("; charset=")
        .append(letter.charset().name().toLowerCase(Locale.ROOT))
        .append('\n');
    out.append("Content-Transfer-Encoding: ").append(transfer.token()).append("\n\n");
    out.append(transfer.encode(bytes));
  }

  private void attachment(Attachment file) {
    out.append("Content-Type: ").append(file.type());
    boolean mail = file.type().equals("message/rfc822");
    if (!mail) {
      out.append(";\n").append(parameter("name", file.name()));
    }
    out.append('\n');
    if (file.isInline()) {
      out.append("Content-ID: <").append(file.contentId()).append(">\n");
    }
    out.append("Content-Disposition: ")
        .append(file.isInline() ? "inline" : "attachment")
        .append(";\n")
        .append(parameter("filename", file.name()))
        .append('\n');
    Transfer transfer = mail ? Transfer.EIGHT_BIT : Transfer.BASE64;
    out.append("Content-Transfer-Encoding: ").append(transfer.token()).append("\n\n");
    out.append(transfer.encode(file.content()));
  }

  /** The parameter on a line of its own; RFC 2231 where the value is not ASCII. */
  private static String parameter(String name, String value) {
    if (HeaderText.isAscii(value)) {
      return " " + name + "=\"" + value + "\"";
    }
    return " "
        + name
        + "*=UTF-8''"
        + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void delimiter(String mark) {
    out.append(out.charAt(out.length() - 1) == '\n' ? "\n--" : "\n\n--").append(mark).append('\n');
  }

  private void close(String mark) {
    out.append("\n--").append(mark).append("--\n");
  }

  private static int longestLine(String text) {
    return text.lines().mapToInt(String::length).max().orElse(0);
  }
}
