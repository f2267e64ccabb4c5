package broadside.cli;

/**
 * Runs a command so often that the virtual machine sees what is hot in a large archive, from which
 * the build keeps what it noted: see docs/decisions/2026-11-28-rehearsal.md.
 */
final class Rehearsal {
  private static final int TIMES = 9;

  private Rehearsal() {}

  public static void main(String[] args) {
    for (int i = 0; i < TIMES; i++) {
      Main.main(args);
    }
  }
}
