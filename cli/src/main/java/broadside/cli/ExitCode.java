package broadside.cli;

/**
 * How a command ended, for scripts. The numbers from 64 on are those of BSD's sysexits.h.
 *
 * <p>2 is picocli's for wrong usage.
 */
final class ExitCode {
  /** All that was asked for was done. */
  static final int OK = 0;

  /** Done, and something is wrong: numbers that do not add up, a damaged file. */
  static final int FOUND_WRONG = 1;

  /** {@code verify}: something contradicts what is signed. */
  static final int FORGED = 1;

  /** {@code verify}: something is not there. */
  static final int INCOMPLETE = 3;

  /** {@code verify}: it holds, and may be an old state. */
  static final int STALE = 4;

  /** {@code verify}, {@code mirror}: nobody answers. */
  static final int UNREACHABLE = 5;

  /** {@code verify}: it holds, and what was signed later was not checked. */
  static final int LATER_UNCHECKED = 6;

  /** The command line was not understood. */
  static final int USAGE = 2;

  /** What was given cannot be used: no such file, no mail in it, a damaged publication. */
  static final int BAD_INPUT = 65;

  /** The machine refused: a full disk, a port in use, no permission. */
  static final int UNAVAILABLE = 69;

  /** A bug in this program. */
  static final int INTERNAL = 70;

  /** Another process is working on the publication. */
  static final int BUSY = 75;

  /** Stopped by Ctrl-C; running the same command again goes on. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** What an exit code of {@code verify} is called, for programs. */
  static String verdict(int code) {
    return switch (code) {
      case OK, LATER_UNCHECKED -> "holds";
      case STALE -> "stale";
      case INCOMPLETE -> "incomplete";
      case UNREACHABLE -> "unreachable";
      default -> "forged";
    };
  }

  /**
   * The worse of two of {@code verify}: forged, incomplete, stale, unreachable, and then the
   * others.
   */
  static int worse(int one, int other) {
    if (one == OK || other == OK) {
      return Math.max(one, other);
    }
    return Math.min(one, other);
  }
}
