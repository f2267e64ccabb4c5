package broadside.archive.search;

import broadside.archive.index.ReleaseIndex;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseReader;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * Indexes that were made anew of mails, for releases whose own cannot be read: lost, damaged, or
 * written by a version of Lucene that is too old. One is named by its publication and by the
 * release's state, so that what belongs to another one, or to another program, is never looked at.
 * Whoever can write there can change what a search finds.
 *
 * <p><b>Threads:</b> any, and several processes: of two that make the same index, one wins.
 *
 * @param directory outside the publication, disposable; or null, where nothing is kept
 */
public record IndexCache(@Nullable Path directory) {
  private static final String FORMAT = "index 1, Lucene " + Version.LATEST;
  private static final String ASIDE = ".aside";

  /** What is being written is younger than this. */
  private static final Duration WRITING = Duration.ofDays(7);

  /** Writes an index into a directory that is not there yet. */
  @FunctionalInterface
  public interface Maker {
    void make(Path directory) throws IOException;
  }

  /** True where one was made for a release as it is now, good or bad. */
  public boolean has(ReleaseReader release) {
    Path path = path(release);
    return path != null && Files.isDirectory(path);
  }

  /**
   * Opens the index that was made for a release as it is now; every byte of it is checked first.
   *
   * @param hidden numbers that may be found by nobody
   * @throws NoSuchFileException where none was made
   * @throws IOException where it is damaged
   */
  public ReleaseIndex open(ReleaseReader release, Collection<Long> hidden) throws IOException {
    Path path = path(release);
    if (path == null) {
      throw new NoSuchFileException("no cache");
    }
    check(path);
    int number = release.statement().number();
    ReleaseIndex index = ReleaseIndex.open(path, number, release.statement().first(), hidden);
    if (index.count() != release.statement().count()) {
      index.close();
      throw new IOException(path + " is the index of another release");
    }
    return index;
  }

  /**
   * Compares every byte of an index with its check sums.
   *
   * @throws IOException where there is none, or a damaged one, or one that cannot be read
   */
  public static void check(Path index) throws IOException {
    if (!Files.isDirectory(index)) {
      throw new NoSuchFileException(index.toString());
    }
    try (Directory files = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(files)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
    }
  }

  /**
   * Makes the index of a release as it is now, in place of what lies there; a stop leaves nothing
   * that is ever opened.
   */
  public void make(ReleaseReader release, Maker maker) throws IOException {
    Path path = path(release);
    if (path == null) {
      throw new IllegalStateException("no cache to write to");
    }
    Path cache = Files.createDirectories(Durable.directoryOf(path));
    Path aside = Files.createTempDirectory(cache, path.getFileName() + ASIDE);
    try {
      Path made = aside.resolve("index");
      maker.make(made);
      Durable.deleteTree(path);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!has(release)) {
        throw e;
      } // another process was faster
    } finally {
      Durable.deleteTree(aside);
    }
  }

  /**
   * Deletes every other index that was made for a publication: it holds words of mails that were
   * taken back since, or nobody needs it.
   *
   * @param publication its identity
   * @param kept releases as they are now
   */
  public void keepOnly(String publication, Collection<ReleaseReader> kept) throws IOException {
    if (directory == null || !Files.isDirectory(directory)) {
      return;
    }
    Collection<Path> current = kept.stream().map(this::path).toList();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path path : all.toList()) {
        String name = String.valueOf(path.getFileName());
        if (name.startsWith(prefix(publication))
            && !current.contains(path)
            && !(name.contains(ASIDE) && isYoung(path))) {
          Durable.deleteTree(path);
        }
      }
    }
  }

  private static boolean isYoung(Path path) {
    try {
      return Files.getLastModifiedTime(path).toInstant().isAfter(Instant.now().minus(WRITING));
    } catch (IOException gone) {
      return true;
    }
  }

  private static String prefix(String publication) {
    return "index-" + publication.substring(0, 16) + "-";
  }

  private @Nullable Path path(ReleaseReader release) {
    if (directory == null) {
      return null;
    }
    String state =
        "%s\n%d %s %s\n"
            .formatted(
                FORMAT,
                release.statement().number(),
                release.statementSha256(),
                release.taken().filesSha256());
    return directory.resolve(
        prefix(release.statement().publication())
            + SignedText.sha256Hex(state.getBytes(StandardCharsets.UTF_8)));
  }
}
