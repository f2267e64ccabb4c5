package broadside.archive.sealed;

import broadside.archive.release.ReleaseException;
import broadside.proof.note.SignedNote;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.Verifiers;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.FormatException;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The shares of one seal that its custodians have published so far, from wherever they came. It
 * holds one good and one bad of each custodian at most.
 *
 * <p><b>Threads:</b> any, one at a time.
 */
public final class ShareBox {
  private final SealedStatement seal;
  private final NavigableMap<Integer, SealedStatement.Published> good = new TreeMap<>();
  private final NavigableMap<Integer, SealedStatement.Published> bad = new TreeMap<>();
  private @Nullable Verifiers sharing;
  private boolean isBroken;

  /** What became of a note. */
  public enum Taken {
    /** A share that counts. */
    GOOD,
    /** Evidence against the custodian that signed it. */
    BAD,
    /** The custodian has one of this kind already. */
    KNOWN,
    /** It says nothing of anybody. */
    NOTHING
  }

  /** An empty box. */
  public ShareBox(SealedStatement seal) {
    this.seal = seal;
  }

  /** Takes a note, if it is a share of this seal that a custodian signed. */
  public synchronized Taken add(byte[] note) {
    try {
      int signer = seal.index(SignedNote.parse(note).signatures().getFirst());
      if ((good.containsKey(signer) && bad.containsKey(signer)) || isKnown(signer, note)) {
        return Taken.KNOWN; // without arithmetic
      }
      SealedStatement.Published share = seal.share(note, sharing());
      NavigableMap<Integer, SealedStatement.Published> kind = share.isGood() ? good : bad;
      if (kind.containsKey(share.index())) {
        return Taken.KNOWN;
      }
      kind.put(share.index(), share);
      return share.isGood() ? Taken.GOOD : Taken.BAD;
    } catch (FormatException e) {
      return Taken.NOTHING;
    }
  }

  /** True for a share of this seal, good or bad, that one of its custodians has signed. */
  boolean isSigned(byte[] note) {
    try {
      SignedNote _ = seal.signedShare(note);
      return true;
    } catch (FormatException e) {
      return false;
    }
  }

  /**
   * True for a note that costs arithmetic though a bad share of its custodian is kept already, who
   * has signed it, and may sign as many as it likes.
   */
  synchronized boolean isAfterBad(byte[] note) {
    try {
      int signer = seal.index(SignedNote.parse(note).signatures().getFirst());
      return bad.containsKey(signer)
          && !good.containsKey(signer)
          && !isKnown(signer, note)
          && isSigned(note);
    } catch (FormatException e) {
      return false;
    }
  }

  private boolean isKnown(int custodian, byte[] note) {
    return Stream.of(good.get(custodian), bad.get(custodian))
        .anyMatch(known -> known != null && Arrays.equals(known.note().encode(), note));
  }

  /** The verifiers, which are checked once: whoever sends notes by the thousand pays for it. */
  private Verifiers sharing() throws FormatException {
    if (sharing == null && !isBroken) {
      isBroken = true;
      sharing = seal.sharing();
    }
    if (sharing == null) {
      throw new FormatException("verifiers that are none");
    }
    return sharing;
  }

  /** Takes back what was taken last of a custodian: it could not be kept. */
  synchronized void forget(int custodian, Taken kind) {
    (kind == Taken.GOOD ? good : bad).remove(custodian);
  }

  /** True where there is a good share of this custodian. */
  public synchronized boolean has(int custodian) {
    return good.containsKey(custodian);
  }

  /** True where there is a bad share of this custodian. */
  public synchronized boolean hasBad(int custodian) {
    return bad.containsKey(custodian);
  }

  /** The good ones, by the index of their custodian. */
  public synchronized List<SealedStatement.Published> good() {
    return List.copyOf(good.values());
  }

  /** The bad ones, each of which is the evidence against its custodian, by its index. */
  public synchronized List<SealedStatement.Published> bad() {
    return List.copyOf(bad.values());
  }

  /** The names of the custodians that signed a bad share. */
  public synchronized List<String> shamed() {
    return bad.keySet().stream().map(this::name).toList();
  }

  /** The names of the custodians of whom there is no good share. */
  public synchronized List<String> missing() {
    return IntStream.rangeClosed(1, seal.shares().size())
        .filter(i -> !good.containsKey(i))
        .mapToObj(this::name)
        .toList();
  }

  /** True where there are enough good ones. */
  public synchronized boolean isEnough() {
    return good.size() >= seal.threshold();
  }

  /**
   * The identity that the shares make.
   *
   * @param origin of the log
   * @throws ReleaseException where there are too few, or the seal is encrypted to somebody else:
   *     its editors have sealed what its custodians cannot open
   */
  public synchronized AgeIdentity identity(String origin) throws ReleaseException {
    if (!isEnough()) {
      throw new ReleaseException(
          "Sealed release %d has %d shares of %d; missing: %s."
              .formatted(
                  seal.number(), good.size(), seal.threshold(), String.join(", ", missing())));
    }
    try (Secret secret = secret()) {
      AgeIdentity identity = AgeIdentity.of(secret, origin, seal.number());
      if (!identity.recipient().equals(seal.recipient())) {
        identity.close();
        throw new ReleaseException(
            "Sealed release %d is not encrypted to what its shares make: its editors sealed it so."
                .formatted(seal.number()));
      }
      return identity;
    }
  }

  private Secret secret() throws ReleaseException {
    try {
      Verifiers verifiers = sharing();
      List<Share> shares = good.values().stream().map(p -> p.share().share()).toList();
      return verifiers.secret(shares);
    } catch (FormatException e) {
      throw new ReleaseException(
          "Sealed release %d cannot be opened: %s.".formatted(seal.number(), e.getMessage()));
    }
  }

  private String name(int index) {
    return seal.shares().get(index - 1).custodian().name();
  }
}
