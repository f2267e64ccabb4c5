/**
 * Merkle trees as in RFC 6962 §2.1 and RFC 9162 §2.1: roots, inclusion and consistency.
 *
 * <p>The entry type is {@link broadside.proof.merkle.MerkleTree}. Invariant: a proof is accepted in
 * exactly one form, and a verifier never looks at more of it than the two sizes call for.
 */
@NullMarked
package broadside.proof.merkle;

import org.jspecify.annotations.NullMarked;
