package broadside.mail.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain text                                    | plain text                | false",
        "=?utf-8?Q?caf=C3=A9?=                         | café                      | false",
        "=?UTF-8?q?caf=c3=a9_au_lait?=                 | café au lait              | false",
        "=?utf-8?b?Y2Fmw6k=?=                          | café                      | false",
        "=?utf-8?B?Y2Fmw6k?=                           | café                      | false",
        "=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=            | café                      | false",
        "=?utf-8?Q?caf=C3?= =?UTF-8?B?qQ==?=           | café                      | false",
        "=?utf-8?Q?a?= =?utf-8?Q?b?=                   | ab                        | false",
        "=?utf-8?Q?a?= b =?utf-8?Q?c?=                 | a b c                     | false",
        "=?utf-8?Q?a?==?utf-8?Q?b?=                    | ab                        | false",
        "=?utf-8*en?Q?a?=                              | a                         | false",
        "=?utf-8?Q?with spaces inside?=                | with spaces inside        | false",
        "x=?utf-8?Q?=C3=A9?=y                          | xéy                       | false",
        "=?iso-8859-1?Q?=80uro?=                       | €uro                      | false",
        "=?gb2312?B?s7HPqw==?=                         | 潮汐                      | false",
        "=?iso-2022-jp?B?GyRCOUEbKEI=?=                | 港                        | false",
        "=?utf-8?Q?=E9t=E9?=                           | été                       | true",
        "=?x-none?Q?=C3=A9?=                           | é                         | true",
        "=?utf-8?Q?100=%?=                             | 100=%                     | false",
        "=?utf-8?Q??=                                  | ``                        | false",
        "=?utf-8?B?!!?=                                | =?utf-8?B?!!?=            | true",
        "=?utf-8?X?abc?=                               | =?utf-8?X?abc?=           | false",
        "=?utf-8?Q?never ends                          | =?utf-8?Q?never ends      | false",
        "=?=?=?=?=?=                                   | =?=?=?=?=?=               | false",
        "=?utf-8?Q?x=0D=0ABcc:_evil?=                  | x Bcc: evil               | false",
        "=?utf-8?Q?a=00b=07?=                          | a\uFFFDb\uFFFD            | false",
      })
  void decodesWordsAsTheyAreWritten(String text, String expected, boolean broken) {
    EncodedWords.Decoded decoded = EncodedWords.decode(text);
    assertThat(decoded.text()).isEqualTo(expected);
    assertThat(decoded.broken()).isEqualTo(broken);
  }
}
