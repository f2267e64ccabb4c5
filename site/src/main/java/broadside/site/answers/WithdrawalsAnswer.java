package broadside.site.answers;

import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.statement.Withdrawal;
import broadside.site.pages.FeedEntry;
import broadside.site.pages.WithdrawalLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was taken back, as the log tells it. */
record WithdrawalsAnswer(History history) {
  /** Statements shown at most; the log has them all. */
  private static final int MOST = 500;

  /** Every number, the newest statement first. */
  List<WithdrawalLine> lines() {
    List<WithdrawalLine> lines = new ArrayList<>();
    for (Logged<Withdrawal> logged : statements()) {
      Withdrawal w = logged.statement();
      for (Withdrawal.Taken taken : w.numbers()) {
        lines.add(
            new WithdrawalLine(
                taken.number(),
                w.release(),
                Words.isoDay(w.time()),
                Words.reason(taken.reason().code()),
                logged.index()));
      }
    }
    return lines;
  }

  /** One entry of the feed for each statement. */
  List<FeedEntry> entries(String address) {
    List<FeedEntry> entries = new ArrayList<>();
    for (Logged<Withdrawal> logged : statements()) {
      Withdrawal w = logged.statement();
      entries.add(
          new FeedEntry(
              FeedAnswer.id(address + "/withdrawals#" + logged.index()),
              address + "/withdrawals",
              "Taken back: "
                  + Words.count(w.numbers().size(), "mail", "mails")
                  + " of release "
                  + w.release(),
              w.time().toString(),
              "Reason: " + Words.reason(w.numbers().getFirst().reason().code()) + "."));
    }
    return entries;
  }

  private List<Logged<Withdrawal>> statements() {
    return history.releases().stream()
        .flatMap(r -> history.withdrawals(r.statement().number()).stream())
        .sorted(Comparator.<Logged<Withdrawal>>comparingLong(Logged::index).reversed())
        .limit(MOST)
        .toList();
  }
}
