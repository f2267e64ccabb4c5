package broadside.site;

import broadside.archive.Publication;
import broadside.archive.search.MergedIndexes;
import broadside.site.answers.Answers;
import broadside.site.http.ByteBudget;
import broadside.site.http.PortInUseException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A publication, served.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> what goes wrong while serving is answered with
 * an error page and logged without the reader's address.
 */
public final class Site implements Closeable {
  private final Publication publication;
  private final WebServer server;
  private final ScheduledExecutorService clock;
  private final Runnable refresh;
  private final ExecutorService merging;

  private Site(
      Publication publication,
      WebServer server,
      ScheduledExecutorService clock,
      Runnable refresh,
      ExecutorService merging) {
    this.publication = publication;
    this.server = server;
    this.clock = clock;
    this.refresh = refresh;
    this.merging = merging;
  }

  /**
   * Serves the publication until {@link #close}.
   *
   * @throws PortInUseException where another program listens on the port
   * @throws IOException where the publication cannot be opened or the address not be bound
   */
  public static Site start(SiteOptions options) throws IOException {
    Publication publication =
        options.preview()
            ? Publication.openPreview(options.directory())
            : Publication.open(options.directory());
    try {
      return serve(options, publication, WebServer.bind(options));
    } catch (IOException | RuntimeException e) {
      publication.close();
      throw e;
    }
  }

  private static Site serve(SiteOptions options, Publication publication, WebServer server)
      throws IOException {
    try {
      ByteBudget reading = new ByteBudget(options.limits().readingBytes());
      Answers answers =
          new Answers(
              publication,
              options.answers(server.uri()),
              new MergedIndexes(options.cache()),
              reading);
      server.serve(answers, reading);
      ScheduledExecutorService clock =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().name("refresh").daemon().factory());
      long period = options.refresh().toMillis();
      Runnable refresh = new Refreshing(publication, answers, server::forget);
      ScheduledFuture<?> _ =
          clock.scheduleWithFixedDelay(refresh, period, period, TimeUnit.MILLISECONDS);
      ExecutorService merging =
          Merging.start(options.cache(), options.refresh(), answers, server::forget);
      return new Site(publication, server, clock, refresh, merging);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Looks for new releases at once, beside what it does from time to time. */
  public void look() {
    clock.execute(refresh);
  }

  /** Where it listens, without a path. */
  public URI uri() {
    return server.uri();
  }

  /** How many releases it serves now. */
  public int releases() {
    return publication.releases().size();
  }

  /** Stops listening, lets requests in work end for a moment, and closes the publication. */
  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    merging.shutdown(); // an interrupt would close the index files that it reads
    server.close();
    publication.close();
  }
}
