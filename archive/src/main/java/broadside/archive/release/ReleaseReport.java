package broadside.archive.release;

import java.util.ArrayList;
import java.util.List;

/**
 * What a check of a release found.
 *
 * @param release its number
 * @param files files hashed
 * @param bytes of them
 * @param mails mails inflated and compared with their commitments
 * @param withheld numbers without a mail
 * @param withdrawn numbers whose mail was taken back
 * @param damages sentences for the operator, at most {@value #DAMAGES}; empty where all is well
 * @param moreDamages how many there are beyond those
 * @param isMissing true where nothing is contradicted: something is not there
 */
public record ReleaseReport(
    int release,
    long files,
    long bytes,
    long mails,
    long withheld,
    long withdrawn,
    List<String> damages,
    long moreDamages,
    boolean isMissing) {
  /** Damages that are told one by one: a person reads them. */
  public static final int DAMAGES = 100;

  public ReleaseReport {
    damages = List.copyOf(damages);
  }

  /** True where everything is as its statement says. */
  public boolean isWhole() {
    return damages.isEmpty();
  }

  /**
   * Collects what a report says.
   *
   * <p><b>Threads:</b> one at a time.
   */
  static final class Builder {
    private final int release;
    private final List<String> damages = new ArrayList<>();
    private long moreDamages;
    private boolean contradicts;
    long files;
    long bytes;
    long mails;
    long withheld;
    long withdrawn;

    Builder(int release) {
      this.release = release;
    }

    /** Something contradicts what is signed: a sentence. */
    void damage(String sentence) {
      contradicts = true;
      absent(sentence);
    }

    /** Something is not there: a sentence. */
    void absent(String sentence) {
      if (damages.size() < DAMAGES) {
        damages.add(sentence);
      } else {
        moreDamages++;
      }
    }

    /** Something contradicts what is signed: the end of a sentence. */
    void damaged(String what) {
      contradicts = true;
      missing(what);
    }

    /** Something is not there: the end of a sentence. */
    void missing(String what) {
      absent("Release %d is damaged: %s.".formatted(release, what));
    }

    /** Adds what another collected, after what is here. */
    void add(Builder other) {
      other.damages.forEach(this::absent);
      moreDamages += other.moreDamages;
      contradicts |= other.contradicts;
      files += other.files;
      bytes += other.bytes;
      mails += other.mails;
      withheld += other.withheld;
      withdrawn += other.withdrawn;
    }

    ReleaseReport build() {
      boolean missing = !damages.isEmpty() && !contradicts;
      return new ReleaseReport(
          release, files, bytes, mails, withheld, withdrawn, damages, moreDamages, missing);
    }
  }
}
