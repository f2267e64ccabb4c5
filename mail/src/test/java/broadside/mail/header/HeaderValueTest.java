package broadside.mail.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderValueTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a/b; name=chart.pdf                               | chart.pdf",
        "a/b; name=\"tide table.pdf\"                      | tide table.pdf",
        "a/b; name=tide table.pdf; x=y                     | tide table.pdf",
        "a/b; NAME = \"chart.pdf\"                         | chart.pdf",
        "a/b;; ;name=chart.pdf                             | chart.pdf",
        "a/b (comment; name=no); name=yes                  | yes",
        "a/b; name=\"a\\\"b\"                              | a\"b",
        "a/b; name=\"C:\\tide\\chart.pdf\"                 | C:\\tide\\chart.pdf",
        "a/b; name=\"never closed                          | never closed",
        "a/b; name*=utf-8'de'Gr%C3%B6%C3%9Fe               | Größe",
        "a/b; name*=iso-8859-1''Gr%F6%DFe                  | Größe",
        "a/b; name*0=\"tide \"; name*1=table               | tide table",
        "a/b; name*1=b; name*0=a; name*10=d; name*2=c      | abcd",
        "a/b; name*0*=utf-8''%E6%BD; name*1*=%AE           | 潮",
        "a/b; name*0*=utf-8''%E6%BD%AE; name*1=\"_%20\"    | 潮_%20",
        "a/b; name=plain; name*=utf-8''extended            | extended",
        "a/b; name=first; name=second                      | first",
        "a/b; name=\"=?utf-8?B?R3LDtsOfZQ==?=\"            | Größe",
        "a/b; name==?utf-8?Q?Gr=C3=B6=C3=9Fe?=             | Größe",
        "a/b; name*=''%41                                  | A",
        "a/b; name*=%41                                    | A",
        "a/b; name*=x-none''%C3%A9                         | é",
        "a/b; name*0*=utf-8''100%; name*1*=%zz             | 100%%zz",
        "a/b; name=                                        | ``",
      })
  void readsAParameter(String text, String expected) {
    HeaderValue value = HeaderValue.parse(text);
    assertThat(value.value()).isEqualTo("a/b");
    assertThat(value.parameter("name")).isEqualTo(expected);
  }

  @Test
  void boundsTheParameters() {
    assertThat(HeaderValue.parse("a/b" + ";x=y;z*0*=1".repeat(100_000)).parameters())
        .containsOnlyKeys("x", "z");
  }
}
