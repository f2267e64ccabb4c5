package broadside.intake.finding;

import org.apache.commons.validator.routines.IBANValidator;

/**
 * International bank account numbers (ISO 13616), checked by country, length and ISO 7064 mod
 * 97-10.
 */
final class BankAccount {
  private static final IBANValidator VALIDATOR = IBANValidator.getInstance();

  private BankAccount() {}

  /** The end of the IBAN whose first digit stands at {@code digit}, or -1. */
  static int end(String text, int digit) {
    int start = digit - 2;
    if (start < 0
        || digit + 12 > text.length()
        || !isCapital(text.charAt(start))
        || !isCapital(text.charAt(start + 1))
        || (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1)))) {
      return -1;
    }
    IBANValidator.Validator country = VALIDATOR.getValidator(text.substring(start, start + 2));
    if (country == null) {
      return -1;
    }
    StringBuilder iban = new StringBuilder(34);
    int at = start;
    while (at < text.length() && iban.length() < country.getIbanLength()) {
      char c = text.charAt(at);
      boolean gap = (c == ' ' || c == '-' || c == '\u00a0') && at > start + 3;
      if (!gap && !isCapital(c) && !NumberRun.isDigit(c)) {
        return -1;
      }
      if (!gap) {
        iban.append(c);
      }
      at++;
    }
    boolean ends = at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
    return ends && VALIDATOR.isValid(iban.toString()) ? at : -1;
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
