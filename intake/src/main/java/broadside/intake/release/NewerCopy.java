package broadside.intake.release;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorOptions;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.intake.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A verified copy of the public directory, fetched from mirrors that nobody trusts. It begins with
 * links to what is published here, so that only what is missing is fetched; a stop leaves what the
 * next one goes on with.
 *
 * <p><b>Threads:</b> one; the publication is open for writing.
 */
public final class NewerCopy {
  private final Path directory;
  private final Mirror mirror;

  /** The copy of a publication that these have. */
  public NewerCopy(PrivateDirectory publication, List<Upstream> upstreams) throws IOException {
    this.directory = publication.catchUpDirectory();
    this.mirror =
        new Mirror(
            MirrorOptions.of(directory, upstreams)
                .withPublication(publication.identity())
                .withWithdrawals(MirrorOptions.EVERY_WITHDRAWAL)
                .withOpens(true));
    if (!Files.exists(mirror.publicDirectory())) {
      link(publication.publicDirectory());
    }
  }

  /**
   * Brings and checks what is newer.
   *
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public MirrorReport fetch(CheckMonitor monitor) throws IOException {
    return mirror.sync(monitor);
  }

  /** The copy, as a public directory. */
  public Path publicDirectory() {
    return mirror.publicDirectory();
  }

  /** Deletes it; one that is left is gone on with. */
  public void delete() throws IOException {
    Durable.deleteTree(directory);
  }

  /**
   * What is published here, where it has a release: a mirror holds none without. Nothing that is
   * linked is ever written into; its names are exchanged.
   */
  private void link(Path publicDirectory) throws IOException {
    CheckedLog log;
    try {
      log = CheckedLog.open(new LogDirectory(publicDirectory));
    } catch (ReleaseException e) {
      return; // all is fetched
    }
    Set<String> releases =
        log.history().releases().stream()
            .map(r -> Integer.toString(r.statement().number()))
            .collect(Collectors.toSet());
    if (releases.isEmpty()) {
      return;
    }
    Path aside = directory.resolve("links");
    Durable.deleteTree(aside);
    Durable.createDirectories(directory);
    try (Stream<Path> all = Files.walk(publicDirectory)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path relative = publicDirectory.relativize(path);
        Path target = aside.resolve(relative.toString());
        if (isUnlogged(relative, releases)) {
          continue;
        }
        if (Files.isDirectory(path)) {
          Files.createDirectory(target);
        } else {
          Files.createLink(target, path);
        }
      }
    }
    Durable.rename(aside, mirror.publicDirectory());
  }

  private static boolean isUnlogged(Path relative, Set<String> releases) {
    if (relative.getNameCount() < 2 || !relative.startsWith("releases")) {
      return false;
    }
    return !releases.contains(relative.getName(1).toString());
  }
}
