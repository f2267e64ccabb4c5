/**
 * The text of header fields: unfolding, raw 8-bit, encoded words (RFC 2047) and parameters (RFC
 * 2231), as they are really written.
 *
 * <p>The entry types are {@link broadside.mail.header.HeaderText} and {@link
 * broadside.mail.header.HeaderValue}. Invariant: what comes out is one line without control
 * characters, in time linear in what came in. Uses {@code broadside.mail.charset} only; may be
 * imported by every package of this module.
 */
@NullMarked
package broadside.mail.header;

import org.jspecify.annotations.NullMarked;
