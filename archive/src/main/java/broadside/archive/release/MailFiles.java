package broadside.archive.release;

import broadside.proof.release.Commitment;
import broadside.proof.release.FileList;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what of a release changes when mails are taken back: the zip volumes, {@code salts} and
 * {@code places}.
 *
 * <p><b>Threads:</b> one. <b>Memory:</b> does not grow with the release.
 */
final class MailFiles implements Closeable {
  private static final byte[] NO_SALT = new byte[Commitment.SALT_BYTES];

  private final HashedFile salts;
  private final HashedFile places;
  private final MailZip zip;
  private long mailBytes;

  /** New files in a directory that is there. */
  MailFiles(Path directory, long volumeBytes) throws IOException {
    this.salts = HashedFile.create(directory, ReleaseFiles.SALTS);
    this.places = HashedFile.create(directory, ReleaseFiles.PLACES);
    this.zip = new MailZip(directory, volumeBytes);
  }

  /** Adds the next number, with its mail; {@code lineOffset} is where its manifest line begins. */
  MailPlace add(long number, long lineOffset, byte[] salt, DeflatedMail mail) throws IOException {
    if (salt.length != Commitment.SALT_BYTES) {
      throw new IllegalArgumentException("a salt of " + salt.length + " bytes, not 32");
    }
    MailPlace place = zip.add(number, mail);
    mailBytes += mail.bytes();
    append(lineOffset, salt, place);
    return place;
  }

  /** Adds the next number, which has no mail. */
  void addNothing(long lineOffset) throws IOException {
    append(lineOffset, NO_SALT, MailPlace.NONE);
  }

  private void append(long lineOffset, byte[] salt, MailPlace place) throws IOException {
    places.write(Places.record(lineOffset, place));
    salts.write(salt);
  }

  /** Ends the files, which are on disk then. */
  List<FileList.Entry> finish() throws IOException {
    places.write(Places.end(mailBytes));
    List<FileList.Entry> files = new ArrayList<>(zip.finish());
    files.add(salts.finish());
    files.add(places.finish());
    return files;
  }

  /** Closes the files; what was not finished is of no use. */
  @Override
  public void close() throws IOException {
    for (Closeable file : List.of(salts, places, zip)) {
      file.close();
    }
  }
}
