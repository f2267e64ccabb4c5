package broadside.archive.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Steps on files that are on disk when they return. */
public final class Durable {
  private static final int OVERWRITTEN = 1 << 16;

  private Durable() {}

  /** Writes a new small file. */
  public static void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    sync(file);
  }

  /** Gives {@code aside} its final name {@code target}, which nothing bears yet. */
  public static void rename(Path aside, Path target) throws IOException {
    Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    sync(directoryOf(target));
    if (!directoryOf(aside).equals(directoryOf(target))) {
      sync(directoryOf(aside));
    }
  }

  /** Replaces the content of a small file at once. */
  public static void replace(Path file, byte[] bytes) throws IOException {
    Path aside = aside(file);
    Files.deleteIfExists(aside);
    write(aside, bytes);
    rename(aside, file);
  }

  /**
   * Writes zeros over a small file where it lies: one that is made empty first, or written anew,
   * may leave its bytes on the disk. Of what is longer than 64 KiB only so much is.
   */
  public static void overwrite(FileChannel file) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(OVERWRITTEN, file.size()));
    while (zeros.hasRemaining()) {
      file.write(zeros, zeros.position());
    }
    file.force(true);
  }

  /** A file that {@link #replace} writes, and the one that a stop of that may leave. */
  public static List<Path> replaced(Path file) {
    return List.of(file, aside(file));
  }

  /** Deletes a file that {@link #replace} wrote, and what a stop of that left. */
  public static void deleteReplaced(Path file) throws IOException {
    for (Path one : replaced(file)) {
      Files.deleteIfExists(one);
    }
  }

  private static Path aside(Path file) {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  /** Copies a file to where nothing is yet. */
  public static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to);
    sync(to);
  }

  /** Copies what is in a directory into another, which is made where it is missing. */
  public static void copyTree(Path from, Path to) throws IOException {
    List<Path> directories = new ArrayList<>();
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          createDirectories(copy);
          directories.add(copy);
        } else {
          copy(path, copy);
        }
      }
    }
    for (Path directory : directories) {
      sync(directory);
    }
  }

  /** Makes a directory and those above it that are missing. */
  public static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directoryOf(directory);
      createDirectories(parent);
      try {
        Files.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(directory)) { // else another thread was faster
          throw e;
        }
      }
      sync(parent);
    }
  }

  /** Makes the directory of a file, and those above it, where they are missing. */
  public static void createDirectoryOf(Path file) throws IOException {
    createDirectories(directoryOf(file));
  }

  /** Syncs a file or the entries of a directory. */
  public static void sync(Path path) throws IOException {
    boolean directory = Files.isDirectory(path);
    try (FileChannel channel =
        FileChannel.open(path, directory ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Deletes a directory with all that is in it; nothing where there is none. */
  public static void deleteTree(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  /** The directory that a path lies in. */
  public static Path directoryOf(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path : parent;
  }
}
