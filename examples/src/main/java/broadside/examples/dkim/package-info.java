/**
 * Signs mails as their domains and a mailing list would: DKIM (RFC 6376, 8463) and ARC (RFC 8617).
 * Entry types: {@link broadside.examples.dkim.DkimSigner} and {@link
 * broadside.examples.dkim.ArcSealer}. Invariant: the same mail, key and terms give the same bytes.
 * It shares no code with the verifier that reads the sample, so that each checks the other.
 */
@NullMarked
package broadside.examples.dkim;

import org.jspecify.annotations.NullMarked;
