package broadside.intake.segment;

import java.nio.file.Path;
import java.util.Locale;

/** The numbers of docs/formats/segment.md. */
final class SegmentFormat {
  private SegmentFormat() {}

  /** "BSEG" and the format's version, at the start of every segment. */
  static final long FILE_MAGIC = 0x42534547_00000001L;

  /** "MAIL", at the start of every record. */
  static final int RECORD_MAGIC = 0x4d41494c;

  /** "GONE", in its place at the start of a record whose mail was erased. */
  static final int ERASED_MAGIC = 0x474f4e45;

  static final int FILE_HEADER = 8;

  /** Magic, SHA-256, size, deflated size, CRC-32. */
  static final int RECORD_HEADER = 4 + 32 + 4 + 4 + 4;

  /** A segment that is at least as long takes no more: 1 GiB, so that one copies easily. */
  static final long ROLL_BYTES = 1L << 30;

  static Path file(Path directory, int segment) {
    return directory.resolve(String.format(Locale.ROOT, "%08d.seg", segment));
  }
}
