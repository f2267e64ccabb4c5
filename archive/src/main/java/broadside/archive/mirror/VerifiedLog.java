package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of the log that a mirror has verified, where it is ahead of the one that is
 * held: files that it names are still missing, or the operator is asked first. No reader sees it. A
 * hold and a void in it count all the same.
 *
 * <p>It lies in {@code verified/}: a whole log, of which what is old is linked to the files of the
 * public one.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held, but to look.
 */
final class VerifiedLog {
  /** What a log consists of in a public directory, with its checkpoint. */
  private static final List<String> PARTS =
      List.of("tile", LogDirectory.PREDECESSORS, "policy", "roles");

  private final Path target;
  private final Path directory;

  /** Where the next one is made. */
  private final Path next;

  /** Where the one before goes. */
  private final Path former;

  private @Nullable CheckedLog last;

  /** That of a mirror. */
  VerifiedLog(Path mirror) {
    this.target = mirror.resolve("public");
    this.directory = mirror.resolve("verified");
    this.next = mirror.resolve("verified.new");
    this.former = mirror.resolve("verified.old");
  }

  /** The log's files. */
  LogDirectory files() {
    return new LogDirectory(directory);
  }

  /** What was read or kept last, or null where nothing is ahead. */
  @Nullable CheckedLog last() {
    return last;
  }

  /**
   * The state that is ahead of the one that is held, or null. One that is not ahead any more, or
   * does not hold, is deleted.
   */
  @Nullable CheckedLog read(CheckedLog held) throws IOException {
    if (!Files.exists(directory) && Files.exists(next)) {
      Durable.rename(next, directory); // a stop came between the two names
    }
    last = checked(held);
    if (last == null) {
      for (Path place : List.of(directory, next, former)) {
        Durable.deleteTree(place);
      }
    }
    return last;
  }

  /**
   * The same, for who does not hold the mirror's lock: nothing on disk is changed.
   *
   * @throws ReleaseException where it cannot be read: it may be changing at this moment
   */
  @Nullable CheckedLog look(CheckedLog held) throws IOException {
    if (!Files.exists(directory) && Files.exists(next)) {
      throw new ReleaseException(directory + " is being changed at this moment.");
    }
    last = ahead(held);
    return last;
  }

  private @Nullable CheckedLog checked(CheckedLog held) throws IOException {
    try {
      return ahead(held);
    } catch (ReleaseException e) {
      return null; // it is damaged: whoever showed it shows it again
    }
  }

  private @Nullable CheckedLog ahead(CheckedLog held) throws IOException {
    CheckedLog known = last;
    SignedNote note = files().checkpoint();
    if (note == null) {
      return null;
    }
    CheckedLog log = known != null && known.note().equals(note) ? known : held.next(files());
    return isAhead(log, held) ? log : null;
  }

  /** True where a log has entries that another of the same publication has not. */
  private static boolean isAhead(CheckedLog log, CheckedLog other) {
    return log.number() == other.number()
        ? log.seen().checkpoint().size() > other.seen().checkpoint().size()
        : log.number() > other.number();
  }

  /**
   * Keeps a state that extends the one that is held, and the one that was kept before; its new
   * entries are staged. One that is not ahead of that changes nothing.
   *
   * @param note its checkpoint
   * @return what is ahead now
   */
  @Nullable CheckedLog keep(CheckedLog held, CheckedLog grown, SignedNote note, Staging staging)
      throws IOException {
    CheckedLog known = last;
    if (!isAhead(grown, known == null ? held : known)) {
      return known;
    }
    Durable.deleteTree(next);
    Durable.createDirectories(next);
    for (String part : PARTS) {
      link(target.resolve(part), next.resolve(part));
    }
    Durable.copy(target.resolve(Checkpoint.PATH), next.resolve(Checkpoint.PATH));
    staging.grow(next, note);
    Durable.deleteTree(former);
    if (Files.exists(directory)) {
      Durable.rename(directory, former);
    }
    Durable.rename(next, directory);
    Durable.deleteTree(former);
    return read(held);
  }

  /** Gives files that never change another name, so that they cost no space. */
  private static void link(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path name = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(name);
        } else {
          Files.createLink(name, path);
        }
      }
    }
    try (Stream<Path> all = Files.walk(to)) {
      for (Path path : (Iterable<Path>) all.filter(Files::isDirectory)::iterator) {
        Durable.sync(path);
      }
    }
  }
}
