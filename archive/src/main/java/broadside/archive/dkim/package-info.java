/**
 * DKIM keys and verdicts as the public directory keeps them: the keys that a release used, and
 * verdicts that came later.
 *
 * <p>The entry types are {@link broadside.archive.dkim.KeyRing} and {@link
 * broadside.archive.dkim.VerdictList}. Invariant: {@code parse} accepts exactly what {@code print}
 * makes. Formats: docs/formats/dkim.md.
 */
@NullMarked
package broadside.archive.dkim;

import org.jspecify.annotations.NullMarked;
