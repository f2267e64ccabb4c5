package broadside.intake.finding;

import java.util.Locale;
import org.apache.commons.validator.routines.IBANValidator;

/**
 * International bank account numbers (ISO 13616), checked by country, length and ISO 7064 mod
 * 97-10; its letters are all capitals or all small.
 */
final class BankAccount {
  /** The bit that small letters of ASCII have and capitals have not. */
  private static final int CASE = 0x20;

  private static final IBANValidator VALIDATOR = IBANValidator.getInstance();

  private BankAccount() {}

  /** The end of the IBAN whose first digit stands at {@code digit}, or -1. */
  static int end(String text, int digit) {
    int start = digit - 2;
    if (start < 0
        || digit + 12 > text.length()
        || !isLetter(text.charAt(start))
        || !isLetter(text.charAt(start + 1))
        || (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1)))) {
      return -1;
    }
    String letters = text.substring(start, start + 2).toUpperCase(Locale.ROOT);
    IBANValidator.Validator country = VALIDATOR.getValidator(letters);
    if (country == null) {
      return -1;
    }
    int bit = text.charAt(start) & CASE;
    StringBuilder iban = new StringBuilder(34);
    boolean wrapped = false;
    int at = start;
    while (at < text.length() && iban.length() < country.getIbanLength()) {
      char c = text.charAt(at);
      if (NumberRun.isDigit(c) || (isLetter(c) && (c & CASE) == bit)) {
        iban.append((char) (isLetter(c) ? c & ~CASE : c));
        at++;
        continue;
      }
      boolean gap = at > start + 3;
      int line = gap && !wrapped ? Gap.lineStart(text, at) : at;
      wrapped |= line > at;
      if (line == at && !(gap && (c == ' ' || c == '-' || c == '\u00a0'))) {
        return -1;
      }
      at = Math.max(line, at + 1);
    }
    boolean ends = at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
    return ends && VALIDATOR.isValid(iban.toString()) ? at : -1;
  }

  private static boolean isLetter(char c) {
    int capital = c & ~CASE;
    return capital >= 'A' && capital <= 'Z';
  }
}
