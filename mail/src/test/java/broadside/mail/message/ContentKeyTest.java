package broadside.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentKeyTest {
  private static final String MAIL =
      """
      Received: from a; Wed, 4 Mar 2015 08:00:00 +0000
      From: Ada <ada@harbour.example>
      To: bo@harbour.example
      Date: Tue, 3 Mar 2015 10:00:00 +0100
      Message-ID: <one@harbour.example>
      Subject: Tide
      Content-Type: text/plain; charset=utf-8

      caf\u00e9 = cup
      """;

  private static byte[] key(String mail) {
    return ContentKey.of(
        new MessageParser(MailLimits.DEFAULT).parse(mail.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void isTheSameForACopyThatCameAnotherWay() {
    String copy =
        MAIL.replace("from a;", "from b;")
            .replace("<one@", "<two@")
            .replace("Tue, 3 Mar 2015 10:00:00 +0100", "3 Mar 2015 09:00 GMT")
            .replace("Subject: Tide", "Subject: =?utf-8?Q?Tide?=\nX-Seen: yes")
            .replace("utf-8\n", "iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n")
            .replace("caf\u00e9 = cup", "caf=E9 =3D cup");
    assertThat(key(copy)).isEqualTo(key(MAIL)).hasSize(32);
  }

  @Test
  void isAnotherForAnyOtherContent() {
    List<String> others =
        List.of(
            MAIL.replace("Ada <", "Bea <"),
            MAIL.replace("To: bo", "To: cy"),
            MAIL.replace("To: bo", "Cc: bo"),
            MAIL.replace("3 Mar", "4 Mar"),
            MAIL.replace("Tide", "Tides"),
            MAIL.replace("cup", "mug"),
            MAIL.replace("text/plain", "text/html"));
    assertThat(others).allSatisfy(other -> assertThat(key(other)).isNotEqualTo(key(MAIL)));
  }
}
