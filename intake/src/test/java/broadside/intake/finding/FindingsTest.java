package broadside.intake.finding;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import broadside.intake.ledger.Finding;
import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import broadside.mail.message.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {
  private static final MessageParser PARSER = new MessageParser(MailLimits.DEFAULT);

  /** CMS SignedData around a text part that says "SSN 219-09-9998"; without signatures. */
  private static final String SIGNED_SSN =
      "MIAGCSqGSIb3DQEHAqCAMIACAQExADCABgkqhkiG9w0BBwGggAQtQ29udGVudC1UeXBlOiB0ZXh0"
          + "L3BsYWluDQoNClNTTiAyMTktMDktOTk5OA0KAAAAAAAAAAAAAAAA";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "payment-card | pay with 4539 1488 0343 6467 please | 4539 1488 0343 6467",
        "payment-card | 4539-1488-0343-6467 | 4539-1488-0343-6467",
        "payment-card | my Visa: 4539148803436467, exp 04/19 | 4539148803436467",
        "payment-card | AX 3782 822463 10005 | 3782 822463 10005",
        "payment-card | Visa 4539 1488 0343 6467 04/19 | 4539 1488 0343 6467",
        "payment-card | Visa 4539148803436467 04/19 | 4539148803436467",
        "payment-card | Visa 4539 1488 0343 6467 123 | 4539 1488 0343 6467",
        "payment-card | 4539 1488 0343 6467 04/19 | 4539 1488 0343 6467",
        "payment-card | 04/19 4539 1488 0343 6467 | 4539 1488 0343 6467",
        "us-ssn | SSN 219-09-9998 04/05/1970 | 219-09-9998",
        "us-ssn | SSN 219-09-9998 12 Main St | 219-09-9998",
        "us-ssn | SSN 219-09-9998 555-123-4567 | 219-09-9998",
        "iban | to DE89 3704 0044 0532 0130 00. | DE89 3704 0044 0532 0130 00",
        "iban | GB82WEST12345698765432 | GB82WEST12345698765432",
        "us-ssn | SSN: 219-09-9998 | 219-09-9998",
        "us-ssn | my social security number is 219099998 | 219099998",
        "uk-nino | National Insurance AB 12 34 56 C | AB 12 34 56 C",
        "uk-nino | NI number AB123456C | AB123456C",
        "de-tax-id | Steuer-ID 86 095 742 719 | 86 095 742 719",
        "fr-nir | Sécurité sociale 2 55 08 14 168 025 38 | 2 55 08 14 168 025 38",
        "es-dni | DNI 12345678Z | 12345678Z",
        "es-nie | NIE X1234567L | X1234567L",
        "it-codice-fiscale | RSSMRA85T10A562S | RSSMRA85T10A562S",
        "nl-bsn | BSN 111222333 | 111222333",
        "be-national-number | INSZ 85.07.30-033.28 | 85.07.30-033.28",
        "se-personnummer | personnummer 811218-9876 | 811218-9876",
        "pl-pesel | PESEL 44051401359 | 44051401359",
        "in-aadhaar | Aadhaar 2341 2341 2346 | 2341 2341 2346",
        "cn-resident-id | 身份证 11010519491231002X | 11010519491231002X",
        "password | Username: ida   Password: tide/2019 | tide/2019",
        "password | login is ida and the password is h4rbour | h4rbour",
        "password | Benutzer: ida~Kennwort: Leuchtturm7 | Leuchtturm7",
        "password | Password: tide2019~Login: ida | tide2019",
        // broken over a line, or set apart
        "iban | to DE89 3704 0044~0532 0130 00. | DE89 3704 0044~0532 0130 00",
        "iban | > DE89 3704 0044~> 0532 0130 00 | DE89 3704 0044~> 0532 0130 00",
        "iban | DE89  3704  0044  0532  0130  00 | DE89  3704  0044  0532  0130  00",
        "payment-card | pay with 4539 1488~0343 6467 please | 4539 1488~0343 6467",
        "payment-card | >> 4539 1488 0343~>> 6467 | 4539 1488 0343~>> 6467",
        "payment-card | 4539-1488-~0343-6467 | 4539-1488-~0343-6467",
        "payment-card | card 4539~1488 0343 6467 | 4539~1488 0343 6467",
        "payment-card | 4539  1488  0343  6467 | 4539  1488  0343  6467",
        "payment-card | Visa 4539 1488~0343 6467 04/19 | 4539 1488~0343 6467",
        "payment-card | Visa 4539 1488~0343 6467~219-09-9998 | 4539 1488~0343 6467",
        // small letters
        "iban | iban de89 3704 0044 0532 0130 00 | de89 3704 0044 0532 0130 00",
        "iban | gb82west12345698765432 | gb82west12345698765432",
        "uk-nino | national insurance ab123456c | ab123456c",
        "es-dni | dni 12345678z | 12345678z",
        "es-nie | nie x1234567l | x1234567l",
        "it-codice-fiscale | rssmra85t10a562s | rssmra85t10a562s",
        // other digits
        "payment-card | ４５３９ １４８８ ０３４３ ６４６７ | ４５３９ １４８８ ０３４３ ６４６７",
        "payment-card | Visa ٤٥٣٩١٤٨٨٠٣٤٣٦٤٦٧ | ٤٥٣٩١٤٨٨٠٣٤٣٦٤٦٧",
        "us-ssn | SSN ２１９－０９－９９９８ | ２１９－０９－９９９８",
        "payment-card | <card>4539148803436467</card> | 4539148803436467",
        // further issuers
        "payment-card | JCB 3530111333300000 | 3530111333300000",
        "payment-card | 3566 0020 2036 0505 | 3566 0020 2036 0505",
        "payment-card | Maestro 6759649826438453 | 6759649826438453",
        "payment-card | Mir card 2202474301322987 | 2202474301322987",
        "payment-card | 6205 5000 0000 0000 004 | 6205 5000 0000 0000 004",
        "payment-card | UnionPay 6205500000000000004 | 6205500000000000004",
      })
  void findsAndPointsAt(String kind, String text, String written) {
    String body = text.replace('~', '\n');
    String value = written.replace('~', '\n');
    assertThat(Scanner.scan(body))
        .singleElement()
        .satisfies(match -> {
          assertThat(match.kind()).isEqualTo(kind);
          assertThat(body.substring(match.start(), match.end())).isEqualTo(value);
          assertThat(Excerpt.of(body, match)).contains("•").doesNotContain(value);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4539 1488 0343 6468", // check digit
        "order 4539148803436467", // nothing says card, no groups
        "http://shop.example/card/4539148803436467",
        "card id a4539148803436467f",
        "card 4111 1111 1111 1111", // the number of every example
        "2500 2600 2700 2808 2900 3000", // a row of a table
        "4539 1488 0343 6467 1200 1300", // the same, and nothing says card
        "+45 3914 8803 4364 67",
        "2001-12-31 23:59:59.1234567",
        "DE88 3704 0044 0532 0130 00",
        "XX89370400440532013000",
        "219-09-9998", // no word names it
        "SSN 000-12-3456 or 666-12-3456 or 912-12-3456",
        "AB 12 34 56 C",
        "National Insurance BG123456C",
        "Steuer-ID 86095742718",
        "DNI 12345678A",
        "RSSMRA85T10A562T",
        "BSN 111222334",
        "PESEL 44051401358",
        "Aadhaar 2341 2341 2347",
        "110105194912310021",
        "user: ida, the password is required",
        "Password: ********  Login: ida",
        "4539~1488~0343~6467", // a column
        "4539     1488     0343     6467", // a row
        "<4539148803436467@card.example>",
        "card <4539148803436467@card.example>",
        "4539 1488~~0343 6467",
        "6205 5000 0000 0000 005",
        "De89370400440532013000",
        "RSSMRA85t10a562s",
        "dni 12345678 z", // as "12345678 y" goes on with "and"
        "Password: tide2019", // of no account
        "login: ida~Password: root@berth:~# ls",
        "http://a.example/f?username=ida&password=&next=http://b.example",
        "Login: ida. The password is noted further down",
      })
  void passesBy(String text) {
    assertThat(Scanner.scan(text.replace('~', '\n'))).isEmpty();
  }

  @Test
  void saysWhereInTheMail() {
    String mail =
        """
        From: ida@example.org
        Subject: IBAN DE89370400440532013000
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        Dear Mara,

        SSN 219-09-9998

        > BSN 111222333
        --b
        Content-Type: text/csv; name=list.csv
        Content-Disposition: attachment; filename=list.csv

        PESEL;44051401359
        --b
        Content-Type: message/rfc822

        Subject: nested
        Content-Type: text/html

        <p>DNI <b>12345678Z</b></p>
        --b--
        """;
    assertThat(findings(mail))
        .extracting(Finding::kind, Finding::place)
        .containsExactly(
            tuple("iban", "subject, character 6"),
            tuple("us-ssn", "body, paragraph 2, character 17"),
            tuple("nl-bsn", "body, quoted or signed, character 36"),
            tuple("pl-pesel", "attachment list.csv, character 7"),
            tuple("es-dni", "attachment text/html, character 5"));
  }

  @Test
  void readsFlowedLinesAsOne() {
    String mail =
        """
        Content-Type: text/plain; format=flowed; delsp=yes

        Dear Mara,

        Visa 4539 1488 03\s
        43 6467

        > > BSN 111\s
        > > 222333
        """;
    assertThat(findings(mail))
        .extracting(Finding::kind, Finding::place)
        .containsExactly(
            tuple("payment-card", "body, paragraph 2, character 18"),
            tuple("nl-bsn", "body, quoted or signed, character 43"));
  }

  @Test
  void tellsThePlaceOfAQuotedNumberBrokenOverALine() {
    assertThat(findings("Subject: x\n\nPaid.\n\n> by 4539 1488\n> 0343 6467 today\n"))
        .extracting(Finding::place)
        .containsExactly("body, quoted or signed, character 13");
  }

  @Test
  void looksAtTextOutsideTheParts() {
    String mail =
        """
        Content-Type: multipart/mixed; boundary=b

        SSN 219-09-9998
        --b
        Content-Type: multipart/mixed; boundary=c

        --c

        Nothing.
        --c--
        BSN 111222333
        --b--
        PESEL 44051401359
        """;
    assertThat(findings(mail))
        .extracting(Finding::kind, Finding::place)
        .containsExactly(
            tuple("us-ssn", "text outside the parts, character 5"),
            tuple("nl-bsn", "text outside the parts, character 21"),
            tuple("pl-pesel", "text outside the parts, character 37"));
  }

  @Test
  void holdsWhatGoesBeyondALimit() {
    String part = "--b\n\nNothing.\n";
    String mixed = "Content-Type: multipart/mixed; boundary=b\n\n";
    assertThat(limited("Subject: x\n\n" + "word ".repeat(21))).containsExactly("limit");
    assertThat(limited("Subject: x\n\n" + "word ".repeat(19))).isEmpty();
    assertThat(limited(mixed + part.repeat(5) + "--b--\n")).containsExactly("limit");
    assertThat(limited(mixed + part.repeat(4) + "--b--\n")).isEmpty();
    String attached = "Content-Type: message/rfc822\n\n";
    assertThat(limited(attached.repeat(4) + "Subject: x\n\nNothing.\n")).containsOnly("limit");
    assertThat(limited("X: 1\n".repeat(9) + "\nNothing.\n")).containsExactly("limit");
    String two = "--b\n" + attached + "Subject: x\n\nNothing.\n";
    assertThat(limited(mixed + two.repeat(2) + "--b--\n")).containsExactly("limit");
  }

  /** The kinds found where little is read: 100 characters, 5 parts, 4 levels, 8 fields, 1 mail. */
  private static List<String> limited(String mail) {
    MessageParser parser =
        new MessageParser(new MailLimits(1 << 20, 4, 5, 1_000, 8, 5, 1_000, 100, 1));
    byte[] bytes = mail.getBytes(UTF_8);
    return Findings.in(parser.parse(bytes), bytes, parser).stream().map(Finding::kind).toList();
  }

  @Test
  void looksIntoWhatASignatureEncloses() {
    String mail =
        """
        From: ida@example.org
        Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m
        Content-Transfer-Encoding: base64

        %s
        """
            .formatted(SIGNED_SSN);
    assertThat(findings(mail))
        .extracting(Finding::kind, Finding::place)
        .containsExactly(tuple("us-ssn", "body, paragraph 1, character 5"));
  }

  @Test
  void looksAtNamesOfFilesAndWhatIsWrittenInHeaders() {
    String mail =
        """
        From: "Ida, SSN 219-09-9998" <ida@example.org>
        Comments: IBAN DE89370400440532013000
        X-Serial: IBAN GB82WEST12345698765432
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: message/rfc822

        Subject: BSN 111222333

        Nothing.
        --b
        Content-Type: application/pdf; name="PESEL 44051401359.pdf"

        %PDF
        --b--
        """;
    assertThat(findings(mail))
        .extracting(Finding::kind, Finding::place)
        .containsExactly(
            tuple("us-ssn", "header From, character 11"),
            tuple("iban", "header Comments, character 6"),
            tuple("nl-bsn", "subject of an attached mail, character 5"),
            tuple("pl-pesel", "file name, character 7"));
  }

  @Test
  void readsAttachedTextInUtf16() {
    String text = Base64.getEncoder().encodeToString("PESEL;44051401359".getBytes(UTF_16));
    String mail =
        """
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/csv; name=list.csv
        Content-Disposition: attachment; filename=list.csv
        Content-Transfer-Encoding: base64

        %s
        --b--
        """
            .formatted(text);
    assertThat(findings(mail))
        .extracting(Finding::kind, Finding::place)
        .containsExactly(tuple("pl-pesel", "attachment list.csv, character 7"));
  }

  @Test
  void tellsWhichTextsItDidNotReadToTheEnd() {
    StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
    for (int i = 1; i <= 52; i++) {
      mail.append("--b\nContent-Disposition: attachment; filename=%d.txt\n\n".formatted(i))
          .append(i == 2 ? "long ".repeat(1 << 20) : "short")
          .append('\n');
    }
    Message message = PARSER.parse(mail.append("--b--\n").toString().getBytes(UTF_8));
    assertThat(Findings.unread(message))
        .extracting(Part::fileName)
        .containsExactly("2.txt", "51.txt", "52.txt");
  }

  @Test
  void listsAValueOnce() {
    assertThat(findings("Subject: x\n\nSSN 219-09-9998\n\nagain, SSN 219 09 9998\n")).hasSize(1);
  }

  @Test
  void readsHtmlAsText() {
    assertThat(
            findings("Content-Type: text/html\n\n<td>Login:<td>ida<tr><td>Password:<td>tide2019"))
        .extracting(Finding::kind)
        .containsExactly("password");
  }

  @Test
  void neverShowsAPassword() {
    assertThat(findings("Subject: x\n\nUser: ida 1234\nPassword: secret99\n"))
        .singleElement()
        .extracting(Finding::excerpt)
        .isEqualTo("…ser: ida •••• Password: ••••••");
  }

  @Test
  @Tag("slow")
  void staysLinearOnTextsMadeToBeSlow() {
    for (String part :
        List.of(
            "password: ",
            "1 ",
            "12-",
            "user: ",
            "password is is is ",
            "DE89 ",
            "de89 \n> ",
            "4539\n",
            "1  ",
            "4539  1488\n> ",
            "٤",
            "rs85t",
            "4539 1488 0343 ",
            "login:password:",
            "pwd=",
            "AB12",
            "user - - - - ")) {
      String text = part.repeat((1 << 18) / part.length());
      assertThat(Scanner.scan(text)).hasSizeLessThanOrEqualTo(Scanner.MAX_MATCHES);
    }
  }

  @Test
  void survivesAnyText() {
    Random random = new Random(7);
    String alphabet = "0123456789 -.\n>ABXZpasword:=is@/user٤４";
    for (int run = 0; run < 3_000; run++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(120); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String all = text.toString();
      for (Match match : Scanner.scan(all)) {
        assertThat(Excerpt.of(all, match)).as("seed 7, %s", all).contains("•");
      }
    }
  }

  private static List<Finding> findings(String mail) {
    byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
    return Findings.in(PARSER.parse(bytes), bytes, PARSER);
  }
}
