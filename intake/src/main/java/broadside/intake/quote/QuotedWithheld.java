package broadside.intake.quote;

import broadside.intake.ledger.Finding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds withheld passages in what a mail quotes.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class QuotedWithheld {
  /** The kind of finding. */
  public static final String KIND = "quotes-withheld";

  /** Withheld mails named for one mail. */
  private static final int NAMED = 5;

  private final Map<Long, String> passages;

  /**
   * @param passages each withheld passage, with the intake id of the mail that holds it
   */
  public QuotedWithheld(Map<Long, String> passages) {
    this.passages = Map.copyOf(passages);
  }

  /** True where nothing is withheld. */
  public boolean isEmpty() {
    return passages.isEmpty();
  }

  /** One finding for each withheld mail that these quoted passages come from. */
  public List<Finding> in(long[] quoted) {
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
        .map(mail -> new Finding(KIND, "quoted text", "words of the withheld mail " + mail))
        .toList();
  }
}
