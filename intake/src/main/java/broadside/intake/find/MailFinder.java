package broadside.intake.find;

import broadside.archive.index.IndexEntry;
import broadside.archive.index.ReleaseIndex;
import broadside.archive.index.ReleaseIndexWriter;
import broadside.archive.query.Notice;
import broadside.archive.query.ParsedQuery;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.search.Hit;
import broadside.archive.search.Order;
import broadside.archive.search.SearchLimits;
import broadside.archive.search.SearchPage;
import broadside.archive.search.SearchRequest;
import broadside.archive.search.Searcher;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.segment.SegmentReader;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.proof.release.ManifestLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Searches the mails that wait, are held, or are withheld and not yet numbered, through an index
 * made for the purpose: it holds one entry for each in the order of intake, and is thrown away.
 *
 * <p><b>Threads:</b> one.
 */
public final class MailFinder implements Closeable {
  /** Nobody else waits for this search. */
  private static final SearchLimits LIMITS =
      new SearchLimits(Duration.ofMinutes(10), 100, Integer.MAX_VALUE - 1, 1_000, 1, 1);

  private static final String NONE = "0".repeat(64);
  private static final List<MailState> UNDECIDED =
      List.of(MailState.HELD, MailState.WAITING, MailState.WITHHELD);

  private final CheckMonitor monitor;
  private final Path directory;
  private final ReleaseIndex index;

  /** Element i has entry i + 1. */
  private final List<String> ids;

  private MailFinder(CheckMonitor monitor, Path directory, ReleaseIndex index, List<String> ids) {
    this.monitor = monitor;
    this.directory = directory;
    this.index = index;
    this.ids = ids;
  }

  /**
   * What a search found.
   *
   * @param ids intake ids, newest mail first
   * @param notices what the person should know of how the query was read
   * @param cut true where the time was up and mails are missing
   */
  public record Found(List<String> ids, List<Notice> notices, boolean cut) {
    public Found {
      ids = List.copyOf(ids);
      notices = List.copyOf(notices);
    }
  }

  /** How many mails the monitor of {@link #open} is told of. */
  public static long mails(PrivateDirectory publication) throws IOException {
    Map<MailState, Long> counts = publication.ledger().mails().counts();
    return UNDECIDED.stream().mapToLong(state -> counts.getOrDefault(state, 0L)).sum();
  }

  /**
   * A finder over the mails that the ledger holds now.
   *
   * @param monitor is told of each mail, and may stop this and each search
   */
  public static MailFinder open(PrivateDirectory publication, CheckMonitor monitor)
      throws IOException {
    deleteForsaken(publication);
    Path directory = directory(publication);
    Files.createDirectories(publication.asideDirectory());
    List<String> ids = new ArrayList<>();
    MessageParser parser = new MessageParser(MailLimits.DEFAULT);
    try (ReleaseIndexWriter writer = ReleaseIndexWriter.create(directory, 1, 1);
        SegmentReader segments = SegmentReader.open(publication.mailDirectory())) {
      for (MailState state : UNDECIDED) {
        publication
            .ledger()
            .mails()
            .forEach(
                state,
                mail -> {
                  monitor.checkCancelled();
                  if (mail.number() == 0 && publication.ledger().erasures().of(mail.id()) == null) {
                    ids.add(mail.intakeId());
                    Message message = parser.parse(segments.read(mail.stored()));
                    writer.add(new IndexEntry(line(ids.size(), mail, message), message, 1, 0, 0));
                  }
                  monitor.progress(mail.stored().bytes());
                });
      }
      writer.finish();
    } catch (IOException | RuntimeException e) {
      Durable.deleteTree(directory);
      throw e;
    }
    return new MailFinder(monitor, directory, ReleaseIndex.open(directory, 1, 1), ids);
  }

  /** Deletes what a search was stopped in. */
  public static void deleteForsaken(PrivateDirectory publication) throws IOException {
    Durable.deleteTree(directory(publication));
  }

  private static Path directory(PrivateDirectory publication) {
    return publication.asideDirectory().resolve("find");
  }

  /**
   * Every mail that the query finds.
   *
   * @throws InterruptedIOException where the monitor stopped it
   */
  public Found find(MailQuery query) throws IOException {
    Searcher searcher = Searcher.open(List.of(index), card -> null, LIMITS);
    List<String> found = new ArrayList<>();
    List<Notice> notices = List.of();
    boolean cut = false;
    String cursor = null;
    do {
      monitor.checkCancelled();
      SearchPage page = page(searcher, query.parsed(), cursor);
      for (Hit hit : page.hits()) {
        found.add(ids.get((int) hit.card().number() - 1));
        hit.copies().forEach(copy -> found.add(ids.get((int) (copy - 1))));
      }
      notices = page.notices();
      cut |= page.cut();
      cursor = page.next();
    } while (cursor != null);
    return new Found(found.stream().distinct().toList(), notices, cut);
  }

  @Override
  public void close() throws IOException {
    index.close();
    Durable.deleteTree(directory);
  }

  private static SearchPage page(Searcher searcher, ParsedQuery query, @Nullable String cursor)
      throws IOException {
    return searcher.search(new SearchRequest(query, Order.NEWEST, LIMITS.hits(), cursor));
  }

  /** Stands for the manifest line that the mail does not have yet. */
  private static ManifestLine line(long entry, Mail mail, Message message) {
    return new ManifestLine.Published(
        entry, NONE, mail.stored().bytes(), message.date().instant(), NONE.substring(48), null);
  }
}
