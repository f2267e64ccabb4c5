package broadside.mail.message;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/**
 * A message as lines that a person can check and a test can compare.
 *
 * <p>Open, it shows what people wrote. Closed, it shows a short hash instead, so that the record of
 * a mail from elsewhere holds no name and no sentence of it; types, sizes, dates and defects are in
 * clear either way.
 */
final class Transcript {
  private final UnaryOperator<String> words;
  private final StringJoiner lines = new StringJoiner("\n", "", "\n");

  private Transcript(UnaryOperator<String> words) {
    this.words = words;
  }

  static String open(Message message) {
    return new Transcript(words -> words.replace("\n", "\\n")).of(message);
  }

  static String closed(Message message) {
    return new Transcript(Transcript::shortHash).of(message);
  }

  private String of(Message message) {
    line("subject", words.apply(message.subject()));
    addresses("from", message.from());
    addresses("sender", message.sender());
    addresses("reply-to", message.replyTo());
    addresses("to", message.to());
    addresses("cc", message.cc());
    addresses("bcc", message.bcc());
    line("date", message.date().value() + " " + message.date().origin());
    line("message-id", message.messageId() == null ? "-" : words.apply(message.messageId()));
    if (!message.references().isEmpty()) {
      line("references", ids(message.references()));
    }
    if (!message.inReplyTo().isEmpty()) {
      line("in-reply-to", ids(message.inReplyTo()));
    }
    if (message.listId() != null) {
      line("list", words.apply(message.listId()));
    }
    message.parts().forEach(this::part);
    BodyText text = message.text();
    if (text != null) {
      String how = text.flowed() ? text.delSp() ? " flowed delsp" : " flowed" : "";
      line("text", text.text().length() + how + " " + words.apply(text.text()));
    }
    if (message.html() != null) {
      line("html", message.html().length() + " " + words.apply(message.html()));
    }
    message.defects().forEach(defect -> line("defect", defect.kind().toString()));
    return lines.toString();
  }

  private void part(Part part) {
    StringJoiner line = new StringJoiner(" ");
    line.add("part").add(String.valueOf(part.index())).add("  ".repeat(part.depth()));
    line.add(part.mediaType()).add(part.role().toString()).add(String.valueOf(part.bytes()));
    line.add(part.charset() == null ? "-" : part.charset());
    line.add(part.fileName() == null ? "-" : words.apply(part.fileName()));
    line.add(part.sha256() == null ? "-" : part.sha256().substring(0, 12));
    lines.add(line.toString());
  }

  private void addresses(String name, List<Address> addresses) {
    for (Address address : addresses) {
      String group = address.group() == null ? "" : " in " + words.apply(address.group());
      line(name, words.apply(address.name()) + " <" + words.apply(address.email()) + ">" + group);
    }
  }

  private String ids(List<String> ids) {
    return ids.size() + " " + words.apply(String.join(" ", ids));
  }

  private void line(String name, String value) {
    lines.add(name + " " + value);
  }

  static String shortHash(String words) {
    if (words.isEmpty()) {
      return "\"\"";
    }
    byte[] hash = ContentReader.sha256().digest(words.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 6);
  }
}
