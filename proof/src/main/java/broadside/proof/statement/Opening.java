package broadside.proof.statement;

import broadside.proof.sealed.AgeIdentity;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Records in the log that a sealed release was opened. It proves itself against its seal, and is
 * needed only for what shall be said of the release later.
 *
 * @param salt of the seal's commitment, in hex
 * @param identity the age identity that decrypts the parts
 * @param release what was sealed
 */
public record Opening(
    String publication,
    int policy,
    int number,
    String seal,
    String salt,
    String identity,
    ReleaseStatement release,
    Instant time)
    implements AboutSeal {
  static final String TYPE = "opened";

  /** Lines of a release's statement at most. */
  private static final int LINES = 14;

  public Opening {
    Checks.subject(publication, policy, number, seal, time);
    Checks.hash(salt);
    Checks.check(isIdentity(identity), "no age identity");
  }

  private static boolean isIdentity(String text) {
    try (AgeIdentity identity = AgeIdentity.parse(text)) {
      return identity.print().equals(text);
    } catch (FormatException e) {
      return false;
    }
  }

  /**
   * Says that this opens the seal.
   *
   * @throws FormatException where it does not
   */
  public void check(SealedStatement sealed) throws FormatException {
    sealed.check(release, HexFormat.of().parseHex(salt));
    try (AgeIdentity key = AgeIdentity.parse(identity)) {
      if (!key.recipient().equals(sealed.recipient())) {
        throw new FormatException("an identity that decrypts no part of the sealed release");
      }
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String body() {
    String text = release.print();
    return subject()
        + "salt "
        + salt
        + "\nidentity "
        + identity
        + "\nstatement "
        + text.lines().count()
        + "\n"
        + text
        + "time "
        + SignedText.time(time)
        + "\n";
  }

  static Opening read(String publication, int policy, Fields fields) throws FormatException {
    int number = fields.integer("number");
    String seal = fields.value("seal");
    String salt = fields.value("salt");
    String identity = fields.value("identity");
    List<String> lines = fields.block("statement", LINES);
    if (lines.isEmpty() || !lines.getFirst().equals(FORMAT + ReleaseStatement.TYPE)) {
      throw new FormatException("an opening of no release"); // nor of another opening
    }
    if (Statement.parse(String.join("\n", lines) + "\n") instanceof ReleaseStatement release) {
      Instant time = SignedText.time(fields.value("time"));
      return new Opening(publication, policy, number, seal, salt, identity, release, time);
    }
    throw new FormatException("an opening of no release");
  }
}
