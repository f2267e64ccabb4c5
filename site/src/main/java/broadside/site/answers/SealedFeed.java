package broadside.site.answers;

import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.Hold;
import broadside.proof.statement.SealedStatement;
import broadside.site.pages.FeedEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the feed tells of sealed releases besides those that are open. */
record SealedFeed(Scheduled scheduled, String address) {

  /** One entry for each seal, hold and void. */
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
              "Messages %s to %s. %d of %d custodians open it."
                  .formatted(
                      Words.number(seal.first()),
                      Words.number(seal.last()),
                      seal.threshold(),
                      seal.shares().size())));
      for (Logged<Hold> hold : release.holds()) {
        entries.add(
            entry(
                seal,
                "hold-" + hold.index(),
                "Release %d is put off until %s"
                    .formatted(seal.number(), Words.hour(hold.statement().until())),
                hold.statement().time(),
                "Its hour was %s.".formatted(Words.hour(seal.terms().notBefore()))));
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
    }
    return entries;
  }

  private FeedEntry entry(
      SealedStatement seal, String what, String title, Instant time, String summary) {
    String href = address + "/releases/" + seal.number();
    return new FeedEntry(FeedAnswer.id(href + "#" + what), href, title, time.toString(), summary);
  }
}
