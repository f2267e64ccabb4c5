package broadside.proof.history;

import broadside.proof.policy.Policy;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Opening;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.statement.Voiding;
import broadside.proof.text.FormatException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sealed releases of a history, and what is said of them later. Who says it was checked before.
 *
 * <p><b>Threads:</b> one.
 */
final class Seals {
  private final TreeMap<Integer, SealedRelease> all = new TreeMap<>();

  Seals copy() {
    Seals copy = new Seals();
    copy.all.putAll(all);
    return copy;
  }

  List<SealedRelease> all() {
    return List.copyOf(all.values());
  }

  @Nullable SealedRelease get(int number) {
    return all.get(number);
  }

  /** Its custodians must be those of the policy that it names, in their order. */
  static void checkCustodians(SealedStatement sealed, Policy policy) throws FormatException {
    if (!sealed.shares().stream()
        .map(SealedStatement.Custody::custodian)
        .toList()
        .equals(policy.custodianKeys())) {
      throw new FormatException("a sealed release for others than the policy's custodians");
    }
  }

  void add(Logged<SealedStatement> sealed) {
    all.put(sealed.statement().number(), SealedRelease.of(sealed));
  }

  void add(Logged<Voiding> logged, Voiding v) throws FormatException {
    SealedRelease seal = undecided(v);
    Terms terms = seal.sealed().statement().terms();
    if (!terms.isVoidable() || !v.time().isBefore(terms.notBefore())) {
      throw new FormatException("a void that the sealed release does not allow, or not any more");
    }
    all.put(v.number(), seal.voided(logged));
  }

  void add(Logged<Hold> logged, Hold h) throws FormatException {
    SealedRelease seal = undecided(h);
    Terms terms = seal.sealed().statement().terms();
    if (!h.until().isAfter(terms.notBefore()) || h.until().isAfter(terms.latest())) {
      throw new FormatException("a hold that the sealed release does not allow");
    }
    if (seal.holds().stream().anyMatch(before -> before.statement().equals(h))) {
      throw new FormatException("a hold with the same text as one before");
    }
    all.put(h.number(), seal.held(logged));
  }

  void add(Logged<Receipt> logged, Receipt r) throws FormatException {
    SealedRelease seal = named(r);
    SealedStatement sealed = seal.sealed().statement();
    int custodian = sealed.index(logged.note().signatures().getFirst());
    if (r.policy() != sealed.policy() || custodian == 0) {
      throw new FormatException("a receipt under another policy than the sealed release's");
    }
    if (seal.receipts().containsKey(custodian)) {
      throw new FormatException("a second receipt of a custodian");
    }
    all.put(r.number(), seal.receipted(custodian, logged));
  }

  /** The release as it stands in the log from now on. */
  Logged<ReleaseStatement> add(Logged<Opening> logged, Opening o) throws FormatException {
    SealedRelease seal = undecided(o);
    o.check(seal.sealed().statement());
    return opened(seal.opened(logged, o.release(), o.salt()), o.release());
  }

  /** The same without a record in the log: see {@link History#open}. */
  Logged<ReleaseStatement> open(ReleaseStatement release, byte[] salt, long size)
      throws FormatException {
    SealedRelease seal = all.get(release.number());
    if (seal == null) {
      throw new FormatException("an opening of a sealed release that is not there");
    }
    seal.sealed().statement().check(release, salt);
    if (size <= seal.sealed().index()) {
      throw new FormatException("an opening of what was not sealed yet");
    }
    if (seal.voiding() != null && seal.voiding().index() < size) {
      throw new FormatException("an opening of a sealed release that is void");
    }
    return opened(seal.opened(seal.opening(), release, HexFormat.of().formatHex(salt)), release);
  }

  private Logged<ReleaseStatement> opened(SealedRelease seal, ReleaseStatement release) {
    all.put(release.number(), seal);
    return new Logged<>(seal.sealed().index(), release, seal.sealed().note());
  }

  /** The sealed release that is meant. */
  private SealedRelease named(AboutSeal about) throws FormatException {
    SealedRelease seal = all.get(about.number());
    if (seal == null || !seal.sealed().statement().sha256().equals(about.seal())) {
      throw new FormatException(about.type() + " of a sealed release that is not there");
    }
    return seal;
  }

  /** The same, where the log has neither a void nor an opening of it. */
  private SealedRelease undecided(AboutSeal about) throws FormatException {
    SealedRelease seal = named(about);
    if (seal.voiding() != null || seal.opening() != null) {
      throw new FormatException(
          "%s of a sealed release that is %s before"
              .formatted(about.type(), seal.voiding() != null ? "void" : "opened"));
    }
    return seal;
  }
}
