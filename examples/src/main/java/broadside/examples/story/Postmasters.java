package broadside.examples.story;

import broadside.examples.dkim.Algorithm;
import broadside.examples.dkim.Canonical;
import broadside.examples.dkim.KeyRing;
import broadside.examples.dkim.RawMail;
import broadside.examples.dkim.Terms;
import broadside.examples.mime.Letter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the domains of the story sign what leaves them: the port authority from 12 March 2018 with a
 * key for each year, the newspaper from May with two keys at once, the contractor from June, at
 * first with a short key and then with an old algorithm.
 */
final class Postmasters {

  static final String PORT = "oskport.example";
  static final String LIST = "lists.northquay.example";
  private static final String NEWSPAPER = "tidings.example";
  private static final String CONTRACTOR = "brinemark.example";

  private static final LocalDate PORT_SIGNS = LocalDate.of(2018, 3, 12);
  private static final LocalDate NEWSPAPER_SIGNS = LocalDate.of(2018, 5, 1);
  private static final LocalDate CONTRACTOR_SIGNS = LocalDate.of(2018, 6, 1);
  private static final LocalDate NEW_YEAR = LocalDate.of(2019, 1, 1);

  /** The foreman's telephone sends by the ferry company's server, which signs nothing. */
  private static final String FOREMAN = "g.tarrow@brinemark.example";

  private static final long MONTH = Duration.ofDays(30).toSeconds();
  private static final List<String> FIELDS =
      List.of(
          "From",
          "To",
          "Cc",
          "Subject",
          "Date",
          "Message-ID",
          "In-Reply-To",
          "References",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding");

  private final KeyRing keys = KeyRing.read();

  /** The signatures that a letter gets where it leaves, the first line of the mail first. */
  List<Terms> leaving(Letter letter, RawMail mail) {
    LocalDate day = letter.date().toLocalDate();
    boolean newYear = !day.isBefore(NEW_YEAR);
    return switch (letter.from().domain()) {
      case PORT -> day.isBefore(PORT_SIGNS) ? List.of() : List.of(port(letter, mail));
      case NEWSPAPER ->
          day.isBefore(NEWSPAPER_SIGNS)
              ? List.of()
              : List.of(
                  newspaper(letter, mail, "press-ed", Algorithm.ED25519_SHA256),
                  newspaper(letter, mail, "press", Algorithm.RSA_SHA256));
      case CONTRACTOR -> {
        if (day.isBefore(CONTRACTOR_SIGNS) || letter.from().address().equals(FOREMAN)) {
          yield List.of();
        }
        yield List.of(
            terms(
                letter,
                mail,
                newYear ? "hut" : "hammer",
                newYear ? Algorithm.RSA_SHA1 : Algorithm.RSA_SHA256,
                newYear ? Canonical.RELAXED : Canonical.SIMPLE,
                newYear ? Canonical.RELAXED : Canonical.SIMPLE));
      }
      default -> List.of();
    };
  }

  /** What the port signs with in the letter's year. */
  Terms port(Letter letter, RawMail mail) {
    String selector = letter.date().toLocalDate().isBefore(NEW_YEAR) ? "2018" : "2019";
    return port(letter, mail, selector);
  }

  /** What the port signs with when one of its machines has a key of its own. */
  Terms port(Letter letter, RawMail mail, String selector) {
    return terms(
        letter, mail, selector, Algorithm.RSA_SHA256, Canonical.RELAXED, Canonical.RELAXED);
  }

  /** What the list seals with. */
  Terms list(Letter letter, RawMail mail) {
    return seal(letter, mail, "arc", LIST);
  }

  /** What the newspaper seals with when it passes a mail on from one desk to the other. */
  Terms desk(Letter letter, RawMail mail) {
    return seal(letter, mail, "press", NEWSPAPER);
  }

  private Terms seal(Letter letter, RawMail mail, String selector, String domain) {
    List<String> fields =
        Stream.concat(FIELDS.stream(), Stream.of("List-Id", "DKIM-Signature"))
            .filter(mail::has)
            .toList();
    return new Terms(
        keys.key(selector, domain),
        Algorithm.RSA_SHA256,
        Canonical.RELAXED,
        Canonical.RELAXED,
        fields,
        letter.date().toEpochSecond() + 2);
  }

  private Terms newspaper(Letter letter, RawMail mail, String selector, Algorithm algorithm) {
    Terms terms = terms(letter, mail, selector, algorithm, Canonical.RELAXED, Canonical.SIMPLE);
    return terms.withExpires(terms.signed() + MONTH);
  }

  private Terms terms(
      Letter letter,
      RawMail mail,
      String selector,
      Algorithm algorithm,
      Canonical header,
      Canonical body) {
    // A second From would break the signature, which names the field once more than it is there.
    List<String> fields =
        Stream.concat(Stream.of("From"), FIELDS.stream().filter(mail::has)).toList();
    return new Terms(
        keys.key(selector, letter.from().domain()),
        algorithm,
        header,
        body,
        fields,
        letter.date().toEpochSecond() + 1);
  }
}
