/**
 * The proof of one mail: a file with which it is checked offline (C2SP tlog-proof).
 *
 * <p>The entry type is {@link broadside.proof.mail.MailProof}. Invariant: a proof holds or is
 * refused; what it does not say is named in what the check returns.
 */
@NullMarked
package broadside.proof.mail;

import org.jspecify.annotations.NullMarked;
