/**
 * What people decide about mails: which are held and why, allowing, withholding.
 *
 * <p>The entry type is {@link broadside.intake.review.Review}. Invariant: a decision, the states it
 * changes and the mails that it holds back are committed together or not at all.
 */
@NullMarked
package broadside.intake.review;

import org.jspecify.annotations.NullMarked;
