package broadside.archive.mirror;

import broadside.archive.About;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.EntryBundle;
import broadside.proof.policy.Policy;
import java.time.Duration;

/**
 * What an upstream may cost. Files of a release are bounded by the sizes that its editors signed.
 *
 * @param checkpoint bytes of a checkpoint
 * @param bundle bytes of a bundle of entries
 * @param policy bytes of each text of a policy
 * @param list bytes of a release's list of files, whatever size was signed
 * @param about bytes of what a publication says of itself
 * @param redirects that are followed, to the same scheme, host and port only
 * @param retries after a failure that brought less than {@link #PROGRESS_BYTES}
 * @param parallel downloads at a time
 * @param connect until a connection stands
 * @param idle in each such span a response must bring {@code rate} bytes a second or end
 * @param rate bytes a second
 * @param small whole time of a file that is neither one of a release nor named by a statement
 * @param voidBytes of the log's entries that count for nothing, each with the 34 bytes that it
 *     costs beyond its own; a stolen key of the log could add them without end
 */
public record MirrorLimits(
    int checkpoint,
    int bundle,
    int policy,
    int list,
    int about,
    int redirects,
    int retries,
    int parallel,
    Duration connect,
    Duration idle,
    long rate,
    Duration small,
    long voidBytes) {
  /** The defaults. */
  public static final MirrorLimits DEFAULT =
      new MirrorLimits(
          Checkpoint.BYTES,
          EntryBundle.BYTES,
          Policy.TEXT_BYTES,
          1 << 20,
          About.FILE_BYTES,
          3,
          4,
          4,
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          1 << 10,
          Duration.ofMinutes(2),
          1 << 20);

  /** A download that came so much further is no failure. */
  static final long PROGRESS_BYTES = 1 << 20;

  /** An entry's length in its bundle and its hash in a tile. */
  static final int ENTRY_COST = 34;

  /** Logs that may follow each other: each takes the loss of a key. */
  static final int SUCCESSORS = 100;

  public MirrorLimits {
    if (redirects < 0 || retries < 0 || parallel < 1 || rate < 0 || voidBytes < 0) {
      throw new IllegalArgumentException("a limit below its least value");
    }
  }

  /** The same with other times: for tests, and for lines that are slower than any. */
  public MirrorLimits withTimes(Duration newIdle, Duration newSmall, long newRate) {
    return new MirrorLimits(
        checkpoint,
        bundle,
        policy,
        list,
        about,
        redirects,
        retries,
        parallel,
        connect,
        newIdle,
        newRate,
        newSmall,
        voidBytes);
  }

  /** The same with more or fewer bytes of void entries, once the operator has said so. */
  public MirrorLimits withVoidBytes(long bytes) {
    return new MirrorLimits(
        checkpoint,
        bundle,
        policy,
        list,
        about,
        redirects,
        retries,
        parallel,
        connect,
        idle,
        rate,
        small,
        bytes);
  }
}
