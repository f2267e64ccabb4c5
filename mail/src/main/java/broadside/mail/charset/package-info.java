/**
 * From bytes with a charset label, or none, to text: the JDK's charsets, the labels that mail uses
 * for something else than they say, and detection as the last resort.
 *
 * <p>The entry type is {@link broadside.mail.charset.TextDecoder}. Invariant: any bytes under any
 * label give text. Knows nothing of mail; may be imported by every package of this module.
 */
@NullMarked
package broadside.mail.charset;

import org.jspecify.annotations.NullMarked;
