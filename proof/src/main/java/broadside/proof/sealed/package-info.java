/**
 * How the key of a sealed release is made and shared: Feldman's verifiable secret sharing, the age
 * identity that comes of the secret, the parts that are encrypted to it, and the note with which a
 * custodian publishes its share.
 *
 * <p>The entry types are {@link broadside.proof.sealed.Dealing} and {@link
 * broadside.proof.sealed.Verifiers}. Invariant: what fewer shares than the threshold say of the
 * secret is nothing; whoever has the verifiers can tell a good share from a bad one.
 *
 * <p>Arithmetic is {@link java.math.BigInteger}'s, whose time depends on its operands. It is done
 * with secrets twice: where they are dealt, on an editor's own machine, once for each release; and
 * where they are checked by their custodian, twice. Neither answers to a stranger who could measure
 * it often. All later arithmetic is with shares that are public.
 */
@NullMarked
package broadside.proof.sealed;

import org.jspecify.annotations.NullMarked;
