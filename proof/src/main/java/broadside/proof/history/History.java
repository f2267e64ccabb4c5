package broadside.proof.history;

import broadside.proof.policy.Policy;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Verdicts;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
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
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link IOException} where a policy's texts cannot be had
 * or are not those that the log names: nothing is added then, and the same entry may be tried
 * again.
 */
public final class History {
  private final PolicyTexts texts;
  private final List<Logged<ReleaseStatement>> releases = new ArrayList<>();
  private final Map<Integer, List<Logged<Withdrawal>>> withdrawals = new HashMap<>();
  private final Map<Long, Logged<Withdrawal>> newestByNumber = new HashMap<>();
  private final Map<Correction, Logged<Correction>> corrections = new LinkedHashMap<>();
  private final Map<Integer, List<Logged<Verdicts>>> verdicts = new TreeMap<>();
  private final List<VoidEntry> voids = new ArrayList<>();
  private final PolicyChain policies;
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

  private History(PolicyTexts texts, PolicyChain policies) {
    this.texts = texts;
    this.policies = policies;
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
    History history = new History(texts, new PolicyChain(first));
    history.size = 1;
    return history;
  }

  /** A history that goes on from here while this one stays as it is. */
  public History copy() {
    History copy = new History(texts, policies.copy());
    copy.releases.addAll(releases);
    withdrawals.forEach((release, all) -> copy.withdrawals.put(release, new ArrayList<>(all)));
    copy.newestByNumber.putAll(newestByNumber);
    copy.corrections.putAll(corrections);
    verdicts.forEach((release, all) -> copy.verdicts.put(release, new ArrayList<>(all)));
    copy.voids.addAll(voids);
    copy.size = size;
    return copy;
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
        checkRelease(r);
        releases.add(new Logged<>(size, r, signed.note()));
      }
      case Withdrawal w -> {
        checkWithdrawal(w);
        Logged<Withdrawal> logged = new Logged<>(size, w, signed.note());
        withdrawals.computeIfAbsent(w.release(), release -> new ArrayList<>()).add(logged);
        w.numbers().forEach(taken -> newestByNumber.put(taken.number(), logged));
      }
      case Correction c -> {
        checkCorrection(c);
        corrections.put(c, new Logged<>(size, c, signed.note()));
      }
      case Verdicts v -> {
        checkVerdicts(v);
        verdicts
            .computeIfAbsent(v.release(), release -> new ArrayList<>())
            .add(new Logged<>(size, v, signed.note()));
      }
    }
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

  private void checkRelease(ReleaseStatement r) throws FormatException, ContradictionException {
    ReleaseStatement before = releases.isEmpty() ? null : releases.getLast().statement();
    int next = before == null ? 1 : before.number() + 1;
    if (r.number() < next) {
      refuseSecond(releases.get(r.number() - 1).statement(), r, "release " + r.number());
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

  private void checkWithdrawal(Withdrawal w) throws FormatException, ContradictionException {
    Logged<ReleaseStatement> release = release(w.release());
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
    ReleaseStatement statement = release.statement();
    if (w.sequence() > next
        || w.numbers().getFirst().number() < statement.first()
        || w.numbers().getLast().number() > statement.last()) {
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

  private void checkCorrection(Correction c) throws FormatException {
    long last =
        switch (c.subject()) {
          case RELEASE -> releases.size();
          case MESSAGE -> releases.isEmpty() ? 0 : releases.getLast().statement().last();
        };
    if (c.number() > last) {
      throw new FormatException("a correction of what is not there");
    }
    if (corrections.containsKey(c)) {
      throw new FormatException("a correction with the same text as one before");
    }
  }

  private void checkVerdicts(Verdicts v) throws FormatException {
    if (release(v.release()) == null) {
      throw new FormatException("verdicts on release " + v.release() + ", which is not there");
    }
    for (Logged<Verdicts> before : verdicts(v.release())) {
      if (before.statement().equals(v)) {
        throw new FormatException("verdicts with the same text as before");
      }
    }
  }

  /** Number of entries so far. */
  public long size() {
    return size;
  }

  /** The versions of the policy. */
  public PolicyChain policies() {
    return policies;
  }

  /** All releases; release n is at n - 1. */
  public List<Logged<ReleaseStatement>> releases() {
    return List.copyOf(releases);
  }

  /** A release, or null. */
  public @Nullable Logged<ReleaseStatement> release(int number) {
    return number >= 1 && number <= releases.size() ? releases.get(number - 1) : null;
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
