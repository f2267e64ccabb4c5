package broadside.proof.sealed;

/**
 * One of the shares of a secret: the polynomial's value at {@code index}.
 *
 * @param index of the custodian, 1…{@value Verifiers#MOST_SHARES}
 */
public record Share(int index, Secret value) {
  public Share {
    if (index < 1 || index > Verifiers.MOST_SHARES) {
      throw new IllegalArgumentException("share " + index + " of 1…" + Verifiers.MOST_SHARES);
    }
  }
}
