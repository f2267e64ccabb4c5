/**
 * The plan of a series: what waits is cut into parts, thread-whole, and each gets its time; the
 * calendar of it; changes of it.
 *
 * <p>The entry type is {@link broadside.intake.plan.Planner}. Invariant: a mail is in one part at
 * most, no part is empty when it is cut, and times ascend. It plans and releases nothing: that is
 * {@code intake.release}, which does not know it. Nothing in {@code intake} imports it; the
 * commands do.
 */
@NullMarked
package broadside.intake.plan;

import org.jspecify.annotations.NullMarked;
