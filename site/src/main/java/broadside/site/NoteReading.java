package broadside.site;

import broadside.archive.sealed.NoteBox;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads the body of a request as it comes, without a thread that waits for it.
 *
 * <p><b>Threads:</b> the server's, one at a time, and that of its clock; whoever ends it first says
 * so, once.
 */
final class NoteReading implements Runnable {
  /** The status of a body that came whole; all others are those of an error. */
  static final int WHOLE = 200;

  private static final byte[] NOTHING = new byte[0];

  /** Told once what became of the body. */
  interface End {
    /**
     * The end of it.
     *
     * @param status {@link #WHOLE}, 408 where time was up, 413 where it is too long, 400 where it
     *     broke off
     * @param body the bytes where it is whole
     */
    void ended(int status, byte[] body);
  }

  private final Request request;
  private final End end;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final AtomicBoolean hasEnded = new AtomicBoolean();
  private final Scheduler.Task deadline;

  private NoteReading(Request request, Duration patience, End end) {
    this.request = request;
    this.end = end;
    this.deadline =
        request
            .getComponents()
            .getScheduler()
            .schedule(
                () -> request.getComponents().getExecutor().execute(() -> end(408, NOTHING)),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /** Reads until the body is whole, too long, broken off, or the time is up. */
  static void begin(Request request, Duration patience, End end) {
    new NoteReading(request, patience, end).run();
  }

  /** Takes what has come, and asks to be called for the rest. */
  @Override
  public void run() {
    try {
      while (!hasEnded.get()) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          fail(chunk.getFailure());
          return;
        }
        ByteBuffer bytes = chunk.getByteBuffer();
        byte[] some = new byte[bytes.remaining()];
        bytes.get(some);
        chunk.release();
        body.writeBytes(some);
        if (body.size() > NoteBox.BYTES) {
          end(413, NOTHING);
        } else if (chunk.isLast()) {
          end(WHOLE, body.toByteArray());
        }
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Half a note: no line in the log. */
  private void fail(Throwable failure) {
    end(failure instanceof HttpException limit ? limit.getCode() : 400, NOTHING);
  }

  private void end(int status, byte[] bytes) {
    if (hasEnded.compareAndSet(false, true)) {
      deadline.cancel();
      end.ended(status, bytes);
    }
  }
}
