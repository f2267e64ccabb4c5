package broadside.archive.mirror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An upstream did not give what it was asked for; the message is a clause after its name. */
final class FetchException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Fault.Kind kind;
  private final boolean isPassing;

  private FetchException(Fault.Kind kind, boolean isPassing, String clause) {
    super(clause);
    this.kind = kind;
    this.isPassing = isPassing;
  }

  /** What it gave is not what is signed. */
  static FetchException forged(String clause) {
    return new FetchException(Fault.Kind.FORGED, false, clause);
  }

  /** It says that it has no such thing. */
  static FetchException absent(String clause) {
    return new FetchException(Fault.Kind.INCOMPLETE, false, clause);
  }

  /** It does not answer as a publication does, and will not soon. */
  static FetchException unreachable(String clause) {
    return new FetchException(Fault.Kind.UNREACHABLE, false, clause);
  }

  /**
   * It answers with something that is no part of a publication.
   *
   * @param body of the answer
   * @param what it did, as a clause
   */
  static FetchException elsewhere(byte[] body, String what) {
    String begin = new String(body, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    return unreachable(
        begin.contains("<html")
            ? "answers with a web page in the place of the publication: does the network ask for a login?"
            : what + ": is that the publication's address?");
  }

  /**
   * It serves a publication, and not the one that is asked for.
   *
   * @param other its identity
   */
  static FetchException anotherPublication(String other, String identity) {
    return forged(
        "serves another publication: its identity is %s, not %s".formatted(other, identity));
  }

  /** It was cut off, or asks for patience: the next try may do better. */
  static FetchException passing(String clause) {
    return new FetchException(Fault.Kind.UNREACHABLE, true, clause);
  }

  Fault.Kind kind() {
    return kind;
  }

  boolean isPassing() {
    return isPassing;
  }

  boolean isAbsent() {
    return kind == Fault.Kind.INCOMPLETE;
  }

  Fault by(Upstream upstream) {
    String clause = String.valueOf(getMessage());
    return new Fault(upstream, kind, upstream + " " + clause + (clause.endsWith("?") ? "" : "."));
  }
}
