package broadside.intake.add;

import broadside.intake.ledger.SourceAccount;
import broadside.intake.ledger.Sources.Oddity;
import java.util.List;
import java.util.Map;

/**
 * What an intake did.
 *
 * @param account of the source, over all times it was added
 * @param added mails that are new in the publication
 * @param duplicates new places of mails that were there
 * @param refused things refused for the first time
 * @param known mails and refusals that the ledger had from an earlier reading
 * @param bytes of the mails that were met
 * @param unread things met in this reading that are truncated, corrupt or may not be read
 * @param refusedNow things refused in this reading, new or known
 * @param refusals the first of these
 * @param repairs how often each odd thing was met in this reading, new or known
 * @param cancelled true where it was stopped before its end
 */
public record IntakeResult(
    SourceAccount account,
    long added,
    long duplicates,
    long refused,
    long known,
    long bytes,
    long unread,
    long refusedNow,
    List<Oddity> refusals,
    Map<String, Long> repairs,
    boolean cancelled) {

  public IntakeResult {
    refusals = List.copyOf(refusals);
    repairs = Map.copyOf(repairs);
  }

  /** False where a mail was lost or counted twice: the command must fail. */
  public boolean addsUp() {
    return cancelled || account.addsUp();
  }
}
