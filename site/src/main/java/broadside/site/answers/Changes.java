package broadside.site.answers;

import broadside.archive.log.LogDirectory;
import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Correction.Subject;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Withdrawal;
import broadside.site.pages.ActLine;
import broadside.site.pages.CorrectionLine;
import broadside.site.pages.CorrectionPage;
import broadside.site.pages.FeedEntry;
import broadside.site.pages.Link;
import broadside.site.routes.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What editors did after publication, as the log tells it: withdrawals, redactions, corrections.
 *
 * @param newest the newest statements first, at most {@value #MOST}
 * @param earlier how many are not among them
 * @param corrections by what they speak of, oldest first
 */
record Changes(
    List<Logged<? extends Statement>> newest,
    int earlier,
    Map<String, List<Logged<Correction>>> corrections) {
  /** Statements shown at most; the log has them all. */
  private static final int MOST = 500;

  /** Of a publication. */
  static Changes of(History history) {
    List<Logged<? extends Statement>> all = new ArrayList<>();
    history.releases().forEach(r -> all.addAll(history.withdrawals(r.statement().number())));
    Map<String, List<Logged<Correction>>> corrections = new HashMap<>();
    for (Logged<Correction> logged : history.corrections()) {
      all.add(logged);
      Correction c = logged.statement();
      corrections
          .computeIfAbsent(key(c.subject(), c.number()), key -> new ArrayList<>())
          .add(logged);
    }
    all.sort((a, b) -> Long.compare(b.index(), a.index()));
    int shown = Math.min(MOST, all.size());
    return new Changes(List.copyOf(all.subList(0, shown)), all.size() - shown, corrections);
  }

  private static String key(Subject subject, long number) {
    return subject + " " + number;
  }

  /** The corrections of a message or a release. */
  List<CorrectionLine> corrections(Subject subject, long number) {
    if (corrections.isEmpty()) {
      return List.of(); // as in most publications
    }
    return corrections.getOrDefault(key(subject, number), List.of()).stream()
        .map(logged ->
            new CorrectionLine(
                new Route.Correction(logged.index()).path(),
                Shown.text(logged.statement().title()),
                Words.day(logged.statement().time())))
        .toList();
  }

  /** The page of a correction, or null where the log has none at this entry. */
  @Nullable CorrectionPage page(long entry, LogDirectory files) throws IOException {
    for (List<Logged<Correction>> some : corrections.values()) {
      for (Logged<Correction> logged : some) {
        if (logged.index() == entry) {
          Correction c = logged.statement();
          return new CorrectionPage(
              Shown.text(c.title()),
              subject(c),
              Words.day(c.time()),
              Words.paragraphs(Shown.text(files.correction(c))),
              "/" + c.enclosure().path(),
              entry);
        }
      }
    }
    return null;
  }

  private static Link subject(Correction c) {
    return switch (c.subject()) {
      case MESSAGE ->
          new Link(new Route.Message(c.number(), false).path(), "message " + c.number());
      case RELEASE ->
          new Link(new Route.Release((int) c.number(), 0).path(), "release " + c.number());
    };
  }

  /** Every number and correction, the newest statement first. */
  List<ActLine> lines() {
    List<ActLine> lines = new ArrayList<>();
    for (Logged<? extends Statement> logged : newest) {
      String day = Words.isoDay(logged.statement().time());
      if (logged.statement() instanceof Correction c) {
        lines.add(
            new ActLine(
                new Link(new Route.Correction(logged.index()).path(), Shown.text(c.title())),
                "(" + subject(c).text() + ")",
                day,
                "Corrected",
                logged.index()));
      } else if (logged.statement() instanceof Withdrawal w) {
        for (Withdrawal.Taken taken : w.numbers()) {
          lines.add(
              new ActLine(
                  new Link(
                      new Route.Message(taken.number(), false).path(), "Message " + taken.number()),
                  "of release " + w.release(),
                  day,
                  (taken.mail() == null ? "Withdrawn: " : "Parts taken out: ")
                      + Words.reason(taken.reason().code()),
                  logged.index()));
        }
      }
    }
    return lines;
  }

  /** One entry of the feed for each statement. */
  List<FeedEntry> entries(String address) {
    List<FeedEntry> entries = new ArrayList<>();
    for (Logged<? extends Statement> logged : newest) {
      if (logged.statement() instanceof Correction c) {
        String href = address + new Route.Correction(logged.index()).path();
        entries.add(
            new FeedEntry(
                FeedAnswer.id(href),
                href,
                "Correction to " + subject(c).text(),
                c.time().toString(),
                Shown.text(c.title())));
      } else if (logged.statement() instanceof Withdrawal w) {
        entries.add(
            new FeedEntry(
                FeedAnswer.id(address + "/withdrawals#" + logged.index()),
                address + "/withdrawals",
                what(w)
                    + Words.count(w.numbers().size(), "mail", "mails")
                    + " of release "
                    + w.release(),
                w.time().toString(),
                "Reason: " + Words.reason(w.numbers().getFirst().reason().code()) + "."));
      }
    }
    return entries;
  }

  private static String what(Withdrawal w) {
    long redacted = w.numbers().stream().filter(taken -> taken.mail() != null).count();
    if (redacted == 0) {
      return "Taken back: ";
    }
    return redacted == w.numbers().size() ? "Parts taken out: " : "Taken back or parts taken out: ";
  }
}
