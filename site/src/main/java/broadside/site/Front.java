package broadside.site;

import broadside.archive.release.ReleaseException;
import broadside.site.answers.Answers;
import broadside.site.http.ByteBudget;
import broadside.site.http.ReaderAddress;
import broadside.site.http.Reply;
import broadside.site.http.Sender;
import broadside.site.routes.Route;
import broadside.site.routes.Routes;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a request to its reply: route, then cache, then answer.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class Front extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private final Answers answers;
  private final WorkPool searches;
  private final WorkPool large;
  private final Sender sender;
  private final ByteBudget reading;
  private final ReaderAddress reader;
  private final @Nullable NoteDesk desk;
  private final Complaints complaints = new Complaints(Ticker.systemTicker());
  private final boolean preview;
  private final PageCache cache;

  /**
   * What stands behind every limit of the server.
   *
   * @param cache where pages are put that are worth keeping
   * @param reading memory for mails while an answer is made of them
   */
  Front(
      Answers answers,
      PageCache cache,
      WorkPool searches,
      WorkPool large,
      Sender sender,
      ByteBudget reading,
      ReaderAddress reader,
      SiteOptions options) {
    this.answers = answers;
    this.cache = cache;
    this.searches = searches;
    this.large = large;
    this.sender = sender;
    this.reading = reading;
    this.reader = reader;
    this.desk =
        options.notes()
            ? new NoteDesk(answers, cache::forget, sender, reader, options.limits())
            : null;
    this.preview = options.preview();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (preview && !ThisMachine.isNamed(request)) {
      ThisMachine.refuse(response, callback);
      return true;
    }
    String path = request.getHttpURI().getPath();
    Route route = path == null ? null : Routes.parse(path, request.getHttpURI().getQuery());
    if (desk != null && route instanceof Route.Notes(int number)) {
      desk.handle(number, request, response, callback);
      return true;
    }
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      Response.writeError(request, response, callback, 405);
      return true;
    }
    if (route == null) {
      Response.writeError(request, response, callback, 404);
      return true;
    }
    Cache<Route, Reply.Bytes> pages = cache.pages();
    Reply.Bytes known = pages.getIfPresent(route);
    if (known != null) {
      sender.send(request, response, callback, known);
    } else if (Answers.searches(route)) {
      inPool(
          searches,
          () -> answer(route, pages, request, response, callback),
          request,
          response,
          callback);
    } else {
      answer(route, pages, request, response, callback);
    }
    return true;
  }

  /**
   * Does the work when the pool has a thread for it; 503 where that is too late, or too many wait.
   */
  private void inPool(
      WorkPool pool, Runnable work, Request request, Response response, Callback callback) {
    Runnable tooLate = () -> Response.writeError(request, response, callback, 503);
    if (!pool.submit(reader.of(request), work, tooLate)) {
      tooLate.run();
    }
  }

  private void answer(
      Route route,
      Cache<Route, Reply.Bytes> pages,
      Request request,
      Response response,
      Callback callback) {
    atEdge(
        route,
        request,
        response,
        callback,
        () -> {
          long bytes = answers.held(route);
          RequestEdge.Work whole =
              () -> answerWhole(route, bytes, pages, request, response, callback);
          if (bytes > 0 && Answers.parses(route)) {
            Runnable work = () -> atEdge(route, request, response, callback, whole);
            inPool(large, work, request, response, callback);
          } else {
            whole.run();
          }
        });
  }

  private void atEdge(
      Route route, Request request, Response response, Callback callback, RequestEdge.Work work) {
    String kind = route.getClass().getSimpleName();
    RequestEdge.run(
        kind,
        request,
        response,
        callback,
        () -> {
          try {
            work.run();
          } catch (ReleaseException e) {
            // A sentence for the operator, who knows from it which file to restore.
            if (complaints.isNew(String.valueOf(e.getMessage()))) {
              LOG.error("{} could not be answered: {}", kind, e.getMessage());
            }
            Response.writeError(request, response, callback, 500);
          }
        });
  }

  private void answerWhole(
      Route route,
      long bytes,
      Cache<Route, Reply.Bytes> pages,
      Request request,
      Response response,
      Callback callback)
      throws IOException {
    if (!reading.take(bytes)) {
      Response.writeError(request, response, callback, 503);
      return;
    }
    try {
      answerHeld(route, pages, request, response, callback);
    } finally {
      reading.give(bytes); // what is still to be sent of it is in the other budget
    }
  }

  private void answerHeld(
      Route route,
      Cache<Route, Reply.Bytes> pages,
      Request request,
      Response response,
      Callback callback)
      throws IOException {
    Reply reply = answers.answer(route);
    if (reply == null) {
      Response.writeError(request, response, callback, 404);
      return;
    }
    if (reply instanceof Reply.Bytes bytes && Answers.worthKeeping(route, bytes)) {
      pages.put(route, bytes);
    }
    sender.send(request, response, callback, reply);
  }
}
