package broadside.mail.message;

import broadside.mail.charset.DecodedText;
import broadside.mail.charset.TextDecoder;
import broadside.mail.message.Defect.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the chosen text parts into the text and the HTML that are shown. */
final class BodyReader {
  private final MailLimits limits;
  private final Defects defects;

  BodyReader(MailLimits limits, Defects defects) {
    this.limits = limits;
    this.defects = defects;
  }

  /** The plain text of these sections, or null where one of them has none or all are blank. */
  @Nullable BodyText text(List<Section> sections) {
    if (sections.isEmpty() || !sections.stream().allMatch(Section::hasText)) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    Entity first = sections.getFirst().text().getFirst();
    boolean single = sections.size() == 1 && sections.getFirst().text().size() == 1;
    String only = single ? plain(first) : "";
    if (!single) {
      for (Section section : sections) {
        section.text().forEach(entity -> append(text, plain(entity)));
      }
    }
    boolean flowed = first.content.parameterIs("format", "flowed");
    boolean delSp = flowed && first.content.parameterIs("delsp", "yes");
    String whole = bounded(single ? only : text.toString());
    boolean unread = whole.isBlank() && sections.stream().anyMatch(Section::hasHtml);
    return unread ? null : new BodyText(whole, flowed, delSp);
  }

  /** The HTML of these sections, text ones among them wrapped, or null where none has HTML. */
  @Nullable String html(List<Section> sections) {
    if (sections.stream().noneMatch(Section::hasHtml)) {
      return null;
    }
    StringBuilder html = new StringBuilder();
    for (Section section : sections) {
      if (section.hasHtml()) {
        section.html().forEach(entity -> append(html, markup(entity)));
      } else {
        section.text().forEach(entity -> append(html, preformatted(plain(entity))));
      }
    }
    return bounded(html.toString());
  }

  private String markup(Entity entity) {
    return entity.content.mediaType().equals("text/html")
        ? decode(entity)
        : preformatted(plain(entity));
  }

  private static void append(StringBuilder body, String next) {
    if (!body.isEmpty() && !next.isEmpty() && body.charAt(body.length() - 1) != '\n') {
      body.append('\n');
    }
    body.append(next);
  }

  private static String preformatted(String text) {
    if (text.isBlank()) {
      return "";
    }
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<pre>" + escaped + "</pre>";
  }

  private String plain(Entity entity) {
    String text = decode(entity);
    return entity.content.mediaType().equals("text/plain") ? text : EnrichedText.plain(text);
  }

  private String bounded(String text) {
    if (text.length() <= limits.bodyChars()) {
      return text;
    }
    defects.add(Kind.LIMIT_DECODED_BYTES, "body cut after " + limits.bodyChars() + " characters");
    return Defects.cut(text, limits.bodyChars());
  }

  private String decode(Entity entity) {
    byte[] bytes = entity.text == null ? new byte[0] : entity.text;
    String label = entity.content.charset();
    if (TextDecoder.isAscii(bytes, 0, bytes.length) && (label == null || isPlainLabel(label))) {
      return lines(TextDecoder.decode(bytes, null).text(), entity);
    }
    DecodedText decoded = TextDecoder.decode(bytes, label);
    String said = label == null ? "no charset" : "\"" + Defects.cut(label, 40) + "\"";
    switch (decoded.trust()) {
      case LABELLED -> {}
      case MISLABELLED -> defects.add(Kind.BAD_CHARSET, said + " read as " + decoded.charset());
      case GUESSED -> defects.add(Kind.GUESSED_CHARSET, said + ", read as " + decoded.charset());
    }
    return lines(decoded.text(), entity);
  }

  private static boolean isPlainLabel(String label) {
    return label.equalsIgnoreCase("us-ascii") || label.equalsIgnoreCase("iso-8859-1");
  }

  /** The text with LF line ends; NUL as U+FFFD. */
  private String lines(String text, Entity entity) {
    int cr = text.indexOf('\r');
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      defects.add(Kind.NUL_BYTES, "in part " + entity.index);
      text = text.replace('\0', '\uFFFD');
    }
    if (cr < 0) {
      return text;
    }
    StringBuilder lines = new StringBuilder(text.length());
    int done = 0;
    while (cr >= 0) {
      lines.append(text, done, cr);
      done = cr + 1;
      if (done == text.length() || text.charAt(done) != '\n') {
        if (done < text.length()) {
          defects.add(Kind.BARE_CR, "in part " + entity.index);
        }
        lines.append('\n');
      }
      cr = text.indexOf('\r', done);
    }
    return lines.append(text, done, text.length()).toString();
  }
}
