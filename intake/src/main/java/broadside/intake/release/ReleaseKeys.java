package broadside.intake.release;

import broadside.archive.dkim.KeyLine;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.Redaction;
import broadside.mail.dkim.DomainKey;
import broadside.proof.release.SignatureVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a release keeps, and what may be said of the signatures of a redacted mail: a domain
 * that was taken out of a mail must not come back through them.
 */
final class ReleaseKeys {
  private static final String BETWEEN = "._domainkey.";

  private ReleaseKeys() {}

  /** Records in the ledger's transaction which keys a release keeps, of those known now. */
  static void record(Ledger ledger, ReleaseRow release) throws IOException {
    SortedSet<String> names = ledger.dkimKeys().names(release.first(), release.last());
    ledger
        .redactions()
        .forEachFromRelease(
            release.first(),
            release.last(),
            (mail, redaction) -> {
              names.addAll(tellableNames(ledger.dkimKeys().namesOf(mail), redaction));
            });
    List<String> lines = new ArrayList<>();
    for (DomainKey key : named(ledger, names)) {
      lines.add(KeyLine.print(key));
    }
    ledger.dkimKeys().addToRelease(release.number(), lines);
  }

  /** The keys of these names, in the order of a release's file. */
  static List<DomainKey> named(Ledger ledger, Iterable<String> names) throws IOException {
    List<DomainKey> keys = new ArrayList<>();
    for (String name : names) {
      keys.addAll(ledger.dkimKeys().named(name));
    }
    keys.sort(KeyLine.ORDER);
    return keys;
  }

  /** What the manifest line of a redacted mail says of the signatures of the whole mail. */
  static @Nullable List<SignatureVerdict> tellable(Mail mail, Redaction redaction)
      throws IOException {
    return mail.dkim() == null ? null : tellable(mail.dkim(), redaction);
  }

  /** The same of any mail: of one that is not redacted, all. */
  static List<SignatureVerdict> tellable(
      List<SignatureVerdict> verdicts, @Nullable Redaction redaction) throws IOException {
    if (redaction == null || verdicts.isEmpty()) {
      return verdicts;
    }
    String text = text(redaction);
    return verdicts.stream().map(verdict -> tellable(verdict, text)).toList();
  }

  /** The names of keys that may be told. */
  static List<String> tellableNames(Collection<String> names, @Nullable Redaction redaction)
      throws IOException {
    if (redaction == null) {
      return List.copyOf(names);
    }
    String text = text(redaction);
    return names.stream()
        .filter(name -> isIn(text, domain(name)) && isIn(text, selector(name)))
        .toList();
  }

  private static SignatureVerdict tellable(SignatureVerdict verdict, String text) {
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

  private static String text(Redaction redaction) throws IOException {
    return new String(redaction.eml(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  private static String domain(String name) {
    return name.substring(name.indexOf(BETWEEN) + BETWEEN.length());
  }

  private static String selector(String name) {
    return name.substring(0, name.indexOf(BETWEEN));
  }
}
