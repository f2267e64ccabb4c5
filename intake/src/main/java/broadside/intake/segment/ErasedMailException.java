package broadside.intake.segment;

import java.io.IOException;

/** A mail's bytes were erased from its segment. */
public final class ErasedMailException extends IOException {
  private static final long serialVersionUID = 1L;

  ErasedMailException(SegmentPlace place) {
    super(
        "The mail at byte %d of %08d.seg was erased, and this ledger is older than that: \"check\" names it; withhold it, and erase it again."
            .formatted(place.offset(), place.segment()));
  }
}
