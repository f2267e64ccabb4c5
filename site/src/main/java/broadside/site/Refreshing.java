package broadside.site;

import broadside.archive.Publication;
import broadside.site.answers.Answers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what is new in the publication, and drops every page made before.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> none gets out, an error of the virtual machine neither:
 * a clock that calls this goes on. What was begun is done the next time.
 */
final class Refreshing implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Refreshing.class);

  private final Publication publication;
  private final Answers answers;
  private final Runnable forget;

  /** The publication says only once that it changed. */
  private boolean isPending;

  /**
   * How to refresh.
   *
   * @param forget drops every rendered page
   */
  Refreshing(Publication publication, Answers answers, Runnable forget) {
    this.publication = publication;
    this.answers = answers;
    this.forget = forget;
  }

  @Override
  public void run() {
    try {
      isPending |= publication.refresh();
      isPending |= answers.isOutdated();
      if (isPending) {
        try {
          answers.refresh();
        } finally {
          forget.run(); // a page may show what was taken back
        }
        isPending = false;
      }
    } catch (Throwable e) { // the edge of its thread
      // the next time may do better; what is served stays as it is
      if (!Thread.currentThread().isInterrupted()) { // there is no next time while it stops
        LOG.warn("New releases could not be opened; the site shows what it had: {}", e.toString());
      }
    }
  }
}
