package broadside.archive.mirror;

import broadside.proof.note.SigningKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a mirror is to be kept.
 *
 * @param directory where it lies; its {@code public/} is served
 * @param upstreams in the order in which they are asked
 * @param publication the publication's identity as its reader knows it, or null to believe the
 *     first one that is seen
 * @param key with which the mirror cosigns what it holds, or null
 * @param withdrawals what the operator agrees to of withdrawals of many mails at once: the value
 *     that a run named, {@link #EVERY_WITHDRAWAL}, or null for none
 * @param tiles true to read each upstream's tiles too, which a mirror computes by itself
 * @param opens true to open sealed releases that are due, once their custodians have published
 *     enough shares
 * @param releases false to hold the log and what is sealed alone, as a custodian does
 * @param renewal true to ask the policy's witnesses for newer times, once an hour
 * @param clock by which freshness is judged
 */
public record MirrorOptions(
    Path directory,
    List<Upstream> upstreams,
    @Nullable String publication,
    MirrorLimits limits,
    @Nullable SigningKey key,
    @Nullable String withdrawals,
    boolean tiles,
    boolean opens,
    boolean releases,
    boolean renewal,
    Clock clock) {
  /** Agrees to every withdrawal, of whatever state: for a copy that nobody is served. */
  public static final String EVERY_WITHDRAWAL = "every";

  public MirrorOptions {
    upstreams = List.copyOf(upstreams);
    if (upstreams.isEmpty() || upstreams.stream().distinct().count() < upstreams.size()) {
      throw new IllegalArgumentException("upstreams are named once each, and at least one");
    }
  }

  /** A mirror of these upstreams with the defaults. */
  public static MirrorOptions of(Path directory, List<Upstream> upstreams) {
    return new MirrorOptions(
        directory,
        upstreams,
        null,
        MirrorLimits.DEFAULT,
        null,
        null,
        false,
        false,
        true,
        false,
        Clock.systemUTC());
  }

  public MirrorOptions withPublication(@Nullable String value) {
    return with(copy -> copy.publication = value);
  }

  public MirrorOptions withLimits(MirrorLimits value) {
    return with(copy -> copy.limits = value);
  }

  public MirrorOptions withKey(@Nullable SigningKey value) {
    return with(copy -> copy.key = value);
  }

  public MirrorOptions withWithdrawals(@Nullable String value) {
    return with(copy -> copy.withdrawals = value);
  }

  public MirrorOptions withTiles(boolean value) {
    return with(copy -> copy.tiles = value);
  }

  public MirrorOptions withOpens(boolean value) {
    return with(copy -> copy.opens = value);
  }

  public MirrorOptions withReleases(boolean value) {
    return with(copy -> copy.releases = value);
  }

  public MirrorOptions withRenewal(boolean value) {
    return with(copy -> copy.renewal = value);
  }

  public MirrorOptions withClock(Clock value) {
    return with(copy -> copy.clock = value);
  }

  private MirrorOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.made();
  }

  /** The same options, of which one is about to be another. */
  private static final class Copy {
    private Path directory;
    private List<Upstream> upstreams;
    private @Nullable String publication;
    private MirrorLimits limits;
    private @Nullable SigningKey key;
    private @Nullable String withdrawals;
    private boolean tiles;
    private boolean opens;
    private boolean releases;
    private boolean renewal;
    private Clock clock;

    Copy(MirrorOptions from) {
      this.directory = from.directory;
      this.upstreams = from.upstreams;
      this.publication = from.publication;
      this.limits = from.limits;
      this.key = from.key;
      this.withdrawals = from.withdrawals;
      this.tiles = from.tiles;
      this.opens = from.opens;
      this.releases = from.releases;
      this.renewal = from.renewal;
      this.clock = from.clock;
    }

    MirrorOptions made() {
      return new MirrorOptions(
          directory,
          upstreams,
          publication,
          limits,
          key,
          withdrawals,
          tiles,
          opens,
          releases,
          renewal,
          clock);
    }
  }
}
