package broadside.proof.history;

import broadside.proof.log.Checkpoint;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Numbered;
import broadside.proof.statement.Opening;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Verdicts;
import broadside.proof.statement.Voiding;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A publication as its log tells it, entry by entry.
 *
 * <p>An entry that no valid statement is, or that contradicts an earlier one, is <i>void</i>: it is
 * listed and changes nothing. Of two claims on one release number the earlier wins. A stolen key of
 * the log can therefore add void entries and nothing else.
 *
 * <p>The entries of a successor follow those of its predecessor, and are counted on.
 *
 * <p>A sealed release takes its numbers when it is logged. It becomes one of the releases when it
 * is opened, whether the log says so or the caller.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link IOException} where a policy's texts cannot be had
 * or are not those that the log names: nothing is added then, and the same entry may be tried
 * again.
 */
public final class History {
  private final PolicyTexts texts;
  private final List<Numbered> numbered = new ArrayList<>();
  private final TreeMap<Integer, Logged<ReleaseStatement>> releases = new TreeMap<>();
  private final Map<Integer, List<Logged<Withdrawal>>> withdrawals = new HashMap<>();
  private final Map<Long, Logged<Withdrawal>> newestByNumber = new HashMap<>();
  private final Map<Correction, Logged<Correction>> corrections = new LinkedHashMap<>();
  private final Map<Integer, List<Logged<Verdicts>>> verdicts = new TreeMap<>();
  private final List<Logged<Continuation>> continuations = new ArrayList<>();
  private final List<VoidEntry> voids = new ArrayList<>();
  private final PolicyChain policies;
  private final Seals seals;
  private long size;

  /** Where the texts of a version of the policy come from; they are not trusted. */
  @FunctionalInterface
  public interface PolicyTexts {
    /**
     * The policy of this version.
     *
     * @throws IOException where it cannot be had, or is no policy
     */
    Policy read(int version) throws IOException;
  }

  private History(PolicyTexts texts, PolicyChain policies, Seals seals) {
    this.texts = texts;
    this.policies = policies;
    this.seals = seals;
  }

  /**
   * The history that begins with this entry, which must put in force version 1 of the policy.
   *
   * @throws FormatException where it does not
   */
  public static History begin(byte[] entry, PolicyTexts texts) throws IOException, FormatException {
    SignedStatement signed = SignedStatement.parse(entry);
    Policy first = texts.read(1);
    if (!(signed.statement() instanceof PolicyStatement statement)
        || statement.version() != 1
        || !statement.texts().equals(first.hash())) {
      throw new FormatException("the log does not begin with version 1 of its policy");
    }
    signed.check(first);
    History history = new History(texts, new PolicyChain(first), new Seals());
    history.size = 1;
    return history;
  }

  /** A history that goes on from here while this one stays as it is. */
  public History copy() {
    return copy(texts);
  }

  /** The same, which has the texts of later policies from somewhere else. */
  public History copy(PolicyTexts later) {
    History copy = new History(later, policies.copy(), seals.copy());
    copy.numbered.addAll(numbered);
    copy.releases.putAll(releases);
    withdrawals.forEach((release, all) -> copy.withdrawals.put(release, new ArrayList<>(all)));
    copy.newestByNumber.putAll(newestByNumber);
    copy.corrections.putAll(corrections);
    verdicts.forEach((release, all) -> copy.verdicts.put(release, new ArrayList<>(all)));
    copy.continuations.addAll(continuations);
    copy.voids.addAll(voids);
    copy.size = size;
    return copy;
  }

  /**
   * Goes on with the log that follows the one so far.
   *
   * @param end the one so far, with the root over its entries as they were read
   * @param entry the first of the successor
   * @throws FormatException where it does not say, by the editors in force, that it continues
   *     exactly that: then it is another log, and nothing of it counts
   */
  public void follow(Checkpoint end, byte[] entry) throws FormatException {
    SignedStatement signed = SignedStatement.parse(entry);
    if (!(signed.statement() instanceof Continuation next) || !next.predecessor().equals(end)) {
      throw new FormatException(
          "its first entry does not continue the %d entries of the log %s"
              .formatted(end.size(), end.origin()));
    }
    policies.follow(signed, size);
    continuations.add(logged(next, signed));
    size++;
  }

  /** Adds the log's next entry. */
  public void add(byte[] entry) throws IOException {
    try {
      take(parse(entry));
    } catch (FormatException e) {
      voids.add(new VoidEntry(size, entry.length, String.valueOf(e.getMessage()), false));
    } catch (ContradictionException e) {
      voids.add(new VoidEntry(size, entry.length, String.valueOf(e.getMessage()), true));
    }
    size++;
  }

  /** What is wrong with an entry that is no statement is not said in words that it has chosen. */
  private static SignedStatement parse(byte[] entry) throws FormatException {
    try {
      return SignedStatement.parse(entry);
    } catch (FormatException e) {
      throw new FormatException("no statement that this program knows");
    }
  }

  private void take(SignedStatement signed)
      throws FormatException, ContradictionException, IOException {
    if (signed.statement() instanceof PolicyStatement) {
      policies.checkDecided(signed);
    } else {
      policies.check(signed, size);
    }
    switch (signed.statement()) {
      case PolicyStatement p -> policies.add(signed, size, texts(p));
      case ReleaseStatement r -> {
        checkNumbers(r);
        numbered.add(r);
        releases.put(r.number(), logged(r, signed));
      }
      case SealedStatement s -> {
        Seals.checkCustodians(s, policies.at(size));
        checkNumbers(s);
        numbered.add(s);
        seals.add(logged(s, signed));
      }
      case Voiding v -> seals.add(logged(v, signed), v);
      case Hold h -> seals.add(logged(h, signed), h);
      case Receipt r -> seals.add(logged(r, signed), r);
      case Opening o -> releases.put(o.number(), seals.add(logged(o, signed), o));
      case Withdrawal w -> {
        checkWithdrawal(w);
        Logged<Withdrawal> logged = logged(w, signed);
        withdrawals.computeIfAbsent(w.release(), release -> new ArrayList<>()).add(logged);
        w.numbers().forEach(taken -> newestByNumber.put(taken.number(), logged));
      }
      case Continuation _ ->
          throw new FormatException("a continuation that is not the first entry of a successor");
      case Correction c -> {
        checkCorrection(c);
        corrections.put(c, logged(c, signed));
      }
      case Verdicts v -> {
        checkVerdicts(v);
        verdicts.computeIfAbsent(v.release(), release -> new ArrayList<>()).add(logged(v, signed));
      }
    }
  }

  private <S extends Statement> Logged<S> logged(S statement, SignedStatement signed) {
    return new Logged<>(size, statement, signed.note());
  }

  /**
   * Takes a sealed release for open that the log may never say is open: what was sealed proves
   * itself. It counts for what this history shows; what is said in the log of the release later
   * counts once the log has an {@code opened}, so that it does for everybody.
   *
   * @param text of the release's statement
   * @param salt of the seal's commitment, 32 bytes
   * @param size entries of the log that were known when it was opened: a void among them refuses
   *     it, one that comes later closes nothing, whatever time it bears
   * @throws FormatException where it is not what was sealed, or was void by then
   */
  public void open(byte[] text, byte[] salt, long size) throws FormatException {
    if (size > this.size) {
      throw new IllegalArgumentException(
          "opened when the log had %d entries, of which %d were read".formatted(size, this.size));
    }
    ReleaseStatement release = ReleaseStatement.parse(text);
    releases.put(release.number(), seals.open(release, salt, size));
  }

  /** The texts that a valid statement of the editors names. Others in their place prove nothing. */
  private Policy texts(PolicyStatement statement) throws IOException {
    Policy next = texts.read(statement.version());
    if (!next.hash().equals(statement.texts())) {
      throw new IOException(
          "The texts of policy %d are not those that the log names."
              .formatted(statement.version()));
    }
    return next;
  }

  private void checkNumbers(Numbered r) throws FormatException, ContradictionException {
    Numbered before = numbered.isEmpty() ? null : numbered.getLast();
    int next = numbered.size() + 1;
    if (r.number() < next) {
      refuseSecond(numbered.get(r.number() - 1), r, "release " + r.number());
    }
    if (r.number() > next) {
      throw new FormatException("release %d while %d was the next".formatted(r.number(), next));
    }
    if (r.first() != (before == null ? 1 : before.last() + 1)
        || (before != null && !before.sha256().equals(r.previous()))) {
      throw new ContradictionException(
          "release " + next + ", which does not follow the one before");
    }
  }

  /** A release that is open by the log alone, or null. */
  private @Nullable ReleaseStatement open(int number) {
    SealedRelease seal = seals.get(number);
    Logged<ReleaseStatement> release = releases.get(number);
    return release == null || (seal != null && seal.opening() == null) ? null : release.statement();
  }

  private void checkWithdrawal(Withdrawal w) throws FormatException, ContradictionException {
    ReleaseStatement release = open(w.release());
    if (release == null) {
      throw new FormatException(
          "a withdrawal from release " + w.release() + ", which is not there");
    }
    List<Logged<Withdrawal>> before = withdrawals.getOrDefault(w.release(), List.of());
    int next = before.size() + 1;
    if (w.sequence() < next) {
      Withdrawal first = before.get(w.sequence() - 1).statement();
      refuseSecond(first, w, "withdrawal %d from release %d".formatted(w.sequence(), w.release()));
    }
    if (w.sequence() > next
        || w.numbers().getFirst().number() < release.first()
        || w.numbers().getLast().number() > release.last()) {
      throw new FormatException("a withdrawal that does not fit release " + w.release());
    }
    for (Withdrawal.Taken taken : w.numbers()) {
      Withdrawal.Taken last = taken(w.release(), taken.number());
      if (last != null && last.mail() == null) {
        throw new FormatException("number " + taken.number() + " is withdrawn already");
      }
    }
  }

  /** With the same text it is the log that says it again; with another the editors said both. */
  private static void refuseSecond(Statement first, Statement second, String what)
      throws FormatException, ContradictionException {
    String reason = "a second claim on " + what;
    if (first.equals(second)) {
      throw new FormatException(reason + " with the same text");
    }
    throw new ContradictionException(reason);
  }

  /** The number of the release that has this message, open or sealed, or 0. */
  private int releaseOf(long message) {
    int low = 0;
    int high = numbered.size();
    while (low < high) { // to the first that ends at it or later
      int middle = (low + high) >>> 1;
      if (numbered.get(middle).last() < message) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == numbered.size() || message < 1 ? 0 : numbered.get(low).number();
  }

  private void checkCorrection(Correction c) throws FormatException {
    int release =
        switch (c.subject()) {
          case RELEASE -> (int) Math.min(c.number(), Integer.MAX_VALUE);
          case MESSAGE -> releaseOf(c.number());
        };
    if (open(release) == null) {
      throw new FormatException("a correction of what is not there");
    }
    if (corrections.containsKey(c)) {
      throw new FormatException("a correction with the same text as one before");
    }
  }

  private void checkVerdicts(Verdicts v) throws FormatException {
    if (open(v.release()) == null) {
      throw new FormatException("verdicts on release " + v.release() + ", which is not there");
    }
    for (Logged<Verdicts> before : verdicts(v.release())) {
      if (before.statement().equals(v)) {
        throw new FormatException("verdicts with the same text as before");
      }
    }
  }

  /** What the first entries of successors say, oldest first. */
  public List<Logged<Continuation>> continuations() {
    return List.copyOf(continuations);
  }

  /** Entries of the log that goes on, which is the only one mostly. */
  public long newestSize() {
    return size - policies.logs().getLast().first();
  }

  /** Number of entries so far, of all logs. */
  public long size() {
    return size;
  }

  /** The versions of the policy. */
  public PolicyChain policies() {
    return policies;
  }

  /**
   * All releases that are open, by number. One that was sealed stands where its seal does, and its
   * note is the seal's.
   */
  public List<Logged<ReleaseStatement>> releases() {
    return List.copyOf(releases.values());
  }

  /** An open release, or null. */
  public @Nullable Logged<ReleaseStatement> release(int number) {
    return releases.get(number);
  }

  /** What the next release follows, open or sealed, or null before the first. */
  public @Nullable Numbered newest() {
    return numbered.isEmpty() ? null : numbered.getLast();
  }

  /** All releases that are or were sealed, by number. */
  public List<SealedRelease> sealedReleases() {
    return seals.all();
  }

  /** A release that is or was sealed, or null. */
  public @Nullable SealedRelease sealedRelease(int number) {
    return seals.get(number);
  }

  /**
   * Whether it is a custodian's turn to publish its share of a sealed release, by the witnesses of
   * the policy that the seal names.
   *
   * @param clock the custodian's
   * @param sightings of witnesses, on any checkpoint of this log
   */
  public Turn turn(int number, Instant clock, Collection<Sighting> sightings) {
    SealedRelease seal = seals.get(number);
    if (seal == null) {
      throw new IllegalArgumentException("release " + number + " was never sealed");
    }
    int version = seal.sealed().statement().policy();
    return seal.turn(clock, policies.all().get(version - 1).log().witnessKeys(), sightings, size);
  }

  /** What was taken back from a release, oldest first. */
  public List<Logged<Withdrawal>> withdrawals(int release) {
    return List.copyOf(withdrawals.getOrDefault(release, List.of()));
  }

  /** The newest statement that takes a number back, or null. */
  public @Nullable Logged<Withdrawal> withdrawal(long number) {
    return newestByNumber.get(number);
  }

  /** What became of a number of a release last, or null where nothing did. */
  public Withdrawal.@Nullable Taken taken(int release, long number) {
    Logged<Withdrawal> last = withdrawal(number);
    return last == null || last.statement().release() != release
        ? null
        : last.statement().numbers().stream()
            .filter(taken -> taken.number() == number)
            .findFirst()
            .orElse(null);
  }

  /** All corrections, oldest first. */
  public List<Logged<Correction>> corrections() {
    return List.copyOf(corrections.values());
  }

  /** Later verdicts on the mails of a release, oldest first. */
  public List<Logged<Verdicts>> verdicts(int release) {
    return List.copyOf(verdicts.getOrDefault(release, List.of()));
  }

  /** All files that statements name, each once. */
  public Set<Enclosure> enclosures() {
    Set<Enclosure> all = new LinkedHashSet<>();
    corrections.keySet().forEach(c -> all.add(c.enclosure()));
    verdicts.values().forEach(some -> some.forEach(v -> all.add(v.statement().enclosure())));
    return all;
  }

  /** Entries that count for nothing. */
  public List<VoidEntry> voids() {
    return List.copyOf(voids);
  }

  /** Editors signed two things that cannot both be. */
  private static final class ContradictionException extends Exception {
    private static final long serialVersionUID = 1L;

    ContradictionException(String message) {
      super(message);
    }
  }
}
