package broadside.intake.finding;

import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;
import org.apache.commons.validator.routines.checkdigit.VerhoeffCheckDigit;

/**
 * The check digits of national numbers, each as its authority publishes it; input is digits only.
 */
final class CheckDigits {
  private static final int[] CHINA = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final int[] POLAND = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
  private static final String SPAIN = "TRWAGMYFPDXBNJZSQVHLCKE";

  /** Values of the characters 0–9 and A–Z at odd places of a codice fiscale. */
  private static final int[] ITALY_ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private CheckDigits() {}

  /** United States: no area 000, 666 or 9xx, no group 00, no serial 0000 (SSA, since 2011). */
  static boolean unitedStates(String d) {
    return !d.startsWith("000")
        && !d.startsWith("666")
        && d.charAt(0) != '9'
        && !d.startsWith("00", 3)
        && !d.endsWith("0000")
        && d.chars().distinct().count() > 2;
  }

  /** Germany, tax identification number: ISO 7064 mod 11,10 (BZSt). */
  static boolean germany(String d) {
    int product = 10;
    for (int i = 0; i < 10; i++) {
      int sum = (d.charAt(i) - '0' + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return d.charAt(0) != '0' && (11 - product) % 10 == d.charAt(10) - '0';
  }

  /** France, NIR: 97 less the number modulo 97 (INSEE); Corsica's letters are not looked for. */
  static boolean france(String d) {
    long number = Long.parseLong(d.substring(0, 13));
    int month = Integer.parseInt(d.substring(3, 5));
    return (d.charAt(0) == '1' || d.charAt(0) == '2')
        && month >= 1
        && (month <= 12 || month >= 20)
        && 97 - number % 97 == Long.parseLong(d.substring(13));
  }

  /** Netherlands, BSN: weights 9 to 2 and -1 give a multiple of 11. */
  static boolean netherlands(String d) {
    int sum = -(d.charAt(8) - '0');
    for (int i = 0; i < 8; i++) {
      sum += (9 - i) * (d.charAt(i) - '0');
    }
    return sum % 11 == 0 && sum != 0;
  }

  /**
   * Belgium: 97 less the first nine digits modulo 97, with a 2 before them for births since 2000.
   */
  static boolean belgium(String d) {
    long number = Long.parseLong(d.substring(0, 9));
    long check = Long.parseLong(d.substring(9));
    return isMonthAndDay(d.substring(2, 6))
        && (97 - number % 97 == check || 97 - (2_000_000_000L + number) % 97 == check);
  }

  /** Sweden: Luhn over the last ten digits. */
  static boolean sweden(String d) {
    String ten = d.substring(d.length() - 10);
    return isMonthAndDay(ten.substring(2, 6)) && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(ten);
  }

  /** Poland, PESEL: weights 1 3 7 9; the month carries the century. */
  static boolean poland(String d) {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += POLAND[i] * (d.charAt(i) - '0');
    }
    int month = Integer.parseInt(d.substring(2, 4)) % 20;
    return month >= 1 && month <= 12 && (10 - sum % 10) % 10 == d.charAt(10) - '0';
  }

  /** India, Aadhaar: Verhoeff; never starts with 0 or 1. */
  static boolean india(String d) {
    return d.charAt(0) > '1' && VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.isValid(d);
  }

  /** China, resident identity number: ISO 7064 mod 11-2 over 17 digits (GB 11643). */
  static boolean china(String d, char check) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += CHINA[i] * (d.charAt(i) - '0');
    }
    int year = Integer.parseInt(d.substring(6, 10));
    return d.charAt(0) >= '1'
        && d.charAt(0) <= '8'
        && year >= 1900
        && year <= 2100
        && isMonthAndDay(d.substring(10, 14))
        && "10X98765432".charAt(sum % 11) == check;
  }

  /** Spain, DNI and NIE: the letter at the number modulo 23; X, Y, Z of a NIE count as 0, 1, 2. */
  static boolean spain(String d, char letter) {
    return SPAIN.charAt((int) (Long.parseLong(d) % 23)) == letter;
  }

  /**
   * Italy, codice fiscale: odd and even places have their own values, the sum modulo 26 a letter.
   */
  static boolean italy(String code) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = code.charAt(i);
      int value = NumberRun.isDigit(c) ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? ITALY_ODD[value] : value;
    }
    return code.charAt(15) == 'A' + sum % 26;
  }

  private static boolean isMonthAndDay(String mmdd) {
    int month = Integer.parseInt(mmdd.substring(0, 2));
    int day = Integer.parseInt(mmdd.substring(2));
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
}
