package broadside.archive.mirror;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for downloads that run in threads of their own. */
final class Downloads {
  private Downloads() {}

  /**
   * True where it has ended within this time.
   *
   * @throws InterruptedIOException where the thread that waits was interrupted
   */
  static boolean hasEnded(Future<?> download, Duration time) throws InterruptedIOException {
    try {
      Object _ = download.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** What came of one, once it has ended; its failure is thrown as it is. */
  static <T> T result(Future<T> download) throws IOException {
    try {
      return download.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return Fetcher.stopped();
  }
}
