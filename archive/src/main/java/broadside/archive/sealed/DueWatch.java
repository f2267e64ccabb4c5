package broadside.archive.sealed;

import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells when closed releases of a public directory are worth a look: as soon as enough custodians
 * have handed their shares to the server beside, and once shortly after their hour, when others
 * have them. A look costs a few questions to the file system.
 *
 * <p><b>Threads:</b> one.
 */
public final class DueWatch {
  /** After its hour custodians take so long, and others ask them all again. */
  static final Duration AFTER = Duration.ofSeconds(15);

  private final Path publicDirectory;
  private final InstantSource clock;
  private List<SealedRelease> closed = List.of();
  private Instant looked;

  /** How many shares there were when it was said that a release is ready. */
  private final Map<Integer, Integer> said = new HashMap<>();

  /**
   * A watch that knows of nothing yet.
   *
   * @param clock by which releases are due
   */
  public DueWatch(Path publicDirectory, InstantSource clock) {
    this.publicDirectory = publicDirectory;
    this.clock = clock;
    this.looked = clock.instant();
  }

  /** Watches what is closed of these, from now on. */
  public void follow(List<SealedRelease> releases) {
    closed = releases.stream().filter(r -> !r.isOpen() && !r.isVoid()).toList();
    looked = clock.instant();
  }

  /** True where the hour of a closed release has come. */
  public boolean isDue() {
    Instant now = clock.instant();
    return closed.stream().anyMatch(release -> !now.isBefore(release.due()));
  }

  /** True where {@link #isReady} or {@link #hasPassed}. */
  public boolean isWorthALook() {
    return isReady() || hasPassed();
  }

  /**
   * True where a release is due and has enough shares here, and more than when it was said last.
   */
  public boolean isReady() {
    Instant now = clock.instant();
    boolean isReady = false;
    for (SealedRelease release : closed) {
      SealedStatement seal = release.sealed().statement();
      if (!now.isBefore(release.due())) {
        int shares = shares(seal);
        if (shares > said.getOrDefault(seal.number(), seal.threshold() - 1)) {
          said.put(seal.number(), shares);
          isReady = true;
        }
      }
    }
    return isReady;
  }

  /**
   * True where an hour has passed, and a moment for custodians, since this or {@link #follow} was
   * called last.
   */
  public boolean hasPassed() {
    Instant now = clock.instant();
    Instant since = looked;
    looked = now;
    return closed.stream()
        .map(release -> release.due().plus(AFTER))
        .anyMatch(time -> time.isAfter(since) && !time.isAfter(now));
  }

  private int shares(SealedStatement seal) {
    SealedDirectory directory = SealedDirectory.of(publicDirectory, seal.number());
    int count = 0;
    for (int i = 1; i <= seal.shares().size(); i++) {
      count += Files.exists(directory.published(i)) ? 1 : 0;
    }
    return count;
  }
}
