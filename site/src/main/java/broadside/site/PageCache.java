package broadside.site;

import broadside.site.http.Reply;
import broadside.site.routes.Route;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Rendered pages by their routes, in so much memory.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class PageCache {
  private final long bytes;
  private volatile Cache<Route, Reply.Bytes> pages;

  /** One that holds so many bytes. */
  PageCache(long bytes) {
    this.bytes = bytes;
    this.pages = empty();
  }

  private Cache<Route, Reply.Bytes> empty() {
    return Caffeine.newBuilder()
        .maximumWeight(bytes)
        .executor(Runnable::run) // to wake another thread costs more than what it would do
        .weigher((Route route, Reply.Bytes reply) -> reply.weight())
        .build();
  }

  /** The pages of this moment: who renders one puts it where the request began. */
  Cache<Route, Reply.Bytes> pages() {
    return pages;
  }

  /** A new cache, not an emptied one: what is still being rendered lands in the old. */
  void forget() {
    pages = empty();
  }
}
