package broadside.intake.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What became of everything that a source holds.
 *
 * @param expected what the independent counter found at the last reading, or null where it was not
 *     counted
 * @param duplicate further places of mails that are counted elsewhere
 * @param refused things that are no mail of the publication, each with its reason
 * @param gone places that are in the ledger and were not met in the last reading: the source was
 *     changed; negative where a place was met twice; null where the last reading was interrupted
 */
public record SourceAccount(
    Source source,
    @Nullable Long expected,
    long released,
    long waiting,
    long held,
    long withheld,
    long duplicate,
    long refused,
    @Nullable Long gone) {

  /** Everything that the ledger holds of the source. */
  public long recorded() {
    return released + waiting + held + withheld + duplicate + refused;
  }

  /** True where the source was read to its end. */
  public boolean isComplete() {
    return expected != null && gone != null;
  }

  /** True where the source was read to its end and nothing is missing or counted twice. */
  public boolean addsUp() {
    return expected != null && gone != null && gone >= 0 && expected == recorded() - gone;
  }
}
