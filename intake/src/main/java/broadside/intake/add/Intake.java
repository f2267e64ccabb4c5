package broadside.intake.add;

import broadside.archive.release.Durable;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.add.Pipeline.CancelledException;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.dkim.SignatureReader;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Source;
import broadside.intake.ledger.SourceAccount;
import broadside.intake.quote.HiddenMails;
import broadside.intake.segment.SegmentWriter;
import broadside.mail.message.MessageParser;
import broadside.mail.source.MailSource;
import broadside.mail.source.SourceCounter;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceOptions;
import broadside.mail.source.SourceVisitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Adds a source to a publication.
 *
 * <p>Running it again after any kind of stop goes on where the last commit was; running it again
 * after its end adds only what is new in the source.
 */
public final class Intake {
  /** Mails on their way, for each worker: what waits is copied by every collection of garbage. */
  private static final int WORKER_BUDGET = 2 << 20;

  /** And no more than this share of the heap; each is held about three times. */
  private static final int HEAP_SHARE = 12;

  private static final int LEAST_BUDGET = 4 << 20;

  private final PrivateDirectory directory;
  private final SourceOptions options;
  private final Detector detector;
  private final int workers;
  private final KeyLookup keys;

  /**
   * An intake into {@code directory}, which must be open for writing; keys of domains come from its
   * own store.
   */
  public Intake(PrivateDirectory directory, SourceOptions options) throws IOException {
    this(directory, options, KeyLookup.of(directory.ledger()));
  }

  /** The same, with keys from elsewhere too. */
  public Intake(PrivateDirectory directory, SourceOptions options, KeyLookup keys) {
    this(directory, options, keys, directory.settings());
  }

  /** The same, with other settings than the publication's. */
  public Intake(
      PrivateDirectory directory, SourceOptions options, KeyLookup keys, Settings settings) {
    this(
        directory,
        options,
        keys,
        Detector.of(settings),
        Runtime.getRuntime().availableProcessors());
  }

  Intake(
      PrivateDirectory directory,
      SourceOptions options,
      KeyLookup keys,
      Detector detector,
      int workers) {
    this.keys = keys;
    this.directory = directory;
    this.options = options.spoolingTo(directory.spoolDirectory());
    this.detector = detector;
    this.workers = workers;
  }

  /** Gives everything in a source to a visitor. */
  @FunctionalInterface
  interface Reading {
    void read(SourceVisitor visitor) throws IOException;
  }

  /**
   * Adds everything in {@code root}; {@link IntakeResult#addsUp()} says whether nothing was lost.
   *
   * @throws IntakeException where the source cannot be read, or the disk has too little room
   */
  public IntakeResult add(Path root, IntakeMonitor monitor) throws IOException {
    if (!Files.isReadable(root)) {
      throw new IntakeException(
          Refusal.NO_SUCH_SOURCE,
          root,
          Files.exists(root)
              ? root + " may not be read by this user; check its rights."
              : "There is no file or folder " + root + ".");
    }
    FreeSpace space = FreeSpace.of(root, directory.mailDirectory());
    if (!isKnown(root)) {
      space.check();
    }
    Path spool = directory.spoolDirectory();
    Durable.deleteTree(spool); // what a killed intake left behind
    Files.createDirectory(spool);
    SourceOptions known = options.knowing(dialects(root));
    try {
      return add(
          root, known, space, visitor -> MailSource.open(root, known).read(visitor), monitor);
    } finally {
      Durable.deleteTree(spool);
    }
  }

  /** The dialect of each mbox that was read before. */
  private Map<String, SourceFormat> dialects(Path root) throws IOException {
    Map<String, SourceFormat> dialects = new HashMap<>();
    directory
        .ledger()
        .dialects()
        .of(pathKey(root))
        .forEach((file, name) ->
            dialects.put(file, SourceFormat.valueOf(name.toUpperCase(Locale.ROOT))));
    return dialects;
  }

  private byte[] pathKey(Path root) throws IOException {
    return new ThreadKeys(directory.threadKey()).path(root.toRealPath().toString());
  }

  /**
   * Makes room for mails that are read as another dialect than before.
   *
   * @throws IntakeException where some of those before are not to be undone
   */
  private void declare(SourceFormat dialect, Source source) throws IOException {
    Ledger ledger = directory.ledger();
    String name = dialect.name().toLowerCase(Locale.ROOT);
    long settled = ledger.dialects().settled(source, name);
    if (settled > 0) {
      ledger.rollback();
      throw new IntakeException(
          Refusal.NOT_ALLOWED,
          Path.of(source.name()),
          """
          %s was read as another dialect before ("broadside status" says which), and %,d of its \
          mails are released, decided on or in the plan since: they would be published a second \
          time, with other bytes. Nothing was changed. Add it without --dialect, which goes on as \
          before; a plan can be dropped first, with "broadside plan" and --drop.\
          """
              .formatted(source.name(), settled));
    }
    ledger.dialects().forget(source, name);
  }

  /** The same, where everything is given by a reading of another kind. */
  IntakeResult add(Path root, Reading reading, IntakeMonitor monitor) throws IOException {
    return add(root, options, null, reading, monitor);
  }

  /**
   * The same.
   *
   * @param space to be held against what is new in the source, or null
   */
  private IntakeResult add(
      Path root,
      SourceOptions known,
      @Nullable FreeSpace space,
      Reading reading,
      IntakeMonitor monitor)
      throws IOException {
    Ledger ledger = directory.ledger();
    Source source =
        ledger
            .sources()
            .open(pathKey(root), String.valueOf(root.toRealPath().getFileName()), Instant.now());
    if (options.dialect() != null) {
      declare(options.dialect(), source);
    }
    long expected;
    Counting counting = new Counting(monitor);
    try {
      expected = SourceCounter.count(root, known, counting);
    } catch (CancellationException e) {
      SourceAccount sofar = ledger.sources().account(source);
      ledger.rollback();
      return new IntakeResult(sofar, 0, 0, 0, 0, 0, 0, 0, List.of(), Map.of(), true);
    }
    if (options.dialect() == null && !isRead(source) && counting.runTogether != null) {
      ledger.rollback();
      throw new IntakeException(Refusal.RUN_TOGETHER, root, counting.runTogether);
    }
    SourceAccount account = ledger.sources().account(source);
    long before = account.recorded();
    long there = before - (account.gone() == null ? 0 : account.gone());
    if (space != null) {
      checkRoom(space, expected, there);
    }
    ledger.sources().begin(source, expected);
    if (expected > there) { // dropping it writes, on a disk that may be full
      ledger.mails().dropCopiesIndex();
    }
    ledger.commit();
    try (SegmentWriter segments =
        SegmentWriter.open(directory.mailDirectory(), ledger.additions().segments())) {
      LedgerWriter writer = new LedgerWriter(ledger, segments, source, keys);
      boolean cancelled = read(reading, writer, expected, monitor);
      if (!cancelled) {
        ledger.sources().complete(source, before - writer.known());
        ledger.commit();
      }
      return new IntakeResult(
          ledger.sources().account(source),
          writer.added(),
          writer.duplicates(),
          writer.refused(),
          writer.known(),
          writer.bytes(),
          writer.unread(),
          writer.refusedNow(),
          writer.refusals(),
          writer.repairs(),
          cancelled);
    } catch (IOException e) {
      ledger.rollback();
      throw FreeSpace.explain(e, directory.mailDirectory());
    } catch (RuntimeException e) {
      ledger.rollback();
      throw e;
    }
  }

  private void checkRoom(FreeSpace space, long expected, long there) throws IOException {
    try {
      space.check(expected, there);
    } catch (IntakeException e) {
      directory.ledger().rollback();
      throw e;
    }
  }

  /** True where something of the source at this path is in the ledger. */
  private boolean isKnown(Path root) throws IOException {
    Optional<Source> source = directory.ledger().sources().find(pathKey(root));
    return source.isPresent() && isRead(source.get());
  }

  /** True where the source was added before: what is in the ledger of it was accepted then. */
  private boolean isRead(Source source) throws IOException {
    return directory.ledger().sources().account(source).recorded() > 0;
  }

  /** Passes on how far the count is, and keeps what it says of the first mbox that is none. */
  private static final class Counting implements SourceCounter.Monitor {
    private final IntakeMonitor monitor;
    private @Nullable String runTogether;

    Counting(IntakeMonitor monitor) {
      this.monitor = monitor;
    }

    @Override
    public boolean isCancelled() {
      return monitor.isCancelled();
    }

    @Override
    public void progress(long bytes) {
      monitor.counted(bytes);
    }

    @Override
    public void runsTogether(Path file, long lines, long mails) {
      if (runTogether == null) {
        runTogether =
            "In %s %,d lines look like separators of mails and have no empty line before them; %,d have one. These mails would be read as text of others, so nothing was added. Put an empty line before each, as the publisher's guide says, and add it again; or, if the lines are text of mails indeed, say \"broadside add\" with its --dialect."
                .formatted(file.getFileName(), lines, mails);
      }
    }
  }

  /** Reads the source to its end, or until the monitor stops it: then true. */
  private boolean read(Reading reading, LedgerWriter writer, long expected, IntakeMonitor monitor)
      throws IOException {
    BlockingQueue<MailPreparer> preparers = new ArrayBlockingQueue<>(workers);
    boolean empty = directory.ledger().additions().isEmpty();
    byte[] threadKey = directory.threadKey();
    HiddenMails hidden = HiddenMails.of(directory.ledger());
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      for (int i = 0; i < workers; i++) {
        preparers.add(
            new MailPreparer(
                new MessageParser(options.mail()),
                new SignatureReader(keys),
                detector,
                new ThreadKeys(threadKey),
                hidden,
                empty ? null : directory.reader()));
      }
      Pipeline pipeline = new Pipeline(preparers, pool, writer, expected, monitor, budget(workers));
      try {
        reading.read(pipeline);
        return false;
      } catch (CancelledException e) {
        return true;
      } finally {
        pipeline.finish();
      }
    } finally {
      for (MailPreparer preparer : preparers) {
        preparer.close();
      }
    }
  }

  private static int budget(int workers) {
    long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    return (int) Math.max(LEAST_BUDGET, Math.min((long) workers * WORKER_BUDGET, share));
  }
}
