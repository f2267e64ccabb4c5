package broadside.site.answers;

import broadside.archive.sealed.SealedState;
import broadside.archive.sealed.SealedState.Stage;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.SealedStatement;
import broadside.site.pages.FeedEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the feed tells of sealed releases besides those that are open. */
record SealedFeed(Scheduled scheduled, String address) {

  /** One entry for each seal, hold and void, and for the states that a release comes to. */
  List<FeedEntry> entries() {
    List<FeedEntry> entries = new ArrayList<>();
    for (Custody custody : scheduled.all()) {
      SealedRelease release = custody.release();
      SealedStatement seal = custody.seal();
      entries.add(
          entry(
              seal,
              "sealed",
              "Release %d is sealed until %s"
                  .formatted(seal.number(), Words.hour(seal.terms().notBefore())),
              seal.time(),
              "%s. %d of %d custodians open it."
                  .formatted(
                      Words.capital(Words.messages(seal.first(), seal.last())),
                      seal.threshold(),
                      seal.shares().size())));
      addArmed(release, seal, entries);
      for (Logged<Hold> hold : release.holds()) {
        entries.add(hold(custody, hold));
      }
      if (release.voiding() != null && release.isVoid()) {
        entries.add(
            entry(
                seal,
                "void",
                "Release %d was taken back before its hour".formatted(seal.number()),
                release.voiding().statement().time(),
                "Reason: %s."
                    .formatted(Words.reason(release.voiding().statement().reason().code()))));
      }
      if (custody.state().isDue()) {
        addDue(custody, entries);
      }
    }
    return entries;
  }

  /** By the time of the receipt that armed it, which its custodian says: not after the hour. */
  private void addArmed(SealedRelease release, SealedStatement seal, List<FeedEntry> entries) {
    long decided =
        Stream.of(release.voiding(), release.opening())
            .filter(Objects::nonNull)
            .mapToLong(Logged::index)
            .min()
            .orElse(Long.MAX_VALUE);
    Logged<Receipt> arming = release.arming();
    if (arming == null || arming.index() > decided) {
      return;
    }
    Instant hour = seal.terms().notBefore();
    Instant said = arming.statement().time();
    entries.add(
        entry(
            seal,
            "armed",
            "Release %d is sealed and armed".formatted(seal.number()),
            said.isBefore(hour) ? said : hour,
            "%d of %d custodians have given a receipt that they hold their share and all encrypted files: it opens though one of them be missing."
                .formatted(seal.threshold() + 1, seal.shares().size())));
  }

  private FeedEntry hold(Custody custody, Logged<Hold> hold) {
    SealedStatement seal = custody.seal();
    SealedWords words = new SealedWords(custody);
    boolean isLongest = words.isLongest(hold);
    return entry(
        seal,
        "hold-" + hold.index(),
        "Release %d %s put off until %s"
            .formatted(seal.number(), isLongest ? "is" : "stays", words.dueBy(hold)),
        hold.statement().time(),
        "Its hour was %s.".formatted(Words.hour(seal.terms().notBefore()))
            + (isLongest
                ? ""
                : " This hold ends on %s, no later than one before it, and changes nothing."
                    .formatted(Words.hour(hold.statement().until()))));
  }

  /** While it is closed; once it is open, the release itself is in the feed. */
  private void addDue(Custody custody, List<FeedEntry> entries) {
    SealedStatement seal = custody.seal();
    SealedWords words = new SealedWords(custody);
    Instant due = custody.state().due();
    boolean isOverdue = custody.state().stage() == Stage.OVERDUE;
    String meaning = String.join(" ", words.meaning());
    entries.add(
        entry(
            seal,
            "due",
            "Release %d is due".formatted(seal.number()),
            due,
            isOverdue ? words.isDue() : meaning));
    if (isOverdue) {
      entries.add(entry(seal, "overdue", words.title(), due.plus(SealedState.PATIENCE), meaning));
    }
  }

  private FeedEntry entry(
      SealedStatement seal, String what, String title, Instant time, String summary) {
    String href = address + "/releases/" + seal.number();
    return new FeedEntry(FeedAnswer.id(href + "#" + what), href, title, time.toString(), summary);
  }
}
