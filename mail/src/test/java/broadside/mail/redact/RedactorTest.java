package broadside.mail.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.mail.message.MailLimits;
import broadside.mail.message.Message;
import broadside.mail.message.MessageParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RedactorTest {
  private static final String HEAD =
      "From: ann@harbour.example\nSubject: Crew list\nDate: Mon, 01 Jun 2015 12:00:00 +0000\n";

  @Test
  void everythingElseStaysByteForByte() {
    String mail = HEAD + "\nThe cook is Ole Hansen.\r\n> ole hansen, he wrote\n\n-- \nAnn\n";
    RedactedMail done = redact(mail, "Ole Hansen");
    assertThat(text(done.mail()))
        .isEqualTo(HEAD + "\nThe cook is [redacted].\r\n> [redacted], he wrote\n\n-- \nAnn\n");
    assertThat(done.removed()).isEqualTo(2);
    assertThat(done.left()).isEmpty();
  }

  @Test
  void brokenLinesQuotesAndFoldedHeadersDoNotHideThem() {
    RedactedMail done =
        redact(
            "Subject: about Ole\n Hansen\n\nsaid Ole  \n> > Hansen, and OLE\tHANSEN too\n",
            "Ole Hansen");
    assertThat(done.removed()).isEqualTo(3);
    assertThat(done.left()).isEmpty();
    assertThat(text(done.mail())).doesNotContainIgnoringCase("hansen");
  }

  @Test
  void leavesWhatSaysHowTheMailIsToBeRead() {
    String mail =
        """
        From: ann@harbour.example
        Subject: Content and Plain
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8; name="from plain.txt"
        Content-Transfer-Encoding: quoted-printable

        Mr Plain has content=
        .
        """;
    RedactedMail done =
        new Redactor(List.of("Content", "plain", "from"))
            .redact(mail.getBytes(StandardCharsets.UTF_8));
    assertThat(text(done.mail()))
        .isEqualTo(
            """
            From: ann@harbour.example
            Subject: [redacted] and [redacted]
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8; name="[redacted] [redacted].txt"
            Content-Transfer-Encoding: quoted-printable

            Mr [redacted] has [redacted]=
            .
            """);
    assertThat(done.removed()).isEqualTo(6);
    assertThat(done.left()).isEmpty();
    assertThat(read(done.mail())).isEqualTo("Mr [redacted] has [redacted].\n");
  }

  @Test
  void findsThemInQuotedPrintableAcrossSoftBreaks() {
    RedactedMail done =
        redact(
            HEAD
                + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                + "J=C3=B8rgen S=\n=C3=B8r=\nensen came. J=C3=B8rgen=20S=C3=B8rensen left.\n",
            "Jørgen Sørensen");
    assertThat(done.removed()).isEqualTo(2);
    assertThat(done.left()).isEmpty();
    assertThat(read(done.mail())).isEqualTo("[redacted] came. [redacted] left.\n");
  }

  @Test
  void findsThemInBase64AndWritesItAgain() {
    String body =
        Base64.getMimeEncoder(76, "\r\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString("Jørgen sails. ".repeat(20).getBytes(StandardCharsets.UTF_8));
    RedactedMail done =
        redact(
            HEAD
                + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
                + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
                + body
                + "\r\n--x\nContent-Type: application/pdf; name=plan.pdf\nContent-Disposition: attachment\n"
                + "Content-Transfer-Encoding: base64\n\nSsO4cmdlbg==\n--x--\n",
            "jørgen");
    assertThat(done.removed()).isEqualTo(20);
    assertThat(read(done.mail())).isEqualTo("[redacted] sails. ".repeat(20));
    assertThat(done.unseen()).containsExactly("plan.pdf");
    assertThat(done.left()).containsExactly("part 2 (application/pdf)");
  }

  @Test
  void saysWhereTheyStillAre() {
    RedactedMail done =
        redact("Subject: =?utf-8?B?T2xlIEhhbnNlbg==?=\n\nnothing here\n", "Ole Hansen");
    assertThat(done.removed()).isZero();
    assertThat(done.left()).containsExactly("the header Subject");
  }

  /** What was signed cannot be changed: a person has to decide what becomes of the mail. */
  @Test
  void saysThatTheyStandInsideASignature() {
    String cms =
        "MIAGCSqGSIb3DQEHAqCAMIACAQExADCABgkqhkiG9w0BBwGggAQ1Q29udGVudC1UeXBlOiB0ZXh0"
            + "L3BsYWluDQoNClRoZSBjb29rIGlzIE9sZSBIYW5zZW4uDQoAAAAAAAAAAAAAAAA=";
    RedactedMail done =
        redact(
            HEAD
                + "Content-Type: application/pkcs7-mime; smime-type=signed-data\n"
                + "Content-Transfer-Encoding: base64\n\n"
                + cms,
            "Ole Hansen");
    assertThat(done.removed()).isZero();
    assertThat(done.left())
        .containsExactly("the text", "part 0 (application/pkcs7-mime)", "part 1 (text/plain)");
  }

  @Test
  void looksIntoAttachedMailsAndTextsAsReadersDo() {
    RedactedMail done =
        redact(
            HEAD
                + """
                Content-Type: multipart/mixed; boundary=b

                --b

                Ole Hansen sails.
                --b
                Content-Type: message/rfc822

                Subject: =?utf-8?B?T2xlIEhhbnNlbg==?=
                To: =?utf-8?Q?Ole_Hansen?= <ole@harbour.example>
                Content-Type: text/html

                <p>Ole&nbsp;<b>Hansen</b></p>
                --b
                Content-Type: text/html; name=crew.html

                <td>Ole</td>&#32;<td>Han<i>sen</i></td>
                --b--
                """,
            "Ole Hansen");
    assertThat(done.removed()).isEqualTo(1);
    assertThat(done.left())
        .containsExactly(
            "the header Subject in part 2 (message/rfc822)",
            "the header To in part 2 (message/rfc822)",
            "part 3 (text/html)",
            "part 4 (text/html)");
    assertThat(
            redact(
                    HEAD
                        + "Content-Type: text/plain; charset=iso-2022-jp\n\n\u001b$BEDCf\u001b(B\n",
                    "田中")
                .left())
        .contains("the text");
  }

  @Test
  void aMailWithoutThemIsReturnedAsItIs() {
    String mail = HEAD + "\nNothing.\n\n--x\nContent-Transfer-Encoding: base64\n\nTm90aGluZw==\n";
    RedactedMail done = redact(mail, "Ole Hansen");
    assertThat(text(done.mail())).isEqualTo(mail);
    assertThat(done.removed()).isZero();
    assertThat(done.left()).isEmpty();
  }

  @Test
  void blankWordsAreRefused() {
    assertThatThrownBy(() -> new Redactor(List.of("a", " ")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Nothing recurses on what a stranger wrote: deep enough to overflow a stack that did. */
  @Test
  void longRunsCostNoStack() {
    String blanks = " \n>".repeat(200_000);
    String base64 = "QUJD\n".repeat(100_000);
    RedactedMail done =
        redact(
            HEAD
                + "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
                + base64
                + "\nOle"
                + blanks
                + "Hansen\n",
            "Ole Hansen");
    assertThat(done.mail()).isNotEmpty();
  }

  private static RedactedMail redact(String mail, String words) {
    return new Redactor(List.of(words)).redact(mail.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] mail) {
    return new String(mail, StandardCharsets.UTF_8);
  }

  private static String read(byte[] mail) {
    Message message = new MessageParser(MailLimits.DEFAULT).parse(mail);
    return Objects.requireNonNull(message.text()).text();
  }
}
