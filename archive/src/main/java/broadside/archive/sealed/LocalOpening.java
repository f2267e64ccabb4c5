package broadside.archive.sealed;

import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.release.Commitment;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a sealed release is open here, whatever the log says of it yet. It proves itself against the
 * seal, so that whoever lacks the shares may take it from a mirror.
 *
 * @param salt of the seal's commitment, in hex
 * @param entries of the log that were known when it was opened
 * @param release what was sealed
 */
public record LocalOpening(String salt, long entries, ReleaseStatement release) {
  /** Its name in the directory of the sealed release. */
  public static final String FILE = "opening";

  /** Bytes of the file at most. */
  public static final int BYTES = 1 << 13;

  private static final String HEAD = "broadside/v1 opening";
  private static final int LINES = 14;

  public LocalOpening {
    if (!SignedText.isHex(salt, 2 * Commitment.SALT_BYTES) || entries < 1) {
      throw new IllegalArgumentException("no opening: " + salt + ", " + entries);
    }
  }

  /** The salt's bytes. */
  public byte[] saltBytes() {
    return HexFormat.of().parseHex(salt);
  }

  /** The file's text. */
  public String print() {
    String text = release.print();
    return HEAD
        + "\nsalt "
        + salt
        + "\nentries "
        + entries
        + "\nstatement "
        + text.lines().count()
        + "\n"
        + text;
  }

  /** The inverse of {@link #print()}. */
  public static LocalOpening parse(byte[] bytes) throws FormatException {
    Fields fields = new Fields(SignedText.lines(SignedText.decode(bytes)));
    if (!fields.line().equals(HEAD)) {
      throw new FormatException("no opening of a sealed release");
    }
    String salt = fields.value("salt");
    long entries = fields.count("entries");
    List<String> lines = fields.block("statement", LINES);
    fields.end();
    try {
      String text = String.join("\n", lines) + "\n";
      return new LocalOpening(
          salt, entries, ReleaseStatement.parse(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    }
  }

  /** Puts it into a file, at once and on disk. */
  public void write(Path file) throws IOException {
    Durable.replace(file, print().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads it from a file; null where there is none.
   *
   * @throws ReleaseException where it cannot be read
   */
  static @Nullable LocalOpening read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return parse(SealedDirectory.small(file, BYTES));
    } catch (NoSuchFileException e) {
      return null; // it went in between
    } catch (FormatException e) {
      throw new ReleaseException(file + " cannot be read: " + e.getMessage() + ".");
    }
  }
}
