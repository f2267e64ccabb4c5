package broadside.mail.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlStreamEventReceiver;

/**
 * Stands behind the allow-list: shows where links lead and takes out huge sizes. It only ever adds
 * text, or takes away.
 */
final class Finish implements HtmlStreamEventReceiver {
  private static final int MAX_LINK_TEXT = 1_000;

  private static final Set<String> OURS_ON_LINKS = Set.of("title", "rel");

  private final HtmlStreamEventReceiver out;
  private final OutputBudget budget;
  private @Nullable LinkTarget target;
  private final StringBuilder linkText = new StringBuilder();

  Finish(HtmlStreamEventReceiver out, OutputBudget budget) {
    this.out = out;
    this.budget = budget;
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
    budget.spendTag(attributes);
    List<String> kept = new ArrayList<>(attributes.size() + 4);
    for (int i = 0; i < attributes.size(); i += 2) {
      String name = attributes.get(i);
      String value = attributes.get(i + 1);
      boolean style = name.equals("style");
      value = style ? StyleBounds.kept(value) : value;
      boolean ours = element.equals("a") && OURS_ON_LINKS.contains(name);
      if (!(style && value.isEmpty()) && !ours) {
        kept.add(name);
        kept.add(value);
      }
    }
    if (element.equals("a")) {
      openLink(kept);
    }
    out.openTag(element, kept);
  }

  @Override
  public void closeTag(String element) {
    LinkTarget link = target;
    if (element.equals("a") && link != null) {
      if (link.isDisguisedBy(linkText.toString())) {
        out.openTag("bdi", List.of());
        out.text(" [" + link.shown() + "]");
        out.closeTag("bdi");
      }
      target = null;
    }
    out.closeTag(element);
  }

  @Override
  public void text(String text) {
    budget.spendText(text);
    if (target != null && linkText.length() < MAX_LINK_TEXT) {
      linkText.append(text, 0, Math.min(text.length(), MAX_LINK_TEXT));
    }
    out.text(text);
  }

  private void openLink(List<String> attributes) {
    int href = attributes.indexOf("href");
    target = href < 0 ? null : LinkTarget.of(attributes.get(href + 1));
    linkText.setLength(0);
    if (target != null) {
      attributes.addAll(List.of("title", target.address(), "rel", "noopener noreferrer nofollow"));
    }
  }
}
