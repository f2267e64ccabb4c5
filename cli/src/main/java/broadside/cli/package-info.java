/**
 * The {@code broadside} command: one class for each subcommand, wiring and wording, no logic of its
 * own.
 *
 * <p>The entry type is {@link broadside.cli.Main}. Invariant: every subcommand ends with one of the
 * codes of {@link broadside.cli.ExitCode}, and what it prints adds up. Imported by nobody.
 */
@NullMarked
package broadside.cli;

import org.jspecify.annotations.NullMarked;
