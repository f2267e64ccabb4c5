/** Placeholder. */
@NullMarked
package broadside.site;

import org.jspecify.annotations.NullMarked;
