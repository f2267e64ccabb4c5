package broadside.archive.dkim;

import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.SignatureResult;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Verdicts about mails of one release that came after it, with the keys that they rest on: lines of
 * keys, an empty line, and one line of JSON for each number.
 *
 * @param keys in the order of {@link KeyLine#ORDER}
 * @param verdicts by number, each of a mail with signatures or without
 */
public record VerdictList(List<DomainKey> keys, SortedMap<Long, List<SignatureVerdict>> verdicts) {
  private static final String NUMBER = "{\"n\":";
  private static final String DKIM = ",\"dkim\":";

  public VerdictList {
    keys = List.copyOf(keys);
    verdicts = new TreeMap<>(verdicts);
  }

  /** What is said of a signature from which this came. */
  public static SignatureVerdict verdict(SignatureResult result) {
    DomainKey key = result.key();
    return new SignatureVerdict(
        result.verdict().word(),
        Math.min(result.arc(), SignatureVerdict.MOST_SETS),
        result.domain(),
        result.selector(),
        key == null ? "" : key.source(),
        result.undoing().word());
  }

  /** The list's bytes. */
  public byte[] encode() {
    StringBuilder text = new StringBuilder();
    keys.forEach(key -> text.append(KeyLine.print(key)).append('\n'));
    text.append('\n');
    verdicts.forEach((number, said) ->
        text.append(NUMBER)
            .append(number)
            .append(DKIM)
            .append(SignatureVerdict.print(said))
            .append("}\n"));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The inverse of {@link #encode()}; refuses all other bytes. */
  public static VerdictList parse(byte[] bytes) throws FormatException {
    String text = new String(bytes, StandardCharsets.US_ASCII);
    if (!text.endsWith("\n")) {
      throw new FormatException("no list of verdicts: its end is missing");
    }
    List<String> keys = new ArrayList<>();
    SortedMap<Long, List<SignatureVerdict>> verdicts = new TreeMap<>();
    boolean isHead = true;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (isHead && !line.isEmpty()) {
        keys.add(line);
      } else if (!isHead) {
        read(line, verdicts);
      }
      isHead &= !line.isEmpty();
    }
    VerdictList list = new VerdictList(KeyLine.parse(keys), verdicts);
    if (!Arrays.equals(list.encode(), bytes)) {
      throw new FormatException("no list of verdicts: not in its one encoding");
    }
    return list;
  }

  private static void read(String line, SortedMap<Long, List<SignatureVerdict>> verdicts)
      throws FormatException {
    int at = line.indexOf(DKIM);
    if (at < 0 || !line.startsWith(NUMBER) || !line.endsWith("}")) {
      throw new FormatException("no line of a list of verdicts: " + line);
    }
    long number = SignedText.count(line.substring(NUMBER.length(), at));
    if (number < 1 || (!verdicts.isEmpty() && number <= verdicts.lastKey())) {
      throw new FormatException("the numbers of a list of verdicts are not in order: " + number);
    }
    verdicts.put(
        number, SignatureVerdict.parse(line.substring(at + DKIM.length(), line.length() - 1)));
  }
}
