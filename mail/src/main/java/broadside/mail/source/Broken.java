package broadside.mail.source;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;

/** The bytes of a source ended before their time: what a refusal says about it. */
final class Broken extends IOException {
  private final Refusal reason;

  Broken(Refusal reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** What {@code e} means, where {@code otherwise} is what a failure of this layer is called. */
  static Broken of(IOException e, Refusal otherwise) {
    if (e instanceof Broken broken) {
      return broken;
    }
    if (e.getCause() instanceof Broken broken) {
      return broken;
    }
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof EOFException || said.toLowerCase(Locale.ROOT).contains("truncated")) {
      return new Broken(Refusal.TRUNCATED, "the data end too early");
    }
    return new Broken(otherwise, said);
  }

  Refusal reason() {
    return reason;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
