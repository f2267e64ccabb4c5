package broadside.archive.sealed;

import broadside.archive.release.ReleaseException;
import broadside.proof.release.Commitment;
import broadside.proof.release.FileList;
import broadside.proof.sealed.Parts;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Encrypts a complete release into parts. The files are streamed, and compared with their list
 * meanwhile: a release that is damaged is not sealed.
 *
 * <p><b>Threads:</b> one owner; hashing has threads of its own. <b>Memory:</b> does not grow with
 * the release. <b>Failures:</b> {@link ReleaseException}; what was written until then is of no use.
 */
public final class SealWriter {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path release;
  private final SealedTar tar;
  private final PartsWriter out;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private SealWriter(Path release, SealedTar tar, PartsWriter out) {
    this.release = release;
    this.tar = tar;
    this.out = out;
  }

  /**
   * Writes {@code part-1.age}, {@code part-2.age}… and syncs them.
   *
   * @param release directory of a release whose statement is the text alone
   * @param salt of the commitment, 32 bytes that nobody can guess
   * @param recipient of age
   * @param directory where no parts are yet
   */
  public static SealedFiles write(Path release, byte[] salt, String recipient, Path directory)
      throws IOException {
    return write(release, salt, recipient, directory, Parts::cut);
  }

  /** The same, with parts of other sizes. */
  static SealedFiles write(
      Path release, byte[] salt, String recipient, Path directory, LongFunction<List<Long>> cut)
      throws IOException {
    byte[] text = small(release, SignedStatement.FILE);
    ReleaseStatement statement = SealedTar.statement(text);
    SealedTar tar = SealedTar.of(statement, small(release, FileList.FILE));
    byte[] commitment = Commitment.toRelease(salt, text);
    long step = Parts.step(tar.bytes());
    try (PartsWriter out = new PartsWriter(directory, recipient, cut.apply(step))) {
      new SealWriter(release, tar, out).write(salt);
      return new SealedFiles(statement, HexFormat.of().formatHex(commitment), step, out.finish());
    }
  }

  private void write(byte[] salt) throws IOException {
    write(SealedTar.SALT, salt);
    write(SignedStatement.FILE, tar.statement());
    write(FileList.FILE, tar.list());
    for (FileList.Entry file : tar.files().files()) {
      copy(file);
    }
  }

  private void write(String name, byte[] content) throws IOException {
    out.write(TarFormat.header(name, content.length));
    out.write(content);
    out.write(new byte[TarFormat.filling(content.length)]);
  }

  private void copy(FileList.Entry file) throws IOException {
    out.write(TarFormat.header(file.name(), file.bytes()));
    long left = file.bytes();
    String sha256;
    try (BackgroundDigest digest = new BackgroundDigest();
        InputStream in = Files.newInputStream(release.resolve(file.name()))) {
      for (int n = in.read(buffer); n > 0 && n <= left; n = in.read(buffer)) {
        digest.update(ByteBuffer.wrap(buffer, 0, n));
        out.write(buffer, n);
        left -= n;
      }
      sha256 = digest.hex();
    } catch (NoSuchFileException e) {
      throw ReleaseException.missing(
          "Release %d cannot be sealed: %s is missing."
              .formatted(tar.release().number(), file.name()));
    }
    if (left != 0 || !sha256.equals(file.sha256())) {
      throw new ReleaseException(
          "Release %d cannot be sealed: %s is not the file that SHA256SUMS says."
              .formatted(tar.release().number(), file.name()));
    }
    out.write(new byte[TarFormat.filling(file.bytes())]);
  }

  private static byte[] small(Path release, String name) throws IOException {
    try (InputStream in = Files.newInputStream(release.resolve(name))) {
      byte[] bytes = in.readNBytes(SealedTar.TEXT_BYTES + 1);
      if (bytes.length > SealedTar.TEXT_BYTES) {
        throw new ReleaseException(name + " is larger than 1 MiB.");
      }
      return bytes;
    }
  }
}
