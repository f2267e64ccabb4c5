package broadside.intake.sign;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.TakenBack;
import broadside.intake.PrivateDirectory;
import broadside.proof.release.ManifestLine;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which mails of a release lie, byte for byte, in an editor's own intake.
 *
 * @param all mails of the release that are published whole
 * @param known those that do
 * @param redacted further mails, which are published with parts removed
 * @param unknown numbers of the first that do not
 */
public record OwnCopy(long all, long known, long redacted, List<Long> unknown) {
  private static final int NAMED = 20;

  public OwnCopy {
    unknown = List.copyOf(unknown);
  }

  /**
   * Compares every mail of a release.
   *
   * @param intake the editor's own publication
   * @param files the release's directory
   * @param taken what was taken back from it
   * @param monitor is told of each number
   */
  public static OwnCopy compare(Path intake, Path files, TakenBack taken, CheckMonitor monitor)
      throws IOException {
    long all = 0;
    long known = 0;
    long redacted = 0;
    List<Long> unknown = new ArrayList<>();
    try (PrivateDirectory own = PrivateDirectory.read(intake);
        MailInflater inflater = new MailInflater()) {
      ReleaseReader release = ReleaseReader.open(files, taken, inflater);
      for (long n = release.statement().first(); n <= release.statement().last(); n++) {
        ManifestLine line = release.line(n);
        monitor.checkCancelled();
        byte[] mail = release.mail(line);
        monitor.progress(mail == null ? 0 : mail.length);
        if (mail == null) {
          continue;
        }
        if (line instanceof ManifestLine.Redacted || taken.isRedacted(n)) {
          redacted++;
          continue;
        }
        all++;
        String hash = SignedText.sha256Hex(mail);
        if (own.ledger().mails().byPrefix(hash, 1).isEmpty()) {
          if (unknown.size() < NAMED) {
            unknown.add(n);
          }
        } else {
          known++;
        }
      }
    }
    return new OwnCopy(all, known, redacted, unknown);
  }
}
