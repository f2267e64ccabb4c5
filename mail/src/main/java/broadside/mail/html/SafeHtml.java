package broadside.mail.html;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mail's HTML, cleaned by an allow-list.
 *
 * @param html a fragment to be put into the body element of a page; well-formed
 * @param remoteBlocked how many remote images and other loads became placeholders
 */
public record SafeHtml(String html, int remoteBlocked) {

  /**
   * The harmless part of {@code html}.
   *
   * @param cid gives the address of the part with this Content-ID, or null where there is none
   */
  public static SafeHtml clean(String html, Function<String, @Nullable String> cid) {
    throw new IllegalStateException("being written " + html + cid);
  }
}
