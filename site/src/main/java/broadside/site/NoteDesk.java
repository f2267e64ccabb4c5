package broadside.site;

import broadside.archive.sealed.NoteBox;
import broadside.site.answers.Answers;
import broadside.site.answers.NoteAnswer;
import broadside.site.http.Sender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes the notes that custodians send. A note has a virtual thread of its own, so that who sends
 * half of one holds up no reader; there are so many at a time, each for so long.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class NoteDesk {
  /** Until an operator may have made room. */
  private static final int RETRY_SECONDS = 60;

  private final Answers answers;
  private final Runnable forget;
  private final Sender sender;
  private final Duration patience;
  private final Semaphore free;

  /**
   * A desk.
   *
   * @param forget drops every rendered page
   */
  NoteDesk(Answers answers, Runnable forget, Sender sender, SiteLimits limits) {
    this.answers = answers;
    this.forget = forget;
    this.sender = sender;
    this.patience = limits.notePatience();
    this.free = new Semaphore(limits.notes());
  }

  /** Answers whoever comes with a note on this release, or without one. */
  void handle(int release, Request request, Response response, Callback callback) {
    if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      Response.writeError(request, response, callback, 405);
    } else if (!free.tryAcquire()) {
      Response.writeError(request, response, callback, 503);
    } else {
      Thread.ofVirtual()
          .name("note")
          .start(() -> {
            try {
              RequestEdge.run(
                  "A note",
                  request,
                  response,
                  callback,
                  () -> take(release, request, response, callback));
            } finally {
              free.release();
            }
          });
    }
  }

  private void take(int release, Request request, Response response, Callback callback)
      throws IOException {
    byte[] note;
    try {
      note = read(request);
    } catch (TooLateException e) {
      Response.writeError(request, response, callback, 408);
      return;
    } catch (HttpException.RuntimeException e) { // more than the limits of the server allow
      Response.writeError(request, response, callback, e.getCode());
      return;
    } catch (IOException e) { // half a note: no line in the log
      Response.writeError(request, response, callback, 400);
      return;
    }
    if (note.length > NoteBox.BYTES) {
      Response.writeError(request, response, callback, 413);
      return;
    }
    NoteAnswer answer = answers.take(release, note);
    if (answer.isNew()) {
      forget.run();
    }
    if (answer.isUnkept()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    }
    sender.send(request, response, callback, answer.reply());
  }

  /** The body, or as much of it as shows that it is too long. */
  private byte[] read(Request request) throws IOException {
    long begun = System.nanoTime();
    ByteArrayOutputStream note = new ByteArrayOutputStream();
    byte[] some = new byte[NoteBox.BYTES + 1];
    try (InputStream in = Content.Source.asInputStream(request)) {
      int length;
      while (note.size() <= NoteBox.BYTES && (length = in.read(some)) >= 0) {
        note.write(some, 0, length);
        if (System.nanoTime() - begun > patience.toNanos()) {
          throw new TooLateException();
        }
      }
    }
    return note.toByteArray();
  }

  /** A sender who lets it trickle. */
  private static final class TooLateException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
