/** Placeholder. */
@NullMarked
package broadside.examples;

import org.jspecify.annotations.NullMarked;
