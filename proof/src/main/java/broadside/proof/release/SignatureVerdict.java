package broadside.proof.release;

import broadside.proof.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a publisher says of one DKIM signature, or of the ARC chain, of a mail.
 *
 * @param verdict one of {@link #VERDICTS}
 * @param arc 0 for a signature, else the number of sets in the chain
 * @param domain whose signature it is, in lower case, or "" where the mail names none
 * @param selector of the key, in lower case, or ""
 * @param key who vouches for the key, such as {@code file}, or "" where none was found
 * @param undone what had to be undone for the signature to hold, such as {@code unquoted}, or ""
 */
public record SignatureVerdict(
    String verdict, int arc, String domain, String selector, String key, String undone) {

  /** The closed list; what each means is in docs/formats/dkim.md. */
  public static final Set<String> VERDICTS =
      Set.of(
          "pass", "weak", "fail-body", "fail-signature", "no-key", "not-looked-up", "key-public");

  /** Entries of one mail at most, its chain among them. */
  public static final int MOST = 16;

  /** Sets of a chain at most (RFC 8617 §4.2.1). */
  public static final int MOST_SETS = 50;

  private static final int NAME_CHARS = 253;
  private static final int WORD_CHARS = 16;

  public SignatureVerdict {
    check(VERDICTS.contains(verdict), "verdict " + verdict);
    check(arc >= 0 && arc <= MOST_SETS, "arc " + arc);
    check(isName(domain) && isName(selector), "name " + domain + " or " + selector);
    check(isWord(key) && isWord(undone), "word " + key + " or " + undone);
  }

  /** The verdicts as they stand in a manifest line: a JSON array. */
  public static String print(List<SignatureVerdict> verdicts) {
    StringBuilder text = new StringBuilder(2 + 80 * verdicts.size());
    append(text, verdicts);
    return text.toString();
  }

  /** The inverse of {@link #print}; refuses every other string. */
  public static List<SignatureVerdict> parse(String text) throws FormatException {
    try {
      Cursor cursor = new Cursor(text);
      List<SignatureVerdict> verdicts = read(cursor);
      cursor.end();
      return verdicts;
    } catch (IllegalArgumentException e) {
      throw new FormatException(e.getMessage() + ": " + text);
    }
  }

  static void append(StringBuilder text, List<SignatureVerdict> verdicts) {
    text.append('[');
    for (int i = 0; i < verdicts.size(); i++) {
      SignatureVerdict one = verdicts.get(i);
      text.append(i == 0 ? "{\"verdict\":\"" : ",{\"verdict\":\"").append(one.verdict).append('"');
      if (one.arc > 0) {
        text.append(",\"arc\":").append(one.arc);
      }
      text.append(",\"d\":\"").append(one.domain);
      text.append("\",\"s\":\"").append(one.selector).append('"');
      if (!one.key.isEmpty()) {
        text.append(",\"key\":\"").append(one.key).append('"');
      }
      if (!one.undone.isEmpty()) {
        text.append(",\"undone\":\"").append(one.undone).append('"');
      }
      text.append('}');
    }
    text.append(']');
  }

  /** What is checked here is the shape; that nothing else would print so is the caller's check. */
  static List<SignatureVerdict> read(Cursor cursor) throws FormatException {
    cursor.expect("[");
    List<SignatureVerdict> verdicts = new ArrayList<>();
    while (!cursor.has("]")) {
      if (verdicts.size() == MOST) {
        throw new FormatException("more than " + MOST + " signatures");
      }
      String verdict = cursor.string(verdicts.isEmpty() ? "{\"verdict\":\"" : ",{\"verdict\":\"");
      int arc = cursor.has(",\"arc\":") ? arc(cursor) : 0;
      String domain = cursor.string(",\"d\":\"");
      String selector = cursor.string(",\"s\":\"");
      String key = word(cursor, ",\"key\":\"");
      String undone = word(cursor, ",\"undone\":\"");
      cursor.expect("}");
      verdicts.add(new SignatureVerdict(verdict, arc, domain, selector, key, undone));
    }
    cursor.expect("]");
    return List.copyOf(verdicts);
  }

  private static int arc(Cursor cursor) throws FormatException {
    cursor.expect(",\"arc\":");
    long sets = cursor.count();
    check(sets >= 1 && sets <= MOST_SETS, "arc " + sets);
    return (int) sets;
  }

  private static String word(Cursor cursor, String key) throws FormatException {
    if (!cursor.has(key)) {
      return "";
    }
    String word = cursor.string(key);
    check(!word.isEmpty(), "an empty word");
    return word;
  }

  /** Lower-case letters, digits, '-', '_' and '.': nothing that JSON or HTML would escape. */
  private static boolean isName(String name) {
    return name.length() <= NAME_CHARS
        && name.chars()
            .allMatch(
                c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0);
  }

  private static boolean isWord(String word) {
    return word.length() <= WORD_CHARS && word.chars().allMatch(c -> c >= 'a' && c <= 'z');
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("not in a manifest line: " + otherwise);
    }
  }
}
