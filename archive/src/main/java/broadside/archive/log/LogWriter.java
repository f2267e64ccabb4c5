package broadside.archive.log;

import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.EntryBundle;
import broadside.proof.log.Tile;
import broadside.proof.log.TiledTree;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Enclosure;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Appends to a log in {@code public/}: bundles and tiles first, then, once it is signed, the
 * checkpoint. Every file is on disk, with its directory, before the next is written.
 *
 * <p>The same entries give the same files, so that a call that was cut off is simply made again.
 *
 * <p><b>Threads:</b> one; the caller holds the publication's lock.
 */
public final class LogWriter {
  private static final String TILES = "tile";

  private final Path directory;
  private final LogDirectory log;

  /** A writer into {@code publication/public}. */
  public LogWriter(Path directory) {
    this.directory = directory;
    this.log = new LogDirectory(directory);
  }

  /** Puts a version of the policy where readers find it. */
  public void addPolicy(Policy policy) throws IOException {
    int version = policy.version();
    put(
        LogDirectory.policyFile(directory, version),
        policy.log().print().getBytes(StandardCharsets.UTF_8));
    put(
        LogDirectory.rolesFile(directory, version),
        policy.roles().print().getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a file that a statement names where readers find it. */
  public void addEnclosure(Enclosure.Kind kind, byte[] bytes) throws IOException {
    put(directory.resolve(new Enclosure(kind, SignedText.sha256Hex(bytes)).path()), bytes);
  }

  /**
   * Writes the bundles and tiles of entries that follow those of {@code before}.
   *
   * @param before the newest published checkpoint, or that of the empty log
   * @return the checkpoint that is to be signed
   * @throws ReleaseException where the tiles that are there are not those of {@code before}
   */
  public Checkpoint append(Checkpoint before, List<byte[]> entries) throws IOException {
    long old = before.size();
    if (!Arrays.equals(new TiledTree(old, log).root(), before.root())) {
      throw new ReleaseException(
          "The log is damaged: its tiles are not those that its checkpoint signs. Restore them from a mirror.");
    }
    long size = old + entries.size();
    writeBundles(old, size, entries);
    writeTiles(old, size, entries);
    return new Checkpoint(before.origin(), size, new TiledTree(size, log).root());
  }

  /** Replaces the published checkpoint; what it signs is on disk. */
  public void publish(SignedNote checkpoint) throws IOException {
    Durable.replace(directory.resolve(Checkpoint.PATH), checkpoint.encode());
  }

  /**
   * Puts a successor in the place of the log that is here, which is kept as a predecessor with its
   * checkpoint. Who goes by {@link CheckedLog} sees the one or the other at each moment; a stop
   * leaves the one, and the same call goes on.
   *
   * @param number of the log that is here, from 1
   * @param next where the tiles of the successor were written; they are moved from there
   * @param checkpoint of the successor
   */
  public void follow(int number, Path next, SignedNote checkpoint) throws IOException {
    if (!log.hasPredecessor(number)) {
      Path home = directory.resolve(LogDirectory.predecessor(number));
      Path aside = home.resolveSibling(number + ".new");
      Durable.deleteTree(aside);
      Durable.copyTree(directory.resolve(TILES), aside.resolve(TILES));
      Durable.copy(directory.resolve(Checkpoint.PATH), aside.resolve(Checkpoint.PATH));
      Durable.sync(aside);
      Durable.rename(aside, home);
    }
    Durable.deleteTree(directory.resolve(TILES));
    Durable.rename(next.resolve(TILES), directory.resolve(TILES));
    publish(checkpoint);
  }

  /** Removes the partial tiles of a log of {@code old} entries that are full ones by now. */
  public void removePartial(long old, long size) throws IOException {
    for (Tile tile : Tile.since(old, size)) {
      if (tile.width() == Tile.FULL) {
        Durable.deleteTree(directory.resolve(tile.path() + ".p"));
        if (tile.level() == 0) {
          Durable.deleteTree(directory.resolve(tile.entriesPath() + ".p"));
        }
      }
    }
  }

  private void writeBundles(long old, long size, List<byte[]> entries) throws IOException {
    long at = old;
    while (at < size) {
      Tile bundle = Tile.bundle(at, size);
      long first = bundle.index() * Tile.FULL;
      List<byte[]> all = new ArrayList<>();
      if (at > first) {
        all.addAll(log.entries(Tile.bundle(first, at)));
      }
      long end = first + bundle.width();
      all.addAll(entries.subList((int) (at - old), (int) (end - old)));
      put(directory.resolve(bundle.entriesPath()), EntryBundle.print(all));
      at = end;
    }
  }

  private void writeTiles(long old, long size, List<byte[]> entries) throws IOException {
    GrownTiles grown = new GrownTiles(log, old);
    for (byte[] entry : entries) {
      grown.add(MerkleTree.leaf(entry));
    }
    for (Tile tile : Tile.since(old, size)) {
      put(directory.resolve(tile.path()), grown.read(tile));
    }
  }

  /** Writes a file that never changes; where it is there already, it must be the same. */
  private static void put(Path file, byte[] bytes) throws IOException {
    if (Files.exists(file)) {
      if (!Arrays.equals(Files.readAllBytes(file), bytes)) {
        throw new ReleaseException(
            file
                + " is there with other content; the log would contradict itself. Restore it from a mirror.");
      }
      Durable.sync(file); // it may be left by a stop, and not be on disk yet
      Durable.sync(Durable.directoryOf(file));
      return;
    }
    Durable.createDirectoryOf(file);
    Durable.replace(file, bytes);
  }
}
