package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Machines on one network for a test, each of which serves one publication at a time. */
interface Machines extends AutoCloseable {
  /** Whatever takes longer has failed. */
  Duration PATIENCE = Duration.ofSeconds(90);

  /** Serves a publication from a machine, in the place of what it served before; returns where. */
  URI serve(String machine, Path publication) throws IOException;

  /** Follows an upstream from a machine and serves the copy; returns where. */
  URI mirror(String machine, URI upstream, Path copy) throws IOException;

  /** Returns once what a machine serves has so many entries of the log. */
  void awaitEntries(String machine, long entries) throws IOException;

  /** Ends what a machine does. */
  void stop(String machine) throws IOException;

  /** A reader's run of the command, on a machine that serves nothing. */
  Command read(Object... args) throws IOException;

  @Override
  void close() throws IOException;

  /** Something that comes about in the end. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Returns once a condition holds. */
  static void await(String what, Condition condition) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException(what);
      }
    }
  }
}
