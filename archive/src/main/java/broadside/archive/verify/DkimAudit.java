package broadside.archive.verify;

import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.ReleaseSummary;
import broadside.archive.dkim.VerdictList;
import broadside.archive.release.CheckMonitor;
import broadside.mail.dkim.Authenticator;
import broadside.mail.dkim.SignatureResult;
import broadside.mail.dkim.Verdict;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.SignatureVerdict;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies every signature of every mail again, with the keys that the releases keep and nothing
 * else, and compares what comes of it with what the editors said.
 */
public final class DkimAudit {
  /** Sentences beyond this are counted only. */
  private static final int TOLD = 20;

  private final Publication publication;
  private final CheckMonitor monitor;
  private final List<String> differences = new ArrayList<>();
  private long mails;
  private long signed;
  private long signatures;
  private long attested;
  private long unknown;
  private long settled;
  private long different;

  private DkimAudit(Publication publication, CheckMonitor monitor) {
    this.publication = publication;
    this.monitor = monitor;
  }

  /**
   * What was found.
   *
   * @param mails that were looked at: published as they were received
   * @param signed those of them with signatures
   * @param signatures of these, ARC chains among them
   * @param attested redacted mails, of which only the editors can say something
   * @param unknown mails of which the editors say nothing
   * @param settled signatures that the editors had not looked up, and whose key is there now
   * @param different signatures with another verdict than the editors'
   * @param differences the first of them, a sentence each
   */
  public record Report(
      long mails,
      long signed,
      long signatures,
      long attested,
      long unknown,
      long settled,
      long different,
      List<String> differences) {
    public Report {
      differences = List.copyOf(differences);
    }
  }

  /**
   * Verifies the signatures of a public directory whose releases are known to be whole.
   *
   * @throws InterruptedIOException where the monitor says so
   */
  public static Report of(Path directory, CheckMonitor monitor) throws IOException {
    try (Publication publication = Publication.open(directory)) {
      DkimAudit audit = new DkimAudit(publication, monitor);
      for (ReleaseSummary release : publication.releases()) {
        audit.check(release);
      }
      return new Report(
          audit.mails,
          audit.signed,
          audit.signatures,
          audit.attested,
          audit.unknown,
          audit.settled,
          audit.different,
          audit.differences);
    }
  }

  private void check(ReleaseSummary release) throws IOException {
    Authenticator own = new Authenticator(publication.ownKeys(release.number()));
    Authenticator now = new Authenticator(publication.keys(release.number()));
    for (long number = release.first(); number < release.first() + release.count(); number++) {
      if (monitor.isCancelled()) {
        throw new InterruptedIOException();
      }
      PublishedMail mail = publication.mail(number);
      byte[] eml = mail == null ? null : mail.eml();
      if (mail == null || eml == null) {
        continue;
      }
      if (mail.line() instanceof ManifestLine.Redacted || mail.act() != null) {
        attested++;
        continue;
      }
      mails++;
      monitor.progress(eml.length);
      compare(number, mail.line().dkim(), own, eml);
      if (mail.later() != null) {
        compare(number, mail.later().verdicts(), now, eml);
      }
      List<SignatureVerdict> said = mail.dkim();
      unknown += said == null ? 1 : 0;
      signed += said == null || said.isEmpty() ? 0 : 1;
      signatures += said == null ? 0 : said.size();
    }
  }

  private void compare(
      long number, @Nullable List<SignatureVerdict> said, Authenticator authenticator, byte[] eml) {
    if (said == null) {
      return;
    }
    List<SignatureResult> found = authenticator.authenticate(eml).results();
    if (found.size() != said.size()) {
      tell(
          "Message %d: the editors speak of %d signatures, and it bears %d."
              .formatted(number, said.size(), found.size()));
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      compare(number, said.get(i), found.get(i));
    }
  }

  private void compare(long number, SignatureVerdict said, SignatureResult found) {
    SignatureVerdict is = VerdictList.verdict(found);
    if (said.equals(is)) {
      return;
    }
    if (said.verdict().equals(Verdict.NOT_LOOKED_UP.word())) {
      settled++;
      return;
    }
    tell(
        "Message %d: the editors say %s of the %s of %s, and it is %s with the keys that its release keeps."
            .formatted(
                number,
                word(said, is),
                said.arc() > 0 ? "chain" : "signature",
                said.domain().isEmpty() ? "an unnamed domain" : said.domain(),
                word(is, said)));
  }

  /** The verdict; the whole of what is said where another says the same verdict. */
  private static String word(SignatureVerdict said, SignatureVerdict other) {
    return said.verdict().equals(other.verdict())
        ? SignatureVerdict.print(List.of(said))
        : said.verdict();
  }

  private void tell(String sentence) {
    different++;
    if (differences.size() < TOLD) {
      differences.add(sentence);
    }
  }
}
