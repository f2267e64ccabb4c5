/**
 * Responses: what is sent with a page, how it is packed, kept and checked against what a reader
 * already has.
 *
 * <p>The entry types are {@link broadside.site.http.Reply} and {@link broadside.site.http.Sender}.
 * Invariant: a reply depends on nothing of its reader but whether gzip is accepted; every reply has
 * the security headers. Knows nothing of mails.
 */
@NullMarked
package broadside.site.http;

import org.jspecify.annotations.NullMarked;
