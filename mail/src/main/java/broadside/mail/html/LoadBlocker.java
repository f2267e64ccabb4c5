package broadside.mail.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlStreamEventReceiver;

/**
 * Stands before the allow-list: puts words in the place of every image that is not a part of the
 * mail, and counts whatever would have been loaded.
 *
 * <p>It need not be complete to be safe: what it lets through meets the allow-list.
 */
final class LoadBlocker implements HtmlStreamEventReceiver {
  /** Attributes from which one browser or another has loaded something. */
  private static final Set<String> LOADING =
      Set.of(
          "background",
          "classid",
          "code",
          "codebase",
          "data",
          "dynsrc",
          "icon",
          "lowsrc",
          "manifest",
          "ping",
          "poster",
          "src",
          "srcset",
          "xlink:href");

  /** Elements whose href is loaded, not followed. */
  private static final Set<String> LOADING_HREF = Set.of("link", "image", "use", "feimage");

  /**
   * Elements of a page's structure, shown as plain boxes: the page is the site's, not the mail's.
   */
  private static final Set<String> BOXES =
      Set.of(
          "article",
          "aside",
          "body",
          "fieldset",
          "figcaption",
          "figure",
          "footer",
          "form",
          "header",
          "main",
          "nav",
          "section");

  private static final int SMALL = 3;

  private final HtmlStreamEventReceiver out;
  private final Function<String, @Nullable String> cid;
  private final HtmlLimits limits;
  private final OutputBudget budget;
  private boolean inStyle;
  private int blocked;

  LoadBlocker(
      HtmlStreamEventReceiver out,
      Function<String, @Nullable String> cid,
      HtmlLimits limits,
      OutputBudget budget) {
    this.out = out;
    this.cid = cid;
    this.limits = limits;
    this.budget = budget;
  }

  /** How many images and other loads were left out. */
  int blocked() {
    return blocked;
  }

  @Override
  public void openDocument() {
    out.openDocument();
  }

  @Override
  public void closeDocument() {
    out.closeDocument();
  }

  @Override
  public void openTag(String element, List<String> attributes) {
    if (budget.isSpent()) {
      return;
    }
    inStyle = element.equals("style");
    List<String> first = Attributes.firstOfEachName(attributes, limits);
    if (element.equals("img") || element.equals("image")) {
      image(first);
      return;
    }
    blocked += loads(element, first) ? 1 : 0;
    out.openTag(BOXES.contains(element) ? "div" : element, first);
  }

  @Override
  public void closeTag(String element) {
    inStyle = false;
    out.closeTag(BOXES.contains(element) ? "div" : element);
  }

  @Override
  public void text(String text) {
    if (budget.isSpent()) {
      return;
    }
    if (inStyle) {
      blocked += loadsInStyle(text);
    }
    out.text(CharacterReferences.asMeant(text));
  }

  private static boolean loads(String element, List<String> attributes) {
    for (int i = 0; i < attributes.size(); i += 2) {
      String name = attributes.get(i);
      String value = attributes.get(i + 1);
      boolean loading =
          LOADING.contains(name) || (name.equals("href") && LOADING_HREF.contains(element));
      if ((loading && isRemote(value)) || (name.equals("style") && loadsInStyle(value) > 0)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRemote(String address) {
    String start = address.strip().toLowerCase(Locale.ROOT);
    return !start.isEmpty()
        && !start.startsWith("cid:")
        && !start.startsWith("data:")
        && !start.startsWith("#");
  }

  private static int loadsInStyle(String style) {
    String lower = style.toLowerCase(Locale.ROOT);
    int count = 0;
    for (String call : List.of("url(", "@import", "image(", "image-set(")) {
      for (int at = lower.indexOf(call); at >= 0; at = lower.indexOf(call, at + 1)) {
        count++;
      }
    }
    return count;
  }

  private void image(List<String> attributes) {
    String source = Attributes.value(attributes, "src");
    source = source.isEmpty() ? Attributes.value(attributes, "href") : source.strip();
    String alt = Attributes.value(attributes, "alt").strip();
    String lower = source.substring(0, Math.min(source.length(), 8)).toLowerCase(Locale.ROOT);
    if (lower.startsWith("cid:")) {
      String address = cid.apply(source.substring(4));
      if (address == null) {
        words("image missing from this mail", alt, "");
      } else {
        attributes.set(attributes.indexOf("src") + 1, address);
        out.openTag("img", attributes);
      }
    } else if (lower.startsWith("data:")) {
      words("image within the page not shown", alt, "");
    } else if (source.isEmpty()) {
      words("image without address", alt, "");
    } else {
      blocked++;
      LinkTarget target = LinkTarget.of(source.startsWith("//") ? "https:" + source : source);
      boolean pixel = isSmall(attributes, "width") && isSmall(attributes, "height");
      words(
          pixel ? "invisible image not loaded" : "image not loaded",
          alt,
          target == null ? "" : target.shown());
    }
  }

  /** A visible sentence in the place of an image. */
  private void words(String what, String alt, String host) {
    String words = alt.isEmpty() ? what : what + ": " + alt;
    out.openTag(
        "bdi", new ArrayList<>(List.of("style", "border:1px dashed #888888;padding:0 3px")));
    out.text("[" + (host.isEmpty() ? words : words + " — " + host) + "]");
    out.closeTag("bdi");
  }

  private static boolean isSmall(List<String> attributes, String name) {
    String value = Attributes.value(attributes, name).replace("px", "").strip();
    return value.length() == 1 && value.charAt(0) <= '0' + SMALL && value.charAt(0) >= '0';
  }
}
