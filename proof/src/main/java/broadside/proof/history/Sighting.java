package broadside.proof.history;

import java.time.Instant;

/**
 * That a witness signed a time on a checkpoint of this log; checked by the caller.
 *
 * @param witness its public key in hex
 * @param size of the checkpoint, whose root is the one over so many entries of the history that it
 *     is held against, where that has as many: another root is a contradiction, and no sighting
 */
public record Sighting(String witness, Instant time, long size) {}
