package broadside.site.answers;

import broadside.archive.Publication;
import broadside.archive.index.MailCard;
import broadside.archive.release.ThreadAliases;
import broadside.archive.search.Neighbours;
import broadside.proof.release.ManifestLine;
import broadside.site.pages.Link;
import broadside.site.pages.ThreadPage;
import broadside.site.routes.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Threads: on the page of one mail, and on their own. */
record Threads(Publication publication, Edition edition) {
  /** No real thread is longer; a list's mail without end of subjects may be. */
  private static final int MAX = 2_000;

  static final int PAGE = 200;
  private static final int AROUND = 5;
  private static final Pattern REPLY = Pattern.compile("(?i)^\\s*(re|fwd?|aw|wg)\\s*:\\s*");

  /** The mails next to this one in its thread. */
  MessageAnswer.ThreadAround around(ManifestLine line) throws IOException {
    long key = key(key(line));
    Neighbours found = edition.searcher().neighbours(keys(key), line.number(), AROUND);
    int near = found.near().size();
    String caption =
        near == found.total()
            ? Words.count(near, "mail", "mails") + " in this thread"
            : "The nearest "
                + near
                + " of "
                + Words.number(found.total())
                + " mails in this thread";
    return new MessageAnswer.ThreadAround(
        HexFormat.of().toHexDigits(publication.threads().thread(key)),
        caption,
        Rows.of(found.near(), line.number()));
  }

  /** The own thread key of a mail. */
  static String key(ManifestLine line) {
    return switch (line) {
      case ManifestLine.Published p -> p.thread();
      case ManifestLine.Redacted r -> r.thread();
      case ManifestLine.Withheld w -> throw new IllegalArgumentException("withheld: " + w);
    };
  }

  /** The key by which the thread of {@code key} goes. */
  String name(String key) {
    return HexFormat.of().toHexDigits(publication.threads().thread(key(key)));
  }

  /** The thread's page, or null where no published mail has the key. */
  @Nullable ThreadPage page(Route.MailThread route) throws IOException {
    List<MailCard> cards = cards(key(route.key()));
    if (cards.isEmpty() || route.from() >= cards.size()) {
      return null;
    }
    int end = Math.min(cards.size(), route.from() + PAGE);
    List<Link> pager = new ArrayList<>();
    if (route.from() > 0) {
      int before = Math.max(0, route.from() - PAGE);
      pager.add(new Link(new Route.MailThread(route.key(), before).path(), "Earlier", "prev"));
    }
    if (end < cards.size()) {
      pager.add(new Link(new Route.MailThread(route.key(), end).path(), "Later", "next"));
    }
    return new ThreadPage(
        title(cards.getFirst()),
        (caption(key(route.key()), cards, route.from(), end)
                + " "
                + edition.unsearchable().orElse(""))
            .strip(),
        Rows.of(cards.subList(route.from(), end), 0),
        pager);
  }

  /** The mails of a thread, oldest first; of a longer one the first {@value #MAX}. */
  List<MailCard> cards(long key) throws IOException {
    return edition.searcher().thread(keys(key), MAX);
  }

  /** Every key by which the index may know a mail of the thread. */
  private List<String> keys(long key) {
    return Arrays.stream(publication.threads().keys(key))
        .mapToObj(HexFormat.of()::toHexDigits)
        .toList();
  }

  private String caption(long key, List<MailCard> cards, int from, int end) {
    ThreadAliases threads = publication.threads();
    boolean guessed =
        Arrays.stream(threads.keys(key)).anyMatch(k -> !threads.areJoinedByReferences(key, k));
    String count =
        (cards.size() == MAX ? "The first " : "") + Words.count(cards.size(), "mail", "mails");
    boolean isPart = end - from < cards.size();
    return count
        + ", oldest first"
        + (isPart ? ": " + part(from + 1, end) + "." : ".")
        + (guessed ? " Some are joined by subject: the mails themselves do not say so." : "");
  }

  /** "1 to 200"; "the last" where a page shows one alone, which is the end of a list. */
  private static String part(int first, int last) {
    return first == last ? "the last" : Words.number(first) + " to " + Words.number(last);
  }

  private static String title(MailCard first) {
    String subject = Shown.text(first.subject()).strip();
    String bare = REPLY.matcher(subject).replaceFirst("");
    return bare.isBlank() ? "(no subject)" : bare;
  }

  static long key(String hex) {
    return HexFormat.fromHexDigitsToLong(hex.toLowerCase(Locale.ROOT));
  }
}
