package broadside.archive.mirror;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseCheck;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReport;
import broadside.archive.release.Remains;
import broadside.archive.release.TakenBack;
import broadside.proof.history.Logged;
import broadside.proof.release.FileList;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a release that the log has into the staging directory, from whoever has it, and checks it
 * whole there.
 *
 * <p>Its list of files is the one of its statement, or of the newest withdrawal from it.
 *
 * <p><b>Threads:</b> one; it uses others. <b>Failures:</b> {@link ReleaseException} where no
 * upstream has the release as it is signed; what came stays for the next run.
 */
final class ReleaseDownload {
  private final Fetcher fetcher;
  private final MirrorLimits limits;
  private final Sources sources;
  private final Upstream first;
  private final Staging staging;
  private final CheckMonitor monitor;
  private final Logged<ReleaseStatement> release;
  private final TakenBack taken;
  private final int number;

  /** True once the monitor knows how much is to come. */
  private boolean isExpected;

  /**
   * A download.
   *
   * @param first who is asked first
   * @param release as the log has it
   * @param taken what the log says was taken back from it
   */
  ReleaseDownload(
      Fetcher fetcher,
      MirrorLimits limits,
      Sources sources,
      Upstream first,
      Staging staging,
      CheckMonitor monitor,
      Logged<ReleaseStatement> release,
      TakenBack taken) {
    this.fetcher = fetcher;
    this.limits = limits;
    this.sources = sources;
    this.first = first;
    this.staging = staging;
    this.monitor = monitor;
    this.release = release;
    this.taken = taken;
    this.number = release.statement().number();
  }

  /** Size and hash of the list of files that holds for the release. */
  private FileList.Entry listed() {
    return taken.listed(release.statement());
  }

  /**
   * Tells the monitor how many bytes {@link #stage} has to fetch, as far as sizes tell. Asks who is
   * asked first for the list of files, which stays in the staging directory; nobody is blamed.
   *
   * @param held where an earlier state of the release lies, whose files need not come again
   * @return false where that one did not give the list: it is told when the release is staged
   */
  boolean expect(Path held) throws IOException {
    Path directory = staging.release(number);
    FileList list = heldList(directory);
    if (list == null && listed().bytes() <= limits.list()) {
      try {
        byte[] bytes = fetcher.small(first, path(FileList.FILE), (int) listed().bytes());
        Durable.createDirectories(directory);
        put(directory.resolve(FileList.FILE), bytes);
        list = heldList(directory);
      } catch (FetchException e) {
        // who stages it asks everybody, and says what is wrong
      }
    }
    if (list != null) {
      expect(list, held);
    }
    return list != null;
  }

  private void expect(FileList list, Path held) throws IOException {
    long bytes = 0;
    for (FileList.Entry file : list.files()) {
      Path there = held.resolve(file.name());
      boolean isHeld = Files.isRegularFile(there) && Files.size(there) == file.bytes();
      Path here = staging.release(number).resolve(file.name());
      bytes += isHeld ? 0 : download(file, here).missing();
    }
    monitor.expect(bytes);
    isExpected = true;
  }

  /** The list of files, which lies in the staging directory from now on. */
  private FileList stagedList() throws IOException {
    Path directory = staging.release(number);
    FileList list = heldList(directory);
    if (list == null) {
      list = list();
      Durable.createDirectories(directory);
      put(directory.resolve(FileList.FILE), list.encode());
    }
    return list;
  }

  /**
   * Brings the release into the staging directory, on disk and checked.
   *
   * @param held where an earlier state of it lies, whose files need not come again
   * @param before what was taken back in that state, or null where none is held
   * @return the names of files that were made of what is held, did not come out as they are signed,
   *     and were fetched
   */
  List<String> stage(Path held, @Nullable TakenBack before) throws IOException {
    FileList list = stagedList();
    if (!isExpected) {
      expect(list, held);
    }
    Path directory = staging.release(number);
    List<String> _ = removeOthers(directory, list);
    put(directory.resolve(SignedStatement.FILE), release.file());
    link(list, held, directory);
    List<String> unlike = make(list, held, before, directory);
    fetchAll(list);
    // Every file was hashed in this run, as it came or as it lay there, and is on disk.
    Set<String> hashed =
        list.files().stream().map(FileList.Entry::name).collect(Collectors.toUnmodifiableSet());
    ReleaseReport report = ReleaseCheck.check(directory, taken, hashed, monitor);
    if (!report.isWhole()) {
      throw new ReleaseException(
          "Release %d has the files that its editors signed, and they do not hold: %s Ask the publisher."
              .formatted(number, report.damages().getFirst()));
    }
    return unlike;
  }

  /**
   * Brings anew what is bad or missing of the release in {@code directory}, file by file, and
   * deletes what is not listed.
   *
   * @return by names in that directory
   */
  Repairs repair(Path directory) throws IOException {
    List<String> done = new ArrayList<>();
    FileList list = heldList(directory);
    if (list == null) {
      try {
        list = list();
      } catch (ReleaseException e) {
        if (!e.isMissing()) {
          throw e;
        }
        // Without it nobody knows what belongs there.
        return new Repairs(List.of(), List.of(), List.of(FileList.FILE));
      }
      put(directory.resolve(FileList.FILE), list.encode());
      done.add(FileList.FILE);
    }
    byte[] statement = release.file();
    Path file = directory.resolve(SignedStatement.FILE);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), statement)) {
      put(file, statement);
      done.add(SignedStatement.FILE);
    }
    List<String> missing = new ArrayList<>();
    for (FileList.Entry entry : list.files()) {
      Path target = directory.resolve(entry.name());
      if (!download(entry, target).isWhole(target)) {
        Path aside = staging.release(number).resolve(entry.name());
        try {
          fetch(entry, aside);
        } catch (ReleaseException e) { // the other files may be had
          missing.add(entry.name());
          sources.askAgain();
          continue;
        }
        Durable.createDirectoryOf(target);
        Durable.rename(aside, target);
        done.add(entry.name());
      }
    }
    return new Repairs(done, removeOthers(directory, list), missing);
  }

  /** The list as it lies there, or null where it is not the one signed. */
  private @Nullable FileList heldList(Path directory) throws IOException {
    Path file = directory.resolve(FileList.FILE);
    if (!Files.exists(file) || Files.size(file) != listed().bytes()) {
      return null;
    }
    byte[] bytes = Files.readAllBytes(file);
    boolean isSigned = SignedText.sha256Hex(bytes).equals(listed().sha256());
    return isSigned ? parse(bytes) : null;
  }

  /** Takes over what is the same; who reads the earlier state sees no change. */
  private void link(FileList list, Path held, Path directory) throws IOException {
    for (FileList.Entry file : list.files()) {
      Path there = held.resolve(file.name());
      Path here = directory.resolve(file.name());
      if (!Files.exists(here) && download(file, here).isWhole(there)) {
        Durable.createDirectoryOf(here);
        Files.createLink(here, there);
      }
    }
  }

  /** Makes what remains of the mails that are held; the names of what is not as it is signed. */
  private List<String> make(FileList list, Path held, @Nullable TakenBack before, Path directory)
      throws IOException {
    List<String> unlike = new ArrayList<>();
    if (before != null && Remains.areHeld(before, taken)) {
      Path aside = staging.remains(number);
      Durable.deleteTree(aside);
      Durable.createDirectories(aside);
      try {
        for (FileList.Entry made : Remains.write(held, before, taken, aside, monitor)) {
          if (made.equals(list.find(made.name()))) {
            Durable.rename(aside.resolve(made.name()), directory.resolve(made.name()));
          } else {
            unlike.add(made.name());
          }
        }
      } catch (ReleaseException e) {
        unlike.add("what remains of its mails");
      } finally {
        Durable.deleteTree(aside);
      }
    }
    return unlike;
  }

  /** The list of files, whose size and hash are signed. */
  private FileList list() throws IOException {
    FileList.Entry listed = listed();
    if (listed.bytes() > limits.list()) {
      throw new ReleaseException(
          "Release %d has a list of files of %d bytes; this program takes %d."
              .formatted(number, listed.bytes(), limits.list()));
    }
    for (Upstream upstream : sources.beginningWith(first)) {
      try {
        byte[] bytes = fetcher.small(upstream, path(FileList.FILE), (int) listed.bytes());
        if (!SignedText.sha256Hex(bytes).equals(listed.sha256())) {
          throw FetchException.forged(
              "serves another %s than the one signed".formatted(path(FileList.FILE)));
        }
        return parse(bytes);
      } catch (FetchException e) {
        sources.blame(upstream, e);
      }
    }
    throw lacking(path(FileList.FILE));
  }

  private FileList parse(byte[] bytes) throws ReleaseException {
    try {
      FileList list = FileList.parse(bytes);
      if (list.find(FileList.FILE) == null && list.find(SignedStatement.FILE) == null) {
        return list;
      }
    } catch (FormatException e) {
      // told with the others
    }
    throw new ReleaseException(
        "Release %d has a list of files that this program cannot read, though its editors signed it."
            .formatted(number));
  }

  private void fetchAll(FileList list) throws IOException {
    staging.checkSpace(list.bytes(), "release " + number);
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            limits.parallel(), Thread.ofVirtual().name("mirror-", 0).factory())) {
      List<Future<?>> all = new ArrayList<>();
      for (FileList.Entry file : largestFirst(list)) {
        Path target = staging.release(number).resolve(file.name());
        all.add(
            threads.submit(() -> {
              fetch(file, target);
              return null;
            }));
      }
      try {
        for (Future<?> one : all) {
          Downloads.result(one);
        }
      } catch (IOException | RuntimeException e) {
        threads.shutdownNow();
        throw e;
      }
    }
    Durable.sync(staging.release(number));
  }

  /** So that the last to come is a small one, and no line stands idle beside the mails. */
  private static List<FileList.Entry> largestFirst(FileList list) {
    return list.files().stream()
        .sorted(Comparator.comparingLong(FileList.Entry::bytes).reversed())
        .toList();
  }

  private void fetch(FileList.Entry file, Path target) throws IOException {
    if (file.bytes() == 0) {
      put(target, new byte[0]);
    } else if (!download(file, target).bring(sources, first)) {
      throw lacking(path(file.name()));
    }
  }

  private FileDownload download(FileList.Entry file, Path target) {
    Path part = staging.part(number, file.name());
    return new FileDownload(
        fetcher, limits, monitor::progress, path(file.name()), file, part, target);
  }

  /** A file that is signed cannot be had. */
  static ReleaseException lacking(String path) {
    return ReleaseException.missing(nobodyHas(List.of(path)));
  }

  /** What to say of files that are signed and cannot be had, by their paths. */
  static String nobodyHas(List<String> paths) {
    return "Nobody who was asked has %s as it is signed.".formatted(String.join(", ", paths));
  }

  private String path(String name) {
    return "releases/" + number + "/" + name;
  }

  private static void put(Path file, byte[] bytes) throws IOException {
    Durable.createDirectoryOf(file);
    Durable.replace(file, bytes);
  }

  /** Deletes what is neither listed nor list nor statement. */
  private static List<String> removeOthers(Path directory, FileList list) throws IOException {
    List<String> removed = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return removed;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(p -> !Files.isDirectory(p)).toList();
    }
    for (Path file : files) {
      String name = directory.relativize(file).toString().replace('\\', '/');
      if (list.find(name) == null
          && !name.equals(FileList.FILE)
          && !name.equals(SignedStatement.FILE)) {
        Files.delete(file);
        removed.add(name);
      }
    }
    return removed;
  }
}
