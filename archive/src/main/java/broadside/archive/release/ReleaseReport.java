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

  /** Collects what a report says. */
  static final class Builder {
    private final List<String> damages = new ArrayList<>();
    private long moreDamages;
    private boolean contradicts;
    long files;
    long bytes;
    long mails;
    long withheld;
    long withdrawn;

    /** Something contradicts what is signed. */
    void damage(String sentence) {
      contradicts = true;
      missing(sentence);
    }

    /** Something is not there. */
    void missing(String sentence) {
      if (damages.size() < DAMAGES) {
        damages.add(sentence);
      } else {
        moreDamages++;
      }
    }

    ReleaseReport build(int release) {
      boolean missing = !damages.isEmpty() && !contradicts;
      return new ReleaseReport(
          release, files, bytes, mails, withheld, withdrawn, damages, moreDamages, missing);
    }
  }
}
