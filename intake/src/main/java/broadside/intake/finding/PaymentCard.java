package broadside.intake.finding;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.CodeValidator;
import org.apache.commons.validator.routines.CreditCardValidator;
import org.apache.commons.validator.routines.CreditCardValidator.CreditCardRange;

/**
 * Payment card numbers: 13 to 19 digits in an issuer's range with the check digit of ISO/IEC 7812-1
 * (Luhn).
 *
 * <p>One of ten random numbers passes Luhn, so a number must also be written in the groups of a
 * card, or stand near a word that says so.
 */
final class PaymentCard {
  private static final CreditCardValidator VALIDATOR =
      new CreditCardValidator(
          new CodeValidator[] {
            CreditCardValidator.AMEX_VALIDATOR,
            CreditCardValidator.VISA_VALIDATOR,
            CreditCardValidator.MASTERCARD_VALIDATOR,
            CreditCardValidator.DISCOVER_VALIDATOR,
            CreditCardValidator.DINERS_VALIDATOR
          },
          new CreditCardRange[] {
            new CreditCardRange("3528", "3589", 16, 19), // JCB
            new CreditCardRange("2200", "2204", 16, 19), // Mir
            new CreditCardRange("62", "62", 16, 19), // UnionPay
            new CreditCardRange("5018", "5018", 13, 19), // Maestro, from here on
            new CreditCardRange("5020", "5020", 13, 19),
            new CreditCardRange("5038", "5038", 13, 19),
            new CreditCardRange("5893", "5893", 13, 19),
            new CreditCardRange("6304", "6304", 13, 19),
            new CreditCardRange("6759", "6759", 13, 19),
            new CreditCardRange("6761", "6763", 13, 19),
            new CreditCardRange("6799", "6799", 13, 19)
          });

  private static final Set<String> SHAPES =
      Set.of("4-4-4-4", "4-4-4-4-3", "6-13", "4-6-5", "4-6-4");

  /** A month and a year, as cards have them. */
  private static final Pattern DATE = Pattern.compile(" ?(?:0[1-9]|1[0-2]) ?/ ?[0-9]{2}\\b");

  private static final List<String> WORDS =
      List.of(
          "visa",
          "jcb",
          "maestro",
          "unionpay",
          "мир",
          "mastercard",
          "master card",
          "mc",
          "amex",
          "american express",
          "discover",
          "diners",
          "card",
          "cards",
          "credit",
          "cc",
          "exp",
          "expires",
          "expiration",
          "cvv",
          "cvc",
          "kreditkarte",
          "karte",
          "carte",
          "carte bancaire",
          "tarjeta",
          "carta",
          "creditcard",
          "карта",
          "карты",
          "卡号",
          "信用卡");

  private PaymentCard() {}

  static boolean is(NumberRun run) {
    // A row of four-digit figures in a table starts with a 2 more often than a card does.
    return isPlausible(run) && (isTold(run) || (run.isGrouped() && run.digits().charAt(0) != '2'));
  }

  /** The same of a part of a longer run, where a word says so or the card's date stands beside. */
  static boolean isBesideOthers(NumberRun part) {
    return isPlausible(part) && (isTold(part) || hasDate(part));
  }

  private static boolean isTold(NumberRun run) {
    return Context.holds(run.text(), run.start(), run.end(), 120, 60, WORDS);
  }

  private static boolean hasDate(NumberRun run) {
    String text = run.text();
    int end = run.end();
    int start = run.start();
    return DATE.matcher(text).region(end, Math.min(text.length(), end + 10)).lookingAt()
        || DATE.matcher(text.substring(Math.max(0, start - 8), start)).find();
  }

  private static boolean isPlausible(NumberRun run) {
    int length = run.digits().length();
    if (length < 13
        || length > 19
        || run.isPartOfMore()
        || run.before() == '-'
        || run.after() == '-') {
      return false;
    }
    return (!run.isGrouped() || SHAPES.contains(run.shape()))
        && run.digits().chars().distinct().count() > 3
        && VALIDATOR.isValid(run.digits());
  }
}
