package broadside.archive.mirror;

import java.io.IOException;

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
    return new Fault(upstream, kind, upstream + " " + getMessage() + ".");
  }
}
