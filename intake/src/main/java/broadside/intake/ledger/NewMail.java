package broadside.intake.ledger;

import broadside.intake.segment.SegmentPlace;
import broadside.mail.message.ContentKey;
import broadside.mail.message.Message;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail as intake found it.
 *
 * @param hash SHA-256 of its bytes
 * @param content what copies share: the first 16 bytes of its content key
 * @param salt 32 random bytes, for its commitment
 * @param date when it was written, to the second, or null
 * @param attachments parts of it that nobody looked into
 * @param stored where its bytes are
 * @param quoted fingerprints of the passages that it quotes
 * @param signatures what they are worth
 * @param findings why it is held; empty where it waits
 */
public record NewMail(
    byte[] hash,
    byte[] content,
    byte[] salt,
    @Nullable Instant date,
    int attachments,
    SegmentPlace stored,
    FilePlace place,
    ThreadFacts thread,
    long[] quoted,
    SignatureFacts signatures,
    List<Finding> findings,
    List<DefectCount> defects) {

  /** The number of bytes of {@code content} that are kept: finding a collision costs 2^64. */
  public static final int CONTENT_BYTES = 16;

  /** What copies of this message share. */
  public static byte[] content(Message message) {
    return Arrays.copyOf(ContentKey.of(message), CONTENT_BYTES);
  }

  public NewMail {
    findings = List.copyOf(findings);
    defects = List.copyOf(defects);
  }

  /**
   * Where a mail lay.
   *
   * @param file id of the file in the ledger
   * @param offset in the file, after decompression
   * @param length in the file
   */
  public record FilePlace(long file, long offset, long length) {}

  /**
   * How often a kind of defect was met in a mail.
   *
   * @param kind lower-case name with hyphens
   * @param detail of the first
   */
  public record DefectCount(String kind, int count, String detail) {}
}
