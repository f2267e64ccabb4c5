package broadside.proof.policy;

import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;

/**
 * One version of a publication's policy: which checkpoints count, and who decides.
 *
 * @param log which checkpoints count
 * @param roles who decides
 */
public record Policy(LogPolicy log, Roles roles) {
  /** Bytes of each of the two texts at most. */
  public static final int TEXT_BYTES = 1 << 15;

  private static final String LABEL = "broadside/v1 policy\n";

  public Policy {
    List<VerifierKey> keys = new ArrayList<>(log.witnessKeys());
    keys.add(log.log());
    roles.editors().forEach(e -> keys.add(e.key()));
    roles.custodians().forEach(c -> keys.add(c.key()));
    if (roles.successor() != null) {
      keys.add(roles.successor().key());
    }
    HashSet<String> distinct = new HashSet<>();
    for (VerifierKey key : keys) {
      if (!distinct.add(key.publicKey())) {
        throw new IllegalArgumentException("the key " + key + " has two roles, or two names");
      }
    }
  }

  /** Its number: versions follow each other from 1. */
  public int version() {
    return roles.version();
  }

  /**
   * SHA-256(label ‖ log's policy ‖ roles) in hex; version 1's is the publication's identity. The
   * two texts cannot be cut in another way: the second begins with the only line "version".
   */
  public String hash() {
    return HexFormat.of()
        .formatHex(
            SignedText.sha256(
                LABEL.getBytes(StandardCharsets.UTF_8),
                log.print().getBytes(StandardCharsets.UTF_8),
                roles.print().getBytes(StandardCharsets.UTF_8)));
  }

  /** The editors' keys. */
  public List<VerifierKey> editorKeys() {
    return roles.editors().stream().map(Roles.Editor::key).toList();
  }

  /** The custodians' keys. */
  public List<VerifierKey> custodianKeys() {
    return roles.custodians().stream().map(Roles.Custodian::key).toList();
  }

  /**
   * The policy of these two texts.
   *
   * @throws FormatException where one of them is not in its one encoding, or a key has two roles
   */
  public static Policy parse(byte[] log, byte[] roles) throws FormatException {
    if (log.length > TEXT_BYTES || roles.length > TEXT_BYTES) {
      throw new FormatException("a policy of more than " + TEXT_BYTES + " bytes");
    }
    try {
      return new Policy(
          LogPolicy.parse(SignedText.decode(log)), Roles.parse(SignedText.decode(roles)));
    } catch (IllegalArgumentException e) {
      throw new FormatException("no policy: " + e.getMessage());
    }
  }
}
