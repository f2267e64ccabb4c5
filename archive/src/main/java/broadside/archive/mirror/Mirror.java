package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.DueWatch;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.Openings;
import broadside.proof.history.History;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verified copy of a publication: {@code public/}, complete and servable; {@code mirror}, whose
 * copy it is; {@code staging/}, what is on its way; {@code verified/}, the log where more of it is
 * verified than held; {@code evidence/}, what contradicts itself.
 *
 * <p>A stop at any moment leaves the old state or the new one, and the next run goes on.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> what upstreams do is told in the report. {@link
 * IOException} for what the machine refuses, {@link ReleaseException} where the mirror's own
 * directory is not what it should be, {@link java.io.InterruptedIOException} where the monitor
 * cancelled.
 */
public final class Mirror {
  private final MirrorOptions options;
  private final Renewal renewal;
  private final Patience patience;
  private final DueWatch due;
  private final HeldLog log;
  private final VerifiedLog verified;

  /** The mirror in a directory, which is made on first use. */
  public Mirror(MirrorOptions options) {
    this.options = options;
    this.renewal = new Renewal(options.clock());
    this.patience = new Patience(options.clock());
    this.due = new DueWatch(publicDirectory(), options.clock());
    this.log = new HeldLog(options.clock());
    this.verified = new VerifiedLog(options.directory());
  }

  /** The directory that is to be served. */
  public Path publicDirectory() {
    return options.directory().resolve("public");
  }

  /** Takes what is new, where there is any. */
  public MirrorReport sync(CheckMonitor monitor) throws IOException {
    return sync(monitor, report -> {});
  }

  /** Is told what a run knows before it fetches files, which may take hours. */
  @FunctionalInterface
  public interface Early {
    /**
     * Looks at what upstreams show; {@link #newest} is verified. It is not called where nothing is
     * held, or nothing is new.
     *
     * @param report as it is so far
     */
    void look(MirrorReport report) throws IOException;
  }

  /** The same, with what must not wait for files. */
  public MirrorReport sync(CheckMonitor monitor, Early early) throws IOException {
    return locked(monitor, false, early);
  }

  /** Reads again all that is held, brings anew what is bad, then takes what is new. */
  public MirrorReport scrub(CheckMonitor monitor) throws IOException {
    return locked(monitor, true, report -> {});
  }

  private MirrorReport locked(CheckMonitor monitor, boolean scrub, Early early) throws IOException {
    Durable.createDirectories(options.directory());
    return locked(
        options.directory(),
        () -> {
          try (Fetcher fetcher = new Fetcher(options.limits(), monitor::isCancelled)) {
            due.look();
            Early first =
                soFar -> {
                  follow(log.last());
                  early.look(soFar);
                };
            Run run = new Run(options, fetcher, monitor, renewal, patience, log, verified, first);
            MirrorReport report = run.run(scrub);
            follow(log.last());
            return report;
          }
        });
  }

  private void follow(@Nullable CheckedLog held) {
    if (held != null) {
      due.follow(held.history().sealedReleases());
    }
  }

  /** The log that it holds since the last run here, checked, or null where there was none. */
  public @Nullable CheckedLog log() {
    return log.last();
  }

  /**
   * The newest log that was verified, which may be ahead of the one that is held.
   *
   * @param files where its tiles and entries lie
   */
  public record Newest(CheckedLog log, LogDirectory files) {}

  /**
   * The newest log that it has verified since the last run here, by which it is judged what may be
   * opened, or null where none is held.
   */
  public @Nullable Newest newest() {
    CheckedLog held = log.last();
    if (held == null) {
      return null;
    }
    CheckedLog ahead = verified.last();
    return ahead == null
        ? new Newest(held, new LogDirectory(publicDirectory()))
        : new Newest(ahead, verified.files());
  }

  /**
   * Reads what is held as it is now, while another process may be keeping the mirror: nobody is
   * asked, and nothing on disk is changed. {@link #log} and {@link #newest} are what was read.
   *
   * @return false where nothing is held
   * @throws ReleaseException where it is not what was held last, or is changing at this moment: it
   *     may be looked at again
   */
  public boolean look() throws IOException {
    LogDirectory files = new LogDirectory(publicDirectory());
    Remembered remembered = Remembered.read(options.directory());
    if (remembered == null || files.checkpoint() == null) {
      return false;
    }
    CheckedLog held = log.read(files);
    CheckedLog _ = verified.look(held);
    String publication = held.history().policies().publication();
    boolean isSame =
        (options.publication() == null || publication.equals(options.publication()))
            && publication.equals(remembered.publication())
            && remembered.isWithin(held.number(), files::log, number -> held.end(number).size())
            && held.note().equals(files.checkpoint()); // what was verified may be held by now
    if (!isSame) {
      throw new ReleaseException(
          "The log in %s is not the one that was held, or is being changed at this moment."
              .formatted(publicDirectory()));
    }
    return true;
  }

  /** What tells when a release that is sealed is worth a look before the next run. */
  public DueWatch due() {
    return due;
  }

  /**
   * Opens what is due with the shares that lie here, without asking anybody.
   *
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public Opened open(CheckMonitor monitor) throws IOException {
    due.look();
    Opened opened = open(options.directory(), List.of(), options.clock(), monitor, log, verified);
    follow(log.last());
    return opened;
  }

  /**
   * Deletes what was withdrawn long enough ago, by the clock here alone: where no run asks for the
   * witnesses' times, they stand still. Each run does it by both.
   */
  public void purge() throws IOException {
    boolean _ =
        locked(
            options.directory(),
            () -> {
              new Former(options.directory(), options.clock()).purge(null);
              return true;
            });
  }

  /**
   * What notes have done that were brought by hand.
   *
   * @param taken what became of each note
   * @param numbers of the releases that are open now
   * @param closed numbers of those that are due and closed all the same
   * @param notes sentences for the operator
   */
  public record Opened(
      List<NoteBox.Taken> taken, List<Integer> numbers, List<Integer> closed, List<String> notes) {
    public Opened {
      taken = List.copyOf(taken);
      numbers = List.copyOf(numbers);
      closed = List.copyOf(closed);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Takes custodians' notes into a mirror, and opens what is due, without asking anybody. Where
   * another process keeps the mirror, the notes are put down, and that one opens.
   *
   * @param directory of the mirror
   * @param notes as they came, perhaps within mails
   * @throws java.io.InterruptedIOException where the monitor cancelled
   * @throws MirrorBusyException where another process is at work, and there are no notes
   */
  public static Opened open(Path directory, List<byte[]> notes, Clock clock, CheckMonitor monitor)
      throws IOException {
    HeldLog log = new HeldLog(clock);
    try {
      return open(directory, notes, clock, monitor, log, new VerifiedLog(directory));
    } catch (MirrorBusyException e) {
      if (notes.isEmpty()) {
        throw e;
      }
      Path target = directory.resolve("public");
      Staging staging = new Staging(directory, new Former(directory, clock));
      Openings openings = new Openings(target, staging.opening(), clock);
      List<NoteBox.Taken> taken =
          taken(openings, log.read(new LogDirectory(target)).history(), notes);
      return new Opened(
          taken,
          List.of(),
          List.of(),
          List.of(
              "Another process is keeping the mirror: with --open it opens what is due, once it has shares enough."));
    }
  }

  private static List<NoteBox.Taken> taken(Openings openings, History history, List<byte[]> notes)
      throws IOException {
    List<NoteBox.Taken> taken = new ArrayList<>();
    for (byte[] note : notes) {
      taken.add(openings.take(history, note));
    }
    return taken;
  }

  private static Opened open(
      Path directory,
      List<byte[]> notes,
      Clock clock,
      CheckMonitor monitor,
      HeldLog log,
      VerifiedLog verified)
      throws IOException {
    return locked(
        directory,
        () -> {
          Path target = directory.resolve("public");
          Staging staging = new Staging(directory, new Former(directory, clock));
          staging.finish();
          CheckedLog held = log.read(new LogDirectory(target));
          CheckedLog ahead = verified.read(held);
          History history = held.history();
          History newest = ahead == null ? history : ahead.history();
          Openings openings = new Openings(target, staging.opening(), clock);
          List<NoteBox.Taken> taken = taken(openings, history, notes);
          List<String> told = new ArrayList<>();
          List<Integer> numbers =
              openings.open(history, newest, Openings.Search.NONE, monitor, told);
          List<Integer> closed =
              openings.due(history, newest).stream()
                  .map(release -> release.sealed().statement().number())
                  .filter(number -> !numbers.contains(number))
                  .toList();
          return new Opened(taken, numbers, closed, told);
        });
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T locked(Path directory, Work<T> work) throws IOException {
    try (FileChannel file =
            FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        throw new MirrorBusyException(directory);
      }
      return work.run();
    }
  }
}
