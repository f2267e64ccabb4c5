package broadside.intake.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A file that nobody but its owner should be able to read: a key, or the passphrase of keys. */
public final class SecretFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private SecretFile() {}

  /** Tells the operator where others have rights to the file; it is used all the same. */
  public static void warn(Path file) throws IOException {
    String weakness = weakness(file);
    if (weakness != null) {
      LoggerFactory.getLogger(SecretFile.class).warn(weakness); // loaded where it is needed
    }
  }

  /**
   * What is wrong with the file's rights, in a sentence that says how to mend them, or null. What
   * is no regular file, a pipe of a shell say, has none that matter.
   */
  static @Nullable String weakness(Path file) throws IOException {
    try {
      boolean isOpen =
          Files.isRegularFile(file)
              && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
      return isOpen
          ? "%s can be read or written by other users of this machine: it should be for its owner alone (chmod 600 %s)."
              .formatted(file, file)
          : null;
    } catch (UnsupportedOperationException e) {
      return null; // a file system without such rights
    }
  }
}
