/**
 * What strangers write, mutated by a fuzzer that is guided by coverage.
 *
 * <p>The entry type is {@link broadside.fuzz.FuzzTest}. Each {@link broadside.fuzz.Target} says
 * what must hold whatever the bytes. Invariant: all that a run writes lies in {@code fuzz/target},
 * and nothing here is shipped. Nobody may import it.
 */
@NullMarked
package broadside.fuzz;

import org.jspecify.annotations.NullMarked;
