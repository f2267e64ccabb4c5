package broadside.intake.quote;

import broadside.intake.ledger.Finding;
import broadside.intake.ledger.Ledger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds in a mail what was withheld, withdrawn or redacted: passages that it quotes, and all of it
 * where it is a copy of such a mail.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class HiddenMails {
  private static final String QUOTES = "quotes-withheld";
  private static final String COPY = "copy-of-withheld";

  /** Hidden mails named for one mail. */
  private static final int NAMED = 5;

  private final Map<Long, String> passages;
  private final Map<String, String> contents;

  /**
   * @param passages each hidden passage, with the intake id of the mail that holds it
   * @param contents the content of each hidden mail in hex, with its intake id
   */
  HiddenMails(Map<Long, String> passages, Map<String, String> contents) {
    this.passages = Map.copyOf(passages);
    this.contents = Map.copyOf(contents);
  }

  /** All that the ledger knows of. */
  public static HiddenMails of(Ledger ledger) throws IOException {
    return new HiddenMails(ledger.quotations().withheld(), ledger.mails().hiddenContents());
  }

  /** True where nothing is hidden. */
  public boolean isEmpty() {
    return passages.isEmpty() && contents.isEmpty();
  }

  /**
   * One finding for each hidden mail that the passages come from, and one where it is a copy.
   *
   * @param quoted the passages that the mail quotes
   * @param content its content as {@link broadside.intake.ledger.Mail#content()}
   */
  public List<Finding> in(long[] quoted, byte[] content) {
    if (isEmpty()) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>(quoted(quoted));
    String original = contents.get(HexFormat.of().formatHex(content));
    if (original != null) {
      found.add(copy(original));
    }
    return found;
  }

  /** The finding in a copy of the mail with this intake id. */
  static Finding copy(String original) {
    return new Finding(COPY, "mail", "says what %s says, which is kept back".formatted(original));
  }

  /** The same of the passages alone. */
  List<Finding> quoted(long[] quoted) {
    if (passages.isEmpty()) {
      return List.of();
    }
    Set<String> mails = new TreeSet<>();
    for (long passage : quoted) {
      String mail = passages.get(passage);
      if (mail != null) {
        mails.add(mail);
      }
    }
    return mails.stream()
        .limit(NAMED)
        .map(mail -> new Finding(QUOTES, "quoted text", "words of the withheld mail " + mail))
        .toList();
  }
}
