package broadside.proof.history;

import broadside.proof.note.VerifierKey;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Opening;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.statement.Voiding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of a sealed release up to here.
 *
 * @param receipts by the custodian's index, from 1
 * @param holds oldest first; all are valid
 * @param voiding what took it back, or null
 * @param opening the log's record of its opening, or null: it may be open without one
 * @param release what was sealed, once it is open, or null
 * @param salt of the commitment to it, in hex, once it is open, or null
 */
public record SealedRelease(
    Logged<SealedStatement> sealed,
    SortedMap<Integer, Logged<Receipt>> receipts,
    List<Logged<Hold>> holds,
    @Nullable Logged<Voiding> voiding,
    @Nullable Logged<Opening> opening,
    @Nullable ReleaseStatement release,
    @Nullable String salt) {
  public SealedRelease {
    receipts = Collections.unmodifiableSortedMap(new TreeMap<>(receipts));
    holds = List.copyOf(holds);
  }

  static SealedRelease of(Logged<SealedStatement> sealed) {
    return new SealedRelease(sealed, new TreeMap<>(), List.of(), null, null, null, null);
  }

  SealedRelease receipted(int custodian, Logged<Receipt> receipt) {
    TreeMap<Integer, Logged<Receipt>> more = new TreeMap<>(receipts);
    more.put(custodian, receipt);
    return new SealedRelease(sealed, more, holds, voiding, opening, release, salt);
  }

  SealedRelease held(Logged<Hold> hold) {
    List<Logged<Hold>> more = new ArrayList<>(holds);
    more.add(hold);
    return new SealedRelease(sealed, receipts, more, voiding, opening, release, salt);
  }

  SealedRelease voided(Logged<Voiding> by) {
    return new SealedRelease(sealed, receipts, holds, by, opening, release, salt);
  }

  SealedRelease opened(@Nullable Logged<Opening> by, ReleaseStatement what, String with) {
    return new SealedRelease(sealed, receipts, holds, voiding, by, what, with);
  }

  /** True where one more custodian than it takes has its share and the parts. */
  public boolean isArmed() {
    return arming() != null;
  }

  /** The receipt with which it was armed, by their order in the log, or null before that. */
  public @Nullable Logged<Receipt> arming() {
    return receipts.values().stream()
        .sorted(Comparator.comparingLong(Logged::index))
        .skip(sealed.statement().threshold())
        .findFirst()
        .orElse(null);
  }

  /** True once its content is public: nothing closes it again. */
  public boolean isOpen() {
    return release != null;
  }

  /** True where it was taken back before it was opened. */
  public boolean isVoid() {
    return voiding != null && !isOpen();
  }

  /** The end of the hold that ends last, be it over or not, or null where there is none. */
  public @Nullable Instant heldUntil() {
    return holds.stream().map(h -> h.statement().until()).max(Instant::compareTo).orElse(null);
  }

  /** When it is due: the hour that it names, or the end of a hold, which is always later. */
  public Instant due() {
    Instant held = heldUntil();
    return held == null ? sealed.statement().terms().notBefore() : held;
  }

  /**
   * Whether it is a custodian's turn, whose own clock shows this. A clock alone is not believed
   * until the grace is over: more than half of the witnesses must have said that it is past the
   * hour, and on checkpoints whose entries are all in this history, so that no hold and no void can
   * be kept from the custodian.
   *
   * @param witnesses of the policy that the seal names
   * @param sightings in any order; those of strangers are passed over
   * @param size entries that make this history
   */
  Turn turn(Instant clock, List<VerifierKey> witnesses, Collection<Sighting> sightings, long size) {
    if (isOpen() || isVoid()) {
      return isOpen() ? Turn.OPEN : Turn.VOID;
    }
    Terms terms = sealed.statement().terms();
    Instant due = due();
    if (clock.isBefore(due)) {
      return clock.isBefore(terms.notBefore()) ? Turn.EARLY : Turn.HELD;
    }
    Set<String> past =
        sightings.stream()
            .filter(s -> s.size() <= size && !s.time().isBefore(due))
            .map(Sighting::witness)
            .collect(Collectors.toSet());
    long agree = witnesses.stream().filter(key -> past.contains(key.publicKey())).count();
    boolean isGraceOver = terms.graceHours() > 0 && !clock.isBefore(terms.graceEnd(due));
    return 2 * agree > witnesses.size() || isGraceOver ? Turn.NOW : Turn.UNWITNESSED;
  }
}
