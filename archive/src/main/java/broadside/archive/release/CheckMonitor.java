package broadside.archive.release;

/** Watches a check, and may stop it. */
public interface CheckMonitor {

  /** One that looks at nothing and never stops. */
  CheckMonitor NONE =
      new CheckMonitor() {
        @Override
        public boolean isCancelled() {
          return false;
        }

        @Override
        public void progress(long bytes) {}
      };

  /** Asked often: true ends the check with {@link java.io.InterruptedIOException}. */
  boolean isCancelled();

  /** Told often: so many more bytes of files were hashed. */
  void progress(long bytes);
}
