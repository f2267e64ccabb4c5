package broadside.archive.release;

import java.io.IOException;

/** A release, or the publication, cannot be read; the message is a sentence for the operator. */
public final class ReleaseException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean missing;

  /** Something contradicts what is signed or listed. */
  public ReleaseException(String message) {
    this(message, false);
  }

  private ReleaseException(String message, boolean missing) {
    super(message);
    this.missing = missing;
  }

  /** Something is not there. */
  public static ReleaseException missing(String message) {
    return new ReleaseException(message, true);
  }

  /** True where nothing is contradicted: something is not there. */
  public boolean isMissing() {
    return missing;
  }
}
