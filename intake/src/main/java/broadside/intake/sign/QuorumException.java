package broadside.intake.sign;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Too few witnesses answer; the message is a sentence for the operator. Nothing was published. */
public final class QuorumException extends IOException {
  private static final long serialVersionUID = 1L;

  QuorumException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
