package broadside.intake.release;

/** Watches a release being made, and may stop it. */
public interface ReleaseMonitor {

  /** One that looks at nothing and never stops. */
  ReleaseMonitor NONE =
      new ReleaseMonitor() {
        @Override
        public boolean isCancelled() {
          return false;
        }

        @Override
        public void step(Step step) {}

        @Override
        public void progress(Progress progress) {}
      };

  /** The steps of a release, in order. Until {@link #COMMITTED} nothing has happened. */
  enum Step {
    /** Mails are being chosen, ordered and numbered. */
    NUMBERING,
    /** Threads are being joined. */
    JOINING,
    /** Files are being written aside. */
    WRITING,
    /** All mails are written; index, lists and hashes are to follow, and all goes to disk. */
    FINISHING,
    /** The files are complete and on disk; the ledger is about to say so. */
    WRITTEN,
    /** The ledger has the release. */
    COMMITTED,
    /** The release bears its name. */
    PUBLISHED
  }

  /**
   * Asked before every mail: true ends the release with {@link java.io.InterruptedIOException}, and
   * nothing has happened.
   */
  boolean isCancelled();

  /** Told before each step, and after the last one. */
  void step(Step step);

  /** Told often, by one thread. */
  void progress(Progress progress);

  /**
   * How far the writing has come.
   *
   * @param done numbers so far
   * @param all numbers of the release
   * @param bytes of the mails so far
   */
  record Progress(long done, long all, long bytes) {}
}
