package broadside.intake.check;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.LedgerException;
import broadside.intake.ledger.SourceAccount;
import broadside.intake.segment.DamagedSegmentException;
import broadside.intake.segment.ErasedMailException;
import broadside.intake.segment.SegmentReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a check of the private directory found.
 *
 * @param mails mails that were read again
 * @param bytes of these mails
 * @param damaged mails whose bytes are not those that were added
 * @param erased mails whose bytes were erased
 * @param problems a sentence for each of the first problems, damaged mails among them
 */
public record PrivateCheck(
    long mails, long bytes, long damaged, long erased, List<String> problems) {
  /** Sentences kept; a broken disk would give millions. */
  private static final int PROBLEMS = 100;

  public PrivateCheck {
    problems = List.copyOf(problems);
  }

  /** Told how far a check is. */
  @FunctionalInterface
  public interface Progress {
    /** So many mails were read, which are so many bytes. */
    void at(long mails, long bytes);
  }

  /** True where nothing is wrong. */
  public boolean isWhole() {
    return problems.isEmpty();
  }

  /**
   * Reads every mail from its segment and compares size, CRC and SHA-256 with the ledger, whose own
   * pages and sums are checked too. Reads each segment once, from front to back.
   *
   * @param isCancelled asked before each mail
   * @param progress told the mails, and the bytes of them, that were read so far
   * @throws InterruptedIOException where it was cancelled
   */
  public static PrivateCheck of(
      PrivateDirectory directory, BooleanSupplier isCancelled, Progress progress)
      throws IOException {
    Ledger ledger = directory.ledger();
    List<String> problems = new ArrayList<>(ledger.check());
    for (SourceAccount account : ledger.sources().accounts()) {
      if (account.isComplete() && !account.addsUp()) {
        problems.add("the account of the source " + account.source().name() + " does not add up");
      }
    }
    long[] counts = new long[4];
    MessageDigest sha256 = sha256();
    try (SegmentReader segments = SegmentReader.open(directory.mailDirectory())) {
      ledger
          .mails()
          .forEach(mail -> {
            if (isCancelled.getAsBoolean()) {
              throw new InterruptedIOException("stopped while the mails were read");
            }
            String problem = null;
            try {
              if (ledger.erasures().of(mail.id()) != null) {
                problem =
                    segments.isErased(mail.stored())
                        ? null
                        : "it was erased, and its bytes are there again; erase it again";
                counts[3]++;
              } else {
                byte[] bytes = segments.read(mail.stored());
                counts[1] += bytes.length;
                if (!MessageDigest.isEqual(sha256.digest(bytes), mail.hash())) {
                  problem = "its bytes have another SHA-256";
                }
              }
            } catch (DamagedSegmentException | ErasedMailException e) {
              problem = e.getMessage();
            }
            if (problem != null && ++counts[2] <= PROBLEMS) {
              problems.add("mail " + mail.intakeId() + ": " + problem);
            }
            progress.at(++counts[0], counts[1]);
          });
    }
    ledger
        .redactions()
        .forEach((mail, redaction) -> {
          try {
            counts[1] += redaction.eml().length;
          } catch (LedgerException e) {
            problems.add("the redacted form of mail %d is damaged".formatted(mail));
          }
        });
    return new PrivateCheck(counts[0], counts[1], counts[2], counts[3], problems);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
