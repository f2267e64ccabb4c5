package broadside.archive.mirror;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waiting for downloads that run in threads of their own. */
final class Downloads {
  private Downloads() {}

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
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the mirror was stopped");
    }
  }
}
