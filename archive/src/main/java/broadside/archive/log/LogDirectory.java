package broadside.archive.log;

import broadside.archive.dkim.VerdictList;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.LocalOpening;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.history.History;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.EntryBundle;
import broadside.proof.log.Tile;
import broadside.proof.log.TileReader;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.Verdicts;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log's files below {@code public/}. Nothing that is read here is trusted: whoever reads checks
 * it.
 *
 * <p>A log that has a successor lies in {@code predecessor/N}, with its last checkpoint; policies
 * and enclosures are those of the publication, whatever log names them.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> {@link ReleaseException} for what is missing
 * or damaged.
 */
public final class LogDirectory implements TileReader, History.PolicyTexts {
  /** Where the logs lie that others continue, each below its number. */
  public static final String PREDECESSORS = "predecessor";

  private final Path directory;
  private final Path own;

  /** The log of {@code publication/public}. */
  public LogDirectory(Path directory) {
    this(directory, directory);
  }

  private LogDirectory(Path directory, Path own) {
    this.directory = directory;
    this.own = own;
  }

  /** Where the files of the log of this number lie once another follows it, below the address. */
  public static String predecessor(int number) {
    return PREDECESSORS + "/" + number + "/";
  }

  /** True where a log of this number lies there that another follows, or is about to. */
  public boolean hasPredecessor(int number) {
    return Files.isDirectory(directory.resolve(predecessor(number)));
  }

  /** The files of the publication's log of this number, from 1, wherever they lie. */
  public LogDirectory log(int number) {
    return hasPredecessor(number)
        ? new LogDirectory(directory, directory.resolve(predecessor(number)))
        : this;
  }

  /** The newest published checkpoint with its signatures, or null where there is none yet. */
  public @Nullable SignedNote checkpoint() throws IOException {
    Path file = own.resolve(Checkpoint.PATH);
    try {
      return SignedNote.parse(small(file, Checkpoint.BYTES));
    } catch (NoSuchFileException e) {
      return null;
    } catch (FormatException e) {
      throw new ReleaseException(file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  /** The tile, from its own file or from that of the full tile in its place. */
  @Override
  public byte[] read(Tile tile) throws IOException {
    Tile there = Files.exists(own.resolve(tile.path())) ? tile : tile.full();
    byte[] bytes;
    try {
      bytes = small(own.resolve(there.path()), Tile.FULL * MerkleTree.HASH_BYTES);
    } catch (NoSuchFileException e) {
      throw ReleaseException.missing("The log is damaged: " + tile.path() + " is missing.");
    }
    if (bytes.length != there.bytes()) {
      throw new ReleaseException(
          "The log is damaged: %s has %d bytes, not %d."
              .formatted(there.path(), bytes.length, there.bytes()));
    }
    return there.width() == tile.width() ? bytes : Arrays.copyOf(bytes, tile.bytes());
  }

  /** The entries of a bundle, which lies below a tile of level 0. */
  public List<byte[]> entries(Tile bundle) throws IOException {
    try {
      Path exact = own.resolve(bundle.entriesPath());
      if (Files.exists(exact)) {
        return EntryBundle.parse(small(exact, EntryBundle.BYTES), bundle.width());
      }
      byte[] full = small(own.resolve(bundle.full().entriesPath()), EntryBundle.BYTES);
      return EntryBundle.parse(full, Tile.FULL).subList(0, bundle.width());
    } catch (NoSuchFileException e) {
      throw ReleaseException.missing(
          "The log is damaged: " + bundle.entriesPath() + " is missing.");
    } catch (FormatException e) {
      throw new ReleaseException(
          "The log is damaged: %s is %s.".formatted(bundle.entriesPath(), e.getMessage()));
    }
  }

  /** Receives entries in their order. */
  @FunctionalInterface
  public interface EntryVisitor {
    void visit(long index, byte[] entry) throws IOException;
  }

  /** The entries from {@code from} to the end of a log of {@code size}. */
  public void forEachEntry(long from, long size, EntryVisitor visitor) throws IOException {
    forEachEntry(from, size, size, visitor);
  }

  /** The entries from {@code from} up to, and not with, {@code to} of a log of {@code size}. */
  public void forEachEntry(long from, long to, long size, EntryVisitor visitor) throws IOException {
    long at = from;
    while (at < to) {
      List<byte[]> entries = entries(Tile.bundle(at, size));
      for (int i = (int) (at % Tile.FULL); i < entries.size() && at < to; i++) {
        visitor.visit(at++, entries.get(i));
      }
    }
  }

  /** The two texts of a version of the policy. */
  @Override
  public Policy read(int version) throws IOException {
    try {
      return Policy.parse(
          small(policyFile(directory, version), Policy.TEXT_BYTES),
          small(rolesFile(directory, version), Policy.TEXT_BYTES));
    } catch (NoSuchFileException e) {
      throw ReleaseException.missing(
          version == 1
              ? directory + " holds no signed publication: it has no policy/1 and roles/1."
              : "The texts of policy " + version + " are missing from " + directory + ".");
    } catch (FormatException e) {
      throw new ReleaseException(
          "Policy %d in %s cannot be read: %s.".formatted(version, directory, e.getMessage()));
    }
  }

  /** What is known here of the opening of a sealed release that lies here open, or null. */
  public @Nullable LocalOpening opening(int number) throws IOException {
    return Files.isDirectory(directory.resolve("releases/" + number))
        ? SealedDirectory.of(directory, number).opening()
        : null;
  }

  /** What a correction says. */
  public String correction(Correction correction) throws IOException {
    return parsed(correction.enclosure(), CorrectionText::parse);
  }

  /** The list that a statement of verdicts names. */
  public VerdictList verdicts(Verdicts verdicts) throws IOException {
    return parsed(verdicts.enclosure(), VerdictList::parse);
  }

  /**
   * The bytes of a file that a statement names, which are looked into.
   *
   * @throws ReleaseException where it is missing, another, or cannot be read
   */
  public byte[] enclosure(Enclosure enclosure) throws IOException {
    return parsed(
        enclosure,
        bytes -> {
          Object _ =
              switch (enclosure.kind()) {
                case CORRECTION -> CorrectionText.parse(bytes);
                case VERDICTS -> VerdictList.parse(bytes);
              };
          return bytes;
        });
  }

  private interface Parser<T> {
    T parse(byte[] bytes) throws FormatException;
  }

  private <T> T parsed(Enclosure enclosure, Parser<T> parser) throws IOException {
    try {
      byte[] bytes = small(directory.resolve(enclosure.path()), enclosure.kind().mostBytes());
      if (SignedText.sha256Hex(bytes).equals(enclosure.sha256())) {
        return parser.parse(bytes);
      }
    } catch (NoSuchFileException e) {
      throw ReleaseException.missing(enclosure.path() + " is missing.");
    } catch (FormatException e) {
      throw new ReleaseException(enclosure.path() + " cannot be read: " + e.getMessage() + ".");
    }
    throw new ReleaseException(enclosure.path() + " is not the file that its statement names.");
  }

  static Path policyFile(Path directory, int version) {
    return directory.resolve("policy/" + version);
  }

  static Path rolesFile(Path directory, int version) {
    return directory.resolve("roles/" + version);
  }

  private static byte[] small(Path file, int most) throws IOException {
    if (Files.size(file) > most) {
      throw new ReleaseException(file + " has more than " + most + " bytes.");
    }
    return Files.readAllBytes(file);
  }
}
