package broadside.archive.release;

import java.io.InterruptedIOException;

/**
 * Watches a check, and may stop it.
 *
 * <p><b>Threads:</b> any: several ask and tell at the same moment.
 */
public interface CheckMonitor {

  /** One that looks at nothing and never stops. */
  CheckMonitor NONE =
      new CheckMonitor() {
        @Override
        public boolean isCancelled() {
          return false;
        }

        @Override
        public void progress(long bytes) {}
      };

  /** Asked often: true ends the check with {@link java.io.InterruptedIOException}. */
  boolean isCancelled();

  /** Told before a work of known size begins: so many more bytes will be told of. */
  default void expect(long bytes) {}

  /** Told often: so many more bytes of files were hashed. */
  void progress(long bytes);

  /**
   * Goes on, unless the check was cancelled.
   *
   * @throws InterruptedIOException where it was, or this thread was interrupted
   */
  default void checkCancelled() throws InterruptedIOException {
    if (isCancelled() || Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("the check was stopped");
    }
  }
}
