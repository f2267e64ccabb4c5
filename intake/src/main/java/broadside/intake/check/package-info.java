/**
 * Reads the whole private directory again and says what is damaged.
 *
 * <p>The entry type is {@link broadside.intake.check.PrivateCheck}. It changes nothing.
 */
@NullMarked
package broadside.intake.check;

import org.jspecify.annotations.NullMarked;
