package broadside.intake.release;

import broadside.archive.release.Durable;
import broadside.intake.PrivateDirectory;
import broadside.proof.statement.ReleaseStatement;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a publication would be after its next release: a public directory of its own inside the
 * private one, which is deleted when this is closed.
 *
 * <p>The publication is needed while this is made, and not while it is looked at: others may change
 * it meanwhile, and the preview goes on showing what would have been.
 */
public final class Preview implements Closeable {
  /** Each has a directory of its own; one without a number was made by an older version. */
  private static final String NAME = "preview";

  /** Held as long as the preview is looked at, so that another one leaves it alone. */
  private static final String LOCK = "lock";

  /** Of the log, and of what follows it, the preview has a copy of this moment; the rest stays. */
  private static final Set<String> COPIED = Set.of("about", "checkpoint", "schedule", "tile");

  /**
   * Real paths of those that this process looks at. Their locks are not asked: to close a second
   * channel to such a file would end the lock, which belongs to the process.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path home;
  private final FileChannel lock;
  private final ReleaseStatement statement;

  private Preview(Path home, FileChannel lock, ReleaseStatement statement) {
    this.home = home;
    this.lock = lock;
    this.statement = statement;
  }

  /** Writes the next release and puts it beside links to those that are published. */
  public static Preview make(
      PrivateDirectory publication, ReleaseChoice choice, Instant time, ReleaseMonitor monitor)
      throws IOException {
    Path aside = Files.createDirectories(publication.asideDirectory()).toRealPath();
    deleteForsaken(aside);
    Path home = Files.createTempDirectory(aside, NAME + "-");
    FileChannel lock =
        FileChannel.open(
            home.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      OWN.add(home);
      FileLock _ = lock.lock();
      return new Preview(home, lock, write(publication, directory(home), choice, time, monitor));
    } catch (IOException | RuntimeException e) {
      delete(home, lock);
      throw e;
    }
  }

  private static ReleaseStatement write(
      PrivateDirectory publication,
      Path directory,
      ReleaseChoice choice,
      Instant time,
      ReleaseMonitor monitor)
      throws IOException {
    Path releases = Files.createDirectories(directory.resolve("releases"));
    for (Path file : list(publication.publicDirectory())) {
      String name = String.valueOf(file.getFileName());
      if (name.equals("releases")) {
        link(list(file), releases);
      } else if (COPIED.contains(name)) {
        Durable.copyTree(file, directory.resolve(name));
      } else {
        link(List.of(file), directory);
      }
    }
    Path written = directory.resolve("next");
    ReleaseStatement statement =
        new Releaser(publication).preview(choice, "", time, written, monitor);
    Files.move(written, releases.resolve(Integer.toString(statement.number())));
    return statement;
  }

  private static void link(List<Path> files, Path directory) throws IOException {
    for (Path file : files) {
      Files.createSymbolicLink(
          directory.resolve(String.valueOf(file.getFileName())), file.toRealPath());
    }
  }

  /** What can be served. */
  public Path publicDirectory() {
    return directory(home);
  }

  /** The statement that the release would have. */
  public ReleaseStatement statement() {
    return statement;
  }

  @Override
  public void close() throws IOException {
    delete(home, lock);
  }

  private static Path directory(Path home) {
    return home.resolve("public");
  }

  /** Lets go of the lock once there is nothing that it could guard. */
  private static void delete(Path home, FileChannel lock) throws IOException {
    try (lock) {
      Durable.deleteTree(home);
    } finally {
      OWN.remove(home);
    }
  }

  /** Deletes what a stop left behind of earlier ones; the publication's lock is held meanwhile. */
  public static void deleteForsaken(Path aside) throws IOException {
    for (Path home : list(aside)) {
      String name = String.valueOf(home.getFileName());
      if (name.equals(NAME) || (name.startsWith(NAME + "-") && isForsaken(home))) {
        Durable.deleteTree(home);
      }
    }
  }

  private static boolean isForsaken(Path home) throws IOException {
    if (OWN.contains(home)) {
      return false;
    }
    Path lock = home.resolve(LOCK);
    if (!Files.exists(lock)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }
}
