package broadside.archive.search;

import broadside.archive.index.ReleaseIndex;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseReader;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * Indexes that were made anew of mails, for releases whose own cannot be read: lost, damaged, or
 * written by a version of Lucene that is too old. One is named by the release's state, so that what
 * belongs to another one, or to another program, is never looked at. Whoever can write there can
 * change what a search finds.
 *
 * <p><b>Threads:</b> one makes them; any may open them.
 *
 * @param directory outside the publication, disposable; or null, where nothing is kept
 */
public record IndexCache(@Nullable Path directory) {
  private static final String FORMAT = "index 1, Lucene " + Version.LATEST;
  private static final String PREFIX = "index-";
  private static final String ASIDE = ".aside";

  /** Writes an index into a directory that is not there yet. */
  @FunctionalInterface
  public interface Maker {
    void make(Path directory) throws IOException;
  }

  /**
   * Opens the index that was made for a release as it is now; every byte of it is checked.
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
    ReleaseIndex index =
        ReleaseIndex.open(path, release.statement().number(), release.statement().first(), hidden);
    try {
      if (index.count() != release.statement().count()) {
        throw new IOException(path + " is the index of another release");
      }
      for (LeafReaderContext leaf : index.reader().leaves()) {
        leaf.reader().checkIntegrity();
      }
      return index;
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
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
    Path aside =
        Files.createTempDirectory(
            Files.createDirectories(Durable.directoryOf(path)), path.getFileName() + ASIDE);
    try {
      Path made = aside.resolve("index");
      maker.make(made);
      Durable.deleteTree(path);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Durable.deleteTree(aside);
    }
  }

  /** Deletes every index that was made for no release of these, and what stops have left. */
  public void keepOnly(Set<ReleaseReader> releases) throws IOException {
    if (directory == null || !Files.isDirectory(directory)) {
      return;
    }
    Set<Path> kept = releases.stream().map(this::path).collect(Collectors.toSet());
    try (Stream<Path> all = Files.list(directory)) {
      for (Path path : all.toList()) {
        boolean isOurs =
            String.valueOf(path.getFileName()).matches(PREFIX + "[0-9a-f]{64}(\\.aside.*)?");
        if (isOurs && !kept.contains(path)) {
          Durable.deleteTree(path);
        }
      }
    }
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
    return directory.resolve(PREFIX + SignedText.sha256Hex(state.getBytes(StandardCharsets.UTF_8)));
  }
}
