package broadside.archive.search;

import java.io.IOException;

/** A mail's text cannot be read now, and another try may succeed: there is no memory for it. */
public final class UnreadException extends IOException {
  private static final long serialVersionUID = 1;

  public UnreadException(long number) {
    super("no memory now for the text of mail " + number);
  }
}
