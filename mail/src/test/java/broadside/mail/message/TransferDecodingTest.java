package broadside.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferDecodingTest {

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void decodesBase64OfEverySize() throws IOException {
    for (int length = 0; length < 300; length++) {
      byte[] bytes = random(length);
      byte[] encoded = Base64.getMimeEncoder().encode(bytes);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(Base64Body.decode(encoded, 0, encoded.length, out)).isTrue();
      assertThat(out.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void decodesQuotedPrintableOfEverySize() throws IOException {
    for (int length = 0; length < 300; length++) {
      byte[] bytes = random(length);
      StringBuilder encoded = new StringBuilder();
      for (int i = 0; i < length; i++) {
        encoded.append(String.format("=%02X", bytes[i])).append(i % 20 == 19 ? "=\r\n" : "");
      }
      byte[] source = encoded.toString().getBytes(StandardCharsets.US_ASCII);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(QuotedPrintable.decode(source, 0, source.length, out)).isTrue();
      assertThat(out.toByteArray()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "aGVsbG8=|hello|true",
        "aGVsbG8|hello|false",
        "aGVs!bG8=|hello|false",
        "aGVsbG8=~aGVsbG8=|hellohello|true",
        "aGVsbG8=~~_____ list footer: see us|hello|false",
        "aGVs~this is a sentence, not base64 at all.~bG8=|hello|false",
        "=|''|true",
        "!!!!|''|false",
      })
  void decodesBase64AsItArrives(String encoded, String expected, boolean whole) throws IOException {
    byte[] source = encoded.replace('~', '\n').getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(Base64Body.decode(source, 0, source.length, out)).isEqualTo(whole);
    assertThat(out).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a=3Db=3db|a=b=b|true",
        "a=~b|ab|true",
        "a= ~b|ab|true",
        "a=|a|true",
        "a=3|a=3|false",
        "100=% =ZZ|100=% =ZZ|false",
        "-- ~name|-- ~name|true",
      })
  void decodesQuotedPrintableAsItArrives(String encoded, String expected, boolean whole)
      throws IOException {
    byte[] source = encoded.replace('~', '\n').getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(QuotedPrintable.decode(source, 0, source.length, out)).isEqualTo(whole);
    assertThat(out).hasToString(expected.replace('~', '\n'));
  }
}
