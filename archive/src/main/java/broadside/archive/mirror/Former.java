package broadside.archive.mirror;

import broadside.archive.release.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What releases were before mails were withdrawn from them: out of readers' sight at once, and kept
 * for {@link #KEPT} in {@code withdrawn/}, which no other user may read, so that a coerced quorum
 * cannot wipe all mirrors at once.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held.
 */
final class Former {
  /** Then it is deleted. */
  static final Duration KEPT = Duration.ofDays(30);

  private static final Pattern NAME =
      Pattern.compile("([1-9][0-9]{0,8})-([0-9]{1,11})(-[0-9]{1,9})?");

  private final Path directory;
  private final Clock clock;

  Former(Path mirror, Clock clock) {
    this.directory = mirror.resolve("withdrawn");
    this.clock = clock;
  }

  /** Moves a release here; it has been replaced. */
  void put(Path release) throws IOException {
    Durable.createDirectories(directory);
    restrict();
    Durable.rename(release, place(String.valueOf(release.getFileName())));
  }

  private void restrict() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  private Path place(String release) {
    String name = release + "-" + clock.instant().getEpochSecond();
    Path place = directory.resolve(name);
    for (int i = 2; Files.exists(place); i++) {
      place = directory.resolve(name + "-" + i);
    }
    return place;
  }

  /**
   * Deletes what is here for long enough. What came while the clock was ahead begins now.
   *
   * @param witnesses when a quorum of witnesses saw what is held, or null: where it is known, it is
   *     waited for too
   */
  void purge(@Nullable Instant witnesses) throws IOException {
    Instant now = clock.instant();
    if (Files.isDirectory(directory)) {
      restrict(); // one that is older was open
    }
    Instant latest = witnesses != null && witnesses.isBefore(now) ? witnesses : now;
    for (Path release : Staging.list(directory)) {
      Matcher name = NAME.matcher(String.valueOf(release.getFileName()));
      if (name.matches() && time(name).isAfter(now)) {
        Durable.rename(release, place(name.group(1)));
      } else if (name.matches() && time(name).plus(KEPT).isBefore(latest)) {
        Durable.deleteTree(release);
      }
    }
  }

  private static Instant time(Matcher name) {
    return Instant.ofEpochSecond(Long.parseLong(name.group(2)));
  }
}
