package broadside.site;

import broadside.site.answers.Answers;
import broadside.site.answers.NoteAnswer;
import broadside.site.http.PerAddress;
import broadside.site.http.ReaderAddress;
import broadside.site.http.Sender;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes the notes that custodians send. A note that is still to come holds no thread, and is waited
 * for so long; one that came is judged by a virtual thread of its own. There are so many at a time,
 * and few of one network, so that who sends half of one holds up no reader and no custodian.
 *
 * <p><b>Threads:</b> shared by all.
 */
final class NoteDesk {
  /** Until an operator may have made room. */
  private static final int RETRY_SECONDS = 60;

  /** Whom a note is counted against besides its sender. */
  private static final String ALL = "";

  private final Answers answers;
  private final Runnable forget;
  private final Sender sender;
  private final ReaderAddress reader;
  private final Duration patience;
  private final PerAddress ofOne;
  private final PerAddress ofAll;

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
    this.ofAll = new PerAddress(limits.notes());
  }

  /** Answers whoever comes with a note on this release, or without one. */
  void handle(int release, Request request, Response response, Callback callback) {
    if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      Response.writeError(request, response, callback, 405);
    } else if (!ofOne.takeFor(request, reader.of(request))) {
      Response.writeError(request, response, callback, 429);
    } else if (!ofAll.takeFor(request, ALL)) {
      Response.writeError(request, response, callback, 503);
    } else {
      NoteReading.begin(
          request,
          patience,
          (status, note) -> {
            if (status == NoteReading.WHOLE) {
              judge(release, note, request, response, callback);
            } else {
              Response.writeError(request, response, callback, status);
            }
          });
    }
  }

  /** Not on a thread that serves pages: it waits for its turn, and for the disk. */
  private void judge(
      int release, byte[] note, Request request, Response response, Callback callback) {
    Thread.ofVirtual()
        .name("note")
        .start(() ->
            RequestEdge.run(
                "A note",
                request,
                response,
                callback,
                () -> take(release, note, request, response, callback)));
  }

  private void take(
      int release, byte[] note, Request request, Response response, Callback callback) {
    NoteAnswer answer = answers.take(release, note);
    if (answer.isNew()) {
      forget.run();
    }
    if (answer.isUnkept()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    }
    sender.send(request, response, callback, answer.reply());
  }
}
