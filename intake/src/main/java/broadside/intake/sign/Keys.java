package broadside.intake.sign;

import broadside.archive.release.Durable;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.proof.note.KeyFile;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The signing keys of a directory: files {@code NAME.key} of mode 0600.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link IntakeException} where a key is missing, damaged
 * or its passphrase wrong.
 */
public final class Keys {
  /** The log's own key, which can only order. */
  public static final String LOG = "log";

  private static final int FILE_BYTES = 1 << 14;

  private final Path directory;
  private final Passphrases passphrases;

  /** The keys below this directory. */
  public Keys(Path directory, Passphrases passphrases) {
    this.directory = directory;
    this.passphrases = passphrases;
  }

  /** Makes a new key with its file; the public part is returned. */
  public SigningKey generate(String file, String name, KeyType type) throws IOException {
    try {
      SigningKey key = SigningKey.generate(name, type);
      char[] passphrase = passphrases.of(name);
      write(
          path(file),
          passphrase.length == 0 ? KeyFile.bare(key) : KeyFile.encrypted(key, passphrase));
      return key;
    } catch (FormatException e) {
      throw new IntakeException(Refusal.BAD_KEY, path(file), e.getMessage() + ".");
    }
  }

  /** Writes a key's file, which must not be there yet, for its owner alone. */
  public static void write(Path file, KeyFile key) throws IOException {
    Path made =
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(made, key.encode());
    Durable.sync(made);
  }

  /** True where the directory has a key of this name. */
  public boolean has(String file) {
    return Files.exists(path(file));
  }

  /** The key in a file, opened with its passphrase. */
  public SigningKey open(String file) throws IOException {
    return open(path(file), passphrases);
  }

  /** The key in a file, wherever it lies. */
  public static SigningKey open(Path file, Passphrases passphrases) throws IOException {
    try {
      KeyFile key = read(file);
      return key.open(key.isEncrypted() ? passphrases.of(key.verifier().name()) : new char[0]);
    } catch (FormatException e) {
      throw bad(file, e);
    }
  }

  /**
   * As many of the editors' keys as the policy's threshold asks, opened with their passphrases.
   *
   * @throws IntakeException where too few are here: the statement must be signed elsewhere
   */
  public Signer unlock(Policy policy) throws IOException {
    List<SigningKey> open = new ArrayList<>();
    for (VerifierKey editor : policy.editorKeys()) {
      if (open.size() < policy.roles().threshold() && isHere(editor)) {
        open.add(open(editor.name()));
      }
    }
    if (open.size() < policy.roles().threshold()) {
      throw new IntakeException(
          Refusal.TOO_FEW_KEYS,
          directory,
          "It takes %d of the %d editors to sign, and the keys of %d are here. Run it with --propose, and let the editors sign."
              .formatted(policy.roles().threshold(), policy.roles().editors().size(), open.size()));
    }
    return statement ->
        SignedStatement.of(
            statement, open.stream().map(key -> key.sign(statement.print())).toList());
  }

  /** True where an editor's key is bare: whoever has the file can sign. */
  public boolean isBare(String file) throws IOException {
    try {
      return has(file) && !read(path(file)).isEncrypted();
    } catch (FormatException e) {
      throw bad(path(file), e);
    }
  }

  private boolean isHere(VerifierKey key) throws IOException {
    try {
      return has(key.name()) && read(path(key.name())).verifier().equals(key);
    } catch (FormatException e) {
      throw bad(path(key.name()), e);
    }
  }

  private Path path(String file) {
    if (!file.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")) {
      throw new IntakeException(
          Refusal.BAD_KEY,
          directory,
          "A key's name is of letters, digits, - and _: not " + file + ".");
    }
    return directory.resolve(file + ".key");
  }

  private static KeyFile read(Path file) throws IOException, FormatException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.size(file) > FILE_BYTES) {
      throw new FormatException("no key of Broadside");
    }
    return KeyFile.parse(Files.readAllBytes(file));
  }

  private static IntakeException bad(Path file, FormatException e) {
    return new IntakeException(
        Refusal.BAD_KEY, file, "The key %s cannot be used: %s.".formatted(file, e.getMessage()));
  }
}
