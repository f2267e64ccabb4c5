package broadside.intake.segment;

import java.io.IOException;

/** A segment does not hold what was written to it. */
public final class DamagedSegmentException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedSegmentException(String what) {
    super("The raw mails are damaged: " + what + ". Restore private/mail from a copy.");
  }
}
