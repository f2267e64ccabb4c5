package broadside.site;

import broadside.site.http.Reply;
import broadside.site.http.Sender;
import broadside.site.routes.Route;
import broadside.site.routes.Routes;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is in the cache on the very thread that read the request: to hand it to another one
 * costs more than all else that there is to do. What has to be made goes to a thread that may wait,
 * behind the limits for such threads.
 *
 * <p><b>Threads:</b> shared by all; never waits.
 */
final class KnownPages extends Handler.Wrapper {
  private final PageCache cache;
  private final Sender sender;
  private final Executor makers;

  /**
   * A handler before the one that makes pages.
   *
   * @param makers threads on which that one runs
   */
  KnownPages(Handler maker, PageCache cache, Sender sender, Executor makers) {
    super(maker);
    this.cache = cache;
    this.sender = sender;
    this.makers = makers;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Reply.Bytes page = page(request);
    if (page != null && sender.isReady(request, page)) {
      sender.send(request, response, callback, page);
    } else {
      makers.execute(() ->
          RequestEdge.run(
              "A request",
              request,
              response,
              callback,
              () -> super.handle(request, response, callback)));
    }
    return true;
  }

  private Reply.@Nullable Bytes page(Request request) {
    boolean isPlain =
        request.getLength() <= 0
            && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
            && (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod()));
    String path = request.getHttpURI().getPath();
    Route route =
        isPlain && path != null ? Routes.parse(path, request.getHttpURI().getQuery()) : null;
    return route == null ? null : cache.pages().getIfPresent(route);
  }
}
