package broadside.archive;

import broadside.archive.dkim.LaterVerdicts;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.log.ScheduleFile;
import broadside.archive.release.EarlyWithdrawals;
import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.TakenBack;
import broadside.archive.release.ThreadAliases;
import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.KeySource;
import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.history.PolicyChain;
import broadside.proof.release.ManifestLine;
import broadside.proof.statement.Numbered;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Verdicts;
import broadside.proof.text.FormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A publication opened for reading: every release as one.
 *
 * <p>A release that is damaged, or of a newer format, is refused and named; the others go on. A
 * release that was opened is expected to stay as it is. A release counts once the log has it.
 *
 * <p><b>Threads:</b> shared by all. {@link #refresh()} makes new releases visible at once and
 * whole. <b>Failures:</b> {@link ReleaseException}.
 */
public final class Publication implements Closeable {
  private static final int ATTEMPTS = 40;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);

  private final Path directory;
  private final MailInflater inflater = new MailInflater();
  private final LogDirectory files;
  private final boolean unloggedToo;
  private volatile CheckedLog log;
  private volatile Releases view;
  private final KeyRings rings = new KeyRings();
  private volatile LaterVerdicts verdicts = LaterVerdicts.NONE;
  private volatile @Nullable ScheduleFile schedule;

  /** What is hidden though the log that is here does not say so yet; under the monitor. */
  private EarlyWithdrawals early = EarlyWithdrawals.NONE;

  /** Entries of the log when the lists of verdicts were read; written under the monitor. */
  private long verdictsOf;

  private Publication(Path directory, CheckedLog log, boolean unloggedToo) throws IOException {
    this.directory = directory;
    this.files = new LogDirectory(directory);
    this.unloggedToo = unloggedToo;
    this.view = Releases.none(readAbout(directory));
    this.log = log;
  }

  /**
   * Opens {@code publication/public}.
   *
   * @throws IOException where it is missing, damaged or of a newer format, with a sentence for the
   *     operator
   */
  public static Publication open(Path directory) throws IOException {
    return open(directory, readLog(directory));
  }

  /** The same, where the log was opened before: its entries are not checked again. */
  public static Publication open(Path directory, CheckedLog log) throws IOException {
    Publication publication = new Publication(directory, log, false);
    publication.refresh();
    return publication;
  }

  /** Opens a directory that holds, besides releases in the log, one that may become the next. */
  public static Publication openPreview(Path directory) throws IOException {
    Publication publication = new Publication(directory, readLog(directory), true);
    publication.refresh();
    return publication;
  }

  /** The log at the newest checkpoint. */
  public CheckedLog log() {
    return log;
  }

  public About about() {
    return view.about();
  }

  /** All releases that can be read, oldest first. */
  public List<ReleaseSummary> releases() {
    return view.summaries();
  }

  /** The releases that cannot be read, and why. */
  public List<RefusedRelease> refused() {
    return view.refused();
  }

  /**
   * The numbers of a release whose mails are in its files and may be shown to nobody, ascending. Of
   * such a release no file may be served that holds mails, salts or words of them.
   */
  public List<Long> hidden(int release) {
    ReleaseReader reader = view.release(release);
    return reader == null ? List.of() : reader.taken().otherThan(taken(release));
  }

  /** The release with this number: its statement, its files; or null. */
  public @Nullable ReleaseReader release(int number) {
    return view.release(number);
  }

  /**
   * The mail with this number, or null where no release has it. Reads one byte range.
   *
   * @throws IOException where it is damaged, or in a release that is refused
   */
  public @Nullable PublishedMail mail(long number) throws IOException {
    ReleaseReader release = view.find(number);
    if (release == null) {
      return null;
    }
    ManifestLine line = release.line(number);
    return new PublishedMail(
        release.statement().number(),
        release.statement().time(),
        line,
        release.mail(line),
        release.taken().act(line),
        verdicts.of(number));
  }

  /**
   * Bytes of the mail with this number, which {@link #mail} would hold; 0 where there is none.
   *
   * @throws IOException where it is damaged, or in a release that is refused
   */
  public long bytes(long number) throws IOException {
    ReleaseReader release = view.find(number);
    return release == null ? 0 : release.bytes(number);
  }

  /**
   * The release that holds a number, or null.
   *
   * @throws IOException where a release is refused that may hold it
   */
  public @Nullable ReleaseReader find(long number) throws IOException {
    return view.find(number);
  }

  /** The manifest's line of a number, or null where no release has it. */
  public @Nullable ManifestLine line(long number) throws IOException {
    ReleaseReader release = view.find(number);
    return release == null ? null : release.line(number);
  }

  /**
   * The keys with which a release's signatures were verified, those that came later in front.
   *
   * @throws IOException where the release or its keys cannot be read
   */
  public KeySource keys(int release) throws IOException {
    KeySource own = ownKeys(release);
    KeySource later = verdicts.keys(release);
    return name -> {
      List<DomainKey> newer = later.find(name);
      return newer == null ? own.find(name) : newer;
    };
  }

  /**
   * The keys that a release itself keeps.
   *
   * @throws IOException where the release or its keys cannot be read
   */
  public KeySource ownKeys(int release) throws IOException {
    ReleaseReader reader = view.release(release);
    try {
      return reader == null ? KeySource.NONE : rings.get(reader);
    } catch (FormatException e) {
      throw new ReleaseException(
          "Release %d is damaged: its file \"keys\" cannot be read, since there is %s."
              .formatted(release, e.getMessage()));
    }
  }

  /** What editors said of signatures after the releases of their mails. */
  public LaterVerdicts verdicts() {
    return verdicts;
  }

  /**
   * What the publisher announces of the parts to come, or null; nobody has signed it but the log.
   */
  public @Nullable ScheduleFile schedule() {
    return schedule;
  }

  /** Which thread keys belong together. */
  public ThreadAliases threads() {
    return view.threads();
  }

  /** Looks for new releases; true where something changed. */
  public synchronized boolean refresh() throws IOException {
    CheckedLog nowLog = log.next(files);
    early = EarlyWithdrawals.read(directory, nowLog.history());
    List<Integer> numbers = new ArrayList<>(logged(nowLog));
    if (unloggedToo) {
      int last = lastLogged(nowLog.history());
      numbers(directory).stream().filter(n -> n > last).forEach(numbers::add);
    }
    Releases now =
        view.without(reader -> isOld(reader, nowLog.history()))
            .with(readAbout(directory), numbers, number -> openAgain(number, nowLog.history()));
    boolean changed = !nowLog.equals(log) || !now.equals(view);
    if (changed) {
      if (nowLog.history().size() > verdictsOf || !verdicts.unread().isEmpty()) {
        verdicts = verdicts(nowLog.history());
        verdictsOf = nowLog.history().size();
      }
      // The view first: what it is without beyond the log counts as hidden until the log follows.
      // With the log first, what the older view hides would not, and files with it would be served.
      view = now;
      log = nowLog;
    }
    return announced(nowLog.history().policies()) || changed;
  }

  /** Takes up what is announced now; true where it is something else than before. */
  private boolean announced(PolicyChain policies) {
    ScheduleFile before = schedule;
    ScheduleFile now = null;
    try {
      now = ScheduleFile.read(directory, policies.checkpoints().log(), policies.publication());
    } catch (IOException e) {
      // nothing rests on it: what cannot be read keeps nobody from the rest
    }
    schedule = now;
    return !Objects.equals(before, now);
  }

  private LaterVerdicts verdicts(History history) throws IOException {
    LaterVerdicts.Builder later = new LaterVerdicts.Builder();
    for (Logged<ReleaseStatement> release : history.releases()) {
      for (Logged<Verdicts> logged : history.verdicts(release.statement().number())) {
        try {
          later.add(
              files.verdicts(logged.statement()), release.statement(), logged.statement().time());
        } catch (ReleaseException e) {
          later.addUnread(String.valueOf(e.getMessage()));
        }
      }
    }
    return later.build();
  }

  @Override
  public synchronized void close() {
    view = Releases.none(view.about());
    inflater.close();
  }

  /** True where more was taken back since the release was opened. */
  private boolean isOld(ReleaseReader reader, History history) {
    return !reader.taken().equals(taken(history, reader.statement().number()));
  }

  /** What is taken back from a release: what the log says, and what must not wait for it. */
  private TakenBack taken(History history, int release) {
    return TakenBack.of(history, release).with(early.of(release));
  }

  /** The numbers of the releases that the log has, whether they can be read or not. */
  List<Integer> logged() {
    return logged(log);
  }

  /** What the log says was taken back from a release. */
  TakenBack taken(int release) {
    return TakenBack.of(log.history(), release);
  }

  private static List<Integer> logged(CheckedLog log) {
    return log.history().releases().stream().map(r -> r.statement().number()).toList();
  }

  /**
   * Opens a release. One that could be read a moment ago gets a little time: its directory is being
   * exchanged for one without the mails that the log says were taken back.
   */
  private ReleaseReader openAgain(int number, History history) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return openRelease(number, history);
      } catch (ReleaseException e) {
        if (attempt == ATTEMPTS || view.release(number) == null) {
          throw e;
        }
      }
      LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
    }
  }

  private ReleaseReader openRelease(int number, History history) throws IOException {
    ReleaseReader reader =
        ReleaseReader.open(
            directory.resolve("releases/" + number), taken(history, number), inflater);
    Logged<ReleaseStatement> logged = history.release(number);
    boolean isLogged = logged != null && Arrays.equals(logged.file(), reader.statementFile());
    if (!isLogged && !(logged == null && unloggedToo && follows(reader, history.newest()))) {
      throw new ReleaseException(
          "Release %d is damaged: its statement is not the one in the log.".formatted(number));
    }
    return reader;
  }

  private static int lastLogged(History history) {
    Numbered newest = history.newest();
    return newest == null ? 0 : newest.number();
  }

  /** True for a release that could be the next one; its place in the log nobody has checked yet. */
  private static boolean follows(ReleaseReader reader, @Nullable Numbered newest) {
    ReleaseStatement next = reader.statement();
    return newest == null
        ? next.number() == 1 && next.first() == 1
        : next.number() == newest.number() + 1
            && next.first() == newest.last() + 1
            && newest.sha256().equals(next.previous());
  }

  /** The numbers of the releases that lie in the directory under their final names, ascending. */
  static List<Integer> numbers(Path directory) throws IOException {
    Path releases = directory.resolve("releases");
    if (!Files.isDirectory(releases)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(releases)) {
      return all.map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.matches("[1-9][0-9]{0,8}"))
          .map(Integer::valueOf)
          .sorted()
          .toList();
    }
  }

  private static CheckedLog readLog(Path directory) throws IOException {
    About _ = readAbout(directory); // where there is none, this is no publication at all
    return CheckedLog.open(new LogDirectory(directory));
  }

  private static About readAbout(Path directory) throws IOException {
    Path file = directory.resolve("about");
    try {
      if (Files.size(file) > About.FILE_BYTES) {
        throw new ReleaseException(file + " is larger than 64 KiB: this is no publication.");
      }
      return About.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw ReleaseException.missing(
          directory + " holds no publication: it has no file \"about\".");
    } catch (FormatException e) {
      throw new ReleaseException(file + " cannot be read: " + e.getMessage() + ".");
    }
  }
}
