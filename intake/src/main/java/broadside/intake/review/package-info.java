/**
 * What people decide about mails: which are held and why, allowing, withholding, erasing.
 *
 * <p>The entry types are {@link broadside.intake.review.Review} and {@link
 * broadside.intake.review.Eraser}. Invariant: a decision, the states it changes and the mails that
 * it holds back are committed together or not at all.
 */
@NullMarked
package broadside.intake.review;

import org.jspecify.annotations.NullMarked;
