/**
 * Says which domains vouched for a mail: DKIM signatures (RFC 6376, 8301, 8463) and ARC chains (RFC
 * 8617), verified with keys that a caller supplies.
 *
 * <p>The entry type is {@link broadside.mail.dkim.Authenticator}. Invariant: the same bytes and the
 * same keys give the same results for ever; no clock and no network are asked here. Rules and
 * limits are in docs/formats/dkim.md.
 */
@NullMarked
package broadside.mail.dkim;

import org.jspecify.annotations.NullMarked;
