package broadside.archive.sealed;

import broadside.archive.release.ReleaseException;
import broadside.proof.release.Commitment;
import broadside.proof.release.FileList;
import broadside.proof.sealed.Parts;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.util.Set;

/**
 * What lies in the plaintext of a sealed release: {@code salt}, {@code statement}, {@code
 * SHA256SUMS}, and the files of that list in its order. What comes first says what may follow.
 *
 * @param statement the text of the release's statement, without signatures
 * @param list the content of {@code SHA256SUMS}
 * @param bytes of the tar, with its end and without padding
 */
record SealedTar(
    ReleaseStatement release, byte[] statement, byte[] list, FileList files, long bytes) {
  static final String SALT = "salt";

  /** Bytes of a statement or of a list of files at most, as where a release is read. */
  static final int TEXT_BYTES = 1 << 20;

  private static final Set<String> TAKEN = Set.of(SALT, SignedStatement.FILE, "index");

  /** The statement whose text this is. */
  static ReleaseStatement statement(byte[] text) throws ReleaseException {
    try {
      return ReleaseStatement.parse(text);
    } catch (FormatException e) {
      throw new ReleaseException(
          "The statement of a release to be sealed is its text alone: " + e.getMessage() + ".");
    }
  }

  /**
   * The tar of a release.
   *
   * @throws ReleaseException where the list is not the statement's, or cannot be in a tar
   */
  static SealedTar of(ReleaseStatement release, byte[] list) throws ReleaseException {
    byte[] statement = release.encode();
    if (list.length != release.filesBytes()
        || !SignedText.sha256Hex(list).equals(release.filesSha256())) {
      throw new ReleaseException(
          "Release %d is damaged: SHA256SUMS is not the one of its statement."
              .formatted(release.number()));
    }
    FileList files;
    try {
      files = FileList.parse(list);
    } catch (FormatException e) {
      throw new ReleaseException(
          "Release %d is damaged: its SHA256SUMS has %s."
              .formatted(release.number(), e.getMessage()));
    }
    long bytes =
        TarFormat.taken(Commitment.SALT_BYTES)
            + TarFormat.taken(statement.length)
            + TarFormat.taken(list.length)
            + TarFormat.END_BYTES;
    for (FileList.Entry file : files.files()) {
      if (TAKEN.contains(file.name())
          || file.name().length() > TarFormat.NAME_BYTES
          || file.bytes() > TarFormat.FILE_BYTES
          || bytes > Parts.MOST - TarFormat.taken(file.bytes())) {
        throw new ReleaseException(
            "Release %d cannot be sealed: %s of %d bytes cannot be one of its files."
                .formatted(release.number(), file.name(), file.bytes()));
      }
      bytes += TarFormat.taken(file.bytes());
    }
    return new SealedTar(release, statement, list, files, bytes);
  }
}
