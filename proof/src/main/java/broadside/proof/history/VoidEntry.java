package broadside.proof.history;

/**
 * An entry that counts for nothing.
 *
 * @param index of the entry
 * @param bytes its size
 * @param reason why, after "it is": a clause
 * @param isEvidence true where editors signed it against an earlier statement of theirs
 */
public record VoidEntry(long index, int bytes, String reason, boolean isEvidence) {
  /** What is said of it. */
  public String sentence() {
    return "Entry %d of the log counts for nothing (%d bytes): %s.%s"
        .formatted(
            index,
            bytes,
            reason,
            isEvidence ? " Its editors have signed two things that exclude each other." : "");
  }
}
