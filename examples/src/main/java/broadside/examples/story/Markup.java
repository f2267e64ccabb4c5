package broadside.examples.story;

import broadside.examples.mime.Letter;
import java.util.List;

/** Paragraphs as the HTML that mail programs write beside the text. */
final class Markup {

  private Markup() {}

  /** What the writer says, the signature, and the quoted parent if there is one. */
  static String html(Person writer, List<String> paragraphs, List<Letter> parent, String logo) {
    StringBuilder out = new StringBuilder("<html><head><style>p{margin:0 0 1em}</style></head>\n");
    out.append(
        writer.language().equals("ar")
            ? "<body dir=\"rtl\" lang=\"ar\">\n"
            : "<body style=\"font-family:Calibri,sans-serif;font-size:11pt\">\n");
    boolean listOpen = false;
    for (String paragraph : paragraphs) {
      boolean item = paragraph.startsWith("- ");
      if (item != listOpen) {
        out.append(item ? "<ul>\n" : "</ul>\n");
        listOpen = item;
      }
      String said = item ? paragraph.substring(2) : paragraph;
      out.append(item ? "<li>" : "<p>").append(escape(said)).append(item ? "</li>\n" : "</p>\n");
    }
    out.append(listOpen ? "</ul>\n" : "").append("<div class=\"signature\"><b>");
    out.append(escape(String.join("\n", writer.signature())).replaceFirst("(<br>|$)", "</b>$1"));
    out.append("</div>\n");
    if (!logo.isEmpty()) {
      out.append("<img src=\"cid:").append(logo).append("\" width=96 height=60 alt=\"Crest\">\n");
    }
    for (Letter quoted : parent) {
      out.append("<div>").append(escape(Quoting.attribution(writer, quoted))).append("</div>\n");
      out.append("<blockquote style=\"border-left:2px solid #9ab;padding-left:8px\">");
      out.append(escape(quoted.text().stripTrailing())).append("</blockquote>\n");
    }
    return out.append("</body></html>\n").toString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\n", "<br>\n");
  }
}
