package broadside.archive.release;

import broadside.proof.merkle.MerkleTree;
import broadside.proof.release.Commitment;
import broadside.proof.release.FileList;
import broadside.proof.release.ManifestLine;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Reads a release whole and compares everything in it with everything else: every file with {@code
 * SHA256SUMS}; the manifest's lines with the statement's root and counts; every mail, inflated,
 * with its line's commitment; {@code places} and every byte of the zip volumes with what they must
 * be.
 *
 * <p><b>Threads:</b> one. <b>Memory:</b> one mail.
 */
public final class ReleaseCheck {
  private final ReleaseReader reader;
  private final ReleaseStatement statement;
  private final CheckMonitor monitor;
  private final ReleaseReport.Builder report = new ReleaseReport.Builder();
  private final MerkleTree.RootBuilder root = new MerkleTree.RootBuilder();
  private final ZipLayout layout;
  private long published;
  private long redacted;

  private ReleaseCheck(ReleaseReader reader, CheckMonitor monitor) {
    this.reader = reader;
    this.statement = reader.statement();
    this.monitor = monitor;
    this.layout = new ZipLayout(reader);
  }

  /**
   * What is wrong with the release in {@code directory}, if anything.
   *
   * @throws InterruptedIOException where the monitor cancelled
   */
  public static ReleaseReport check(Path directory, CheckMonitor monitor) throws IOException {
    return check(directory, TakenBack.NOTHING, monitor);
  }

  /** The same of a release from which mails were taken back. */
  public static ReleaseReport check(Path directory, TakenBack taken, CheckMonitor monitor)
      throws IOException {
    if (!Files.isDirectory(directory)) {
      ReleaseReport.Builder absent = new ReleaseReport.Builder();
      absent.missing("Release %s is missing.".formatted(directory.getFileName()));
      return absent.build(Integer.parseInt(String.valueOf(directory.getFileName())));
    }
    try (MailInflater inflater = new MailInflater()) {
      return new ReleaseCheck(ReleaseReader.open(directory, taken, inflater), monitor).run();
    } catch (ReleaseException e) {
      ReleaseReport.Builder refused = new ReleaseReport.Builder();
      if (e.isMissing()) {
        refused.missing(String.valueOf(e.getMessage()));
      } else {
        refused.damage(String.valueOf(e.getMessage()));
      }
      return refused.build(Integer.parseInt(String.valueOf(directory.getFileName())));
    }
  }

  /**
   * The same, where the release must be the one of this statement.
   *
   * @throws InterruptedIOException where the monitor cancelled
   */
  public static ReleaseReport check(Path directory, ReleaseStatement expected, CheckMonitor monitor)
      throws IOException {
    ReleaseReport report = check(directory, monitor);
    try (MailInflater inflater = new MailInflater()) {
      if (report.isWhole()
          && !ReleaseReader.open(directory, inflater).statement().equals(expected)) {
        ReleaseReport.Builder other = new ReleaseReport.Builder();
        other.damage(
            "The release in %s has another statement than the one that is asked about."
                .formatted(directory));
        return other.build(expected.number());
      }
    }
    return report;
  }

  private ReleaseReport run() throws IOException {
    checkFiles();
    findStrangers();
    checkManifest();
    checkStatement();
    layout.end().forEach(report::damage);
    return report.build(statement.number());
  }

  private void checkFiles() throws IOException {
    byte[] buffer = new byte[1 << 18];
    for (FileList.Entry file : reader.files().files()) {
      MessageDigest digest = HashedFile.sha256();
      long bytes = 0;
      try (InputStream in = Files.newInputStream(reader.directory().resolve(file.name()))) {
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
          checkCancelled();
          digest.update(buffer, 0, n);
          bytes += n;
          monitor.progress(n);
        }
        if (bytes != file.bytes()) {
          damage("%s has %d bytes, not %d".formatted(file.name(), bytes, file.bytes()));
        } else if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
          damage(file.name() + " has another SHA-256 than SHA256SUMS says");
        }
      } catch (NoSuchFileException e) {
        report.missing(
            "Release %d is damaged: %s is missing.".formatted(statement.number(), file.name()));
      }
      report.files++;
      report.bytes += bytes;
    }
  }

  private void findStrangers() throws IOException {
    try (Stream<Path> all = Files.walk(reader.directory(), 2)) {
      for (Path path : all.filter(p -> !Files.isDirectory(p)).toList()) {
        String name = reader.directory().relativize(path).toString().replace('\\', '/');
        boolean listed =
            name.equals(ReleaseFiles.LIST)
                || name.equals(ReleaseFiles.STATEMENT)
                || reader.files().find(name) != null;
        if (!listed) {
          damage(name + " is not in SHA256SUMS");
        }
      }
    }
  }

  private void checkManifest() throws IOException {
    try (InputStream in =
        new BufferedInputStream(
            Files.newInputStream(reader.directory().resolve(ReleaseFiles.MANIFEST)), 1 << 16)) {
      long offset = 0;
      byte[] line = new byte[ReleaseReader.LINE_BYTES];
      int length = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b != '\n' && length < line.length) {
          line[length++] = (byte) b;
          continue;
        }
        checkCancelled();
        if (!checkLine(Arrays.copyOf(line, length), offset)) {
          return;
        }
        offset += length + 1;
        length = 0;
      }
      if (length > 0) {
        damage("the manifest's last line is cut off");
      }
    }
  }

  /** False where the lines after this one cannot be told apart from it. */
  private boolean checkLine(byte[] bytes, long offset) throws IOException {
    long number = statement.first() + root.size();
    if (number > statement.last()) {
      damage("the manifest has more lines than the statement says");
      return false;
    }
    root.add(MerkleTree.leaf(bytes));
    try {
      ManifestLine line = ManifestLine.parse(new String(bytes, StandardCharsets.ISO_8859_1));
      if (line.number() != number) {
        damage("the manifest has %d in the place of %d".formatted(line.number(), number));
      } else if (reader.lineOffset(number) != offset) {
        damage("places is wrong at number " + number);
      } else {
        checkMail(line);
      }
      return true;
    } catch (FormatException e) {
      damage("the manifest's line for number " + number + " is not in its one encoding");
      return true;
    }
  }

  private void checkMail(ManifestLine line) throws IOException {
    switch (line) {
      case ManifestLine.Published p -> {
        published++;
        checkCommitment(line);
      }
      case ManifestLine.Redacted r -> {
        redacted++;
        checkCommitment(line);
      }
      case ManifestLine.Withheld w -> {
        report.withheld++;
        checkNothing(w.number(), "withheld");
      }
    }
  }

  private void checkNothing(long number, String state) throws IOException {
    if (!Arrays.equals(reader.salt(number), new byte[Commitment.SALT_BYTES])
        || !reader.place(number).equals(MailPlace.NONE)) {
      damage("number " + number + " is " + state + " and has a salt or a mail");
    }
  }

  private void checkCommitment(ManifestLine line) throws IOException {
    String commitment = reader.taken().mail(line);
    if (commitment == null) {
      checkNothing(line.number(), "withdrawn");
      report.withdrawn++;
      return;
    }
    try {
      byte[] mail = reader.mail(line);
      byte[] found =
          Commitment.toMail(reader.salt(line.number()), mail == null ? new byte[0] : mail);
      if (!HexFormat.of().formatHex(found).equals(commitment)) {
        damage("mail " + line.number() + " is not the one that the manifest commits to");
      }
      report.mails++;
      layout.add(line.number(), reader.place(line.number()));
    } catch (ReleaseException e) {
      report.damage(String.valueOf(e.getMessage()));
    }
  }

  private void checkStatement() {
    if (root.size() != statement.count()) {
      damage("the manifest has %d lines, not %d".formatted(root.size(), statement.count()));
    } else if (!HexFormat.of().formatHex(root.root()).equals(statement.root())) {
      damage("the manifest is not the one that the statement's root commits to");
    } else if (published != statement.published()
        || redacted != statement.redacted()
        || report.withheld != statement.withheld()) {
      damage("the statement's counts are not those of the manifest");
    }
  }

  private void checkCancelled() throws IOException {
    if (monitor.isCancelled()) {
      throw new InterruptedIOException("the check was stopped");
    }
  }

  private void damage(String what) {
    report.damage("Release %d is damaged: %s.".formatted(statement.number(), what));
  }
}
