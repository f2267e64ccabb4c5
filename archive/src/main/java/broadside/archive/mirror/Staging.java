package broadside.archive.mirror;

import broadside.archive.About;
import broadside.archive.log.LogDirectory;
import broadside.archive.log.LogWriter;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.TakenBack;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.log.Checkpoint;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.release.FileList;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where a new state grows, and how it becomes the public one.
 *
 * <p>Once all of it lies in {@code staging/}, checked and on disk, its checkpoint is put there:
 * from then on the state will be the public one, whatever stops. {@link #finish} moves it:
 * releases, encrypted files, {@code about}, policies, enclosures, bundles and tiles, the checkpoint
 * last; each step can be made again.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held.
 */
final class Staging {
  /** Entries that are appended at a time: some megabytes. */
  private static final int STEP = 1 << 13;

  private final Path directory;
  private final Path target;
  private final Former former;

  /** The staging directory of a mirror. */
  Staging(Path mirror, Former former) {
    this.former = former;
    this.directory = mirror.resolve("staging");
    this.target = mirror.resolve("public");
  }

  /** Where the new entries are. */
  Path log() {
    return directory.resolve("log");
  }

  /** Where a release grows. */
  Path release(int number) {
    return directory.resolve("releases").resolve(Integer.toString(number));
  }

  /** Where a release lies that a scrub has taken out of the public directory with its log. */
  Path down(int number) {
    return downs().resolve(Integer.toString(number));
  }

  private Path downs() {
    return directory.resolve("down");
  }

  /** True where a scrub has taken releases down, and no state has come in their place yet. */
  boolean isTakenDown() {
    return Files.isDirectory(downs());
  }

  /**
   * What had been taken back from releases when a scrub took them down: their lists of files tell.
   * From one whose list is damaged nothing, so that its operator is asked too often and not too
   * seldom.
   */
  Map<Integer, TakenBack> takenDown(History next) throws IOException {
    Map<Integer, TakenBack> known = new HashMap<>();
    for (Path release : list(downs())) {
      int number = Integer.parseInt(String.valueOf(release.getFileName()));
      Logged<ReleaseStatement> logged = next.release(number);
      if (logged != null) {
        known.put(number, before(release.resolve(FileList.FILE), logged.statement(), next));
      }
    }
    return known;
  }

  private static TakenBack before(Path list, ReleaseStatement release, History next)
      throws IOException {
    if (!Files.exists(list)) {
      return TakenBack.NOTHING;
    }
    List<Withdrawal> all =
        next.withdrawals(release.number()).stream().map(Logged::statement).toList();
    String hash = SignedText.sha256Hex(Files.readAllBytes(list));
    for (int count = all.size(); count > 0; count--) {
      TakenBack state = TakenBack.of(all.subList(0, count));
      if (state.filesSha256().equals(hash)) {
        return state;
      }
    }
    return TakenBack.NOTHING;
  }

  /** Where a file of a release grows until it is whole. */
  Path part(int number, String name) {
    return directory.resolve("parts").resolve(Integer.toString(number)).resolve(name);
  }

  /** Where the encrypted files of a sealed release lie until the new state is complete. */
  Path sealed(int number) {
    return directory.resolve(SealedDirectory.path(number));
  }

  /** Where an encrypted file grows until it is whole. */
  Path sealedPart(int number, String name) {
    return directory.resolve("parts").resolve(SealedDirectory.path(number)).resolve(name);
  }

  /** Where a sealed release is opened, before readers see it. */
  Path opening() {
    return directory.resolve("opening");
  }

  /** Where is made what remains of a release from which mails were withdrawn. */
  Path remains(int number) {
    return directory.resolve("remains").resolve(Integer.toString(number));
  }

  /** Where new enclosures lie, under the names that they have below the public directory. */
  Path enclosures() {
    return directory.resolve("texts");
  }

  /** Refuses what does not fit on the disk. */
  void checkSpace(long bytes, String what) throws IOException {
    FileStore store = Files.getFileStore(existing(directory));
    if (bytes > store.getUsableSpace()) {
      throw new IOException(
          "The disk has no space for %s (%d bytes): free some and run the command again; nothing was changed."
              .formatted(what, bytes));
    }
  }

  /** Puts what the publication says of itself, which is checked. */
  void putAbout(About about) throws IOException {
    Path file = directory.resolve(AboutDownload.FILE);
    Durable.createDirectoryOf(file);
    Durable.replace(file, about.encode());
  }

  /** Deletes what grows there of releases that the new state has not, or has not sealed. */
  void keepOnly(List<Integer> releases, List<Integer> sealed) throws IOException {
    keepOnly(directory.resolve("releases"), releases);
    keepOnly(directory.resolve(SealedDirectory.ALL), sealed);
  }

  private static void keepOnly(Path all, List<Integer> numbers) throws IOException {
    for (Path one : list(all)) {
      if (numbers.stream().noneMatch(n -> one.endsWith(Integer.toString(n)))) {
        Durable.deleteTree(one);
      }
    }
  }

  /** The state is complete: it will become the public one. */
  void commit(SignedNote checkpoint) throws IOException {
    Durable.replace(directory.resolve(Checkpoint.PATH), checkpoint.encode());
  }

  /** True where a state waits that is complete. */
  boolean isCommitted() {
    return Files.exists(directory.resolve(Checkpoint.PATH));
  }

  /** Where the new entries go once they are public: of them a stop may leave any part. */
  private Path doneLog() {
    return directory.resolve("log.old");
  }

  /** Makes the complete state the public one. */
  void finish() throws IOException {
    Durable.deleteTree(doneLog());
    SignedNote note = new LogDirectory(directory).checkpoint();
    if (note == null) {
      return;
    }
    Durable.createDirectories(target.resolve("releases"));
    for (Path release : list(directory.resolve("releases"))) {
      Path name = target.resolve("releases").resolve(release.getFileName());
      if (Files.isDirectory(name)) {
        leave(name, release);
      }
      Durable.rename(release, name);
    }
    for (Path down : list(downs())) {
      leave(down, target.resolve("releases").resolve(down.getFileName()));
    }
    Durable.deleteTree(downs());
    for (Path sealed : list(directory.resolve(SealedDirectory.ALL))) {
      Path name = target.resolve(SealedDirectory.ALL).resolve(sealed.getFileName());
      Durable.createDirectories(name); // it may hold notes already
      for (Path file : list(sealed)) {
        Durable.rename(file, name.resolve(file.getFileName()));
      }
      Files.delete(sealed);
    }
    if (Files.exists(directory.resolve(AboutDownload.FILE))) {
      Durable.rename(directory.resolve(AboutDownload.FILE), target.resolve(AboutDownload.FILE));
    }
    LogWriter writer = new LogWriter(target);
    addPolicies(writer);
    for (Enclosure.Kind kind : Enclosure.Kind.values()) {
      for (Path file : list(enclosures().resolve(kind.directory()))) {
        writer.addEnclosure(kind, Files.readAllBytes(file));
      }
    }
    advance(target, note);
    Durable.deleteTree(enclosures());
    Durable.deleteTree(directory.resolve("parts"));
    if (Files.exists(log())) {
      Durable.rename(log(), doneLog());
    }
    Files.delete(directory.resolve(Checkpoint.PATH));
    Durable.deleteTree(doneLog());
  }

  /** Keeps what a release was for a while, where mails were withdrawn from it since. */
  private void leave(Path before, Path now) throws IOException {
    if (isSameList(before.resolve(FileList.FILE), now.resolve(FileList.FILE))) {
      Durable.deleteTree(before);
    } else {
      former.put(before);
    }
  }

  private static boolean isSameList(Path one, Path other) throws IOException {
    return Files.exists(one) && Files.exists(other) && Files.mismatch(one, other) < 0;
  }

  /**
   * Brings a log elsewhere to a new checkpoint, of which the entries and the policies are staged;
   * they stay there.
   *
   * @param into a copy of the log that is held
   */
  void grow(Path into, SignedNote note) throws IOException {
    addPolicies(new LogWriter(into));
    advance(into, note);
  }

  private void addPolicies(LogWriter writer) throws IOException {
    LogDirectory entries = new LogDirectory(log());
    for (Path policy : list(log().resolve("policy"))) {
      writer.addPolicy(entries.read(Integer.parseInt(String.valueOf(policy.getFileName()))));
    }
  }

  /** Brings the log to the new checkpoint, over those of predecessors that are staged with it. */
  private void advance(Path into, SignedNote note) throws IOException {
    LogDirectory entries = new LogDirectory(log());
    LogWriter writer = new LogWriter(into);
    List<Integer> passed = new ArrayList<>();
    for (Path log : list(log().resolve(LogDirectory.PREDECESSORS))) {
      passed.add(Integer.valueOf(String.valueOf(log.getFileName())));
    }
    passed.sort(null);
    LogDirectory held = new LogDirectory(into);
    for (int i = 0; i < passed.size(); i++) {
      int number = passed.get(i);
      if (held.hasPredecessor(number)) {
        continue; // a stop came after that
      }
      LogDirectory staged = entries.log(number);
      SignedNote end = Objects.requireNonNull(staged.checkpoint());
      if (i == 0) {
        append(into, staged, end);
      } else {
        follow(writer, into, number - 1, staged, end);
      }
    }
    if (passed.isEmpty()) {
      append(into, entries, note);
    } else {
      follow(writer, into, passed.getLast(), entries, note);
    }
  }

  /** Puts a successor in the place of the log of this number, unless it is there already. */
  private void follow(
      LogWriter writer, Path into, int number, LogDirectory entries, SignedNote note)
      throws IOException {
    SignedNote held = new LogDirectory(into).checkpoint();
    if (held == null || !held.text().equals(note.text())) {
      Path next = directory.resolve("successor");
      Durable.deleteTree(next);
      Durable.createDirectories(next);
      append(next, entries, note);
      writer.follow(number, next, note);
      Durable.deleteTree(next);
    }
  }

  /** Brings the log of a public directory to a checkpoint. */
  private void append(Path into, LogDirectory entries, SignedNote note) throws IOException {
    LogWriter writer = new LogWriter(into);
    try {
      Checkpoint end = Checkpoint.parse(note.text());
      SignedNote held = new LogDirectory(into).checkpoint();
      Checkpoint before =
          held == null
              ? new Checkpoint(end.origin(), 0, MerkleTree.emptyRoot())
              : Checkpoint.parse(held.text());
      Checkpoint grown = before;
      List<byte[]> step = new ArrayList<>();
      for (long at = before.size(); at < end.size(); at += step.size()) {
        step.clear();
        entries.forEachEntry(
            at, Math.min(end.size(), at + STEP - at % STEP), end.size(), (i, e) -> step.add(e));
        grown = writer.append(grown, step);
      }
      if (!grown.equals(end)) {
        throw new ReleaseException(
            "The staged log is damaged: delete the directory %s and run this again."
                .formatted(directory));
      }
      writer.publish(note);
      writer.removePartial(before.size(), end.size());
    } catch (FormatException e) {
      throw new ReleaseException("A checkpoint cannot be read: " + e.getMessage() + ".");
    }
  }

  private static Path existing(Path path) {
    Path at = path.toAbsolutePath();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  /** What lies in a directory, in the order of the names; nothing where there is none. */
  static List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().toList();
    }
  }
}
