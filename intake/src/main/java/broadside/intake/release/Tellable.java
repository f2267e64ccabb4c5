package broadside.intake.release;

import broadside.intake.ledger.Mail;
import broadside.intake.ledger.Redaction;
import broadside.proof.release.SignatureVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What may be said of the signatures of a mail that is redacted: a domain or selector that was
 * taken out of it must not come back through verdicts and keys.
 */
public final class Tellable {
  private static final String BETWEEN = "._domainkey.";

  private Tellable() {}

  /** What the manifest line of a redacted mail says of the signatures of the whole mail. */
  public static @Nullable List<SignatureVerdict> verdicts(Mail mail, Redaction redaction)
      throws IOException {
    return mail.dkim() == null ? null : verdicts(mail.dkim(), redaction);
  }

  /** The same of any mail: of one that is not redacted, all. */
  static List<SignatureVerdict> verdicts(
      List<SignatureVerdict> verdicts, @Nullable Redaction redaction) throws IOException {
    return redaction == null ? verdicts : verdicts(verdicts, redaction.eml());
  }

  /** The same of a mail of which this is left. */
  static List<SignatureVerdict> verdicts(List<SignatureVerdict> verdicts, byte[] left) {
    String text = text(left);
    return verdicts.stream().map(verdict -> verdict(verdict, text)).toList();
  }

  /** The names of keys that may be told. */
  static List<String> names(Collection<String> names, @Nullable Redaction redaction)
      throws IOException {
    if (redaction == null) {
      return List.copyOf(names);
    }
    String text = text(redaction.eml());
    return names.stream()
        .filter(name -> isIn(text, domain(name)) && isIn(text, selector(name)))
        .toList();
  }

  private static SignatureVerdict verdict(SignatureVerdict verdict, String text) {
    return isIn(text, verdict.domain()) && isIn(text, verdict.selector())
        ? verdict
        : new SignatureVerdict(
            verdict.verdict(), verdict.arc(), "", "", verdict.key(), verdict.undone());
  }

  /** True where a text has these words, and not only as a part of longer ones. */
  private static boolean isIn(String text, String words) {
    if (words.isEmpty()) {
      return true;
    }
    for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      int end = at + words.length();
      if ((at == 0 || !isWordChar(text.charAt(at - 1)))
          && (end == text.length() || !isWordChar(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWordChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c >= 0x80;
  }

  private static String text(byte[] left) {
    return new String(left, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  private static String domain(String name) {
    return name.substring(name.indexOf(BETWEEN) + BETWEEN.length());
  }

  private static String selector(String name) {
    return name.substring(0, name.indexOf(BETWEEN));
  }
}
