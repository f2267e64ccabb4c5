package broadside.examples.story;

import broadside.examples.mime.Letter;
import broadside.examples.mime.MailDates;
import broadside.examples.mime.Mailbox;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How an answer quotes the mail before it, by the habits of its writer's program. */
final class Quoting {

  private static final int CLASSIC_LINES = 10;
  private static final int WHOLE_LINES = 90;

  private Quoting() {}

  /** The whole plain text of a mail: what its writer says, signature, and the quoted parent. */
  static String text(Person writer, List<String> paragraphs, Letter parent, boolean forward) {
    String own = Layout.set(paragraphs, writer.client());
    if (forward) {
      return own + signature(writer) + "\n\n" + forwarded(parent);
    }
    boolean quotesByHand = paragraphs.getFirst().startsWith(">");
    return switch (writer.client()) {
      case OUTLOOK -> own + signature(writer) + "\n\n" + original(parent);
      case CLASSIC, FLOWED ->
          attribution(writer, parent)
              + "\n"
              + (quotesByHand ? "" : classicQuote(parent) + "\n\n")
              + own
              + signature(writer);
      case WEB ->
          own + signature(writer) + "\n\n" + attribution(writer, parent) + "\n" + whole(parent);
      case PHONE -> own + signature(writer);
      case ROBOT -> own + signature(writer);
    };
  }

  /** What a mail that answers nothing says. */
  static String text(Person writer, List<String> paragraphs) {
    return Layout.set(paragraphs, writer.client()) + signature(writer);
  }

  private static String signature(Person writer) {
    if (writer.signature().isEmpty()) {
      return "";
    }
    String lines = String.join("\n", writer.signature());
    return switch (writer.client()) {
      case OUTLOOK, WEB -> "\n\n" + lines;
      case PHONE -> "\n\n" + lines;
      case CLASSIC, FLOWED, ROBOT -> "\n\n-- \n" + lines;
    };
  }

  /** The line that says whose words follow, in the writer's language. */
  static String attribution(Person writer, Letter parent) {
    OffsetDateTime date = parent.date();
    String name = parent.from().name().isEmpty() ? parent.from().address() : parent.from().name();
    String time = String.format(Locale.ROOT, "%02d:%02d", date.getHour(), date.getMinute());
    int day = date.getDayOfMonth();
    int year = date.getYear();
    int month = date.getMonthValue();
    return switch (writer.language()) {
      case "fr" ->
          String.format(
              Locale.ROOT, "Le %d/%02d/%d à %s, %s a écrit :", day, month, year, time, name);
      case "ru" ->
          String.format(Locale.ROOT, "%02d.%02d.%d %s, %s пишет:", day, month, year, time, name);
      case "zh" -> String.format(Locale.ROOT, "%d年%d月%d日 %s，%s 写道：", year, month, day, time, name);
      case "ja" ->
          String.format(Locale.ROOT, "%d年%d月%d日 %s、%s wrote:", year, month, day, time, name);
      case "ar" ->
          String.format(
              Locale.ROOT, "في %d/%d/%d الساعة %s، كتب %s:", day, month, year, time, name);
      default ->
          String.format(Locale.ROOT, "On %s at %s, %s wrote:", MailDates.dayOf(date), time, name);
    };
  }

  private static String classicQuote(Letter parent) {
    List<String> lines = Layout.quote(beforeSignature(parent.text()));
    // What the parent itself quoted at its head is left out.
    int start = 0;
    while (start + 1 < lines.size()
        && (lines.get(start).startsWith(">>") || isAttribution(lines.get(start)))) {
      start++;
    }
    while (start + 1 < lines.size() && lines.get(start).strip().equals(">")) {
      start++;
    }
    List<String> kept = new ArrayList<>(lines.subList(start, lines.size()));
    if (kept.size() > CLASSIC_LINES) {
      kept = new ArrayList<>(kept.subList(0, CLASSIC_LINES - 1));
      kept.add("> [...]");
    }
    return String.join("\n", kept);
  }

  private static boolean isAttribution(String line) {
    return line.endsWith("wrote:")
        || line.endsWith("пишет:")
        || line.endsWith("写道：")
        || line.endsWith("a écrit :");
  }

  private static String whole(Letter parent) {
    List<String> lines = Layout.quote(parent.text().stripTrailing());
    return String.join("\n", lines.subList(0, Math.min(WHOLE_LINES, lines.size())));
  }

  private static String original(Letter parent) {
    return "-----Original Message-----\n" + headerBlock(parent) + "\n\n" + head(parent);
  }

  private static String forwarded(Letter parent) {
    return "---------- Forwarded message ----------\n"
        + headerBlock(parent)
        + "\n\n"
        + head(parent);
  }

  private static String headerBlock(Letter parent) {
    StringBuilder block = new StringBuilder();
    block.append("From: ").append(parent.from().name());
    block.append(" [").append(parent.from().address()).append("]\n");
    block.append("Sent: ").append(MailDates.header(parent.date())).append('\n');
    if (!parent.to().isEmpty()) {
      block.append("To: ");
      block.append(String.join("; ", parent.to().stream().map(Quoting::shown).toList()));
      block.append('\n');
    }
    return block.append("Subject: ").append(parent.subject()).toString();
  }

  static String shown(Mailbox mailbox) {
    return mailbox.name().isEmpty() ? mailbox.address() : mailbox.name();
  }

  private static String head(Letter parent) {
    List<String> lines = parent.text().lines().limit(WHOLE_LINES).toList();
    return String.join("\n", lines).stripTrailing();
  }

  private static String beforeSignature(String text) {
    int at = text.indexOf("\n-- \n");
    return (at < 0 ? text : text.substring(0, at)).stripTrailing();
  }
}
