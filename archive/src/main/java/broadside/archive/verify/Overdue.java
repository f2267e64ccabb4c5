package broadside.archive.verify;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.ScheduleFile;
import broadside.archive.sealed.SealedState;
import broadside.archive.verify.Finding.Kind;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.log.ScheduleNote.Part;
import broadside.proof.statement.Numbered;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What should be out by now and is not. The hour of a sealed release is signed: where it has long
 * passed, this copy may be an old one, or custodians have failed. The hour of a part that is only
 * announced is the publisher's word.
 */
public final class Overdue {
  private Overdue() {}

  /** Numbers of the sealed releases that are closed more than an hour after they were due. */
  public static List<Integer> sealed(History history, Instant now) {
    return closed(history, now).stream()
        .map(release -> release.sealed().statement().number())
        .toList();
  }

  private static List<SealedRelease> closed(History history, Instant now) {
    return history.sealedReleases().stream()
        .filter(r -> SealedState.of(r, null, now).stage() == SealedState.Stage.OVERDUE)
        .toList();
  }

  /** A finding for each of these, and one for all parts that are announced and late. */
  static List<Finding> of(Path directory, CheckedLog log, Instant now) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (SealedRelease release : closed(log.history(), now)) {
      findings.add(
          new Finding(
              Kind.STALE,
              "Sealed release %d is overdue: it was to open at %s, and is closed here. Another copy may have it open."
                  .formatted(
                      release.sealed().statement().number(), SignedText.time(release.due()))));
    }
    List<Part> late = late(directory, log, now);
    if (!late.isEmpty()) {
      findings.add(
          new Finding(
              Kind.NOTE,
              "Part %d was announced for %s, and is not out here%s; no editor has signed that hour."
                  .formatted(
                      late.getFirst().number(),
                      SignedText.time(late.getFirst().hour()),
                      others(late.size() - 1))));
    }
    return findings;
  }

  private static String others(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> ", nor is the one after it";
      default -> ", nor are %d after it".formatted(count);
    };
  }

  /** Parts whose announced hour has passed, and of which the log says nothing. */
  private static List<Part> late(Path directory, CheckedLog log, Instant now) throws IOException {
    History history = log.history();
    ScheduleFile file =
        ScheduleFile.read(
            directory, history.policies().checkpoints().log(), history.policies().publication());
    Numbered newest = history.newest();
    int known = newest == null ? 0 : newest.number();
    return file == null
        ? List.of()
        : file.schedule().parts().stream()
            .filter(part -> part.number() > known && !part.hour().isAfter(now))
            .toList();
  }
}
