package broadside.intake.add;

import broadside.intake.add.IntakeMonitor.Progress;
import broadside.intake.add.Met.Entry;
import broadside.intake.add.Met.OpenedFile;
import broadside.intake.add.Met.RawMail;
import broadside.intake.add.Met.Refused;
import broadside.intake.add.Met.Repaired;
import broadside.mail.source.Place;
import broadside.mail.source.Refusal;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceVisitor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a source holds through the preparers to the writer.
 *
 * <p>The source's thread fills chunks, the preparers' threads prepare them, and one thread writes
 * them in the order of the source. Chunks on their way hold no more than {@code budget} bytes of
 * mail; a larger mail travels alone.
 *
 * <p><b>Threads:</b> the visitor's methods and {@link #finish} belong to the source's thread.
 */
final class Pipeline implements SourceVisitor {
  /** So many bytes or things travel together: handing over costs more than a small mail. */
  private static final int CHUNK_BYTES = 256 << 10;

  private static final int CHUNK_THINGS = 256;

  /** What a thing costs beside its bytes: objects, names, keys. */
  private static final int THING_BYTES = 1_024;

  private final BlockingQueue<MailPreparer> preparers;
  private final ExecutorService workers;
  private final LedgerWriter writer;
  private final long expected;
  private final IntakeMonitor monitor;
  private final int budget;
  private final Semaphore free;
  private final BlockingQueue<Chunk> ordered = new LinkedBlockingQueue<>();
  private final Thread writerThread;
  private volatile @Nullable Throwable failure;

  private List<Met> filling = new ArrayList<>();
  private long fillingBytes;

  /** A chunk on its way; the last one has no entries to come. */
  private record Chunk(int permits, @Nullable Future<List<Entry>> entries) {}

  /** The intake was stopped by its monitor. */
  static final class CancelledException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  Pipeline(
      BlockingQueue<MailPreparer> preparers,
      ExecutorService workers,
      LedgerWriter writer,
      long expected,
      IntakeMonitor monitor,
      int budget) {
    this.preparers = preparers;
    this.workers = workers;
    this.writer = writer;
    this.expected = expected;
    this.monitor = monitor;
    this.budget = budget;
    this.free = new Semaphore(budget);
    this.writerThread = Thread.ofPlatform().name("intake-writer").start(this::writeAll);
  }

  @Override
  public void file(String file, SourceFormat format) throws IOException {
    take(new OpenedFile(file, name(format)), 0);
  }

  @Override
  public void mail(Place place, byte[] bytes) throws IOException {
    take(new RawMail(place, bytes), bytes.length);
  }

  @Override
  public void refused(Place place, Refusal reason, String detail) throws IOException {
    take(new Refused(place, name(reason), detail), 0);
  }

  @Override
  public void repaired(Place place, String what) throws IOException {
    take(new Repaired(place, what), 0);
  }

  /** Waits until everything that was met is written and committed. */
  void finish() throws IOException {
    try {
      if (failure == null) {
        send();
      }
    } finally {
      ordered.add(new Chunk(0, null));
      join();
    }
    rethrow();
  }

  private void take(Met met, long bytes) throws IOException {
    if (monitor.isCancelled()) {
      throw new CancelledException();
    }
    filling.add(met);
    fillingBytes += bytes + THING_BYTES;
    if (fillingBytes >= CHUNK_BYTES || filling.size() >= CHUNK_THINGS) {
      send();
    }
  }

  private void send() throws IOException {
    rethrow();
    List<Met> chunk = filling;
    int permits = (int) Math.min(budget, fillingBytes);
    filling = new ArrayList<>();
    fillingBytes = 0;
    try {
      free.acquire(permits);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("intake was interrupted");
    }
    ordered.add(new Chunk(permits, workers.submit(() -> prepare(chunk))));
  }

  private List<Entry> prepare(List<Met> chunk) throws IOException, InterruptedException {
    MailPreparer preparer = preparers.take();
    try {
      return preparer.prepare(chunk);
    } finally {
      preparers.add(preparer);
    }
  }

  /** The writer's thread: after a failure it only takes what comes, so that nobody waits for it. */
  private void writeAll() {
    while (true) {
      try {
        Chunk chunk = ordered.take();
        if (chunk.entries() == null) {
          if (failure == null) {
            writer.commit();
          }
          return;
        }
        if (failure == null) {
          writer.write(chunk.entries().get());
          monitor.progress(new Progress(writer.met(), expected, writer.bytes()));
        }
        free.release(chunk.permits());
      } catch (ExecutionException e) {
        failure = e.getCause();
        free.release(budget);
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        failure = e;
        free.release(budget);
      }
    }
  }

  private void join() throws IOException {
    try {
      writerThread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("intake was interrupted");
    }
  }

  private void rethrow() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IOException(e);
    }
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
