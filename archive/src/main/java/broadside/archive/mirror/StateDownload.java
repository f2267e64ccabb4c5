package broadside.archive.mirror;

import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.TakenBack;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings all that a state of the log names into the staging directory, on disk and checked:
 * releases, encrypted files, enclosures, {@code about}.
 *
 * <p><b>Threads:</b> one; it uses others. <b>Failures:</b> {@link ReleaseException} where nobody
 * has something; what came stays for the next run.
 */
record StateDownload(
    MirrorOptions options,
    Fetcher fetcher,
    CheckMonitor monitor,
    Sources sources,
    Staging staging,
    List<String> notes) {
  /**
   * Brings what the new state has and the one that is held has not.
   *
   * @param claim who shows the state, and is asked first
   * @param held what had been taken back from each release that is held, or was taken down
   * @return the numbers of the releases that are new, or from which more was taken back
   */
  List<Integer> stage(Claim claim, History history, Map<Integer, TakenBack> held)
      throws IOException {
    Path target = options.directory().resolve("public");
    List<Logged<ReleaseStatement>> all = history.releases();
    List<Staged> releases = new ArrayList<>();
    if (options.releases()) {
      for (Logged<ReleaseStatement> release : all) {
        if (isWanted(release.statement().number(), history, held)) {
          releases.add(staged(claim, release, history, held));
        }
      }
    }
    SealedDownload sealed =
        new SealedDownload(fetcher, options.limits(), sources, staging, monitor);
    List<SealedStatement> seals = SealedDirectory.kept(history);
    for (SealedStatement seal : seals) {
      monitor.expect(sealed.missing(seal, SealedDirectory.of(target, seal.number())));
    }
    boolean isKnown = true;
    for (int i = 0; isKnown && i < releases.size(); i++) {
      isKnown = releases.get(i).download().expect(releases.get(i).held());
    }
    for (Staged release : releases) {
      stage(release);
    }
    for (SealedStatement seal : seals) {
      sealed.stage(claim.upstream(), seal, SealedDirectory.of(target, seal.number()));
    }
    List<String> _ =
        new EnclosureDownload(fetcher, sources, claim.upstream())
            .run(history, new LogDirectory(target), staging.enclosures());
    new AboutDownload(fetcher, options.limits(), sources, staging, notes)
        .stage(
            claim,
            all.isEmpty() ? null : all.getLast().statement(),
            target.resolve(AboutDownload.FILE));
    List<Integer> numbers = releases.stream().map(Staged::number).toList();
    staging.keepOnly(numbers, seals.stream().map(SealedStatement::number).toList());
    return numbers;
  }

  /**
   * A release that is new, or from which more was taken back.
   *
   * @param held where an earlier state of it lies
   * @param before what was taken back in that state, or null where none is held
   */
  private record Staged(
      int number, ReleaseDownload download, Path held, @Nullable TakenBack before) {}

  /** True for a release that is new, or from which more was taken back. */
  private boolean isWanted(int number, History history, Map<Integer, TakenBack> held) {
    TakenBack before = held.get(number);
    boolean isHeld =
        before != null
            && Files.isDirectory(lies(number))
            && TakenBack.of(history, number).sequence() == before.sequence();
    return !isHeld && !isOpenHereAlone(history, number);
  }

  private Staged staged(
      Claim claim, Logged<ReleaseStatement> release, History history, Map<Integer, TakenBack> held)
      throws IOException {
    int number = release.statement().number();
    TakenBack back = TakenBack.of(history, number);
    TakenBack before = held.get(number);
    if (before != null && back.sequence() != before.sequence()) {
      notes.add(
          "From release %d %d mail%s taken back; what it was before is kept for %d days in %s, where no reader sees it."
              .formatted(
                  number,
                  back.since(before),
                  back.since(before) == 1 ? " was" : "s were",
                  Former.KEPT.toDays(),
                  options.directory().resolve("withdrawn")));
    }
    ReleaseDownload download =
        new ReleaseDownload(
            fetcher, options.limits(), sources, claim.upstream(), staging, monitor, release, back);
    Path down = staging.down(number);
    return new Staged(number, download, Files.isDirectory(down) ? down : lies(number), before);
  }

  private void stage(Staged release) throws IOException {
    List<String> unlike = release.download().stage(release.held(), release.before());
    if (!unlike.isEmpty()) {
      notes.add(
          "What was made of the copy of release %d that was held here is not as it is signed (%s): it was fetched. Was the copy damaged? --scrub reads all of it again."
              .formatted(release.number(), String.join(", ", unlike)));
    }
  }

  private Path lies(int number) {
    return options.directory().resolve("public/releases/" + number);
  }

  /** True where the log does not say yet that a sealed release is open, and it was opened here. */
  private static boolean isOpenHereAlone(History history, int number) {
    SealedRelease sealed = history.sealedRelease(number);
    return sealed != null && sealed.opening() == null;
  }
}
