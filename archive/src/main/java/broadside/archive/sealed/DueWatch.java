package broadside.archive.sealed;

import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells when closed releases of a public directory are worth a look: as soon as enough custodians
 * have handed their shares to the server beside, and once shortly after their hour, when others
 * have them. A look costs a few questions to the file system.
 *
 * <p><b>Threads:</b> shared by all, one after the other.
 */
public final class DueWatch {
  /** After its hour custodians take so long, and others ask them all again. */
  static final Duration AFTER = Duration.ofSeconds(15);

  private final Path publicDirectory;
  private final InstantSource clock;
  private List<SealedRelease> closed = List.of();

  /** When it was looked last, and how many shares each closed release had then. */
  private Instant looked;

  private Map<Integer, Integer> seen = Map.of();

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

  /** A look begins: what comes from now on is worth another one. */
  public synchronized void look() {
    looked = clock.instant();
    seen =
        closed.stream()
            .map(release -> release.sealed().statement())
            .collect(Collectors.toMap(SealedStatement::number, this::shares));
  }

  /** Watches what is closed of these, from now on. */
  public synchronized void follow(List<SealedRelease> releases) {
    closed = releases.stream().filter(r -> !r.isOpen() && !r.isVoid()).toList();
  }

  /** True where the hour of a closed release has come. */
  public synchronized boolean isDue() {
    return closed.stream().anyMatch(this::isDue);
  }

  /** True where {@link #isReady} or {@link #hasPassed}. */
  public synchronized boolean isWorthALook() {
    return isReady() || hasPassed();
  }

  /** True where a release is due and has enough shares here, and more than at the last look. */
  public synchronized boolean isReady() {
    return closed.stream()
        .filter(this::isDue)
        .map(release -> release.sealed().statement())
        .anyMatch(seal -> {
          int shares = shares(seal);
          return shares >= seal.threshold() && shares > seen.getOrDefault(seal.number(), 0);
        });
  }

  /** True where an hour has passed, and a moment for custodians, since the last look. */
  public synchronized boolean hasPassed() {
    Instant now = clock.instant();
    return closed.stream()
        .map(release -> release.due().plus(AFTER))
        .anyMatch(time -> time.isAfter(looked) && !time.isAfter(now));
  }

  private boolean isDue(SealedRelease release) {
    return !clock.instant().isBefore(release.due());
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
