/**
 * The readers' web site: a server that answers GET and HEAD from what is public, takes custodians'
 * notes where its operator wants that, and nothing else.
 *
 * <p>The entry type is {@link broadside.site.Site}. Invariants: it sets no cookie, keeps no state
 * of a reader, writes no reader's address or request anywhere, and sends every reader the same
 * bytes. Only the command line may import it.
 */
@NullMarked
package broadside.site;

import org.jspecify.annotations.NullMarked;
