/**
 * Making proofs of single mails, and auditing a publication whole.
 *
 * <p>The entry types are {@link broadside.archive.verify.MailProofs} and {@link
 * broadside.archive.verify.Audit}. Invariant: an audit believes nothing but the publication's
 * identity, where its caller knows it.
 */
@NullMarked
package broadside.archive.verify;

import org.jspecify.annotations.NullMarked;
