package broadside.archive.mirror;

import broadside.archive.release.Durable;
import broadside.archive.release.TakenBack;
import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Withdrawals of so long are counted together. */
  private static final Duration SPAN = Duration.ofDays(7);

  /** More mails than this, or more than one in a hundred of a release, need the operator's yes. */
  private static final int MANY = 20;

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
    close();
    Durable.rename(release, place(String.valueOf(release.getFileName())));
  }

  private void close() throws IOException {
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

  /** Deletes what is here for long enough. What came while the clock was ahead begins now. */
  void purge() throws IOException {
    Instant now = clock.instant();
    if (Files.isDirectory(directory)) {
      close(); // one that is older was open
    }
    for (Path release : Staging.list(directory)) {
      Matcher name = NAME.matcher(String.valueOf(release.getFileName()));
      if (name.matches() && time(name).isAfter(now)) {
        Durable.rename(release, place(name.group(1)));
      } else if (name.matches() && time(name).plus(KEPT).isBefore(now)) {
        Durable.deleteTree(release);
      }
    }
  }

  /**
   * Why a state may not be taken before the operator agrees, or null where nothing is against it:
   * more than {@link #MANY} mails, or more than one in a hundred of a release, are taken back
   * within a week by this machine's clock. What was taken back before from a release counts too,
   * where the last of it came within the week. A mail in whose place another comes counts as one
   * that goes.
   *
   * @param held what had been taken back from each release that is held
   */
  @Nullable String objection(Map<Integer, TakenBack> held, History next) throws IOException {
    Set<Integer> recent = recent();
    List<Integer> touched = new ArrayList<>();
    long all = 0;
    long before = 0;
    boolean isShare = false;
    for (Logged<ReleaseStatement> release : next.releases()) {
      int number = release.statement().number();
      TakenBack known = held.get(number);
      if (known == null) {
        continue;
      }
      long more = TakenBack.of(next, number).since(known);
      long earlier = recent.contains(number) ? known.numbers().size() : 0;
      all += more;
      before += earlier;
      if (more > 0) {
        touched.add(number);
        isShare |= (more + earlier) * 100 > release.statement().count();
      }
    }
    if (all == 0 || (!isShare && all + before <= MANY)) {
      return null;
    }
    return "The editors take back %d mail%s of release%s %s%s. Nothing new is taken until you agree (--accept-withdrawals) or the publisher explains."
        .formatted(
            all,
            all == 1 ? "" : "s",
            touched.size() == 1 ? "" : "s",
            String.join(", ", touched.stream().map(String::valueOf).toList()),
            before == 0 ? "" : ", after %d that went before".formatted(before));
  }

  /** The releases that lost mails within a week. */
  private Set<Integer> recent() throws IOException {
    Set<Integer> recent = new HashSet<>();
    for (Path former : Staging.list(directory)) {
      Matcher name = NAME.matcher(String.valueOf(former.getFileName()));
      if (name.matches() && time(name).plus(SPAN).isAfter(clock.instant())) {
        recent.add(Integer.parseInt(name.group(1)));
      }
    }
    return recent;
  }

  private static Instant time(Matcher name) {
    return Instant.ofEpochSecond(Long.parseLong(name.group(2)));
  }
}
