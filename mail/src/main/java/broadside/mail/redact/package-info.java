/**
 * Takes words out of a mail's bytes.
 *
 * <p>The entry type is {@link broadside.mail.redact.Redactor}. Invariant: what it returns is a mail
 * in which nobody who parses it finds the words, or it says where they still are.
 */
@NullMarked
package broadside.mail.redact;

import org.jspecify.annotations.NullMarked;
