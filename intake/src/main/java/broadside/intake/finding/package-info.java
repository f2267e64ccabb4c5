/**
 * Finds in a mail what must not be published before a person has looked: payment cards, bank
 * accounts, national identity numbers and passwords.
 *
 * <p>The entry type is {@link broadside.intake.finding.Findings}. Pure functions of a mail. Every
 * kind has a check digit, or needs words beside it that say what it is. Invariant: no finding holds
 * the value that was found.
 */
@NullMarked
package broadside.intake.finding;

import org.jspecify.annotations.NullMarked;
