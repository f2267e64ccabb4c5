package broadside.intake.release;

import broadside.archive.dkim.KeyLine;
import broadside.archive.dkim.KeyRing;
import broadside.archive.release.DeflatedMail;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.intake.dkim.SignatureReader;
import broadside.intake.ledger.Decisions.Action;
import broadside.intake.ledger.Decisions.Decision;
import broadside.intake.ledger.Erasures;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Redaction;
import broadside.intake.ledger.SignatureFacts;
import broadside.intake.quote.Hiding;
import broadside.intake.segment.ErasedMailException;
import broadside.intake.segment.SegmentReader;
import broadside.mail.dkim.DomainKey;
import broadside.proof.release.Commitment;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mails of a release that was published already in a ledger that does not know of it, and
 * gives them their numbers, states, salts and verdicts, and takes the keys that it keeps: by their
 * bytes, where these are public; else by the commitment in the manifest, which only the ledger's
 * own salt opens.
 *
 * <p>It writes into the ledger's transaction and does not commit it.
 *
 * <p><b>Threads:</b> one. <b>Memory:</b> one commitment for each number whose bytes are not public.
 */
final class ReleaseMatch {
  private static final String NOTE = "taken back in from the log";

  private final Ledger ledger;
  private final Path segmentsDirectory;
  private final ReleaseReader release;
  private final Map<String, Long> byCommitment = new HashMap<>();
  private final Hiding words;
  private long missing;
  private long unknowable;
  private long first;

  /**
   * A match.
   *
   * @param release as it is published now
   */
  ReleaseMatch(Ledger ledger, Path segmentsDirectory, ReleaseReader release) {
    this.ledger = ledger;
    this.segmentsDirectory = segmentsDirectory;
    this.release = release;
    this.words = new Hiding(ledger);
  }

  /**
   * Numbers the mails.
   *
   * @return "" or, in a sentence, which mails the ledger does not have
   */
  String run(ReleaseMonitor monitor) throws IOException {
    ReleaseStatement statement = release.statement();
    try (SegmentReader segments = SegmentReader.open(segmentsDirectory)) {
      findCommitted(segments, monitor);
      List<DomainKey> keys = keys();
      SignatureReader reader = new SignatureReader(KeyRing.of(keys));
      for (long n = statement.first(); n <= statement.last(); n++) {
        take(release.line(n), segments, reader);
      }
      words.hold();
      ledger.dkimKeys().addToRelease(statement.number(), release.keyLines());
      for (DomainKey key : keys) {
        ledger.dkimKeys().learn(key);
      }
    }
    if (missing == 0) {
      return "";
    }
    return "Of the %d mails of release %d this ledger does not have %d, the first of them number %d. %s"
        .formatted(
            statement.count(),
            statement.number(),
            missing,
            first,
            unknowable == 0
                ? "Add the sources that they came from, and run this again."
                : "The bytes of %d of them are not public, so that only the private directory that published them can tell which they are: restore a newer copy of private/."
                    .formatted(unknowable));
  }

  /** The keys that the release keeps. */
  private List<DomainKey> keys() throws IOException {
    try {
      return KeyLine.parse(release.keyLines());
    } catch (FormatException e) {
      throw new ReleaseException(
          "The keys of release %d cannot be read: %s. Nothing was changed."
              .formatted(release.statement().number(), e.getMessage()));
    }
  }

  /** Looks for the mails whose bytes are not public, by one reading of all that have no number. */
  private void findCommitted(SegmentReader segments, ReleaseMonitor monitor) throws IOException {
    Set<String> sought = new HashSet<>();
    for (long n = release.statement().first(); n <= release.statement().last(); n++) {
      ManifestLine line = release.line(n);
      if (!isPublic(line)) {
        sought.add(original(line));
      }
    }
    if (sought.isEmpty()) {
      return;
    }
    ledger
        .mails()
        .forEachUnnumbered(mail -> {
          if (monitor.isCancelled()) {
            throw new InterruptedIOException("Stopped; nothing was changed.");
          }
          String commitment = commitment(mail, segments);
          if (commitment != null && sought.contains(commitment)) {
            byCommitment.put(commitment, mail.id());
          }
        });
  }

  /** The commitment to a mail's own bytes in hex, or null where nobody has them any more. */
  private @Nullable String commitment(Mail mail, SegmentReader segments) throws IOException {
    Erasures.Erasure erased = ledger.erasures().of(mail.id());
    if (erased != null) {
      return erased.commitment();
    }
    try {
      return HexFormat.of().formatHex(Commitment.toMail(mail.salt(), segments.read(mail.stored())));
    } catch (ErasedMailException e) { // by a ledger that is newer than this one
      return null;
    }
  }

  private boolean isPublic(ManifestLine line) {
    return line instanceof ManifestLine.Published && release.taken().act(line.number()) == null;
  }

  /** The commitment to the whole mail. */
  private static String original(ManifestLine line) {
    return switch (line) {
      case ManifestLine.Published p -> p.mail();
      case ManifestLine.Redacted r -> r.original();
      case ManifestLine.Withheld w -> w.original();
    };
  }

  private void take(ManifestLine line, SegmentReader segments, SignatureReader reader)
      throws IOException {
    Mail mail = find(line);
    boolean isTaken =
        mail != null
            && mail.number() == 0
            && switch (line) {
              case ManifestLine.Published p -> allow(mail, line);
              case ManifestLine.Withheld w -> withhold(mail, w.reason(), segments);
              case ManifestLine.Redacted r -> allow(mail, line) && redact(mail, r, segments);
            };
    if (mail == null || !isTaken) {
      first = missing == 0 ? line.number() : first;
      missing++;
      unknowable += isPublic(line) ? 0 : 1;
      return;
    }
    if (!(line instanceof ManifestLine.Withheld)) {
      takeVerdicts(mail, line.dkim(), segments, reader);
    }
    ledger.mails().setNumber(mail.id(), release.statement().number(), line.number());
  }

  /**
   * Takes what the manifest says of a mail's signatures, unless the ledger says the same or, of a
   * redacted mail, more.
   */
  private void takeVerdicts(
      Mail mail,
      @Nullable List<SignatureVerdict> said,
      SegmentReader segments,
      SignatureReader reader)
      throws IOException {
    Redaction redaction = ledger.redactions().of(mail.id(), Redaction.FROM_RELEASE);
    List<SignatureVerdict> own = mail.dkim();
    if (said == null) {
      if (own != null) {
        ledger.dkimKeys().put(mail.id(), SignatureFacts.UNKNOWN);
      }
      return;
    }
    if (own == null || !said.equals(Tellable.verdicts(own, redaction))) {
      SignatureFacts read = reader.read(segments.read(mail.stored())).facts();
      List<SignatureVerdict> now = read.verdicts();
      boolean isMore = now != null && said.equals(Tellable.verdicts(now, redaction));
      ledger.dkimKeys().put(mail.id(), new SignatureFacts(isMore ? now : said, read.names()));
    }
  }

  private @Nullable Mail find(ManifestLine line) throws IOException {
    byte[] eml = isPublic(line) ? release.mail(line) : null;
    if (eml == null) {
      Long id = byCommitment.get(original(line));
      return id == null ? null : ledger.mails().mail(id);
    }
    List<Mail> found = ledger.mails().byPrefix(SignedText.sha256Hex(eml), 1);
    if (found.isEmpty()) {
      return null;
    }
    byte[] salt = release.salt(line.number());
    if (!Arrays.equals(salt, found.getFirst().salt())) {
      ledger.mails().setSalt(found.getFirst().id(), salt); // it was added again since
    }
    return found.getFirst();
  }

  private boolean allow(Mail mail, ManifestLine line) throws IOException {
    if (mail.state() == MailState.WITHHELD) {
      ledger.quotations().allow(List.of(mail.id()));
    }
    if (mail.state() != MailState.WAITING) {
      ledger.mails().setState(mail.id(), MailState.WAITING);
      decide(mail, Action.ALLOW, "");
    }
    return line instanceof ManifestLine.Redacted || ledger.redactions().isWhole(mail.id());
  }

  private boolean withhold(Mail mail, Reason reason, SegmentReader segments) throws IOException {
    if (mail.state() != MailState.WITHHELD) {
      ledger.mails().setState(mail.id(), MailState.WITHHELD);
      words.addStored(mail, segments, null);
    }
    List<Decision> decisions = ledger.decisions().of(mail.id());
    if (decisions.isEmpty() || !decisions.getLast().reason().equals(reason.code())) {
      decide(mail, Action.WITHHOLD, reason.code());
    }
    return true;
  }

  /** What is published in its place is in the release, or in the ledger where it was changed. */
  private boolean redact(Mail mail, ManifestLine.Redacted line, SegmentReader segments)
      throws IOException {
    Redaction known = ledger.redactions().of(mail.id(), Redaction.FROM_RELEASE);
    if (known != null && known.commitment().equals(line.mail())) {
      return true;
    }
    DeflatedMail there = release.taken().act(line.number()) == null ? release.deflated(line) : null;
    if (there == null) {
      return false;
    }
    Redaction redaction =
        new Redaction(line.reason(), line.mail(), release.salt(line.number()), there);
    ledger.redactions().put(mail.id(), Redaction.FROM_RELEASE, redaction);
    decide(mail, Action.REDACT, line.reason().code());
    words.addStored(mail, segments, redaction.eml());
    return true;
  }

  private void decide(Mail mail, Action action, String reason) throws IOException {
    ledger
        .decisions()
        .add(new Decision(release.statement().time(), action, reason, NOTE), List.of(mail.id()));
  }
}
