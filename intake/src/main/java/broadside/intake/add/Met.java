package broadside.intake.add;

import broadside.intake.ledger.Finding;
import broadside.intake.ledger.NewMail.DefectCount;
import broadside.intake.ledger.SignatureFacts;
import broadside.intake.ledger.ThreadFacts;
import broadside.intake.segment.DeflatedMail;
import broadside.mail.source.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something met in a source. */
sealed interface Met {

  /** A mail as the source gave it. */
  record RawMail(Place place, byte[] bytes) implements Met {}

  /** What the ledger takes. */
  sealed interface Entry extends Met {}

  /** A file began. */
  record OpenedFile(String path, String format) implements Entry {}

  /** Not a mail of the publication. */
  record Refused(Place place, String reason, String detail) implements Entry {}

  /** Something odd. */
  record Repaired(Place place, String what) implements Entry {}

  /** A mail whose bytes the ledger has. */
  record KnownMail(Place place, byte[] hash, int bytes) implements Entry {}

  /** A mail with everything that can be said of it without the ledger. */
  record PreparedMail(
      Place place,
      byte[] hash,
      byte[] content,
      @Nullable Instant date,
      int attachments,
      ThreadFacts thread,
      long[] quoted,
      SignatureFacts signatures,
      List<Finding> findings,
      List<DefectCount> defects,
      DeflatedMail deflated)
      implements Entry {}
}
