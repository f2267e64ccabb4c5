package broadside.site;

import broadside.archive.sealed.NoteBox;
import broadside.site.answers.Answers;
import broadside.site.answers.NoteAnswer;
import broadside.site.http.Completion;
import broadside.site.http.PerAddress;
import broadside.site.http.ReaderAddress;
import broadside.site.http.Sender;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Takes the notes that custodians send. A note that is still to come holds no thread, and is waited
 * for so long; one that came is judged by a virtual thread of its own. There are so many at a time,
 * and few of one network, so that who sends half of one holds up no reader and no custodian.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class NoteDesk {
  /** Until an operator may have made room, or others of that custodian are looked at. */
  private static final int RETRY_SECONDS = 60;

  private final Answers answers;
  private final Runnable forget;
  private final Sender sender;
  private final ReaderAddress reader;
  private final Duration patience;
  private final PerAddress ofOne;
  private final Semaphore ofAll;

  /**
   * A desk.
   *
   * @param forget drops every rendered page
   */
  NoteDesk(
      Answers answers, Runnable forget, Sender sender, ReaderAddress reader, SiteLimits limits) {
    this.answers = answers;
    this.forget = forget;
    this.sender = sender;
    this.reader = reader;
    this.patience = limits.notePatience();
    this.ofOne = new PerAddress(limits.notesPerAddress());
    this.ofAll = new Semaphore(limits.notes());
  }

  /** Answers whoever comes with a note on this release, or without one. */
  void handle(int release, Request request, Response response, Callback callback) {
    if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      Response.writeError(request, response, callback, 405);
    } else if (!ofOne.takeFor(request, reader.of(request))) {
      Response.writeError(request, response, callback, 429);
    } else if (!ofAll.tryAcquire() || !Completion.givesBack(request, ofAll::release)) {
      Response.writeError(request, response, callback, 503);
    } else {
      CompletableFuture<byte[]> body = new CompletableFuture<>();
      Content.Source.asByteArrayAsync(request, NoteBox.BYTES, Promise.Invocable.toPromise(body));
      CompletableFuture<byte[]> _ =
          body.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
              .whenCompleteAsync(
                  (note, failure) ->
                      RequestEdge.run(
                          "A note",
                          request,
                          response,
                          callback,
                          () -> ended(release, note, failure, request, response, callback)),
                  NoteDesk::onThreadOfItsOwn);
    }
  }

  /** Not on a thread that serves pages: a note waits for those before it, and for the disk. */
  private static void onThreadOfItsOwn(Runnable task) {
    Thread _ = Thread.ofVirtual().name("note").start(task);
  }

  private void ended(
      int release,
      byte @Nullable [] note,
      @Nullable Throwable failure,
      Request request,
      Response response,
      Callback callback) {
    if (note == null) {
      Response.writeError(request, response, callback, status(failure));
    } else {
      take(release, note, request, response, callback);
    }
  }

  /** Of a body that did not come whole: too late, too long, or broken off; no line in the log. */
  private static int status(@Nullable Throwable failure) {
    return switch (failure) {
      case TimeoutException _ -> 408;
      case HttpException limit -> limit.getCode();
      case IllegalStateException _ -> 413;
      case null, default -> 400;
    };
  }

  private void take(
      int release, byte[] note, Request request, Response response, Callback callback) {
    NoteAnswer answer = answers.take(release, note);
    if (answer.isNew()) {
      forget.run();
    }
    if (answer.isToBeRepeated()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    }
    sender.send(request, response, callback, answer.reply());
  }
}
