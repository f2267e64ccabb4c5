/**
 * Who may sign for a publication: the reader's root of trust.
 *
 * <p>The entry type is {@link broadside.proof.policy.Policy}. Invariant: in a policy no public key
 * has two roles, and no threshold can be met by one key under two names.
 */
@NullMarked
package broadside.proof.policy;

import org.jspecify.annotations.NullMarked;
