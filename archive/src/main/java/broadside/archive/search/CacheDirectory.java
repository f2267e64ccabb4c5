package broadside.archive.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * A disposable directory of indexes, each in a directory of its own under a name that says all that
 * it was made of, written aside and renamed.
 *
 * <p><b>Threads:</b> any, and several processes: of two that make the same index, one wins.
 */
record CacheDirectory(Path path) {
  private static final String ASIDE = ".aside";

  /** What nobody took up for so long, and what a killed process left, is not needed. */
  private static final Duration UNUSED = Duration.ofDays(7);

  /** Makes an index, in place of whatever has the name; a stop leaves nothing that is opened. */
  void make(String name, IndexCache.Maker maker) throws IOException {
    Files.createDirectories(path);
    Path aside = Files.createTempDirectory(path, name + ASIDE);
    try {
      Path made = aside.resolve("index");
      maker.make(made);
      Path target = path.resolve(name);
      delete(target);
      try {
        Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.isDirectory(target)) {
          throw e;
        } // another process was faster
      }
    } finally {
      delete(aside);
    }
  }

  /** Marks an index as in use, where this user may. */
  void touch(String name) {
    try {
      Files.setLastModifiedTime(path.resolve(name), FileTime.from(Instant.now()));
    } catch (IOException readOnly) {
      return; // a cache that others keep
    }
  }

  /**
   * Deletes what is not needed.
   *
   * @param isUnneeded asked by name, and whether nobody took it up for long; what is being written
   *     has the name of what it will be as the beginning of its own
   */
  void deleteIf(BiPredicate<String, Boolean> isUnneeded) throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    Instant old = Instant.now().minus(UNUSED);
    for (Path entry : list()) {
      if (isUnneeded.test(String.valueOf(entry.getFileName()), modified(entry).isBefore(old))) {
        delete(entry);
      }
    }
  }

  /** True for the name of what is being written. */
  static boolean isAside(String name) {
    return name.contains(ASIDE);
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> all = Files.list(path)) {
      return all.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Instant modified(Path entry) {
    try {
      return Files.getLastModifiedTime(entry).toInstant();
    } catch (IOException gone) {
      return Instant.MAX;
    }
  }

  private static void delete(Path entry) throws IOException {
    if (!Files.isDirectory(entry)) {
      return;
    }
    try (Stream<Path> all = Files.walk(entry)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
