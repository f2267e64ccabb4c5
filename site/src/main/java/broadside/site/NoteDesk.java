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
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the notes that custodians send. A note has a virtual thread of its own, so that who sends
 * half of one holds up no reader; there are so many at a time, each for so long.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class NoteDesk {
  private static final Logger LOG = LoggerFactory.getLogger(NoteDesk.class);

  private final Answers answers;
  private final Runnable forget;
  private final Duration patience;
  private final Semaphore free;

  /**
   * A desk.
   *
   * @param forget drops every rendered page
   */
  NoteDesk(Answers answers, Runnable forget, SiteLimits limits) {
    this.answers = answers;
    this.forget = forget;
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
              take(release, request, response, callback);
            } finally {
              free.release();
            }
          });
    }
  }

  /** The edge of a request: whatever goes wrong is this sender's error and nobody else's. */
  private void take(int release, Request request, Response response, Callback callback) {
    try {
      byte[] note;
      try {
        note = read(request);
      } catch (TooLateException e) {
        Response.writeError(request, response, callback, 408);
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
      Sender.send(request, response, callback, answer.reply());
    } catch (Throwable e) {
      LOG.error("A note could not be answered", e);
      Response.writeError(request, response, callback, 500);
    }
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
