package broadside.archive.search;

import broadside.archive.index.ReleaseIndex;
import broadside.archive.release.ReleaseReader;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * Indexes that were made anew of mails, for releases whose own cannot be read: lost, damaged, or
 * written by a version of Lucene that is too old. One is named by its publication and by the
 * release's state, so that what belongs to another one, or to another program, is never looked at.
 * Whoever can write there can change what a search finds.
 *
 * <p><b>Threads:</b> any, and several processes.
 *
 * @param directory outside the publication, disposable; or null, where nothing is kept
 */
public record IndexCache(@Nullable Path directory) {
  private static final String FORMAT = "index 1, Lucene " + Version.LATEST;

  /** Writes an index into a directory that is not there yet. */
  @FunctionalInterface
  public interface Maker {
    void make(Path directory) throws IOException;
  }

  /** True where one was made for a release as it is now, good or bad. */
  public boolean has(ReleaseReader release) {
    return directory != null && Files.isDirectory(directory.resolve(name(release)));
  }

  /**
   * Opens the index that was made for a release as it is now, and checks every byte of it.
   *
   * @param hidden numbers that may be found by nobody
   * @throws NoSuchFileException where none was made
   * @throws IOException where it is damaged
   */
  public ReleaseIndex open(ReleaseReader release, Collection<Long> hidden) throws IOException {
    if (directory == null) {
      throw new NoSuchFileException("no cache");
    }
    Path path = directory.resolve(name(release));
    int number = release.statement().number();
    ReleaseIndex index = ReleaseIndex.open(path, number, release.statement().first(), hidden);
    try {
      index.checkIntegrity();
      if (index.count() != release.statement().count()) {
        throw new IOException(path + " is the index of another release");
      }
      return index;
    } catch (IOException e) {
      index.close();
      throw e;
    }
  }

  /**
   * Makes the index of a release as it is now, in place of what lies there, and opens it.
   *
   * @throws IOException where it cannot be written, or not be read back
   */
  public ReleaseIndex make(ReleaseReader release, Maker maker) throws IOException {
    if (directory == null) {
      throw new IllegalStateException("no cache to write to");
    }
    new CacheDirectory(directory).make(name(release), maker);
    return open(release, List.of());
  }

  /**
   * Deletes every other index that was made for a publication: it holds words of mails that were
   * taken back since, or nobody needs it.
   *
   * @param publication its identity
   * @param kept releases as they are now
   */
  public void keepOnly(String publication, Collection<ReleaseReader> kept) throws IOException {
    if (directory != null) {
      Collection<String> current = kept.stream().map(IndexCache::name).toList();
      new CacheDirectory(directory)
          .deleteIf((name, isOld) ->
              name.startsWith(prefix(publication))
                  && !current.contains(name)
                  && (isOld || !CacheDirectory.isAside(name)));
    }
  }

  private static String prefix(String publication) {
    return "index-" + publication.substring(0, 16) + "-";
  }

  private static String name(ReleaseReader release) {
    String state =
        "%s\n%d %s %s\n"
            .formatted(
                FORMAT,
                release.statement().number(),
                release.statementSha256(),
                release.taken().filesSha256());
    return prefix(release.statement().publication())
        + SignedText.sha256Hex(state.getBytes(StandardCharsets.UTF_8));
  }
}
