/**
 * Merkle trees as in RFC 6962 §2.1 and RFC 9162 §2.1: roots, inclusion and consistency.
 *
 * <p>The entry type is {@link broadside.proof.merkle.MerkleTree}. Invariant: a proof is accepted in
 * exactly one form, and a verifier never looks at more of it than the two sizes call for.
 *
 * <p>H is SHA-256, a hash 32 bytes; sizes and indexes count leaves from 0.
 *
 * <pre>
 * leaf(entry)       = H(00, entry)
 * node(left, right) = H(01, left, right)
 * root of nothing   = H()
 * root of n leaves  = node(root of the first k, root of the rest), k the largest power of 2 below n
 * </pre>
 *
 * <p>An inclusion proof is the siblings from the leaf up; one of consistency is that of RFC 9162
 * §2.1.4.2. Vectors stand in {@code docs/formats/merkle.md}.
 */
@NullMarked
package broadside.proof.merkle;

import org.jspecify.annotations.NullMarked;
