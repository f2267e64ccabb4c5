package broadside.proof.history;

/**
 * An entry that counts for nothing.
 *
 * @param index of the entry
 * @param bytes its size
 * @param reason why, after "it is": a clause
 * @param isEvidence true where editors signed it against an earlier statement of theirs
 */
public record VoidEntry(long index, int bytes, String reason, boolean isEvidence) {}
