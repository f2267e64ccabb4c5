package broadside.proof.policy;

import broadside.proof.note.KeyType;
import broadside.proof.note.VerifierKey;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who cosigns checkpoints.
 *
 * @param name within the policy
 * @param key for cosignatures
 * @param url where checkpoints are submitted to it, or null
 */
public record Witness(String name, VerifierKey key, @Nullable URI url) {
  public Witness {
    LogPolicy.checkName(name);
    LogPolicy.checkAddress(url);
    if (key.type() != KeyType.COSIGNATURE) {
      throw new IllegalArgumentException("the key of witness " + name + " is not for cosignatures");
    }
  }
}
