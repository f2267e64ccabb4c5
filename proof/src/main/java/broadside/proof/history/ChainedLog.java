package broadside.proof.history;

import broadside.proof.note.VerifierKey;

/**
 * One of a publication's logs, which follow each other.
 *
 * @param key its key, whose name is the origin
 * @param first the place in the history of its first entry: how many entries its predecessors have
 */
public record ChainedLog(VerifierKey key, long first) {}
