package broadside.site.answers;

import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.RefusedRelease;
import broadside.archive.ReleaseSummary;
import broadside.archive.index.MailCard;
import broadside.archive.index.ReadableText;
import broadside.archive.index.ReleaseIndex;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.archive.search.IndexCache;
import broadside.archive.search.MergedIndexes;
import broadside.archive.search.SearchLimits;
import broadside.archive.search.Searcher;
import broadside.archive.search.UnreadException;
import broadside.mail.message.BodyText;
import broadside.mail.message.MessageParser;
import broadside.site.http.ByteBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is published at one moment, ready to be searched and listed.
 *
 * @param releases oldest first
 * @param refused those that cannot be read here: their mails are neither shown nor found
 * @param indexes by release number; a release without a readable index is not among them
 * @param states the state of each of these releases when its index was opened
 */
record Edition(
    List<ReleaseSummary> releases,
    List<RefusedRelease> refused,
    SortedMap<Integer, ReleaseIndex> indexes,
    Map<Integer, String> states,
    Searcher searcher) {
  /** Releases that are named where they cannot be searched. */
  private static final int MOST_NAMED = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Edition.class);

  /** The edition after {@code before}, whose indexes stay open and are used again. */
  static Edition of(
      Publication publication,
      Answers.Settings settings,
      MessageParser parser,
      SearchLimits limits,
      MergedIndexes merged,
      ByteBudget reading,
      @Nullable Edition before)
      throws IOException {
    List<ReleaseSummary> releases = publication.releases();
    List<RefusedRelease> refused = publication.refused();
    for (RefusedRelease release : refused) {
      if (before == null || !before.refused.contains(release)) {
        LOG.error("{} It is not served.", release.reason());
      }
    }
    SortedMap<Integer, ReleaseIndex> indexes = new TreeMap<>();
    Map<Integer, String> states = new HashMap<>();
    for (ReleaseSummary release : releases) {
      ReleaseReader reader = publication.release(release.number());
      if (reader == null) {
        continue; // refused a moment ago: nothing says what state its index is in
      }
      List<Long> hidden = publication.hidden(release.number());
      String state =
          reader.statementSha256()
              + " "
              + reader.taken().filesSha256()
              + (hidden.isEmpty() ? "" : " without " + hidden);
      ReleaseIndex known =
          before != null && state.equals(before.states.get(release.number()))
              ? before.indexes.get(release.number())
              : null;
      ReleaseIndex index =
          known == null
              ? open(settings.cache(), reader, hidden, isToBeTold(before, release.number()))
              : known;
      if (index != null) {
        indexes.put(release.number(), index);
        states.put(release.number(), state);
      }
    }
    return new Edition(
        releases,
        refused,
        indexes,
        states,
        Searcher.open(
            indexes.values(),
            merged,
            publication.threads(),
            publication.verdicts(),
            card -> text(publication, parser, reading, card),
            limits));
  }

  /** True where a release that cannot be searched is new, or could be searched before. */
  private static boolean isToBeTold(@Nullable Edition before, int release) {
    return before == null || before.release(release) == null || before.indexes.containsKey(release);
  }

  /**
   * The index that was made anew of the release's mails, or else its own; null where neither can be
   * read. One is made only where the own is bad.
   *
   * @param isToBeTold true where the operator is to read of it
   */
  private static @Nullable ReleaseIndex open(
      IndexCache cache, ReleaseReader release, List<Long> hidden, boolean isToBeTold) {
    int number = release.statement().number();
    try {
      if (cache.has(release)) {
        return cache.open(release, hidden);
      }
    } catch (IOException e) {
      if (isToBeTold) {
        LOG.warn(
            "Release {}: the index that was made anew cannot be read ({}). Run \"broadside reindex\" again.",
            number,
            e.toString());
      }
    }
    try {
      Path own = release.directory().resolve("index");
      return ReleaseIndex.open(own, number, release.statement().first(), hidden);
    } catch (IOException e) {
      if (isToBeTold) {
        LOG.warn(
            "Release {} is served but cannot be searched: its index cannot be read ({}). Make another with \"broadside reindex\", and start \"serve --cache\".",
            number,
            e.toString());
      }
      return null;
    }
  }

  /**
   * What a mail says, or null where there is none.
   *
   * @throws UnreadException where there is no memory for it now
   */
  private static @Nullable BodyText text(
      Publication publication, MessageParser parser, ByteBudget reading, MailCard card)
      throws IOException {
    long bytes = MailMemory.ofParsed(publication.bytes(card.number()));
    if (!reading.take(bytes)) {
      throw new UnreadException(card.number());
    }
    try {
      PublishedMail mail = publication.mail(card.number());
      byte[] eml = mail == null ? null : mail.eml();
      return eml == null ? null : ReadableText.withNested(parser.bodies(eml));
    } finally {
      reading.give(bytes);
    }
  }

  /** The state of a release, of which this edition has the index, when that was opened. */
  String state(int release) {
    return Objects.requireNonNull(states.get(release));
  }

  /** True where some numbers may be found by nobody, though an index holds them. */
  boolean hides() {
    return indexes.values().stream().anyMatch(ReleaseIndex::hides);
  }

  /** The newest number, or 0. */
  long last() {
    return releases.isEmpty() ? 0 : releases.getLast().last();
  }

  /** What lists say of the numbers from the first to the last, in order. */
  List<MailCard> cards(long first, long last) throws IOException {
    List<MailCard> cards = new ArrayList<>();
    for (long number = first; number <= last; number++) {
      MailCard card = searcher.card(number);
      if (card != null) {
        cards.add(card);
      }
    }
    return cards;
  }

  /** Says which releases the search does not reach, if any. */
  Optional<String> unsearchable() {
    List<String> sentences = new ArrayList<>();
    if (!refused.isEmpty()) {
      sentences.add(
          named(refused.stream().map(RefusedRelease::number).toList())
              + " cannot be read by this server: none of these mails is shown or found.");
    }
    List<Integer> unindexed =
        releases.stream()
            .map(ReleaseSummary::number)
            .filter(number -> !indexes.containsKey(number))
            .toList();
    if (!unindexed.isEmpty()) {
      sentences.add(
          "%s cannot be searched here: %s missing or damaged. No search finds these mails; %s."
              .formatted(
                  named(unindexed),
                  unindexed.size() == 1 ? "the index is" : "the indexes are",
                  unindexed.size() == 1
                      ? "the release’s page lists them"
                      : "the pages of the releases list them"));
    }
    return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
  }

  private static String named(List<Integer> numbers) {
    int named = Math.min(numbers.size(), MOST_NAMED);
    String more = numbers.size() > named ? " and %d more".formatted(numbers.size() - named) : "";
    return (numbers.size() == 1 ? "Release " : "Releases ")
        + String.join(", ", numbers.subList(0, named).stream().map(String::valueOf).toList())
        + more;
  }

  /**
   * Goes on, unless this release cannot be read here.
   *
   * @throws ReleaseException with the reason
   */
  void checkReadable(int release) throws ReleaseException {
    for (RefusedRelease other : refused) {
      if (other.number() == release) {
        throw new ReleaseException(other.reason());
      }
    }
  }

  /** Says that the search does not reach a release, or "". */
  String unsearchable(int release) {
    return indexes.containsKey(release)
        ? ""
        : "Release %d cannot be searched here: its index is missing or damaged. Its mails are listed without senders and subjects."
            .formatted(release);
  }

  /** The release with this number, or null. */
  @Nullable ReleaseSummary release(int number) {
    for (ReleaseSummary release : releases) {
      if (release.number() == number) {
        return release;
      }
    }
    return null;
  }

  /** How many mails can be read. */
  long mails() {
    return releases.stream().mapToLong(ReleaseSummary::mails).sum();
  }

  /** Closes what no later edition uses. */
  void close() throws IOException {
    for (ReleaseIndex index : indexes.values()) {
      index.close();
    }
  }
}
