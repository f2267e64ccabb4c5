package broadside.cli;

import java.io.IOException;

/** Nobody who was asked answers, and nothing can be said without them. */
final class NobodyAnswersException extends IOException {
  private static final long serialVersionUID = 1L;

  NobodyAnswersException(String message) {
    super(message);
  }
}
