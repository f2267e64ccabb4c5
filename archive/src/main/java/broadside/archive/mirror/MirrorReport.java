package broadside.archive.mirror;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a mirror came to.
 *
 * @param outcome in one word
 * @param publication the publication's identity, or null where none was learned
 * @param isFirst true where nothing was held before
 * @param entries of the log that are held now
 * @param newEntries of the log that were not held before the run
 * @param releases that are held now
 * @param sealed releases that are held encrypted
 * @param opened numbers of the sealed releases that this run has opened
 * @param taken numbers of the releases that are new
 * @param takenSealed numbers of the releases that are new and sealed
 * @param repaired files that were bad and are good again
 * @param deleted files that lay there and that nobody had signed
 * @param missing files, and whole releases, that are bad or missing here, and that nobody has
 * @param bytes of bodies received
 * @param requests made
 * @param seen when a quorum of witnesses last saw this state at a time that has been, or null
 * @param lacksAbout true where nobody has served the file {@code about} that the newest release
 *     names: what is held instead, if anything, is not signed
 * @param claims the newest checkpoint that each upstream showed, as far as the log signed it; any
 *     may contradict what is held
 * @param faults what upstreams did that they should not
 * @param notes sentences for the operator besides
 */
public record MirrorReport(
    Outcome outcome,
    @Nullable String publication,
    boolean isFirst,
    long entries,
    long newEntries,
    int releases,
    int sealed,
    List<Integer> opened,
    List<Integer> taken,
    List<Integer> takenSealed,
    List<String> repaired,
    List<String> deleted,
    List<String> missing,
    long bytes,
    long requests,
    @Nullable Instant seen,
    boolean lacksAbout,
    List<Claim> claims,
    List<Fault> faults,
    List<String> notes) {
  /** How a run ended. */
  public enum Outcome {
    /** What is held is what there is; no release is new, and the log may be. */
    CURRENT,
    /** A release is new, or open. */
    UPDATED,
    /** What is held may be an old state. */
    STALE,
    /** Two states that the log signed exclude each other, and neither is alone with its quorum. */
    CONTRADICTION,
    /** The editors take back so much at once that the operator is asked first; nothing changed. */
    WAITING,
    /** What is served is not what is signed, or that does not hold; nothing of it was taken. */
    FORGED,
    /** Something that is signed cannot be had; nothing changed. */
    INCOMPLETE,
    /** Nobody answers as the publication does. */
    UNREACHABLE
  }

  public MirrorReport {
    opened = List.copyOf(opened);
    taken = List.copyOf(taken);
    takenSealed = List.copyOf(takenSealed);
    repaired = List.copyOf(repaired);
    deleted = List.copyOf(deleted);
    missing = List.copyOf(missing);
    claims = List.copyOf(claims);
    faults = List.copyOf(faults);
    notes = List.copyOf(notes);
  }

  /** True where an upstream served what is not signed, or what contradicts itself. */
  public boolean hasLiar() {
    return faults.stream()
        .anyMatch(f -> f.kind() == Fault.Kind.FORGED || f.kind() == Fault.Kind.CONTRADICTION);
  }
}
