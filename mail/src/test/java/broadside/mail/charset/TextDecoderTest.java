package broadside.mail.charset;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.charset.DecodedText.Trust;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDecoderTest {
  private static final String RUSSIAN =
      "Сегодня в порту стоит густой туман, и лоцман не выходит в море до самого утра.";
  private static final String CHINESE = "今天港口有大雾，领航员直到早晨才出海。请各船注意潮汐时间表的变化。";
  private static final String JAPANESE = "今日は港に濃い霧が出ているので、水先人は朝まで海に出ません。";
  private static final String KOREAN = "오늘은 항구에 짙은 안개가 끼어서 도선사는 아침까지 바다로 나가지 않습니다.";
  private static final String GERMAN =
      "Heute liegt dichter Nebel über dem Hafen, die Lotsen müssen bis früh am Morgen warten.";

  private static DecodedText decode(String text, String charset, @Nullable String label) {
    return TextDecoder.decode(text.getBytes(Charset.forName(charset)), label);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, iso-8859-1, “quoted” – €",
    "windows-1252, us-ascii, café",
    "windows-1252, cp-1252, café",
    "windows-1252, ANSI, café",
    "iso-8859-2, iso88592, Łódź",
    "windows-1251, win-1251, Привет",
    "koi8-r, KOI8-R, Привет",
    "gb18030, gb2312, 朱镕基",
    "gbk, x-gbk, 朱镕基",
    "big5-hkscs, big5, 潮汐",
    "windows-31j, shift_jis, ①港",
    "euc-jp, euc-jp, 港の潮",
    "iso-2022-jp, ISO-2022-JP, 港の潮",
    "x-windows-949, ks_c_5601-1987, 똠방각하",
    "x-windows-949, euc-kr, 항구",
    "iso-8859-8, iso-8859-8-i, שלום",
    "iso-8859-9, iso-8859-9, İzmir",
    "x-windows-874, tis-620, สวัสดี",
    "utf-8, utf8, naïve 潮",
    "utf-8, \"UTF-8\", naïve 潮",
    "utf-16, utf-16, naïve 潮",
    "IBM850, cp850, naïve",
  })
  void readsWhatTheLabelMeans(String charset, String label, String text) {
    DecodedText decoded = decode(text, charset, label);
    assertThat(decoded.text()).isEqualTo(text);
    assertThat(decoded.trust()).isEqualTo(Trust.LABELLED);
  }

  @ParameterizedTest
  @CsvSource({"iso-8859-1", "us-ascii", "windows-1251", "gb2312", "big5", "koi8-r", "euc-kr"})
  void prefersUtf8ThatIsSure(String label) {
    DecodedText decoded = decode("Größe: 潮汐表 für 2015", "utf-8", label);
    assertThat(decoded.text()).isEqualTo("Größe: 潮汐表 für 2015");
    assertThat(decoded.trust()).isEqualTo(Trust.MISLABELLED);
  }

  @Test
  void readsOtherBytesUnderAUtf8LabelByDetection() {
    assertThat(decode(GERMAN, "windows-1252", "utf-8"))
        .isEqualTo(new DecodedText(GERMAN, "windows-1252", Trust.MISLABELLED));
  }

  @Test
  void guessesWithoutAUsableLabel() {
    assertThat(decode(RUSSIAN, "windows-1251", null).text()).isEqualTo(RUSSIAN);
    assertThat(decode(RUSSIAN, "koi8-r", "unknown-8bit").text()).isEqualTo(RUSSIAN);
    assertThat(decode(CHINESE, "gb18030", "x-unknown").text()).isEqualTo(CHINESE);
    assertThat(decode(JAPANESE, "shift_jis", null).text()).isEqualTo(JAPANESE);
    assertThat(decode(KOREAN, "euc-kr", null).text()).isEqualTo(KOREAN);
    assertThat(decode(GERMAN, "iso-8859-1", null).text()).isEqualTo(GERMAN);
    assertThat(decode(GERMAN, "utf-8", null))
        .isEqualTo(new DecodedText(GERMAN, "utf-8", Trust.GUESSED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Gr+APwA3w-e        | Grüße",
        "1 +- 1             | 1 + 1",
        "A+ImIDkQ.          | A≢Α.",
        "+ADw-script+AD4-   | <script>",
        "+2D0-              | \uFFFD",
      })
  void readsUtf7OnlyWhereItIsDeclared(String encoded, String expected) {
    byte[] bytes = encoded.getBytes(StandardCharsets.US_ASCII);
    assertThat(TextDecoder.decode(bytes, "utf-7").text()).isEqualTo(expected);
    assertThat(TextDecoder.decode(bytes, null).text()).isEqualTo(encoded);
  }

  @Test
  void readsHz() {
    byte[] bytes = "Tide ~{3HO+~} ~~ x".getBytes(StandardCharsets.US_ASCII);
    assertThat(TextDecoder.decode(bytes, "hz-gb-2312").text()).startsWith("Tide ").endsWith(" ~ x");
  }

  @Test
  void takesAnyBytesUnderAnyLabel() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    for (String label : Charset.availableCharsets().keySet()) {
      assertThat(TextDecoder.decode(bytes, label).text()).as(label).isNotEmpty();
    }
    for (String label : new String[] {"", "\u0000", "no such", "x".repeat(10_000), "utf-7", "hz"}) {
      assertThat(TextDecoder.decode(bytes, label).text()).as(label).isNotEmpty();
    }
  }
}
