package broadside.intake.finding;

import broadside.intake.ledger.Finding;
import broadside.mail.charset.TextDecoder;
import broadside.mail.html.HtmlText;
import broadside.mail.message.BodyText;
import broadside.mail.message.Defect;
import broadside.mail.message.HeaderField;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.mail.message.NestedMessage;
import broadside.mail.message.Part;
import broadside.mail.text.Block;
import broadside.mail.text.TextBlocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Looks through a mail for what must be held until a person has looked. */
public final class Findings {
  /** Bytes of one attachment that are looked at; a longer one is looked at up to here. */
  private static final int ATTACHMENT_BYTES = 4 << 20;

  /** Text attachments of one mail that are looked at. */
  private static final int ATTACHMENTS = 50;

  /** Fields besides the subject that people write. */
  private static final Set<String> WRITTEN =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "comments",
          "keywords",
          "organization",
          "thread-topic");

  /** Defects that stand for something that is in none of the texts read. */
  private static final Set<Defect.Kind> BEYOND =
      Set.of(
          Defect.Kind.LIMIT_DEPTH,
          Defect.Kind.LIMIT_PARTS,
          Defect.Kind.LIMIT_HEADER_BYTES,
          Defect.Kind.LIMIT_DECODED_BYTES);

  private final List<Finding> findings = new ArrayList<>(0);
  private final Set<String> values = new HashSet<>();

  private Findings() {}

  /**
   * What was found in the header and the bodies, then in attached texts, attached mails and the
   * names of files; each value once, in order.
   *
   * <p>The excerpt shows what kind of thing it is, never the value: of a number two digits at each
   * end, of a password nothing.
   */
  public static List<Finding> in(Message message, byte[] mail, MessageParser parser) {
    Findings all = new Findings();
    all.lookInHead(message);
    all.lookInAttachments(message, mail, parser);
    return List.copyOf(all.findings);
  }

  private void lookInHead(Message message) {
    lookAtLimits(message);
    look(message.subject(), "subject");
    for (HeaderField field : message.headers()) {
      if (WRITTEN.contains(field.name().toLowerCase(Locale.ROOT))) {
        look(field.value(), "header " + field.name());
      }
    }
    BodyText text = message.text();
    if (text != null) {
      lookInBody(text);
    }
    String html = message.html();
    if (html != null) {
      lookInBody(HtmlText.of(html));
    }
  }

  /** What lies beyond them is in no text that is looked at. */
  private void lookAtLimits(Message message) {
    Set<Defect.Kind> met = EnumSet.noneOf(Defect.Kind.class);
    for (Defect defect : message.defects()) {
      if (BEYOND.contains(defect.kind()) && met.add(defect.kind())) {
        addLimit(defect.detail());
      }
    }
  }

  private void addLimit(String what) {
    findings.add(new Finding("limit", "mail", what + ": nobody has looked into the rest"));
  }

  private void lookInAttachments(Message message, byte[] mail, MessageParser parser) {
    for (NestedMessage nested : message.nested()) {
      look(nested.subject(), "subject of an attached mail");
    }
    for (Part part : message.parts()) {
      look(part.fileName() == null ? "" : part.fileName(), "file name");
    }
    attachedTexts(message)
        .limit(ATTACHMENTS)
        .forEach(part -> {
          String name = part.fileName() == null ? part.mediaType() : part.fileName();
          String text = decoded(part, mail, parser);
          boolean html = part.mediaType().equals("text/html");
          look(html ? HtmlText.of(text).text() : text, "attachment " + name);
        });
    if (message.parts().stream().anyMatch(part -> part.role() == Part.Role.CONTAINER)) {
      lookOutsideParts(mail, parser);
    }
  }

  private void lookOutsideParts(byte[] mail, MessageParser parser) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    long all;
    try {
      all = parser.copyOutside(mail, new BoundedStream(bytes, ATTACHMENT_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException("a stream in memory failed", e);
    }
    look(TextDecoder.decode(bytes.toByteArray(), null).text(), "text outside the parts");
    if (all > ATTACHMENT_BYTES) {
      addLimit("more than %d bytes outside the parts".formatted(ATTACHMENT_BYTES));
    }
  }

  /** The texts of a mail that are not its own, as far as there is more than is looked at. */
  public static Stream<Part> unread(Message message) {
    return Stream.concat(
        attachedTexts(message).limit(ATTACHMENTS).filter(part -> part.bytes() > ATTACHMENT_BYTES),
        attachedTexts(message).skip(ATTACHMENTS));
  }

  private static Stream<Part> attachedTexts(Message message) {
    return message.parts().stream().filter(part -> isText(part) && !isBody(message, part));
  }

  /** True for a part whose content is looked at. */
  public static boolean isText(Part part) {
    return part.mediaType().startsWith("text/") || part.mediaType().equals("application/csv");
  }

  /** True for what {@link Message#text} and {@link Message#html} hold already. */
  private static boolean isBody(Message message, Part part) {
    boolean body = part.role() == Part.Role.TEXT_BODY || part.role() == Part.Role.HTML_BODY;
    for (int i = part.parent(); body && i >= 0; i = message.parts().get(i).parent()) {
      body = message.parts().get(i).role() != Part.Role.NESTED_MESSAGE;
    }
    return body;
  }

  private static String decoded(Part part, byte[] mail, MessageParser parser) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      parser.copyPart(mail, part.index(), new BoundedStream(bytes, ATTACHMENT_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException("a stream in memory failed", e);
    }
    return TextDecoder.decode(bytes.toByteArray(), part.charset()).text();
  }

  private void look(String text, String place) {
    look(text, value -> place);
  }

  private void lookInBody(BodyText body) {
    look(TextBlocks.joined(body), value -> "body" + paragraph(body, value));
  }

  private void look(String text, UnaryOperator<String> place) {
    for (Match match : Scanner.scan(text)) {
      String value = text.substring(match.start(), match.end());
      if (findings.size() < Scanner.MAX_MATCHES
          && values.add(match.kind() + value.replaceAll("[\\s.>|-]", ""))) {
        findings.add(
            new Finding(
                match.kind(),
                place.apply(value) + ", character " + (match.start() + 1),
                Excerpt.of(text, match)));
      }
    }
  }

  /** Which paragraph of the page the value stands in, as the site numbers them. */
  private static String paragraph(BodyText body, String value) {
    String unmarked = value.replaceAll("\n[>| ]+", "\n");
    int number = 0;
    for (Block block : TextBlocks.of(body)) {
      number += block.kind() == Block.Kind.PARAGRAPH ? 1 : 0;
      if (block.text().contains(value) || block.text().contains(unmarked)) {
        return block.kind() == Block.Kind.PARAGRAPH
            ? ", paragraph " + number
            : ", quoted or signed";
      }
    }
    return "";
  }
}
