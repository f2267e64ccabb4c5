package broadside.archive.sealed;

import broadside.proof.sealed.Verifiers;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import java.time.Instant;
import java.util.List;

/**
 * What a {@code sealed} statement says of a release's parts.
 *
 * @param release the statement that is sealed
 * @param commitment to it, in hex
 * @param step bytes of the plaintexts in all
 * @param parts the encrypted files, in order
 */
public record SealedFiles(
    ReleaseStatement release, String commitment, long step, List<SealedStatement.Part> parts) {
  public SealedFiles {
    parts = List.copyOf(parts);
  }

  /**
   * The statement that seals the release.
   *
   * @param terms when it opens
   * @param recipient of the parts
   * @param verifiers commitments to the polynomial
   * @param shares of the custodians, in the policy's order
   * @param time when it is sealed, in whole seconds
   */
  public SealedStatement seal(
      Terms terms,
      String recipient,
      Verifiers verifiers,
      List<SealedStatement.Custody> shares,
      Instant time) {
    return new SealedStatement(
        release.publication(),
        release.policy(),
        release.number(),
        release.previous(),
        release.first(),
        release.count(),
        terms,
        step,
        parts,
        commitment,
        recipient,
        verifiers.commitments(),
        shares,
        time);
  }

  /** {@code part-1.age}, {@code part-2.age}… */
  public static String part(int number) {
    return "part-" + number + ".age";
  }
}
