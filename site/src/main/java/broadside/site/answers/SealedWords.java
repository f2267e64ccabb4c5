package broadside.site.answers;

import broadside.archive.sealed.SealedState;
import broadside.proof.history.Logged;
import broadside.proof.statement.Hold;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the state of a sealed release means, and what its custodians and editors can do. */
record SealedWords(Custody custody) {

  /** "Release 8 is sealed". */
  String title() {
    return "Release %d %s"
        .formatted(
            custody.number(),
            switch (custody.state().stage()) {
              case SEALED -> "is sealed";
              case ARMED -> "is sealed and armed";
              case HELD -> "is held";
              case DUE -> "is due";
              case OVERDUE -> "is overdue";
              case OPENED -> "is open";
              case VOID -> "was taken back";
            });
  }

  /** What follows the name of one that is to come in a list: when it opens, or what it lacks. */
  String prospect() {
    SealedState state = custody.state();
    return switch (state.stage()) {
      case SEALED, ARMED -> "opens on " + hour();
      case HELD -> "was put off, and opens on " + hour();
      case DUE -> "has been due since %s: %s".formatted(hour(), counted());
      case OVERDUE -> "was to open on %s: %s".formatted(hour(), counted());
      case OPENED -> "is open";
      case VOID -> "was taken back before its hour";
    };
  }

  /** "2 of 4 shares are here; those of c1 and c3 are missing". */
  private String counted() {
    SealedState state = custody.state();
    if (state.isEnough()) {
      return "all shares that it takes are here";
    }
    return "%d of %d shares %s here; missing are those of %s"
        .formatted(
            state.shares(),
            state.threshold(),
            state.shares() == 1 || state.threshold() == 1 ? "is" : "are",
            Words.list(state.missing().stream().map(Shown::text).toList()));
  }

  /** What the state means, in sentences for its page. */
  List<String> meaning() {
    List<String> said = new ArrayList<>();
    switch (custody.state().stage()) {
      case SEALED -> {
        said.add(isFixed());
        said.add(opens());
        said.add(
            "%s given a receipt so far. It says that a custodian holds its share and all encrypted files; with %d receipts in the log the release is armed."
                .formatted(have(custody.release().receipts().size()), seal().threshold() + 1));
      }
      case ARMED -> {
        said.add(isFixed());
        said.add(opens());
        said.add(
            "%s given a receipt that they hold their share and all encrypted files: it is armed, and opens though %s of them be missing."
                .formatted(have(custody.release().receipts().size()), spare()));
      }
      case HELD -> {
        said.add(isFixed());
        said.add(
            "Its editors have put its hour off, from %s to %s."
                .formatted(Words.hour(seal().terms().notBefore()), hour()));
      }
      case DUE -> said.add("Its hour has come: it has been due since %s.".formatted(hour()));
      case OVERDUE ->
          said.add(
              "It was to open on %s, more than an hour ago, and is still closed."
                  .formatted(hour()));
      case OPENED -> {}
      case VOID ->
          said.add(
              "Its editors took it back before its hour, which was %s.".formatted(hour())
                  + reason()
                  + " Its number and those of its messages stay taken.");
    }
    if (custody.state().isDue()) {
      said.add(
          Words.capital(counted())
              + (custody.state().isEnough()
                  ? ", and whoever holds the encrypted files can open it."
                  : ". Other mirrors may have more."));
    }
    return said;
  }

  private String reason() {
    var voiding = custody.release().voiding();
    return voiding == null
        ? ""
        : " Reason: " + Words.reason(voiding.statement().reason().code()) + ".";
  }

  /** That its hour has come. */
  String isDue() {
    return "Its hour has come: it has been due since %s.".formatted(hour());
  }

  private static String isFixed() {
    return "It is fixed and encrypted, and lies on every mirror; nobody can read it yet.";
  }

  private String opens() {
    return "It opens on %s, when %d of its %d custodians publish their shares. Neither the editors nor this server is needed for that."
        .formatted(hour(), seal().threshold(), seal().shares().size());
  }

  private String spare() {
    int spare = custody.release().receipts().size() - seal().threshold();
    return spare == 1 ? "one" : String.valueOf(spare);
  }

  private static String have(int receipts) {
    return receipts == 0
        ? "None of them has"
        : receipts == 1 ? "One of them has" : receipts + " of them have";
  }

  /** What the log has of a hold, in a few words: the longest one counts, not the newest. */
  String putOff(Logged<Hold> hold) {
    String said = "Put off until " + Words.hour(hold.statement().until());
    return isLongest(hold)
        ? said
        : said + ", which changes nothing: it was put off until " + dueBy(hold) + " already";
  }

  /** True where no hold before this one puts it off as long. */
  boolean isLongest(Logged<Hold> hold) {
    return holdsBefore(hold).noneMatch(before -> !before.isBefore(hold.statement().until()));
  }

  /** When it was due once the log had this hold. */
  String dueBy(Logged<Hold> hold) {
    Instant until = hold.statement().until();
    return Words.hour(
        holdsBefore(hold).filter(until::isBefore).max(Instant::compareTo).orElse(until));
  }

  private Stream<Instant> holdsBefore(Logged<Hold> hold) {
    return custody.release().holds().stream()
        .filter(before -> before.index() < hold.index())
        .map(before -> before.statement().until());
  }

  /** What can happen and what cannot. */
  List<String> limits() {
    int threshold = seal().threshold();
    String able =
        threshold == 1
            ? "Each of the custodians alone"
            : "Any %d custodians who act together".formatted(threshold);
    if (!custody.state().isToCome()) {
      return List.of(
          able
              + " can still open it for whoever listens, if they kept the encrypted files. Here it stays closed, and on every mirror that had not opened it before.");
    }
    int spare = seal().shares().size() - threshold;
    Terms terms = seal().terms();
    List<String> limits = new ArrayList<>();
    limits.add(
        able
            + " can open it early, and nobody can stop them."
            + (threshold == 1
                ? ""
                : " Fewer than %d can do nothing: their shares say nothing of what is in it."
                    .formatted(threshold)));
    limits.add(
        "If more than %d of the %d shares are lost, nobody can open it any more."
            .formatted(spare, seal().shares().size()));
    limits.add(
        (terms.holdDays() == 0
                ? "Its editors cannot put it off, and "
                : "Its editors can put it off, but not beyond %s; they "
                    .formatted(Words.hour(terms.latest())))
            + (terms.isVoidable()
                ? "can take it back as long as it is closed, by a statement that bears a time before its hour."
                : "cannot take it back."));
    limits.add(
        "Nobody can change a mail of it. A release that is late holds up no other: each has its own key.");
    return limits;
  }

  /** "48 hours". */
  String grace() {
    int hours = seal().terms().graceHours();
    return hours == 0
        ? "none: a custodian waits until more than half of the witnesses have said that the hour is past"
        : "%s: so long a custodian waits where it does not hear from more than half of the witnesses that the hour is past"
            .formatted(Words.count(hours, "hour", "hours"));
  }

  /** "at most 7 days". */
  String hold() {
    int days = seal().terms().holdDays();
    return days == 0 ? "no" : Words.count(days, "day", "days") + " at most";
  }

  private String hour() {
    return Words.hour(custody.state().due());
  }

  private SealedStatement seal() {
    return custody.seal();
  }
}
