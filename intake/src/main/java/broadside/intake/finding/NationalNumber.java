package broadside.intake.finding;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * National identity numbers: a length, a check, and words near by that name them, since a check
 * digit alone lets one of ten or one of a hundred other numbers through.
 *
 * @param kind its name in the ledger
 * @param lengths how many digits it has
 * @param check what its digits must fulfil
 * @param words one of which must stand near
 */
record NationalNumber(
    String kind, List<Integer> lengths, Predicate<String> check, List<String> words) {
  private static final int NEAR = 60;
  private static final int BEHIND = 30;

  private static final List<NationalNumber> ALL =
      List.of(
          new NationalNumber(
              "us-ssn",
              List.of(9),
              CheckDigits::unitedStates,
              List.of(
                  "ssn",
                  "ss#",
                  "ss #",
                  "ssn#",
                  "social security",
                  "soc sec",
                  "soc. sec",
                  "social sec")),
          new NationalNumber(
              "nl-bsn",
              List.of(9),
              CheckDigits::netherlands,
              List.of("bsn", "burgerservicenummer", "sofinummer", "sofi-nummer")),
          new NationalNumber(
              "de-tax-id",
              List.of(11),
              CheckDigits::germany,
              List.of(
                  "steuer-id",
                  "steueridentifikationsnummer",
                  "steuerliche identifikationsnummer",
                  "idnr",
                  "steuer-idnr",
                  "steuer-identifikationsnummer")),
          new NationalNumber(
              "be-national-number",
              List.of(11),
              CheckDigits::belgium,
              List.of(
                  "rijksregisternummer", "registre national", "insz", "niss", "national number")),
          new NationalNumber("pl-pesel", List.of(11), CheckDigits::poland, List.of("pesel")),
          new NationalNumber(
              "se-personnummer",
              List.of(10, 12),
              CheckDigits::sweden,
              List.of("personnummer", "personnr", "samordningsnummer", "pnr")),
          new NationalNumber(
              "in-aadhaar", List.of(12), CheckDigits::india, List.of("aadhaar", "aadhar", "uidai")),
          new NationalNumber(
              "fr-nir",
              List.of(15),
              CheckDigits::france,
              List.of("sécurité sociale", "securite sociale", "sécu", "nir", "insee", "n° ss")));

  /** The digits of the shortest and of the longest of them. */
  private static final int FEWEST = 9;

  private static final int MOST = 15;

  private static final Pattern FISCAL_CODE =
      Pattern.compile("[A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]");
  private static final Pattern INSURANCE_NUMBER =
      Pattern.compile(
          "(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2}"
              + " ?[0-9]{2} ?[A-D]",
          Pattern.CASE_INSENSITIVE);
  private static final List<String> INSURANCE_WORDS =
      List.of("national insurance", "ni number", "ni no", "nino", "n.i. number");
  private static final List<String> SPANISH_WORDS = List.of("dni", "nif", "nie", "d.n.i", "n.i.f");

  /** The number that this run is, or holds with the letters around it, or null. */
  static @Nullable Match in(NumberRun run) {
    int digits = run.digits().length();
    if (digits < FEWEST || digits > MOST) {
      return withLetters(run);
    }
    NationalNumber nearest = null;
    int distance = Integer.MAX_VALUE;
    for (NationalNumber number : ALL) {
      int away = number.fits(run) ? number.distance(run) : Integer.MAX_VALUE;
      if (away < distance) {
        nearest = number;
        distance = away;
      }
    }
    if (nearest != null) {
      return new Match(nearest.kind, run.start(), run.end());
    }
    return withLetters(run);
  }

  private boolean fits(NumberRun run) {
    return lengths.contains(run.digits().length())
        && !run.isPartOfMore()
        && check.test(run.digits());
  }

  private int distance(NumberRun run) {
    return Context.distance(run.text(), run.start(), run.end(), NEAR, BEHIND, words);
  }

  private static @Nullable Match withLetters(NumberRun run) {
    String text = run.text();
    int start = run.start();
    return switch (run.digits().length()) {
      case 2 -> italy(text, start - 6);
      case 6 -> unitedKingdom(text, start);
      case 7, 8 -> spain(run);
      case 17, 18 -> china(run);
      default -> null;
    };
  }

  private static @Nullable Match italy(String text, int start) {
    int end = start + 16;
    if (!isWord(text, start, end)) {
      return null;
    }
    String written = text.substring(start, end);
    String code = written.toUpperCase(Locale.ROOT);
    boolean oneCase = written.equals(code) || written.equals(code.toLowerCase(Locale.ROOT));
    return oneCase && FISCAL_CODE.matcher(code).matches() && CheckDigits.italy(code)
        ? new Match("it-codice-fiscale", start, end)
        : null;
  }

  private static @Nullable Match unitedKingdom(String text, int digit) {
    for (int start : new int[] {digit - 2, digit - 3}) {
      if (start < 0 || (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1)))) {
        continue;
      }
      var number =
          INSURANCE_NUMBER.matcher(text).region(start, Math.min(text.length(), start + 14));
      if (number.lookingAt()
          && isWord(text, start, number.end())
          && Context.holds(text, start, number.end(), NEAR, BEHIND, INSURANCE_WORDS)) {
        return new Match("uk-nino", start, number.end());
      }
    }
    return null;
  }

  private static @Nullable Match spain(NumberRun run) {
    int end = run.end() + (run.after() == '-' || run.after() == ' ' ? 2 : 1);
    int prefix = "XYZ".indexOf(Character.toUpperCase(run.before()));
    int start = prefix < 0 ? run.start() : run.start() - 1;
    boolean whole = run.digits().length() == (prefix < 0 ? 8 : 7);
    if (!whole || !isWord(run.text(), start, end)) {
      return null;
    }
    String digits = prefix < 0 ? run.digits() : prefix + run.digits();
    char letter = run.text().charAt(end - 1);
    // "12345678 y" goes on with "and"
    boolean word = run.after() == ' ' && Character.isLowerCase(letter);
    return !word
            && CheckDigits.spain(digits, Character.toUpperCase(letter))
            && Context.holds(run.text(), start, end, NEAR, BEHIND, SPANISH_WORDS)
        ? new Match(prefix < 0 ? "es-dni" : "es-nie", start, end)
        : null;
  }

  /** Eighteen digits with a date and a check digit are enough without words. */
  private static @Nullable Match china(NumberRun run) {
    boolean letter = run.digits().length() == 17 && (run.after() == 'X' || run.after() == 'x');
    int end = letter ? run.end() + 1 : run.end();
    if (run.isGrouped() || end - run.start() != 18 || !isWord(run.text(), run.start(), end)) {
      return null;
    }
    char check = letter ? 'X' : run.digits().charAt(17);
    return CheckDigits.china(run.digits(), check) && !"/=_".contains("" + run.before())
        ? new Match("cn-resident-id", run.start(), end)
        : null;
  }

  private static boolean isWord(String text, int start, int end) {
    return start >= 0
        && end <= text.length()
        && (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)))
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
  }
}
