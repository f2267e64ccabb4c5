package broadside.intake.sign;

import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseReader;
import broadside.intake.PrivateDirectory;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which mails of a release lie, byte for byte, in an editor's own intake.
 *
 * @param all mails of the release
 * @param known those that do
 * @param unknown numbers of the first that do not
 */
public record OwnCopy(long all, long known, List<Long> unknown) {
  private static final int NAMED = 20;

  public OwnCopy {
    unknown = List.copyOf(unknown);
  }

  /**
   * Compares every mail of a release.
   *
   * @param intake the editor's own publication
   * @param files the release's directory
   */
  public static OwnCopy compare(Path intake, Path files) throws IOException {
    long all = 0;
    long known = 0;
    List<Long> unknown = new ArrayList<>();
    try (PrivateDirectory own = PrivateDirectory.read(intake);
        MailInflater inflater = new MailInflater()) {
      ReleaseReader release = ReleaseReader.open(files, inflater);
      for (long n = release.statement().first(); n <= release.statement().last(); n++) {
        byte[] mail = release.mail(release.line(n));
        if (mail == null) {
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
    return new OwnCopy(all, known, unknown);
  }
}
