package broadside.archive.query;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can follow {@code dkim:}, and what each means in words. */
public final class DkimValues {
  /** Stands for both ways in which a signature can fail. */
  public static final String FAIL = "fail";

  /** What the mails of a release are counted by; a mail with several signatures counts in each. */
  public static final List<String> COUNTED =
      List.of(
          "pass",
          "weak",
          "key-public",
          "fail-body",
          "fail-signature",
          "no-key",
          "not-looked-up",
          "arc",
          "unsigned");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("pass", "with a signature that holds"),
          Map.entry("weak", "with a signature that holds but proves less"),
          Map.entry("fail-body", "with a signature over another text"),
          Map.entry("fail-signature", "with a signature that does not hold"),
          Map.entry(FAIL, "with a signature that fails"),
          Map.entry("no-key", "with a signature whose key is gone"),
          Map.entry("not-looked-up", "with a signature whose key nobody looked up"),
          Map.entry("key-public", "with a signature that anyone could have made"),
          Map.entry("arc", "with a chain of forwarders that holds"),
          Map.entry("unsigned", "without a signature"));

  private DkimValues() {}

  /** The value in its one form, or null where it is neither a verdict nor a domain. */
  static @Nullable String canonical(String value) {
    if (WORDS.containsKey(value)) {
      return value;
    }
    String domain = value.replaceFirst("^[@.]+", "");
    boolean isDomain =
        domain.indexOf('.') > 0 && domain.indexOf('*') < 0 && BareText.isValue(domain);
    return isDomain ? domain : value.equals("none") ? "unsigned" : null;
  }

  /** Such as "with a signature that holds". */
  public static String inWords(String value) {
    String words = WORDS.get(value);
    return words == null ? "with a signature of " + value + " that holds" : words;
  }
}
