package broadside.mail.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.Part.Role;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignedDataTest {
  private static final MessageParser PARSER = new MessageParser(MailLimits.DEFAULT);

  /** From the outer sequence to the content, every length left open. */
  private static final String OPEN =
      "3080 06092a864886f70d010702 a080 3080 020101 3100 3080 06092a864886f70d010701 a080";

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String content(String hex) {
    byte[] content = SignedData.content(hex(hex));
    return content == null ? "(none)" : new String(content, ISO_8859_1);
  }

  @Test
  void readsAContentInOnePiece() {
    assertThat(content(OPEN + "0403 414243")).isEqualTo("ABC");
    assertThat(content(OPEN + "048103 414243")).isEqualTo("ABC");
    assertThat(content(OPEN + "0400")).isEmpty();
  }

  @Test
  void putsSegmentsTogether() {
    assertThat(content(OPEN + "2480 040141 040142 0000")).isEqualTo("AB");
    assertThat(content(OPEN + "2406 040141 040142")).isEqualTo("AB");
    assertThat(content(OPEN + "2480 2403 040141 2480 040142 0000 040143 0000")).isEqualTo("ABC");
  }

  @Test
  void readsKnownLengthsAndASetOfOpenLength() {
    assertThat(
            content(
                "3028 06092a864886f70d010702 a01b 3019 020101 3100 3012 06092a864886f70d010701 a005 0403 414243"))
        .isEqualTo("ABC");
    assertThat(content(OPEN.replace("3100", "3180 3080 0500 3000 0000 0000") + "0403 414243"))
        .isEqualTo("ABC");
  }

  @Test
  void hasNothingOfWhatIsBrokenOrEnclosesNothing() {
    assertThat(content("")).isEqualTo("(none)");
    assertThat(content("30")).isEqualTo("(none)");
    assertThat(content(OPEN)).isEqualTo("(none)");
    assertThat(content(OPEN + "0000 0000")).as("a detached signature").isEqualTo("(none)");
    assertThat(content(OPEN + "0404 414243")).as("cut").isEqualTo("(none)");
    assertThat(content(OPEN + "0484ffffffff 414243")).as("2^32 - 1 bytes").isEqualTo("(none)");
    assertThat(content(OPEN + "0480 414243 0000")).as("open, in one piece").isEqualTo("(none)");
    assertThat(content(OPEN + "2480 040141")).as("no end").isEqualTo("(none)");
    assertThat(content(OPEN + "2403 04024142 0000")).as("beyond its end").isEqualTo("(none)");
    assertThat(content(OPEN + "2480 2402 040141 0000 0000")).as("the same").isEqualTo("(none)");
    assertThat(content(OPEN + "2480 020141 0000")).as("a number in it").isEqualTo("(none)");
    assertThat(content(OPEN.replace("010702", "010703") + "0403 414243"))
        .as("enveloped data")
        .isEqualTo("(none)");
  }

  @Test
  void doesNotRecurse() {
    int depth = 1_000_000;
    byte[] start = hex(OPEN);
    ByteArrayOutputStream deep = new ByteArrayOutputStream();
    deep.writeBytes(start);
    deep.writeBytes("$\u0080".repeat(depth).getBytes(ISO_8859_1));
    assertThat(SignedData.content(deep.toByteArray())).isNull();
    ByteArrayOutputStream set = new ByteArrayOutputStream();
    set.writeBytes(hex("3080 06092a864886f70d010702 a080 3080 020101"));
    set.writeBytes("1\u0080".repeat(depth).getBytes(ISO_8859_1));
    set.writeBytes(new byte[2 * depth]);
    set.writeBytes(hex("3080 06092a864886f70d010701 a080 0403 414243"));
    assertThat(SignedData.content(set.toByteArray())).isEqualTo("ABC".getBytes(ISO_8859_1));
  }

  @Test
  void standsAnyBytes() {
    byte[] whole = hex(OPEN + "2480 040141 2406 040142 040143 0000 0000 0000");
    Random random = new Random(7);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] content = SignedData.content(bytes);
      read += content == null ? 0 : 1;
      assertThat(content == null ? 0 : content.length).isLessThanOrEqualTo(bytes.length);
    }
    assertThat(read).isPositive();
  }

  @Test
  void mailsInsideSignaturesInsideEachOtherEndAtTheLimits() {
    byte[] inner = "Content-Type: text/plain\r\n\r\nAt the bottom.\r\n".getBytes(ISO_8859_1);
    for (int i = 0; i < 5; i++) {
      inner = enclosed(inner);
    }
    Message five = PARSER.parse(inner);
    assertThat(five.text()).isNotNull();
    assertThat(five.text().text()).isEqualTo("At the bottom.\n");
    assertThat(five.parts()).hasSize(6);
    assertThat(five.parts().getFirst().role()).isEqualTo(Role.SIGNED);
    for (int i = 0; i < 100; i++) {
      inner = enclosed(inner);
    }
    Message deep = PARSER.parse(inner);
    assertThat(deep.parts()).hasSize(MailLimits.DEFAULT.depth());
    assertThat(deep.text()).isNull();
    assertThat(deep.defects()).extracting(Defect::kind).contains(Defect.Kind.LIMIT_DEPTH);
  }

  @Test
  void whatCannotBeReadIsAFile() {
    assertThat(role("application/pkcs7-mime; smime-type=signed-data")).isEqualTo(Role.ATTACHMENT);
    assertThat(role("application/pkcs7-mime; smime-type=certs-only")).isEqualTo(Role.ATTACHMENT);
    assertThat(role("application/pkcs7-mime; name=smime.p7m")).isEqualTo(Role.ENCRYPTED);
    assertThat(role("application/pkcs7-mime; smime-type=enveloped-data")).isEqualTo(Role.ENCRYPTED);
  }

  private static Role role(String type) {
    String mail = "Content-Type: %s\r\n\r\nnot what it says".formatted(type);
    return PARSER.parse(mail.getBytes(ISO_8859_1)).parts().getFirst().role();
  }

  private static byte[] enclosed(byte[] content) {
    ByteArrayOutputStream cms = new ByteArrayOutputStream();
    cms.writeBytes(hex(OPEN));
    cms.writeBytes(hex("0484%08x".formatted(content.length)));
    cms.writeBytes(content);
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n\r\n"
            .getBytes(ISO_8859_1));
    mail.writeBytes(cms.toByteArray());
    return mail.toByteArray();
  }
}
