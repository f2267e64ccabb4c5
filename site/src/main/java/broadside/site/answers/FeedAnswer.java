package broadside.site.answers;

import broadside.archive.About;
import broadside.archive.ReleaseSummary;
import broadside.site.pages.FeedEntry;
import broadside.site.pages.FeedPage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The Atom feed (RFC 4287) of releases, open and sealed, and of what was changed after its
 * publication.
 */
record FeedAnswer(
    About about, Edition edition, Changes changes, SealedAnswer sealed, String address) {
  private static final int NEWEST = 30;

  FeedPage page() {
    List<FeedEntry> entries = new ArrayList<>();
    for (ReleaseSummary release : edition.releases()) {
      String href = address + "/releases/" + release.number();
      entries.add(
          new FeedEntry(
              id(href),
              href,
              ReleaseAnswer.name(release),
              sealed.scheduled().published(release).toString(),
              Words.count(release.mails(), "mail", "mails")
                  + ", "
                  + Words.size(release.mailBytes())
                  + (sealed.opened(release.number()) == null
                      ? "."
                      : ". It was sealed on " + Words.day(release.time()) + ".")));
    }
    entries.addAll(new SealedFeed(sealed.scheduled(), address).entries());
    entries.addAll(changes.entries(address));
    entries.sort(Comparator.comparing(FeedEntry::updated).reversed());
    List<FeedEntry> shown = entries.subList(0, Math.min(NEWEST, entries.size()));
    String updated = shown.isEmpty() ? Instant.EPOCH.toString() : shown.getFirst().updated();
    return new FeedPage(id(address + "/"), Shown.text(about.title()), address, updated, shown);
  }

  /** A name that follows from the address alone. */
  static String id(String href) {
    return "urn:uuid:" + UUID.nameUUIDFromBytes(href.getBytes(StandardCharsets.UTF_8));
  }
}
