package broadside.archive.mirror;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A verified copy of a publication: {@code public/}, complete and servable; {@code mirror}, whose
 * copy it is; {@code staging/}, what is on its way; {@code evidence/}, what contradicts itself.
 *
 * <p>A stop at any moment leaves the old state or the new one, and the next run goes on.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> what upstreams do is told in the report. {@link
 * IOException} for what the machine refuses, {@link broadside.archive.release.ReleaseException}
 * where the mirror's own directory is not what it should be, {@link java.io.InterruptedIOException}
 * where the monitor cancelled.
 */
public final class Mirror {
  private final MirrorOptions options;
  private final Renewal renewal;

  /** The mirror in a directory, which is made on first use. */
  public Mirror(MirrorOptions options) {
    this.options = options;
    this.renewal = new Renewal(options.clock());
  }

  /** The directory that is to be served. */
  public Path publicDirectory() {
    return options.directory().resolve("public");
  }

  /** Takes what is new, where there is any. */
  public MirrorReport sync(CheckMonitor monitor) throws IOException {
    return locked(monitor, false);
  }

  /** Reads again all that is held, brings anew what is bad, then takes what is new. */
  public MirrorReport scrub(CheckMonitor monitor) throws IOException {
    return locked(monitor, true);
  }

  private MirrorReport locked(CheckMonitor monitor, boolean scrub) throws IOException {
    Durable.createDirectories(options.directory());
    try (FileChannel file =
            FileChannel.open(
                options.directory().resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        throw new MirrorBusyException(options.directory());
      }
      try (Fetcher fetcher = new Fetcher(options.limits(), monitor::isCancelled)) {
        return new Run(options, fetcher, monitor, renewal).run(scrub);
      }
    }
  }
}
