package broadside.intake.add;

/** Watches an intake, and may stop it. */
public interface IntakeMonitor {

  /** One that looks at nothing and never stops. */
  IntakeMonitor NONE =
      new IntakeMonitor() {
        @Override
        public boolean isCancelled() {
          return false;
        }

        @Override
        public void progress(Progress progress) {}
      };

  /**
   * Asked before every file and every thing that is met, by any thread: true ends the intake
   * cleanly, with what it has.
   */
  boolean isCancelled();

  /** Told often, while the source is counted: so many more bytes of it were looked at. */
  default void counted(long bytes) {}

  /** Told often, by one thread. */
  void progress(Progress progress);

  /**
   * How far an intake has come.
   *
   * @param met mails and refused things so far
   * @param expected what the independent counter found in the source
   * @param bytes of the mails so far
   */
  record Progress(long met, long expected, long bytes) {}
}
