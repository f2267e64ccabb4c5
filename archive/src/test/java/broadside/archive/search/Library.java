package broadside.archive.search;

import broadside.archive.dkim.LaterVerdicts;
import broadside.archive.index.IndexEntry;
import broadside.archive.index.ReadableText;
import broadside.archive.index.ReleaseIndex;
import broadside.archive.index.ReleaseIndexWriter;
import broadside.archive.query.QueryLimits;
import broadside.archive.query.QueryParser;
import broadside.archive.release.ThreadAlias;
import broadside.archive.release.ThreadAlias.Link;
import broadside.archive.release.ThreadAliases;
import broadside.mail.message.Bodies;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A few mails of our own making, indexed for real. */
final class Library implements AutoCloseable {
  private static final QueryParser PARSER = new QueryParser(QueryLimits.DEFAULT);
  private static final MessageParser MAILS = new MessageParser(MailLimits.DEFAULT);

  private final Path directory;
  private final List<ReleaseIndex> releases = new ArrayList<>();
  private final List<ReleaseIndex> replaced = new ArrayList<>();
  private final Map<Long, Bodies> bodies = new HashMap<>();
  private ThreadAliases threads = ThreadAliases.NONE;
  private LaterVerdicts verdicts = LaterVerdicts.NONE;
  private long next = 1;

  Library(Path directory) {
    this.directory = directory;
  }

  /** Adds a release of these mails; a null is a withheld number. */
  Library release(String... mails) throws IOException {
    int number = releases.size() + 1;
    releases.add(write(directory.resolve("release" + number), number, next, mails));
    next += mails.length;
    return this;
  }

  /** Puts these mails in the place of as many of a release, as a withdrawal does. */
  void replace(int release, String... mails) throws IOException {
    ReleaseIndex before = releases.get(release - 1);
    replaced.add(before);
    Path path = directory.resolve("release" + release + "-" + replaced.size());
    releases.set(release - 1, write(path, release, before.first(), mails));
  }

  private ReleaseIndex write(Path path, int number, long first, String... mails)
      throws IOException {
    try (ReleaseIndexWriter writer = ReleaseIndexWriter.create(path, number, first)) {
      for (int i = 0; i < mails.length; i++) {
        writer.add(entry(first + i, mails[i]));
      }
      writer.finish();
    }
    return ReleaseIndex.open(path, number, first);
  }

  private IndexEntry entry(long number, String mail) {
    String commitment = "%064x".formatted(number);
    if (mail == null) {
      return new IndexEntry(
          new ManifestLine.Withheld(number, commitment, Reason.SOURCE_PROTECTION), null, 0, 0, 0);
    }
    byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
    Message message = MAILS.parse(bytes);
    bodies.put(number, MAILS.bodies(bytes));
    String thread =
        "%016x"
            .formatted(
                message.inReplyTo().isEmpty()
                    ? number
                    : Long.parseLong(message.inReplyTo().getFirst().replaceAll("@.*", "")));
    ManifestLine line =
        message.subject().startsWith("[redacted]")
            ? new ManifestLine.Redacted(
                number,
                commitment,
                commitment,
                Reason.PERSONAL_DATA,
                bytes.length,
                message.date().instant(),
                thread,
                null)
            : new ManifestLine.Published(
                number, commitment, bytes.length, message.date().instant(), thread, null);
    return new IndexEntry(line, message, 1, 100 * number, 50);
  }

  /** Merges what can be merged; a release's state is told by its number and its changes here. */
  boolean merge(MergedIndexes merged) throws IOException {
    SortedMap<Integer, ReleaseIndex> numbered = new TreeMap<>();
    releases.forEach(release -> numbered.put(release.release(), release));
    return merged.update(
        numbered,
        number ->
            number
                + " changed "
                + replaced.stream().filter(index -> index.release() == number).count());
  }

  SearchPage page(MergedIndexes merged, String query, Order order, String cursor, int hits)
      throws IOException {
    return searcher(merged, SearchLimits.DEFAULT)
        .search(new SearchRequest(PARSER.parse(query), order, hits, cursor));
  }

  /** The statement of a release, of which only numbers count here. */
  static ReleaseStatement statement(int number, long first, long count) {
    String hash = "0".repeat(64);
    return new ReleaseStatement(
        hash, 1, number, null, "", first, count, 0, 0, hash, 0, hash, hash, Instant.EPOCH);
  }

  /** Says something of signatures after their release. */
  void say(LaterVerdicts later) {
    verdicts = later;
  }

  /** Joins two thread keys, as a release does. */
  void join(long key, long other) {
    threads = threads.toBuilder().add(new ThreadAlias(key, other, Link.REFERENCES)).build();
  }

  Searcher searcher(SearchLimits limits) throws IOException {
    return searcher(new MergedIndexes(null), limits);
  }

  private Searcher searcher(MergedIndexes merged, SearchLimits limits) throws IOException {
    return Searcher.open(
        releases,
        merged,
        threads,
        verdicts,
        card -> {
          Bodies said = bodies.get(card.number());
          return said == null ? null : ReadableText.withNested(said);
        },
        limits);
  }

  SearchPage page(String query, Order order, String cursor, int hits) throws IOException {
    return page(searcher(SearchLimits.DEFAULT), query, order, cursor, hits);
  }

  SearchPage page(Searcher searcher, String query, Order order, String cursor, int hits)
      throws IOException {
    return searcher.search(new SearchRequest(PARSER.parse(query), order, hits, cursor));
  }

  SearchPage page(String query) throws IOException {
    return page(query, Order.RELEVANCE, null, 20);
  }

  /** Numbers found, in order. */
  List<Long> find(String query) throws IOException {
    return page(query).hits().stream().map(hit -> hit.card().number()).toList();
  }

  /** Header lines, an empty line, a body. */
  static String mail(String from, String subject, String date, String body) {
    return "From: %s\nTo: Bo Berg <bo@harbour.example>\nSubject: %s\nDate: %s\nMessage-ID: <%08x@mail.example>\nContent-Type: text/plain; charset=utf-8\n\n%s\n"
        .formatted(from, subject, date, (subject + body + date).hashCode(), body);
  }

  @Override
  public void close() throws IOException {
    for (ReleaseIndex release : releases) {
      release.close();
    }
    for (ReleaseIndex release : replaced) {
      release.close();
    }
  }
}
