package broadside.intake.finding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over a text that stops only where something can be found. */
final class Scanner {
  /** Enough for a person to see what a mail is; a list of a million cards is one decision. */
  static final int MAX_MATCHES = 50;

  /** Words for a password whose surroundings are looked at; no mail is a dictionary of them. */
  private static final int MAX_PASSWORDS = 1_000;

  private Scanner() {}

  /** What was found, in order of place; at most {@link #MAX_MATCHES}. */
  static List<Match> scan(String written) {
    String text = written;
    boolean ascii = false;
    List<Match> matches = new ArrayList<>(0);
    int at = 0;
    int passwords = 0;
    int length = text.length();
    while (at < length && matches.size() < MAX_MATCHES) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        at = number(text, at, matches);
        continue;
      }
      if (c > 0x7f && !ascii && Character.isDigit(c)) {
        text = AsciiForms.of(text);
        ascii = true;
        continue;
      }
      if (Password.mayBegin(c)) {
        int word = Password.wordEnd(text, at);
        if (word > 0 && passwords++ < MAX_PASSWORDS) {
          add(matches, Password.in(text, at, word));
        }
      }
      at++;
    }
    return matches;
  }

  private static int number(String text, int at, List<Match> matches) {
    int iban = BankAccount.end(text, at);
    if (iban > 0) {
      matches.add(new Match("iban", at - 2, iban));
      return iban;
    }
    if (isShort(text, at)) {
      return groupEnd(text, at);
    }
    NumberRun run = NumberRun.at(text, at);
    Match match = PaymentCard.is(run) ? card(run) : NationalNumber.in(run);
    match = match == null ? within(run) : match;
    match = match == null ? acrossGap(run) : match;
    if (match == null) {
      return run.end();
    }
    matches.add(match);
    return match.end();
  }

  /** A number that other numbers stand beside: the date to which a card is good, a house. */
  private static @Nullable Match within(NumberRun run) {
    if (run.isGrouped()) {
      for (NumberRun part : run.within()) {
        Match match = PaymentCard.isBesideOthers(part) ? card(part) : NationalNumber.in(part);
        if (match != null) {
          return match;
        }
      }
    }
    return null;
  }

  /** A card that goes on behind this run: in the next line, or behind a few blanks. */
  private static @Nullable Match acrossGap(NumberRun run) {
    if (!NumberRun.isDigit(run.text(), Gap.end(run.text(), run.end()))) {
      return null;
    }
    NumberRun wide = NumberRun.wide(run.text(), run.start());
    if (PaymentCard.is(wide)) {
      return card(wide);
    }
    for (NumberRun part : wide.within()) {
      boolean across = part.start() < run.end() && part.end() > run.end();
      if (across && PaymentCard.isBesideOthers(part)) {
        return card(part);
      }
    }
    return null;
  }

  private static Match card(NumberRun run) {
    return new Match("payment-card", run.start(), run.end());
  }

  /** True for the many small numbers of a text: nothing we look for, nor a part of it. */
  private static boolean isShort(String text, int at) {
    int end = groupEnd(text, at);
    if (end - at > 5) {
      return false;
    }
    boolean goesOn =
        end + 1 < text.length()
            && (NumberRun.isSeparator(text.charAt(end)) || text.charAt(end) < ' ')
            && (NumberRun.isDigit(text.charAt(end + 1))
                || NumberRun.isDigit(text, Gap.end(text, end)));
    return !goesOn && (at == 0 || !Character.isLetter(text.charAt(at - 1)));
  }

  private static int groupEnd(String text, int at) {
    int end = at + 1;
    while (end < text.length() && NumberRun.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static void add(List<Match> matches, @Nullable Match match) {
    if (match != null) {
      matches.add(match);
    }
  }
}
