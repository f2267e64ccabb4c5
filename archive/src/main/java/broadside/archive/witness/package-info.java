/**
 * Both sides of the witness protocol (C2SP tlog-witness): who cosigns logs that only grow, and who
 * asks for that.
 *
 * <p>The entry types are {@link broadside.archive.witness.Witness} and {@link
 * broadside.archive.witness.WitnessClient}. Invariant: a witness never signs a checkpoint that does
 * not extend the last one that it signed, whatever it is asked and whenever it is stopped.
 */
@NullMarked
package broadside.archive.witness;

import org.jspecify.annotations.NullMarked;
