package broadside.archive.release;

import broadside.proof.release.FileList;
import broadside.proof.statement.SignedStatement;

/** The names of a release's files. */
final class ReleaseFiles {
  static final String LIST = FileList.FILE;
  static final String STATEMENT = SignedStatement.FILE;
  static final String MANIFEST = "manifest";
  static final String SALTS = "salts";
  static final String PLACES = "places";
  static final String KEYS = "keys";
  static final String ALIASES = "aliases";
  static final String INDEX = "index";

  private ReleaseFiles() {}

  /** {@code mail.zip}, then {@code mail-2.zip}, {@code mail-3.zip}… */
  static String volume(int number) {
    return number == 1 ? "mail.zip" : "mail-" + number + ".zip";
  }
}
