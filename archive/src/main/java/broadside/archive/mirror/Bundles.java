package broadside.archive.mirror;

import broadside.proof.log.EntryBundle;
import broadside.proof.log.Tile;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The bundles of entries that an upstream serves, in their order; the next few are fetched
 * meanwhile. Not trusted.
 *
 * <p><b>Threads:</b> one; it uses others. <b>Memory:</b> as many bundles as are fetched at a time.
 * <b>Failures:</b> {@link FetchException} for what the upstream did.
 */
final class Bundles implements AutoCloseable {
  private final Fetcher fetcher;
  private final Upstream upstream;
  private final String directory;
  private final MirrorLimits limits;
  private final Ahead<Fetched> ahead;

  /**
   * Those that hold the entries from {@code from} on of a log of {@code size}.
   *
   * @param directory of the log, below the address; "" or with a slash at its end
   */
  Bundles(
      Fetcher fetcher,
      Upstream upstream,
      String directory,
      MirrorLimits limits,
      long from,
      long size) {
    this.fetcher = fetcher;
    this.upstream = upstream;
    this.directory = directory;
    this.limits = limits;
    this.ahead =
        new Ahead<>(
            Stream.iterate(from, at -> at < size, at -> at - at % Tile.FULL + Tile.FULL)
                .<Callable<Fetched>>map(at -> () -> fetch(Tile.bundle(at, size)))
                .iterator(),
            limits.parallel());
  }

  /**
   * A bundle as it came.
   *
   * @param width of what is served: the log may have grown meanwhile, and have the full bundle only
   */
  private record Fetched(Tile bundle, byte[] bytes, int width) {}

  /** All entries of the next bundle. */
  List<byte[]> next() throws IOException, FormatException {
    Fetched fetched = ahead.next();
    return EntryBundle.parse(fetched.bytes(), fetched.width()).subList(0, fetched.bundle().width());
  }

  private Fetched fetch(Tile bundle) throws IOException {
    try {
      return new Fetched(
          bundle,
          fetcher.small(upstream, directory + bundle.entriesPath(), limits.bundle()),
          bundle.width());
    } catch (FetchException e) {
      if (!e.isAbsent() || bundle.width() == Tile.FULL) {
        throw e;
      }
    }
    return new Fetched(
        bundle,
        fetcher.small(upstream, directory + bundle.full().entriesPath(), limits.bundle()),
        Tile.FULL);
  }

  /** Leaves what is still on its way. */
  @Override
  public void close() {
    ahead.close();
  }
}
