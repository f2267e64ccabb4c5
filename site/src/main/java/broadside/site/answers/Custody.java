package broadside.site.answers;

import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.sealed.SealedState;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A release that is or was sealed, and what lies here of its custodians.
 *
 * @param receipts custodians, from 1, whose receipt lies here, whether the log has it or not
 * @param shares custodians whose good share lies here; none before it is due
 * @param bad custodians of whom a bad share lies here; none before it is due
 */
record Custody(
    SealedRelease release,
    SealedState state,
    Set<Integer> receipts,
    Set<Integer> shares,
    Set<Integer> bad) {
  Custody {
    receipts = Set.copyOf(receipts);
    shares = Set.copyOf(shares);
    bad = Set.copyOf(bad);
  }

  /** Of a release at a time. */
  static Custody of(SealedRelease release, NoteBoxes boxes, Instant now) {
    SealedStatement seal = release.sealed().statement();
    if (!SealedState.of(release, null, now).isToCome()) {
      return past(release, boxes.directory(seal.number()), now);
    }
    NoteBox box = boxes.newest(seal);
    if (box == null) {
      return new Custody(release, SealedState.of(release, null, now), Set.of(), Set.of(), Set.of());
    }
    SealedState state = SealedState.of(release, box.shares(), now);
    return new Custody(
        release,
        state,
        indexes(seal, box::hasReceipt),
        indexes(seal, i -> state.isDue() && box.shares().has(i)),
        indexes(seal, i -> state.isDue() && box.shares().hasBad(i)));
  }

  /** Of one that is decided: its notes were checked when they were taken. */
  private static Custody past(SealedRelease release, SealedDirectory directory, Instant now) {
    SealedStatement seal = release.sealed().statement();
    return new Custody(
        release,
        SealedState.of(release, null, now),
        files(seal, directory::receipt),
        release.isOpen() ? files(seal, directory::published) : Set.of(),
        release.isOpen() ? files(seal, directory::evidence) : Set.of());
  }

  private static Set<Integer> files(SealedStatement seal, IntFunction<Path> file) {
    return indexes(seal, i -> Files.isRegularFile(file.apply(i)));
  }

  private static Set<Integer> indexes(SealedStatement seal, IntPredicate has) {
    return IntStream.rangeClosed(1, seal.shares().size())
        .filter(has)
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  SealedStatement seal() {
    return release.sealed().statement();
  }

  int number() {
    return seal().number();
  }
}
