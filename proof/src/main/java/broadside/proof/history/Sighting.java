package broadside.proof.history;

import java.time.Instant;

/**
 * That a witness signed a time on a checkpoint of this log; checked by the caller.
 *
 * @param witness its public key in hex
 * @param size of the checkpoint
 */
public record Sighting(String witness, Instant time, long size) {}
