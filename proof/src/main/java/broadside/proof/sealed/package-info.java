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
 *
 * <p>The group is that of RFC 3526 §4 with its subgroup of prime order q; a share is a point of a
 * random polynomial of degree k - 1 over q, the verifiers are g to the power of its coefficients,
 * and the age identity is HKDF-SHA256 of the secret. Every byte: {@code docs/formats/sealed.md}.
 */
@NullMarked
package broadside.proof.sealed;

import org.jspecify.annotations.NullMarked;
