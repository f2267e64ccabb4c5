package broadside.archive.index;

import broadside.mail.dkim.Verdict;
import broadside.proof.release.SignatureVerdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The terms of the one field whose terms are found whole, such as {@code domain:example.org}. */
public final class Keys {
  /** The field's name in the index. */
  public static final String FIELD = "key";

  public static final String HAS_ATTACHMENT = "has:attachment";
  public static final String IS_REDACTED = "is:redacted";

  /** What every number without a mail has, whether it never had one or was withdrawn. */
  public static final String IS_WITHHELD = "is:withheld";

  /** What withdrawn numbers have besides. */
  public static final String IS_WITHDRAWN = "is:withdrawn";

  /** What the keys of languages begin with; a mail that is published has exactly one of them. */
  public static final String LANGUAGE = "lang:";

  /** What the keys of signatures begin with; a mail at whose signatures somebody looked has one. */
  public static final String DKIM = "dkim:";

  /** Longest value kept of what a mail says of itself. */
  private static final int LONGEST = 200;

  private Keys() {}

  public static String release(int release) {
    return "release:" + release;
  }

  public static String thread(String key) {
    return "thread:" + key;
  }

  /**
   * The beginning of the id's SHA-256: ids are long, never sorted, and only ever asked for whole.
   */
  public static String messageId(String id) {
    byte[] hash = Sha256.of(id.getBytes(StandardCharsets.UTF_8));
    return "id:" + Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 9));
  }

  /** A mailing list by its identifier, or by its name, the first label of that; a mail has both. */
  public static String list(String id) {
    return "list:" + capped(id.toLowerCase(Locale.ROOT));
  }

  /** A domain itself; a mail also has the keys of the domains above it, up to {@code org}. */
  public static String domain(String domain) {
    return "domain:" + capped(domain.toLowerCase(Locale.ROOT));
  }

  /** A language by its code in ISO 639-1, or {@code und} where it is not known. */
  public static String language(String code) {
    return LANGUAGE + (code.isEmpty() ? "und" : code);
  }

  /** A whole address in one of the address fields. */
  public static String address(TextField field, String email) {
    return field.label() + ':' + capped(email.toLowerCase(Locale.ROOT));
  }

  /** A kind of file: an extension ({@code pdf}) or a media type ({@code image/png}, image). */
  public static String fileType(String type) {
    return "type:" + capped(FileTypes.canonical(type));
  }

  /**
   * What is said of a mail's signatures, one key each: every verdict, {@code unsigned} where there
   * is no signature, {@code arc} where a chain holds, and the domains whose signatures hold.
   */
  public static Set<String> dkim(List<SignatureVerdict> verdicts) {
    Set<String> keys = new LinkedHashSet<>();
    for (SignatureVerdict one : verdicts) {
      boolean holds = Verdict.of(one.verdict()).map(Verdict::holds).orElse(false);
      if (one.arc() > 0) {
        if (holds) {
          keys.add(dkim("arc"));
        }
        continue;
      }
      keys.add(dkim(one.verdict()));
      if (holds && !one.domain().isEmpty()) {
        keys.add(dkim(one.domain()));
      }
    }
    if (verdicts.isEmpty()) {
      keys.add(dkim(Verdict.UNSIGNED.word()));
    }
    return keys;
  }

  /** A verdict, or a domain whose signature holds. */
  public static String dkim(String value) {
    return DKIM + capped(value);
  }

  private static String capped(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST);
  }
}
