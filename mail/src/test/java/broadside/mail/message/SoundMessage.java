package broadside.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;

/** What must be true of every message, whatever the bytes of the mail. */
public final class SoundMessage {
  private static final MailLimits LIMITS =
      new MailLimits(1 << 20, 16, 60, 20_000, 200, 50, 100_000, 20_000, 5);
  private static final MessageParser PARSER = new MessageParser(LIMITS);

  private SoundMessage() {}

  /** Reads the mail and looks at all that comes of it. */
  public static void check(byte[] mail) throws IOException {
    Message message = PARSER.parse(mail);
    assertThat(message.parts()).hasSizeBetween(1, LIMITS.parts());
    assertThat(message.to()).hasSizeLessThanOrEqualTo(LIMITS.addresses());
    message.headers().forEach(field -> assertOneLine(field.value()));
    assertOneLine(message.subject());
    message.from().forEach(address -> assertOneLine(address.name() + address.email()));
    for (Defect defect : message.defects()) {
      assertOneLine(defect.detail());
      assertThat(defect.detail()).hasSizeLessThanOrEqualTo(200);
    }
    BodyText text = message.text();
    if (text != null) {
      assertThat(text.text())
          .hasSizeLessThanOrEqualTo(LIMITS.bodyChars())
          .doesNotContain("\0", "\r");
    }
    for (int i = 0; i < message.parts().size(); i++) {
      Part part = message.parts().get(i);
      assertThat(part.index()).isEqualTo(i);
      assertThat(part.parent()).isLessThan(i);
      assertThat(part.depth()).isLessThan(LIMITS.depth());
      assertCopies(mail, part);
    }
    assertThat(ContentKey.of(message)).isEqualTo(ContentKey.of(PARSER.parse(mail)));
  }

  private static void assertCopies(byte[] mail, Part part) throws IOException {
    if (part.sha256() != null) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(PARSER.copyPart(mail, part.index(), out)).isTrue();
      byte[] hash = ContentReader.sha256().digest(out.toByteArray());
      assertThat(HexFormat.of().formatHex(hash)).isEqualTo(part.sha256());
      assertThat(out.size()).isEqualTo(part.bytes());
    }
  }

  private static void assertOneLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
      assertThat(control).as("a control character in a header text").isFalse();
    }
  }
}
