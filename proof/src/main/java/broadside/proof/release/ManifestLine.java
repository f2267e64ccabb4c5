package broadside.proof.release;

import broadside.proof.text.FormatException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number of a release: a JSON object on one line with its keys in fixed order. The UTF-8 bytes
 * of {@link #print()} are the leaf of the release's Merkle tree.
 */
public sealed interface ManifestLine {

  /** The message's number, from 1, without gaps over all releases. */
  long number();

  /**
   * A mail as it was received.
   *
   * @param mail commitment to the mail's bytes, 32 bytes in lower-case hex
   * @param bytes size of the mail
   * @param date when it was written, in UTC, or null
   * @param thread its own thread key, 16 hex digits
   * @param dkim what its signatures are worth, empty where it has none; null where nobody looked
   */
  record Published(
      long number,
      String mail,
      long bytes,
      @Nullable Instant date,
      String thread,
      @Nullable List<SignatureVerdict> dkim)
      implements ManifestLine {
    public Published {
      dkim = ManifestGrammar.copy(dkim);
      ManifestGrammar.checkNumber(number);
      ManifestGrammar.checkHash(mail);
      ManifestGrammar.checkSize(bytes);
      ManifestGrammar.checkDate(date);
      ManifestGrammar.checkThread(thread);
    }
  }

  /**
   * A mail of which a part was taken out.
   *
   * @param mail commitment to what is published
   * @param original commitment to the mail before redaction
   * @param dkim what the editors say of the mail before redaction: nobody else can check it
   */
  record Redacted(
      long number,
      String mail,
      String original,
      Reason reason,
      long bytes,
      @Nullable Instant date,
      String thread,
      @Nullable List<SignatureVerdict> dkim)
      implements ManifestLine {
    public Redacted {
      dkim = ManifestGrammar.copy(dkim);
      ManifestGrammar.checkNumber(number);
      ManifestGrammar.checkHash(mail);
      ManifestGrammar.checkHash(original);
      ManifestGrammar.checkSize(bytes);
      ManifestGrammar.checkDate(date);
      ManifestGrammar.checkThread(thread);
    }
  }

  /** A number without a mail: it says no more than this. */
  record Withheld(long number, String original, Reason reason) implements ManifestLine {
    public Withheld {
      ManifestGrammar.checkNumber(number);
      ManifestGrammar.checkHash(original);
    }
  }

  /** What is said of the mail's signatures; null where nothing is. */
  default @Nullable List<SignatureVerdict> dkim() {
    return null;
  }

  /** The line, without LF. */
  default String print() {
    StringBuilder line = new StringBuilder(192).append("{\"n\":").append(number());
    switch (this) {
      case Published p -> {
        line.append(",\"state\":\"published\",\"mail\":\"").append(p.mail());
        ManifestGrammar.appendContent(line, p.bytes(), p.date(), p.thread(), p.dkim());
      }
      case Redacted r -> {
        line.append(",\"state\":\"redacted\",\"mail\":\"").append(r.mail());
        line.append("\",\"original\":\"").append(r.original());
        line.append("\",\"reason\":\"").append(r.reason().code());
        ManifestGrammar.appendContent(line, r.bytes(), r.date(), r.thread(), r.dkim());
      }
      case Withheld w -> {
        line.append(",\"state\":\"withheld\",\"original\":\"").append(w.original());
        line.append("\",\"reason\":\"").append(w.reason().code()).append("\"}");
      }
    }
    return line.toString();
  }

  /** The inverse of {@link #print()}; refuses every other string. */
  static ManifestLine parse(String line) throws FormatException {
    return ManifestGrammar.parse(line);
  }
}
