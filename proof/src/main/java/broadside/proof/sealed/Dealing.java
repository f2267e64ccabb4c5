package broadside.proof.sealed;

import broadside.proof.text.FormatException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * A secret shared among custodians: any {@code threshold} of the shares make it, fewer say nothing
 * of it (Feldman, "A practical scheme for non-interactive verifiable secret sharing", 1987). The
 * secret is the value at 0 of a polynomial of degree threshold - 1, share i that at i.
 *
 * @param verifiers with which everybody can check a share
 * @param shares i at i - 1
 */
public record Dealing(Verifiers verifiers, List<Share> shares) implements AutoCloseable {
  public Dealing {
    shares = List.copyOf(shares);
  }

  /**
   * Shares a secret.
   *
   * @param secret not 0
   * @param threshold 1…shares - 1
   * @param shares at most {@value Verifiers#MOST_SHARES}
   */
  public static Dealing of(Secret secret, int threshold, int shares, SecureRandom random) {
    if (threshold < 1 || threshold >= shares || shares > Verifiers.MOST_SHARES) {
      throw new IllegalArgumentException(
          "%d of %d shares, not 1…n-1 of 2…32".formatted(threshold, shares));
    }
    List<BigInteger> coefficients = new ArrayList<>(List.of(secret.number()));
    while (coefficients.size() < threshold) {
      coefficients.add(Secret.exponent(random));
    }
    return of(coefficients, shares);
  }

  /** The shares of the polynomial with these coefficients, the lowest first. */
  static Dealing of(List<BigInteger> coefficients, int shares) {
    List<Share> dealt = new ArrayList<>();
    for (int i = 1; i <= shares; i++) {
      BigInteger at = BigInteger.valueOf(i);
      BigInteger value = BigInteger.ZERO;
      for (BigInteger coefficient : coefficients.reversed()) {
        value = value.multiply(at).add(coefficient).mod(Group15.Q);
      }
      dealt.add(new Share(i, Secret.of(value)));
    }
    try {
      return new Dealing(Verifiers.of(coefficients.stream().map(Group15::power).toList()), dealt);
    } catch (FormatException e) {
      throw new IllegalArgumentException("a secret that is 0", e);
    }
  }

  /** Wipes the shares. */
  @Override
  public void close() {
    shares.forEach(share -> share.value().close());
  }
}
