package broadside.examples.story;

import broadside.examples.mime.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The broken and strange mails, written down byte by byte in {@code oddities.txt}. */
final class Oddities {

  private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");
  private static final String CUT = "\\eof\n";

  private Oddities() {}

  static List<Mail> mails() {
    List<Mail> mails = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    List<String> head = List.of();
    for (String line : Texts.lines("oddities.txt")) {
      if (line.startsWith("=== ")) {
        if (!head.isEmpty()) {
          mails.add(mail(head, text.toString()));
        }
        head = List.of(line.substring(4).split(" \\| ", 3));
        text.setLength(0);
      } else {
        text.append(line).append('\n');
      }
    }
    mails.add(mail(head, text.toString()));
    return mails;
  }

  private static Mail mail(List<String> head, String text) {
    String body = text.endsWith(CUT) ? text.substring(0, text.length() - CUT.length()) : text;
    // The file is UTF-8; what is not escaped in it travels as it is.
    String raw = Bytes.latin1(body.getBytes(StandardCharsets.UTF_8)).replace("\\t", "\t");
    String bytes =
        ESCAPE
            .matcher(raw)
            .replaceAll(match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    return new Mail(
        Mail.Hand.valueOf(head.get(2).toUpperCase(Locale.ROOT)),
        head.getFirst(),
        "cur",
        "MAILER-DAEMON@oskport.example",
        Person.islandTime(LocalDateTime.parse(head.get(1).replace(' ', 'T'))),
        Bytes.of(bytes),
        List.of());
  }
}
