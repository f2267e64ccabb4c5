package broadside.intake.release;

import broadside.archive.release.Durable;
import broadside.intake.PrivateDirectory;
import broadside.proof.statement.ReleaseStatement;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a publication would be after its next release: a public directory of its own inside the
 * private one, which is deleted when this is closed.
 */
public final class Preview implements Closeable {
  private final Path directory;
  private final ReleaseStatement statement;

  private Preview(Path directory, ReleaseStatement statement) {
    this.directory = directory;
    this.statement = statement;
  }

  /** Writes the next release and puts it beside links to those that are published. */
  public static Preview make(
      PrivateDirectory publication, ReleaseChoice choice, Instant time, ReleaseMonitor monitor)
      throws IOException {
    Path directory = publication.asideDirectory().resolve("preview");
    Durable.deleteTree(directory); // left behind by a stop
    Path releases = Files.createDirectories(directory.resolve("releases"));
    try {
      Files.copy(publication.publicDirectory().resolve("about"), directory.resolve("about"));
      for (String log : List.of("checkpoint", "tile", "policy", "roles", "sealed", "schedule")) {
        Path file = publication.publicDirectory().resolve(log);
        if (Files.exists(file)) {
          Files.createSymbolicLink(directory.resolve(log), file.toRealPath());
        }
      }
      Path published = publication.publicDirectory().resolve("releases");
      if (Files.isDirectory(published)) {
        for (Path release : list(published)) {
          Files.createSymbolicLink(
              releases.resolve(String.valueOf(release.getFileName())), release.toRealPath());
        }
      }
      Path written = directory.resolve("next");
      ReleaseStatement statement =
          new Releaser(publication).preview(choice, "", time, written, monitor);
      Files.move(written, releases.resolve(Integer.toString(statement.number())));
      return new Preview(directory, statement);
    } catch (IOException | RuntimeException e) {
      Durable.deleteTree(directory);
      throw e;
    }
  }

  /** What can be served. */
  public Path publicDirectory() {
    return directory;
  }

  /** The statement that the release would have. */
  public ReleaseStatement statement() {
    return statement;
  }

  @Override
  public void close() throws IOException {
    Durable.deleteTree(directory);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }
}
