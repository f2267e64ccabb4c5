package broadside.intake.segment;

import java.io.IOException;

/** A mail's bytes were erased from its segment. */
public final class ErasedMailException extends IOException {
  private static final long serialVersionUID = 1L;

  ErasedMailException(SegmentPlace place) {
    super(
        "The mail at byte %d of %08d.seg was erased; nothing can be read of it any more."
            .formatted(place.offset(), place.segment()));
  }
}
