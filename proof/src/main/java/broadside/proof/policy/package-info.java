/**
 * Who may sign for a publication: the reader's root of trust.
 *
 * <p>The entry type is {@link broadside.proof.policy.Policy}. Invariant: in a policy no public key
 * has two roles, and no threshold can be met by one key under two names.
 *
 * <pre>
 * policy = "log " key [ url ]  *( "witness " name key [ url ] )  *( "group " name count 1*name )  "quorum " name
 * roles  = "version " n  1*( "editor " name key )  "editors " k  *( "custodian " name key recipient )
 *          [ "successor " origin key ]  [ "expires " time ]
 * </pre>
 *
 * <p>One line each, single spaces. A version is known by H({@code broadside/v1 policy} LF, policy,
 * roles); that of version 1 is the publication's identity. Version n + 1 keeps the log's key and is
 * signed by the thresholds of both. All of it: {@code docs/formats/policy.md}.
 */
@NullMarked
package broadside.proof.policy;

import org.jspecify.annotations.NullMarked;
