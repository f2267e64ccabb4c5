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
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    return create(path(file), name, type, passphrases);
  }

  /**
   * Makes a new key with its file, wherever it is to lie.
   *
   * @throws IntakeException where something is there already, or the name is none
   */
  public static SigningKey create(Path file, String name, KeyType type, Passphrases passphrases)
      throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IntakeException(
          Refusal.ALREADY_THERE, file, file + " is there already; a key is never overwritten.");
    }
    try {
      SigningKey key = SigningKey.generate(name, type);
      write(file, protect(key, passphrases));
      return key;
    } catch (FormatException e) {
      throw new IntakeException(Refusal.BAD_KEY, file, e.getMessage() + ".");
    }
  }

  /**
   * Puts a key's file under another passphrase. The new file is on disk before it takes the old
   * one's name, and only then the old one's bytes are overwritten: a stop at any moment leaves a
   * file that the old passphrase opens, or the new one.
   *
   * @param next for the new passphrase
   * @return false where another name of the old file was left, which the old passphrase opens
   * @throws IntakeException where the old passphrase is wrong: nothing is changed
   */
  public static boolean changePassphrase(Path file, Passphrases old, Passphrases next)
      throws IOException {
    SigningKey key = open(file, old);
    Path real = file.toRealPath();
    Path aside = writeAside(real, protect(key, next));
    boolean isOnly = Integer.valueOf(1).equals(Files.getAttribute(real, "unix:nlink"));
    try (FileChannel former = FileChannel.open(real, StandardOpenOption.WRITE)) {
      Durable.rename(aside, real);
      if (isOnly) {
        Durable.overwrite(former);
      }
    }
    return isOnly;
  }

  private static KeyFile protect(SigningKey key, Passphrases passphrases) throws IOException {
    char[] passphrase = passphrases.of(key.verifier().name());
    return passphrase.length == 0 ? KeyFile.bare(key) : KeyFile.encrypted(key, passphrase);
  }

  /** Puts a key that was made elsewhere among these, under their passphrases. */
  public void add(String file, SigningKey key) throws IOException {
    write(path(file), protect(key, passphrases));
  }

  /**
   * Writes a key's file, which must not be there yet, for its owner alone: all of it or nothing.
   */
  public static void write(Path file, KeyFile key) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Durable.rename(writeAside(file, key), file);
  }

  /** Writes what is to be a key's file beside it. */
  private static Path writeAside(Path file, KeyFile key) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(aside); // left behind by a stop
    try {
      Path made =
          Files.createFile(
              aside,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(made, key.encode());
      Durable.sync(made);
      return made;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(aside);
      throw e;
    }
  }

  /** What a key's file shows without its passphrase. */
  public static KeyFile look(Path file) throws IOException {
    try {
      return read(file);
    } catch (FormatException e) {
      throw bad(file, e);
    }
  }

  /** True where the directory has a key of this name. */
  public boolean has(String file) {
    return Files.exists(path(file));
  }

  /** The key in a file, opened with its passphrase. */
  public SigningKey open(String file) throws IOException {
    return open(path(file), passphrases);
  }

  /** The key in a file, wherever it lies; others' rights to the file are told. */
  public static SigningKey open(Path file, Passphrases passphrases) throws IOException {
    try {
      KeyFile key = read(file);
      SecretFile.warn(file);
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
    return unlock(List.of(policy));
  }

  /** The same for each of these policies: a change takes the thresholds of both. */
  public Signer unlock(List<Policy> policies) throws IOException {
    Map<String, SigningKey> open = new LinkedHashMap<>();
    for (Policy policy : policies) {
      int count = 0;
      for (VerifierKey editor : policy.editorKeys()) {
        if (count < policy.roles().threshold() && isHere(editor)) {
          if (!open.containsKey(editor.print())) {
            open.put(editor.print(), open(editor.name()));
          }
          count++;
        }
      }
      if (count < policy.roles().threshold()) {
        throw new IntakeException(
            Refusal.TOO_FEW_KEYS,
            directory,
            "It takes %d of the %d editors of policy %d to sign, and the keys of %d are here. Run it with --propose, and let the editors sign."
                .formatted(
                    policy.roles().threshold(),
                    policy.roles().editors().size(),
                    policy.version(),
                    count));
      }
    }
    return statement ->
        SignedStatement.of(
            statement, open.values().stream().map(key -> key.sign(statement.print())).toList());
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

  /** True for what can name an editor's key, and its file: letters, digits, {@code _ . -}. */
  public static boolean isFileName(String name) {
    return name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
  }

  private Path path(String file) {
    if (!isFileName(file)) {
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
