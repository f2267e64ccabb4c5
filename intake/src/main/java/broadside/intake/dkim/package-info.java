/**
 * Authenticates mails: where the keys of domains come from, and what their signatures are worth.
 *
 * <p>The entry type is {@link broadside.intake.dkim.KeyLookup}. Invariant: nothing here asks the
 * DNS unless the operator named a resolver.
 */
@NullMarked
package broadside.intake.dkim;

import org.jspecify.annotations.NullMarked;
