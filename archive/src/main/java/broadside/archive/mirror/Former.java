package broadside.archive.mirror;

import broadside.archive.release.Durable;
import broadside.archive.release.TakenBack;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What releases were before mails were withdrawn from them: out of readers' sight at once, and kept
 * for {@link #KEPT} in {@code withdrawn/}, so that a coerced quorum cannot wipe all mirrors at
 * once.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held.
 */
final class Former {
  /** Then it is deleted. */
  static final Duration KEPT = Duration.ofDays(30);

  /** Withdrawals of so long are counted together. */
  private static final Duration SPAN = Duration.ofDays(7);

  /** More mails than this, or more than one in a hundred of a release, need the operator's yes. */
  private static final int MANY = 20;

  private static final Pattern NAME = Pattern.compile("([1-9][0-9]*)-([0-9]+)(-[0-9]+)?");

  private final Path directory;
  private final Clock clock;

  Former(Path mirror, Clock clock) {
    this.directory = mirror.resolve("withdrawn");
    this.clock = clock;
  }

  /** Moves a release here; it has been replaced. */
  void put(Path release) throws IOException {
    Durable.createDirectories(directory);
    String name = release.getFileName() + "-" + clock.instant().getEpochSecond();
    Path place = directory.resolve(name);
    for (int i = 2; Files.exists(place); i++) {
      place = directory.resolve(name + "-" + i);
    }
    Durable.rename(release, place);
  }

  /** Deletes what is here for long enough. */
  void purge() throws IOException {
    for (Path release : Staging.list(directory)) {
      Matcher name = NAME.matcher(String.valueOf(release.getFileName()));
      if (name.matches() && time(name).plus(KEPT).isBefore(clock.instant())) {
        Durable.deleteTree(release);
      }
    }
  }

  /**
   * True where a withdrawal takes so much at once that the operator has to agree. What was taken
   * back before counts too, where the last of it came within a week by this machine's clock.
   *
   * @param before what was taken back in the state that is held
   */
  boolean isMass(ReleaseStatement release, TakenBack before, TakenBack after) throws IOException {
    long recent = 0;
    for (Path former : Staging.list(directory)) {
      Matcher name = NAME.matcher(String.valueOf(former.getFileName()));
      if (name.matches()
          && name.group(1).equals(Integer.toString(release.number()))
          && time(name).plus(SPAN).isAfter(clock.instant())) {
        recent = Math.max(recent, before.gone());
      }
    }
    long taken = after.gone() - before.gone() + recent;
    return taken > MANY || taken * 100 > release.count();
  }

  private static Instant time(Matcher name) {
    return Instant.ofEpochSecond(Long.parseLong(name.group(2)));
  }
}
