package broadside.proof.sealed;

import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The commitments to the coefficients of a polynomial by which a secret was shared: C_j = 4^a_j.
 * They tell good shares from bad ones, and say nothing of the secret that could be computed.
 */
public final class Verifiers {
  /** Shares of a secret at most. */
  public static final int MOST_SHARES = 32;

  private static final int DIGITS = 2 * Group15.BYTES;

  private final List<BigInteger> commitments;

  private Verifiers(List<BigInteger> commitments) {
    this.commitments = List.copyOf(commitments);
  }

  /**
   * The verifiers of these commitments.
   *
   * @throws FormatException where one is not in the group, or there are none or too many
   */
  public static Verifiers of(List<BigInteger> commitments) throws FormatException {
    if (commitments.isEmpty()
        || commitments.size() >= MOST_SHARES
        || !commitments.stream().allMatch(Group15::isElement)) {
      throw new FormatException("no commitments to a shared secret");
    }
    return new Verifiers(commitments);
  }

  /** True for what could be a commitment; half of these are. */
  public static boolean isInRange(BigInteger commitment) {
    return Group15.isInRange(commitment);
  }

  /** A commitment as it is written: 768 hex digits. */
  public static String print(BigInteger commitment) {
    String digits = commitment.toString(16);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** The inverse of {@link #print}; {@link #isInRange} is not asked. */
  public static BigInteger parse(String text) throws FormatException {
    if (!SignedText.isHex(text, DIGITS)) {
      throw new FormatException("no commitment of " + DIGITS + " digits");
    }
    return new BigInteger(1, HexFormat.of().parseHex(text));
  }

  /** How many shares make the secret. */
  public int threshold() {
    return commitments.size();
  }

  /** C_0 first. */
  public List<BigInteger> commitments() {
    return commitments;
  }

  /** True for a good share: 4^share = ∏ C_j^(i^j). */
  public boolean hold(Share share) {
    BigInteger at = BigInteger.valueOf(share.index());
    BigInteger product = BigInteger.ONE;
    for (BigInteger commitment : commitments.reversed()) {
      product = product.modPow(at, Group15.P).multiply(commitment).mod(Group15.P);
    }
    return Group15.power(share.value().number()).equals(product);
  }

  /** True for the secret itself. */
  public boolean hold(Secret secret) {
    return Group15.power(secret.number()).equals(commitments.getFirst());
  }

  /**
   * The secret that these shares make. Bad ones among them are passed over.
   *
   * @throws FormatException where fewer than the threshold are good
   */
  public Secret secret(Collection<Share> shares) throws FormatException {
    Map<Integer, Share> first = choose(shares, share -> true);
    if (first.size() == threshold()) { // mostly all are good, and one exponentiation tells
      Secret secret = interpolate(first.values());
      if (hold(secret)) {
        return secret;
      }
      secret.close();
    }
    Map<Integer, Share> good = choose(shares, this::hold);
    if (good.size() < threshold()) {
      throw new FormatException("%d good shares; it takes %d".formatted(good.size(), threshold()));
    }
    Secret secret = interpolate(good.values());
    if (!hold(secret)) {
      throw new IllegalStateException("good shares that do not make the secret");
    }
    return secret;
  }

  /** The first shares of this kind of different custodians, as many as it takes. */
  private Map<Integer, Share> choose(Collection<Share> shares, Predicate<Share> kind) {
    Map<Integer, Share> chosen = new TreeMap<>();
    for (Share share : shares) {
      if (chosen.size() < threshold() && !chosen.containsKey(share.index()) && kind.test(share)) {
        chosen.put(share.index(), share);
      }
    }
    return chosen;
  }

  /** The value at 0: the sum of share i times ∏ j / (j - i) over the other points j (Lagrange). */
  static Secret interpolate(Collection<Share> shares) {
    BigInteger sum = BigInteger.ZERO;
    for (Share share : shares) {
      BigInteger above = share.value().number();
      BigInteger below = BigInteger.ONE;
      for (Share other : shares) {
        if (other.index() != share.index()) {
          above = above.multiply(BigInteger.valueOf(other.index()));
          below = below.multiply(BigInteger.valueOf(other.index() - share.index()));
        }
      }
      sum = sum.add(above.multiply(below.modInverse(Group15.Q))).mod(Group15.Q);
    }
    return Secret.of(sum);
  }
}
