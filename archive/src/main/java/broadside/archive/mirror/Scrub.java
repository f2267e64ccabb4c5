package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.GrownTiles;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseCheck;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReport;
import broadside.archive.release.TakenBack;
import broadside.archive.sealed.LocalOpening;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.log.Checkpoint;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads again what a mirror holds, and brings anew what is bad.
 *
 * <p>Files of a release are put back one by one. A log that is damaged is taken out of the public
 * directory, with the releases, which go back to the staging directory: the run that follows builds
 * it anew on what is remembered of it, and brings only what is bad. What was held of each release
 * is known from its list of files, so that withdrawals count as they do else.
 *
 * <p><b>Threads:</b> one.
 */
final class Scrub {
  private final Fetcher fetcher;
  private final MirrorLimits limits;
  private final boolean isWithReleases;
  private final Sources sources;
  private final Staging staging;
  private final CheckMonitor monitor;
  private final Path target;
  private final LogDirectory files;
  private Repairs repairs = Repairs.NONE;

  Scrub(
      MirrorOptions options,
      Fetcher fetcher,
      CheckMonitor monitor,
      Sources sources,
      Staging staging) {
    this.fetcher = fetcher;
    this.limits = options.limits();
    this.isWithReleases = options.releases();
    this.sources = sources;
    this.staging = staging;
    this.monitor = monitor;
    this.target = options.directory().resolve("public");
    this.files = new LogDirectory(target);
  }

  /**
   * Repairs what it can, all that there is.
   *
   * @return what was brought anew, what was deleted, and what nobody has, below the public
   *     directory
   * @throws ReleaseException where what the editors signed does not hold
   */
  Repairs run(Remembered remembered) throws IOException {
    CheckedLog log = wholeLog(remembered);
    if (log == null) {
      takeDown();
      return repairs.and(List.of("the log"));
    }
    List<ReleaseException> failures = new ArrayList<>();
    for (Logged<ReleaseStatement> release :
        isWithReleases ? log.history().releases() : List.<Logged<ReleaseStatement>>of()) {
      try {
        scrub(release, TakenBack.of(log.history(), release.statement().number()));
      } catch (ReleaseException e) { // it keeps nothing else from being repaired
        failures.add(e);
      }
    }
    for (SealedRelease release : log.history().sealedReleases()) {
      if (SealedDirectory.isKept(release)) {
        scrub(release.sealed().statement());
      }
    }
    repairs = repairs.and(enclosures(log));
    if (!failures.isEmpty()) {
      throw together(failures);
    }
    return repairs;
  }

  /** One failure that says all of them, and what was put right beside them. */
  private ReleaseException together(List<ReleaseException> failures) {
    List<String> all = new ArrayList<>();
    failures.forEach(e -> all.add(String.valueOf(e.getMessage())));
    if (!repairs.brought().isEmpty()) {
      all.add("Brought anew all the same: " + String.join(", ", repairs.brought()) + ".");
    }
    if (!repairs.deleted().isEmpty()) {
      all.add("Deleted, since nobody had signed it: " + String.join(", ", repairs.deleted()) + ".");
    }
    if (!repairs.missing().isEmpty()) {
      all.add(ReleaseDownload.nobodyHas(repairs.missing()));
    }
    return new ReleaseException(String.join(" ", all));
  }

  private List<String> enclosures(CheckedLog log) throws IOException {
    return sources.all().isEmpty()
        ? List.of()
        : new EnclosureDownload(fetcher, sources, sources.all().getFirst())
            .run(log.history(), files, target);
  }

  private void scrub(Logged<ReleaseStatement> release, TakenBack taken) throws IOException {
    int number = release.statement().number();
    Path directory = target.resolve("releases/" + number);
    if (ReleaseCheck.check(directory, taken, monitor).isWhole()
        && Arrays.equals(
            Files.readAllBytes(directory.resolve(SignedStatement.FILE)), release.file())) {
      return;
    }
    Upstream first = sources.all().isEmpty() ? null : sources.all().getFirst();
    if (first == null) {
      lack("releases/" + number);
      return;
    }
    Repairs done =
        new ReleaseDownload(fetcher, limits, sources, first, staging, monitor, release, taken)
            .repair(directory);
    String at = "releases/" + number + "/";
    repairs = repairs.and(done, at);
    if (!done.missing().isEmpty()) {
      sources.askAgain();
      return;
    }
    ReleaseReport report = ReleaseCheck.check(directory, taken, monitor);
    if (!report.isWhole()) {
      throw new ReleaseException(report.damages().getFirst());
    }
  }

  private void scrub(SealedStatement seal) throws IOException {
    SealedDirectory directory = SealedDirectory.of(target, seal.number());
    if (!sources.all().isEmpty()) {
      repairs =
          repairs.and(
              new SealedDownload(fetcher, limits, sources, staging, monitor)
                  .repair(sources.all().getFirst(), seal, directory),
              SealedDirectory.path(seal.number()) + "/");
      return;
    }
    try {
      directory.check(seal, monitor);
    } catch (ReleaseException e) { // and nobody is left who could be asked
      lack(SealedDirectory.path(seal.number()));
    }
  }

  private void lack(String path) {
    repairs = repairs.and(new Repairs(List.of(), List.of(), List.of(path)), "");
  }

  /** The log, with every tile as its entries give it, or null where it is damaged. */
  private @Nullable CheckedLog wholeLog(Remembered remembered) throws IOException {
    try {
      CheckedLog log = CheckedLog.open(files);
      for (int number = 1; number <= log.number(); number++) {
        LogDirectory own = files.log(number);
        if (!GrownTiles.of(own, log.end(number).size()).differing(own).isEmpty()) {
          return null;
        }
      }
      int number = remembered.log();
      boolean isSame =
          log.history().policies().publication().equals(remembered.publication())
              && number <= log.number()
              && remembered.isWithin(files.log(number), log.end(number).size());
      return isSame ? log : null;
    } catch (ReleaseException e) {
      return null;
    }
  }

  /**
   * True where a release was opened here and is whole, so that it stays as it is: only a log that
   * speaks of it could bring it again. The opening of one that is not whole is deleted: whoever has
   * the parts and the shares opens it once more.
   */
  private boolean isOpenedHere(Path release) throws IOException {
    int number = Integer.parseInt(String.valueOf(release.getFileName()));
    Path file = SealedDirectory.of(target, number).path().resolve(LocalOpening.FILE);
    if (!Files.exists(file)) {
      return false;
    }
    try {
      LocalOpening opening = files.opening(number);
      if (opening != null && ReleaseCheck.check(release, opening.release(), monitor).isWhole()) {
        return true;
      }
    } catch (ReleaseException e) {
      // it cannot be read
    }
    Files.delete(file);
    Durable.sync(Durable.directoryOf(file));
    return false;
  }

  private void takeDown() throws IOException {
    Files.deleteIfExists(target.resolve(Checkpoint.PATH));
    Path releases = target.resolve("releases");
    for (Path release : Staging.list(releases)) {
      if (isOpenedHere(release)) {
        continue;
      }
      Path back = staging.down(Integer.parseInt(String.valueOf(release.getFileName())));
      Durable.createDirectoryOf(back);
      Durable.deleteTree(back);
      Durable.rename(release, back);
    }
    for (int number : SealedDirectory.numbers(target)) {
      for (Path file : Staging.list(SealedDirectory.of(target, number).path())) {
        if (String.valueOf(file.getFileName()).endsWith(".age")) { // the notes stay
          Path back = staging.sealed(number).resolve(file.getFileName());
          Durable.createDirectoryOf(back);
          Files.deleteIfExists(back);
          Durable.rename(file, back);
        }
      }
    }
    for (String log : List.of("tile", LogDirectory.PREDECESSORS, "policy", "roles")) {
      Durable.deleteTree(target.resolve(log));
    }
  }
}
