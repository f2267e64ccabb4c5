package broadside.intake.add;

import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Compares what an intake will need with what the disk has. */
final class FreeSpace {
  /** Estimated: deflated mails and ledger together take about half of plain mails. */
  private static final double OF_PLAIN = 0.6;

  /** Mails deflated one by one take up to 1.4 of an archive compressed as a whole. */
  private static final double OF_COMPRESSED = 1.8;

  /** Write-ahead log, and room to end cleanly. */
  private static final long SPARE = 64L << 20;

  /** With less, the next write fails. */
  private static final long FULL = 1L << 20;

  private final Path root;
  private final Path mailDirectory;

  private FreeSpace(Path root, Path mailDirectory) {
    this.root = root;
    this.mailDirectory = mailDirectory;
  }

  /** The room beside {@code mailDirectory}, for what is in {@code root}. */
  static FreeSpace of(Path root, Path mailDirectory) {
    return new FreeSpace(root, mailDirectory);
  }

  /** Refuses where all of the source will not fit. */
  void check() throws IOException {
    check(1, 0);
  }

  /**
   * Refuses where what is new in the source will not fit.
   *
   * @param expected mails and refusals of the source
   * @param known of these, so many are in the ledger
   */
  void check(long expected, long known) throws IOException {
    long fresh = Math.max(0, expected - known);
    long needed = fresh == 0 ? FULL : SPARE + (long) ((double) estimate(root) * fresh / expected);
    long free = Files.getFileStore(mailDirectory).getUsableSpace();
    if (free < needed) {
      throw new IntakeException(
          Refusal.NO_SPACE,
          root,
          "Adding %s needs about %,d MB in private/, but the disk has %,d MB free; make room first."
              .formatted(root, (needed >> 20) + 1, free >> 20));
    }
  }

  /** What a failure to write means: that the disk is full, where it is. */
  static IOException explain(IOException failure, Path mailDirectory) throws IOException {
    if (Files.getFileStore(mailDirectory).getUsableSpace() >= FULL) {
      return failure;
    }
    IntakeException full =
        new IntakeException(
            Refusal.NO_SPACE,
            mailDirectory,
            "The disk is full. What was added so far is kept; make room and run the command again.");
    full.initCause(failure);
    throw full;
  }

  private static long estimate(Path root) throws IOException {
    long[] bytes = new long[1];
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // refused later, with its reason
          }
        });
    return (long) (bytes[0] * (isCompressed(root) ? OF_COMPRESSED : OF_PLAIN));
  }

  private static boolean isCompressed(Path root) throws IOException {
    if (!Files.isRegularFile(root)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(root)) {
      byte[] magic = in.readNBytes(2);
      return magic.length == 2
          && switch (ByteBuffer.wrap(magic).getShort()) {
            case 0x1f8b, 0x28b5, 0x504b -> true; // gzip, zstd, zip
            default -> false;
          };
    }
  }
}
