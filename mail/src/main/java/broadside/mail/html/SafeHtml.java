package broadside.mail.html;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.owasp.html.Handler;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.HtmlStreamEventReceiver;
import org.owasp.html.HtmlStreamRenderer;

/**
 * A mail's HTML, cleaned by an allow-list.
 *
 * @param html a fragment to be put into the body element of a page; well-formed
 * @param remoteBlocked how many remote images and other loads were left out; an image has become
 *     words in its place
 */
public record SafeHtml(String html, int remoteBlocked) {

  /**
   * The harmless part of {@code html}.
   *
   * <p>It runs, submits and loads nothing, but the images that {@code cid} gives an address for.
   * Cleaning it again, without images, changes nothing. Time and memory are linear and bounded: the
   * rest of what is too long is left out, and a sentence at its end says so.
   *
   * @param cid gives the address within the site of the part with this Content-ID, or null where
   *     there is none; another host's address is not used
   */
  public static SafeHtml clean(String html, Function<String, @Nullable String> cid) {
    return clean(html, cid, HtmlLimits.DEFAULT);
  }

  static SafeHtml clean(String html, Function<String, @Nullable String> cid, HtmlLimits limits) {
    String bounded = limits.bounded(html);
    OutputBudget budget = new OutputBudget(limits);
    StringBuilder once = new StringBuilder(bounded.length() + 64);
    List<LoadBlocker> blocker = new ArrayList<>(1);
    HtmlSanitizer.sanitize(
        bounded,
        AllowList.POLICY.apply(new Finish(renderer(once), budget)),
        policy -> {
          blocker.add(new LoadBlocker(policy, cid, limits, budget));
          return blocker.getFirst();
        });
    if (bounded.length() < html.length() || budget.isSpent()) {
      once.append("<p>[The rest of this page is too long to be shown.]</p>");
    }
    return new SafeHtml(valid(once.toString(), limits), blocker.getFirst().blocked());
  }

  /**
   * The cleaned page as HTML's own rules want it. It is cleaned and repaired until neither changes
   * anything, so that nothing can hide in how it was repaired; what does not settle becomes text.
   */
  private static String valid(String cleaned, HtmlLimits limits) {
    String page = cleaned;
    for (int reading = 0; reading < limits.readings(); reading++) {
      TreeReader tree = new TreeReader(limits);
      read(page, tree, limits);
      if (tree.isTooLarge()) {
        return settled(page, limits);
      }
      String read = written(tree.page());
      Presentation.makeStandard(tree.page());
      Nesting.repair(tree.page());
      String repaired = written(tree.page());
      if (read.equals(page) && repaired.equals(page)) {
        return page;
      }
      page = repaired;
    }
    return asText(page);
  }

  /** The same for a page that is too large to be repaired. */
  private static String settled(String cleaned, HtmlLimits limits) {
    String page = cleaned;
    for (int reading = 0; reading < limits.readings(); reading++) {
      StringBuilder again = new StringBuilder(page.length() + 64);
      read(page, renderer(again), limits);
      String read = again.toString();
      if (read.equals(page)) {
        return page;
      }
      page = read;
    }
    return asText(page);
  }

  private static void read(String page, HtmlStreamEventReceiver out, HtmlLimits limits) {
    HtmlSanitizer.sanitize(page, AllowList.POLICY.apply(new Finish(out, new OutputBudget(limits))));
  }

  private static String asText(String page) {
    Node pre = Node.around("pre", List.of(Node.text(HtmlText.of(page).text())));
    return written(Node.around("", List.of(pre)));
  }

  private static String written(Node page) {
    StringBuilder html = new StringBuilder();
    HtmlStreamRenderer renderer = renderer(html);
    renderer.openDocument();
    page.writeChildren(renderer);
    renderer.closeDocument();
    return html.toString();
  }

  private static HtmlStreamRenderer renderer(StringBuilder out) {
    return HtmlStreamRenderer.create(out, Handler.DO_NOTHING);
  }
}
