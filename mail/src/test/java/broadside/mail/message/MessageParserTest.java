package broadside.mail.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.Defect.Kind;
import broadside.mail.message.Part.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MessageParserTest {
  private static final MessageParser PARSER = new MessageParser(MailLimits.DEFAULT);

  private static Message parse(String mail) {
    return PARSER.parse(mail.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(Message message) {
    BodyText text = message.text();
    return text == null ? "(none)" : text.text();
  }

  private static List<Kind> kinds(Message message) {
    return message.defects().stream().map(Defect::kind).toList();
  }

  private static List<Role> roles(Message message) {
    return message.parts().stream().map(Part::role).toList();
  }

  @Test
  void readsAPlainMail() {
    Message message =
        parse(
            """
            From: Ada Keel <ada@harbour.example>
            To: bo@harbour.example, "Quay, Cy" <cy@harbour.example>
            Date: Mon, 14 May 2001 16:39:00 -0700 (PDT)
            Subject: =?utf-8?q?caf=C3?= =?utf-8?q?=A9?= at noon
            Message-ID: <1@harbour.example>
            References: <a@harbour.example>
             <b@harbour.example>

            Hello.
            """);
    assertThat(message.from())
        .containsExactly(new Address("Ada Keel", "ada@harbour.example", null));
    assertThat(message.to())
        .extracting(Address::display)
        .containsExactly("bo@harbour.example", "Quay, Cy");
    assertThat(message.subject()).isEqualTo("café at noon");
    assertThat(message.messageId()).isEqualTo("1@harbour.example");
    assertThat(message.references()).containsExactly("a@harbour.example", "b@harbour.example");
    assertThat(message.date().value()).hasToString("2001-05-14T16:39-07:00");
    assertThat(text(message)).isEqualTo("Hello.\n");
    assertThat(message.defects()).isEmpty();
  }

  @Test
  void showsBothRenderingsOfAnAlternativeAndListsTheFile() throws IOException {
    String mail =
        """
        From: ada@harbour.example
        Date: Mon, 14 May 2001 16:39:00 +0000
        Message-ID: <2@harbour.example>
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: multipart/alternative; boundary=a

        --a

        plain
        --a
        Content-Type: text/html; charset=utf-8

        <p>rich</p>
        --a--
        --m
        Content-Type: application/pdf
        Content-Disposition: attachment; filename*=utf-8''..%2Ftide%20table.pdf
        Content-Transfer-Encoding: base64

        aGVsbG8=
        --m--
        """;
    Message message = parse(mail);
    assertThat(text(message)).isEqualTo("plain");
    assertThat(message.html()).isEqualTo("<p>rich</p>");
    assertThat(roles(message))
        .containsExactly(
            Role.CONTAINER, Role.CONTAINER, Role.TEXT_BODY, Role.HTML_BODY, Role.ATTACHMENT);
    Part file = message.attachments().getFirst();
    assertThat(file.fileName()).isEqualTo("tide table.pdf");
    assertThat(file.bytes()).isEqualTo(5);
    assertThat(file.sha256())
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(PARSER.copyPart(mail.getBytes(StandardCharsets.UTF_8), file.index(), out)).isTrue();
    assertThat(out).hasToString("hello");
    assertThat(message.defects()).isEmpty();
  }

  @Test
  void copiesTheTextOutsideTheParts() throws IOException {
    String encoded =
        Base64.getEncoder().encodeToString("Subject: x\n\nin base64\n".getBytes(UTF_8));
    assertThat(
            outside(
                """
                Content-Type: multipart/mixed; boundary=b

                before all
                --b
                Content-Type: multipart/mixed; boundary=c

                before the inner
                --c

                Nothing.
                --c--
                behind the inner
                --b
                Content-Type: message/rfc822
                Content-Transfer-Encoding: base64

                %s
                --b
                Content-Type: message/rfc822

                Content-Type: multipart/mixed; boundary=d

                --d

                Nothing.
                --d--
                in the attached
                --b--
                behind all
                """
                    .formatted(encoded)))
        .isEqualTo("before all\nbefore the inner\nbehind the inner\nin the attached\nbehind all\n");
    assertThat(outside("Subject: x\n\nNothing.\n")).isEmpty();
    assertThat(outside("Content-Type: multipart/mixed; boundary=b\n\nIts boundary never comes.\n"))
        .isEmpty();
  }

  private static String outside(String mail) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(PARSER.copyOutside(mail.getBytes(UTF_8), out)).isEqualTo(out.size());
    return out.toString(UTF_8);
  }

  @Test
  void readsANestedMessageWithoutTakingItsBody() {
    Message message =
        parse(
            """
            From: ada@harbour.example
            Content-Type: multipart/mixed; boundary=m

            --m

            See below.
            --m
            Content-Type: message/rfc822

            From: bo@harbour.example
            Subject: inner

            Inner text.
            --m--
            """);
    assertThat(text(message)).isEqualTo("See below.");
    assertThat(roles(message))
        .containsExactly(Role.CONTAINER, Role.TEXT_BODY, Role.NESTED_MESSAGE, Role.ALTERNATIVE);
    assertThat(kinds(message)).containsExactly(Kind.MISSING_MESSAGE_ID, Kind.MISSING_DATE);
  }

  @Test
  void readsWhatMailsInsideAMailSay() {
    Message message =
        parse(
            """
            From: ada@harbour.example
            Content-Type: multipart/digest; boundary=d

            --d

            From: Bo Berg <bo@harbour.example>
            To: ada@harbour.example
            Subject: =?utf-8?q?Fwd=3A_l=C3=A5s?=
            Date: Mon, 20 Apr 2015 18:00:00 +0200
            Content-Type: multipart/mixed; boundary=e

            --e

            Two keys.
            --e
            Content-Type: message/rfc822
            Content-Transfer-Encoding: base64

            U3ViamVjdDogbG9jawpDb250ZW50LVR5cGU6IHRleHQvaHRtbAoKPHA+T25lIGxvY2suPC9wPgo=
            --e--
            --d--
            """);
    assertThat(message.text()).isNull();
    assertThat(message.nested()).hasSize(2);
    NestedMessage first = message.nested().getFirst();
    assertThat(message.parts().get(first.part()).role()).isEqualTo(Role.NESTED_MESSAGE);
    assertThat(first.within()).isEqualTo(-1);
    assertThat(first.subject()).isEqualTo("Fwd: lås");
    assertThat(first.from()).extracting(Address::display).containsExactly("Bo Berg");
    assertThat(first.to()).extracting(Address::email).containsExactly("ada@harbour.example");
    assertThat(first.date().raw()).startsWith("Mon, 20 Apr 2015");
    assertThat(Objects.requireNonNull(first.text()).text()).isEqualTo("Two keys.");
    NestedMessage second = message.nested().getLast();
    assertThat(second.within()).isEqualTo(first.part());
    assertThat(second.subject()).isEqualTo("lock");
    assertThat(second.text()).isNull();
    assertThat(second.html()).isEqualTo("<p>One lock.</p>\n");
  }

  @Test
  void readsNoMoreMailsInsideAMailThanItsLimit() {
    StringBuilder digest = new StringBuilder("Content-Type: multipart/digest; boundary=d\n\n");
    int most = MailLimits.DEFAULT.nested();
    for (int i = 0; i < most + 5; i++) {
      digest.append("--d\n\nSubject: ").append(i).append("\n\nText.\n");
    }
    Message message = parse(digest + "--d--\n");
    assertThat(message.nested()).hasSize(most);
    assertThat(message.parts()).hasSize(1 + 2 * (most + 5));
  }

  @Test
  void takesAnyBytes() {
    for (int length = 0; length < 40; length++) {
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) (i * 37 + length);
      }
      assertThat(PARSER.parse(bytes).parts()).isNotEmpty();
    }
  }
}
