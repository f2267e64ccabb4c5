package broadside.intake.sign;

import broadside.archive.log.CorrectionText;
import broadside.archive.release.ReleaseException;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Statements;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Correction.Subject;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts a correction beside a message or a release; what was published stays. */
public final class Corrector {
  private final PrivateDirectory directory;

  /** For this publication, which is open for writing and whose log is up to its ledger. */
  public Corrector(PrivateDirectory directory) {
    this.directory = directory;
  }

  /**
   * The statement to be signed.
   *
   * @param title one line
   * @param text what it says, as {@link CorrectionText} has it
   * @throws IntakeException where there is no such number, title or text cannot be used, or the
   *     same was said before
   */
  public Correction statement(Subject subject, long number, String title, byte[] text, Instant time)
      throws IOException {
    long last = last(subject);
    if (number < 1 || number > last) {
      throw refused(
          "There is no %s %d; the newest is %d."
              .formatted(subject == Subject.RELEASE ? "release" : "message", number, last));
    }
    if (!SignedText.isTitle(title)) {
      throw refused("The title must be one line of at most 200 bytes, without control characters.");
    }
    try {
      String _ = CorrectionText.parse(text);
    } catch (FormatException e) {
      throw refused("The text cannot be used: " + e.getMessage() + ".");
    }
    Correction correction =
        new Correction(
            directory.identity(),
            directory.policy().version(),
            subject,
            number,
            title,
            SignedText.sha256Hex(text),
            time);
    Correction before = before(correction);
    if (before != null) {
      throw refused("The same was said of it at " + SignedText.time(before.time()) + ".");
    }
    return correction;
  }

  /** The correction that says the same of the same, or null. */
  private @Nullable Correction before(Correction asked) throws IOException {
    Statements statements = directory.ledger().statements();
    if (!statements.holds(asked.enclosure())) {
      return null;
    }
    for (long at = 0; at < statements.size(); at++) {
      if (statement(statements.at(at)) instanceof Correction said
          && said.subject() == asked.subject()
          && said.number() == asked.number()
          && said.title().equals(asked.title())
          && said.notice().equals(asked.notice())) {
        return said;
      }
    }
    return null;
  }

  /** The statement of an entry, or null: one that is void may be anything. */
  private static @Nullable Statement statement(byte[] entry) {
    try {
      return SignedStatement.parse(entry).statement();
    } catch (FormatException e) {
      return null;
    }
  }

  /**
   * Signs and publishes a statement.
   *
   * @param text what its hash is of
   */
  public void publish(Correction correction, byte[] text, Signer signer) throws IOException {
    if (!SignedText.sha256Hex(text).equals(correction.notice())) {
      throw new ReleaseException("The text is not the one that the correction names.");
    }
    new PublicLog(directory).ask();
    try {
      directory.ledger().statements().addEnclosure(text);
      directory.ledger().statements().add(signer.sign(correction));
      directory.ledger().commit();
    } catch (IOException | RuntimeException e) {
      directory.ledger().rollback();
      throw e;
    }
    new PublicLog(directory).publish();
  }

  private long last(Subject subject) throws IOException {
    String newest = subject == Subject.RELEASE ? "number" : "first + count - 1";
    return directory
        .ledger()
        .with(connection -> {
          try (var s = connection.createStatement();
              var r = s.executeQuery("SELECT coalesce(max(" + newest + "), 0) FROM release")) {
            return r.getLong(1);
          }
        });
  }

  private IntakeException refused(String why) {
    return new IntakeException(
        Refusal.NOT_ALLOWED, directory.publication(), why + " Nothing was changed.");
  }
}
