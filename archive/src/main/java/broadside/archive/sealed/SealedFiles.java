package broadside.archive.sealed;

import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
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

  /** {@code part-1.age}, {@code part-2.age}… */
  public static String part(int number) {
    return "part-" + number + ".age";
  }
}
