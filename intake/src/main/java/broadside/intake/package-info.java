/** Placeholder. */
@NullMarked
package broadside.intake;

import org.jspecify.annotations.NullMarked;
