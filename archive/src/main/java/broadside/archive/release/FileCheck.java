package broadside.archive.release;

import broadside.proof.release.FileList;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Hashes one file of a release and compares it with the list of files: in one go, or piece by piece
 * behind somebody who reads the same bytes. It is open from its first piece to its last.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class FileCheck implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final ReleaseReader release;
  private final FileList.Entry file;
  private final boolean isKnown;
  private final CheckMonitor monitor;
  private final MessageDigest digest = HashedFile.sha256();
  private @Nullable InputStream in;
  private ReleaseReport.@Nullable Builder report;
  private long bytes;

  /**
   * A check that has read nothing yet.
   *
   * @param isKnown true where the file is counted only
   */
  FileCheck(ReleaseReader release, FileList.Entry file, boolean isKnown, CheckMonitor monitor) {
    this.release = release;
    this.file = file;
    this.isKnown = isKnown;
    this.monitor = monitor;
  }

  /** Hashes the file up to about here. */
  void readTo(long end) throws IOException {
    if (isKnown) {
      return;
    }
    if (in == null) {
      in = Files.newInputStream(release.directory().resolve(file.name()));
    }
    byte[] buffer = new byte[Math.clamp(file.bytes(), 1, BUFFER_BYTES)];
    for (int n = 1; n > 0 && bytes < end; ) {
      monitor.checkCancelled();
      n = in.read(buffer);
      if (n > 0) {
        digest.update(buffer, 0, n);
        bytes += n;
        monitor.progress(n);
      }
    }
  }

  /** Hashes what is left, and closes the file; what is wrong with it. */
  ReleaseReport.Builder finish() throws IOException {
    if (report == null) {
      report = compare();
      close();
    }
    return report;
  }

  private ReleaseReport.Builder compare() throws IOException {
    ReleaseReport.Builder found = new ReleaseReport.Builder(release.statement().number());
    try {
      readTo(Long.MAX_VALUE);
      if (isKnown) {
        bytes = file.bytes();
      } else if (bytes != file.bytes()) {
        found.damaged("%s has %d bytes, not %d".formatted(file.name(), bytes, file.bytes()));
      } else if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
        found.damaged(file.name() + " has another SHA-256 than SHA256SUMS says");
      }
    } catch (NoSuchFileException e) {
      found.missing(file.name() + " is missing");
    }
    found.files++;
    found.bytes += bytes;
    return found;
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }
}
