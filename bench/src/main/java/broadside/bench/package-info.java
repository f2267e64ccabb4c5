/**
 * Limits that {@code bench/run} measures Broadside against. Imported by nobody, never shipped.
 *
 * <p>The entry type is {@link broadside.bench.BareIndexLoop}.
 */
@NullMarked
package broadside.bench;

import org.jspecify.annotations.NullMarked;
