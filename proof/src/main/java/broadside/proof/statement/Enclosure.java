package broadside.proof.statement;

/**
 * A file that a statement names by its hash, since an entry of the log is too small for it.
 *
 * @param sha256 of the file, in hex
 */
public record Enclosure(Kind kind, String sha256) {

  /** What is in it. */
  public enum Kind {
    /** What a correction says: some pages, for a person to read. */
    CORRECTION("corrections", 1 << 14),

    /** Later verdicts on the signatures of mails: some 100,000. */
    VERDICTS("verdicts", 1 << 24);

    private final String directory;
    private final int mostBytes;

    Kind(String directory, int mostBytes) {
      this.directory = directory;
      this.mostBytes = mostBytes;
    }

    /** The directory, below the public one. */
    public String directory() {
      return directory;
    }

    /** Bytes of one file at most. */
    public int mostBytes() {
      return mostBytes;
    }
  }

  public Enclosure {
    Checks.hash(sha256);
  }

  /** Where it lies below the public directory. */
  public String path() {
    return kind.directory + "/" + sha256;
  }
}
