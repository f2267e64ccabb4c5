package broadside.mail.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.HtmlTextEscapingMode;

/**
 * Turns the events of a balanced document into lines of text.
 *
 * <p><b>Threads:</b> for one document and one thread.
 */
final class TextReader implements HtmlSanitizer.Policy {
  private static final Set<String> UNREAD =
      Set.of(
          "script",
          "style",
          "title",
          "template",
          "noembed",
          "noframes",
          "iframe",
          "object",
          "svg",
          "math",
          "audio",
          "video",
          "datalist");
  private static final Set<String> PARAGRAPHS =
      Set.of(
          "p",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "blockquote",
          "ul",
          "ol",
          "dl",
          "pre",
          "table",
          "hr",
          "figure");
  private static final Set<String> LINES =
      Set.of(
          "address",
          "article",
          "aside",
          "body",
          "caption",
          "center",
          "dd",
          "dir",
          "div",
          "dt",
          "fieldset",
          "figcaption",
          "footer",
          "form",
          "header",
          "li",
          "main",
          "menu",
          "nav",
          "section",
          "tbody",
          "tfoot",
          "thead",
          "tr",
          "legend",
          "option");

  private static final int MAX_LINK_TEXT = 2_000;
  private static final int MAX_INDENT = 8;

  /** What an element does to the text within it; they add up. */
  private enum Effect {
    NONE,
    HIDE,
    SKIP,
    PREFORMAT,
    QUOTE,
    LIST,
    NUMBERED_LIST
  }

  private final TextLines shown = new TextLines();
  private final StringBuilder hidden = new StringBuilder();
  private final HtmlLimits limits;
  private final OutputBudget budget;
  private final Deque<Effect> open = new ArrayDeque<>();

  /** The number of the last item of each open list; below zero in a list without numbers. */
  private final Deque<Integer> lists = new ArrayDeque<>();

  private int hiding;
  private int skipping;
  private int preformatting;
  private String href = "";
  private int linkStart;

  TextReader(HtmlLimits limits) {
    this.limits = limits;
    budget = new OutputBudget(limits);
  }

  /** The text read so far, with what was hidden at its end. */
  String text() {
    String seen = shown.text();
    String unseen = collapsed(hidden);
    if (unseen.isEmpty()) {
      return seen;
    }
    return seen + (seen.isEmpty() ? "" : "\n") + "[Hidden in the HTML:]\n" + unseen + "\n";
  }

  @Override
  public void openDocument() {}

  @Override
  public void closeDocument() {}

  @Override
  public void openTag(String element, List<String> all) {
    List<String> attributes = Attributes.firstOfEachName(all, limits);
    budget.spendTag(attributes);
    if (HtmlTextEscapingMode.isVoidElement(element)) {
      if (isRead() && !budget.isSpent()) {
        voidElement(element, attributes);
      }
      return;
    }
    separate(element);
    Effect effect = effect(element, attributes);
    open.push(effect);
    enter(effect, 1);
    if (isRead() && !budget.isSpent()) {
      begin(element, attributes);
    }
  }

  @Override
  public void closeTag(String element) {
    if (open.isEmpty()) {
      return;
    }
    if (isRead() && element.equals("a")) {
      endLink();
    }
    enter(open.pop(), -1);
    separate(element);
  }

  @Override
  public void text(String resolved) {
    String text = CharacterReferences.asMeant(resolved);
    budget.spendText(text);
    if (skipping > 0 || budget.isSpent()) {
      return;
    }
    if (hiding > 0) {
      hidden.append(text);
    } else if (preformatting > 0) {
      shown.preformatted(text);
    } else {
      shown.words(text);
    }
  }

  private boolean isRead() {
    return hiding == 0 && skipping == 0;
  }

  /** Goes into an element (1) or out of it (-1). */
  private void enter(Effect effect, int change) {
    switch (effect) {
      case HIDE -> {
        hiding += change;
        hidden.append(' ');
      }
      case SKIP -> skipping += change;
      case PREFORMAT -> preformatting += change;
      case QUOTE -> shown.quote(change);
      case LIST, NUMBERED_LIST -> {
        if (change > 0) {
          lists.push(effect == Effect.LIST ? -1 : 0);
        } else {
          lists.pop();
        }
      }
      case NONE -> {}
    }
  }

  private static Effect effect(String element, List<String> attributes) {
    if (UNREAD.contains(element)) {
      return Effect.SKIP;
    }
    if (isHidden(attributes)) {
      return Effect.HIDE;
    }
    return switch (element) {
      case "pre", "listing", "xmp", "textarea", "plaintext" -> Effect.PREFORMAT;
      case "blockquote" -> Effect.QUOTE;
      case "ol" -> Effect.NUMBERED_LIST;
      case "ul", "dir", "menu" -> Effect.LIST;
      default -> Effect.NONE;
    };
  }

  private static boolean isHidden(List<String> attributes) {
    for (int i = 0; i < attributes.size(); i += 2) {
      String name = attributes.get(i);
      if (name.equals("hidden") || (name.equals("style") && hides(attributes.get(i + 1)))) {
        return true;
      }
    }
    return false;
  }

  /** The ways in which newsletters hide their first line and spam its words. */
  private static boolean hides(String style) {
    String bare = style.replace(" ", "").toLowerCase(Locale.ROOT) + ";";
    boolean flat = bare.contains("height:0;") || bare.contains("height:0px;");
    return bare.contains("display:none")
        || bare.contains("visibility:hidden")
        || bare.contains("mso-hide:all")
        || bare.contains("font-size:0;")
        || bare.contains("font-size:0px")
        || bare.contains("opacity:0;")
        || (flat && !bare.contains("line-height:0") && bare.contains("overflow:hidden"));
  }

  private void separate(String element) {
    if (hiding > 0) {
      hidden.append(' ');
    } else if (skipping > 0) {
      return;
    } else if (PARAGRAPHS.contains(element) && lists.isEmpty()) {
      shown.endParagraph();
    } else if (PARAGRAPHS.contains(element) || LINES.contains(element)) {
      shown.endLine();
    }
  }

  private void begin(String element, List<String> attributes) {
    switch (element) {
      case "td", "th" -> shown.cell();
      case "li" -> shown.mark(mark());
      case "a" -> {
        href = Attributes.value(attributes, "href");
        linkStart = shown.length();
      }
      default -> {}
    }
  }

  private String mark() {
    String indent = "  ".repeat(Math.clamp(lists.size() - 1L, 0, MAX_INDENT));
    if (lists.isEmpty() || lists.peek() < 0) {
      return indent + "- ";
    }
    int number = lists.pop() + 1;
    lists.push(number);
    return indent + number + ". ";
  }

  private void voidElement(String element, List<String> attributes) {
    switch (element) {
      case "br" -> shown.lineBreak();
      case "hr" -> {
        shown.endParagraph();
        shown.words("---");
        shown.endParagraph();
      }
      case "img", "image" -> {
        String alt = Attributes.value(attributes, "alt").strip();
        if (!alt.isEmpty()) {
          shown.words("[" + alt + "]");
        }
      }
      default -> {}
    }
  }

  /** Says where a link leads, where its text does not. */
  private void endLink() {
    LinkTarget target = LinkTarget.of(href);
    href = "";
    if (target == null || shown.length() - linkStart > MAX_LINK_TEXT) {
      return;
    }
    String address = target.written().replaceFirst("^mailto:", "").replaceFirst("/$", "");
    String bare = address.replaceFirst("^https?://(www\\.)?", "");
    if (!shown.since(linkStart).contains(bare)) {
      shown.words(" <" + address + ">");
    }
  }

  /** White space as one space, without the invisible characters that pad a hidden first line. */
  private static String collapsed(CharSequence text) {
    StringBuilder words = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        gap = true;
      } else if (Character.getType(c) != Character.FORMAT && c != '\u034f') {
        words.append(gap && !words.isEmpty() ? " " : "").append(c);
        gap = false;
      }
    }
    return words.toString();
  }
}
