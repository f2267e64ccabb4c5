/**
 * Threads over the published mails of all releases: what a new release joins.
 *
 * <p>The entry type is {@link broadside.intake.thread.ThreadJoiner}. Invariant: two mails are in
 * one thread exactly where a chain of published mails leads from one to the other, each naming the
 * next or sharing a name with it, or alike in subject, people and time; whatever the order of
 * intake and however it was cut into releases. Imports the ledger.
 */
@NullMarked
package broadside.intake.thread;

import org.jspecify.annotations.NullMarked;
