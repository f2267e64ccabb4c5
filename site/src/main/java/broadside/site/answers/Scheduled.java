package broadside.site.answers;

import broadside.archive.ReleaseSummary;
import broadside.archive.sealed.SealedState.Stage;
import broadside.proof.history.History;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All releases that are or were sealed, at one moment. Two of them are equal where every page says
 * the same of both.
 *
 * @param all by number
 */
record Scheduled(List<Custody> all) {
  Scheduled {
    all = List.copyOf(all);
  }

  /** Of a publication at a time. */
  static Scheduled of(History history, NoteBoxes boxes, Instant now) {
    return new Scheduled(
        history.sealedReleases().stream().map(r -> Custody.of(r, boxes, now)).toList());
  }

  /** The release with this number, or null where it was never sealed. */
  @Nullable Custody find(int release) {
    return all.stream().filter(c -> c.number() == release).findFirst().orElse(null);
  }

  /** The release that holds this message's number and is not open, or null. */
  @Nullable Custody holding(long message) {
    return all.stream()
        .filter(c -> !c.release().isOpen())
        .filter(c -> c.seal().first() <= message && message <= c.seal().last())
        .findFirst()
        .orElse(null);
  }

  /** Those that are closed and to be opened, in the order of their hours. */
  List<Custody> toCome() {
    return all.stream()
        .filter(c -> c.state().isToCome())
        .sorted(Comparator.comparing((Custody c) -> c.state().due()))
        .toList();
  }

  /** Those that never will be opened. */
  List<Custody> voids() {
    return all.stream().filter(c -> c.state().stage() == Stage.VOID).toList();
  }

  /** When a release came out: one that was sealed as the log tells, or else when it was due. */
  Instant published(ReleaseSummary release) {
    return cameOut(release.number(), release.time());
  }

  /** The same of a release that was made at a time. */
  Instant cameOut(int release, Instant made) {
    Custody custody = find(release);
    if (custody == null || !custody.release().isOpen()) {
      return made;
    }
    var opening = custody.release().opening();
    return opening == null ? custody.state().due() : opening.statement().time();
  }
}
