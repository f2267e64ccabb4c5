package broadside.intake.ledger;

import java.time.Instant;

/**
 * A part of the plan: a release to come, as its mails are decided on now.
 *
 * @param position by which the ledger knows it; ascending, with gaps
 * @param time when it is to come out, in whole seconds
 * @param title one line, or ""
 * @param published mails of it that would be published
 * @param withheld mails of it that would have a number and nothing else
 * @param held mails of it that would stay back
 * @param bytes of the mails that would be published, as they were received
 */
public record Part(
    int position,
    Instant time,
    String title,
    long published,
    long withheld,
    long held,
    long bytes) {

  /** The numbers that it would take. */
  public long count() {
    return published + withheld;
  }
}
