/**
 * Searches mails that are not released, for an editor who decides on many at once.
 *
 * <p>The entry type is {@link broadside.intake.find.MailFinder}. Invariant: what it writes lies in
 * the private directory and is deleted when it is closed. Imported by {@code cli}.
 */
@NullMarked
package broadside.intake.find;

import org.jspecify.annotations.NullMarked;
