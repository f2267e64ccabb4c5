/**
 * The proof of one mail: a file with which it is checked offline (C2SP tlog-proof).
 *
 * <p>The entry type is {@link broadside.proof.mail.MailProof}. Invariant: a proof holds or is
 * refused; what it does not say is named in what the check returns.
 *
 * <pre>
 * proof = "c2sp.org/tlog-proof@v1" LF "extra " base64 LF "index " n LF *( hash LF ) LF checkpoint
 * extra = salt, manifest line, path to the release's root, statement, every version of the policy with
 *         its entry, the newest withdrawal of the release if there is one
 * </pre>
 *
 * <p>It holds where each version of the policy is decided by the one before, the checkpoint bears
 * the log's signature and the quorum of the newest, every entry is in its tree, the statement bears
 * the threshold of the version in force at its place, and salt and mail give the commitment of the
 * line. The grammar and the order of the checks: {@code docs/formats/proof.md}.
 */
@NullMarked
package broadside.proof.mail;

import org.jspecify.annotations.NullMarked;
