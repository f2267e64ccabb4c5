package broadside.proof.statement;

import broadside.proof.policy.Policy;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes a version of the policy the one in force. Version 1 is signed by its own threshold, every
 * later one by its own and by that of the version before it.
 *
 * @param policy the version before it; 0 before version 1
 * @param texts {@link Policy#hash()} of the new version
 * @param previous that of the version before it; null before version 1
 */
public record PolicyStatement(
    String publication, int policy, String texts, @Nullable String previous, Instant time)
    implements Statement {
  static final String TYPE = "policy";

  public PolicyStatement {
    Checks.head(publication, policy, 0, time);
    Checks.hash(texts);
    Checks.check((policy == 0) == (previous == null), "version " + (policy + 1));
    Checks.check(policy > 0 || publication.equals(texts), "version 1 is not the publication's");
    if (previous != null) {
      Checks.hash(previous);
    }
  }

  /** The statement that puts {@code next} in the place of {@code before}, which may be none. */
  public static PolicyStatement of(
      String publication, @Nullable Policy before, Policy next, Instant time) {
    return new PolicyStatement(
        publication, next.version() - 1, next.hash(), before == null ? null : before.hash(), time);
  }

  /** The version that it puts in force. */
  public int version() {
    return policy + 1;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String body() {
    return "version "
        + version()
        + "\ntexts "
        + texts
        + "\nprevious "
        + (previous == null ? "-" : previous)
        + "\ntime "
        + SignedText.time(time)
        + "\n";
  }

  static PolicyStatement read(String publication, int policy, Fields fields)
      throws FormatException {
    int version = fields.integer("version");
    Checks.check(version == policy + 1, "version " + version + " after " + policy);
    return new PolicyStatement(
        publication,
        policy,
        fields.value("texts"),
        fields.orDash("previous"),
        SignedText.time(fields.value("time")));
  }
}
