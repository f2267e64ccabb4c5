package broadside.archive.release;

import java.io.IOException;

/** A release, or the publication, cannot be read; the message is a sentence for the operator. */
public final class ReleaseException extends IOException {
  private static final long serialVersionUID = 1L;

  public ReleaseException(String message) {
    super(message);
  }
}
