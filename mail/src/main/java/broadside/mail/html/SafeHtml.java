package broadside.mail.html;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.owasp.html.Handler;
import org.owasp.html.HtmlSanitizer;
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
    // What is shown was read twice by the same rules: nothing can hide in how it was repaired.
    StringBuilder twice = new StringBuilder(once.length() + 64);
    HtmlSanitizer.sanitize(
        once.toString(),
        AllowList.POLICY.apply(new Finish(renderer(twice), new OutputBudget(limits))));
    return new SafeHtml(twice.toString(), blocker.getFirst().blocked());
  }

  private static HtmlStreamRenderer renderer(StringBuilder out) {
    return HtmlStreamRenderer.create(out, Handler.DO_NOTHING);
  }
}
