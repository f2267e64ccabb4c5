package broadside.cli;

import broadside.archive.custodian.Entrusted;
import broadside.archive.custodian.Standing;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.history.Turn;
import broadside.proof.note.NoteSignature;
import broadside.proof.policy.Witness;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Terms;
import broadside.proof.text.SignedText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a custodian is told of a sealed release, in one paragraph each. */
final class CustodianWords {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEEE d MMMM uuuu, HH:mm:ss zzz", Locale.ENGLISH);

  private final ZoneId zone;

  /** In the words of a place. */
  CustodianWords(ZoneId zone) {
    this.zone = zone;
  }

  /** A time in UTC, and by the clock on the wall. */
  String time(Instant time) {
    String utc = SignedText.time(time);
    return zone.getRules().getOffset(time).equals(ZoneOffset.UTC)
        ? utc
        : utc + " (" + LOCAL.format(time.atZone(zone)) + ")";
  }

  /** What time it is here, by which it is judged whether an hour is over. */
  String clock(Instant now) {
    return "This machine's clock shows " + time(now) + ".";
  }

  /** What is asked of the custodian, and when. */
  String asked(Entrusted of, Instant now) {
    String messages =
        "Release %d, messages %s to %s"
            .formatted(
                of.number(), Figures.count(of.seal().first()), Figures.count(of.seal().last()));
    if (of.release().isOpen()) {
      return messages + ", is open. Nothing is asked of you any more.";
    }
    if (of.release().isVoid()) {
      return messages
          + ", was taken back by its editors before its hour. It is never opened: publish nothing.";
    }
    if (!of.isMine()) {
      return messages + ", is sealed for others than you. Nothing is asked of you.";
    }
    Instant due = of.release().due();
    boolean isDue = !now.isBefore(due);
    return messages
        + (isDue ? ", has been due since " : ", is sealed until ")
        + time(due)
        + held(of.release())
        + ". "
        + opening(of)
        + " Its parts are "
        + Figures.bytes(of.bytes())
        + ". "
        + receipt(of)
        + " "
        + (of.isPublished() ? "Your share is published." : when(of, now));
  }

  /** When a share is asked for: at the hour, or where no witness tells it, after the grace. */
  private String when(Entrusted of, Instant now) {
    Instant due = of.release().due();
    boolean isWitnessed = !of.policy().log().witnesses().isEmpty();
    Instant asked = isWitnessed ? due : of.seal().terms().graceEnd(due);
    if (!now.isBefore(asked)) {
      return "You are asked to publish your share now.";
    }
    return isWitnessed
        ? "At the hour, not before, you are asked to publish your share."
        : "Its policy names no witness who tells the hour: when its grace is over, at %s, not before, you are asked to publish your share."
            .formatted(time(asked));
  }

  private String held(SealedRelease release) {
    Logged<Hold> last = last(release);
    return last == null
        ? ""
        : ", since its editors (%s) have put it off from %s"
            .formatted(signers(last), time(release.sealed().statement().terms().notBefore()));
  }

  private static String opening(Entrusted of) {
    int others = of.seal().threshold() - 1;
    return others == 0
        ? "Your share alone opens it."
        : "Your share and %s of the other %d open it."
            .formatted(Figures.count(others), of.seal().shares().size() - 1);
  }

  private static String receipt(Entrusted of) {
    String own =
        of.isReceiptLogged()
            ? "The log has your receipt"
            : of.isReceiptSigned()
                ? "Your receipt is signed, and not in the log yet"
                : "You have not given your receipt";
    int armed = of.seal().threshold() + 1;
    int given = of.release().receipts().size();
    return own
        + (of.release().isArmed()
            ? "; it is armed, with %d of %d receipts.".formatted(given, of.seal().shares().size())
            : "; it has %d of the %d receipts that arm it.".formatted(given, armed));
  }

  /** Whether it is the custodian's turn, and why. */
  String turn(Entrusted of, Standing standing) {
    SealedRelease release = of.release();
    Terms terms = of.seal().terms();
    Instant due = release.due();
    String subject = "Release " + of.number();
    return switch (standing.turn()) {
      case NOW ->
          "%s has been due since %s, and this machine's clock shows %s. %s. %s Once published, a share cannot be taken back."
              .formatted(
                  subject, time(due), time(standing.clock()), word(of, standing), opening(of));
      case EARLY ->
          due.isAfter(terms.notBefore())
              ? putOff(of)
              : "%s is sealed until %s, and this machine's clock shows %s. Your share is not published before; run this again then."
                  .formatted(subject, time(due), time(standing.clock()));
      case HELD -> putOff(of);
      case UNWITNESSED ->
          "%s has been due since %s by this machine's clock alone. %s %s"
              .formatted(subject, time(due), word(of, standing) + ".", grace(terms, due));
      case VOID ->
          subject
              + " was taken back by its editors before its hour. It is never opened: your share stays with you.";
      case OPEN -> subject + " is open. Nobody needs your share any more.";
    };
  }

  private String putOff(Entrusted of) {
    SealedRelease release = of.release();
    return "Release %d is put off until %s: %s signed it, as its seal allows until %s. Your share is not published before; run this again then."
        .formatted(
            of.number(),
            time(release.due()),
            signers(last(release)),
            time(of.seal().terms().latest()));
  }

  private String word(Entrusted of, Standing standing) {
    int all = standing.said().size() + standing.silent().size();
    if (all == 0) {
      return "Its policy names no witness"
          + (standing.turn() == Turn.NOW
              ? ", and the grace of %d hours is over".formatted(of.seal().terms().graceHours())
              : "");
    }
    String said =
        "%d of its %d witnesses have signed a time past it%s; it takes %d"
            .formatted(standing.said().size(), all, names(standing.said()), standing.needed());
    boolean isEnough = standing.said().size() >= standing.needed();
    return standing.turn() == Turn.NOW && !isEnough
        ? said + ", but the grace of %d hours is over".formatted(of.seal().terms().graceHours())
        : isEnough
            ? said
            : said + ". Not heard: " + names(standing.silent()).replaceAll("[()]", "").strip();
  }

  private String grace(Terms terms, Instant due) {
    return terms.graceHours() == 0
        ? "Its seal has no grace: without them your share is never published."
        : "Without them your share is published once its grace is over, at %s by this clock."
            .formatted(time(terms.graceEnd(due)));
  }

  private static String names(List<Witness> witnesses) {
    return witnesses.isEmpty()
        ? ""
        : witnesses.stream().map(Witness::name).collect(Collectors.joining(", ", " (", ")"));
  }

  private static @Nullable Logged<Hold> last(SealedRelease release) {
    return release.holds().stream()
        .max(Comparator.comparing(hold -> hold.statement().until()))
        .orElse(null);
  }

  private static String signers(@Nullable Logged<Hold> hold) {
    return hold == null
        ? "its editors"
        : hold.note().signatures().stream()
            .map(NoteSignature::name)
            .collect(Collectors.joining(", "));
  }
}
