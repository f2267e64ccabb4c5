package broadside.site.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SenderTest {
  @Test
  void knowsWhoAcceptsGzip() {
    for (String yes : new String[] {"gzip", "br, GZIP", "*", "gzip;q=0.5", "deflate, gzip; q=1"}) {
      assertThat(Sender.acceptsGzip(yes)).as(yes).isTrue();
    }
    for (String no : new String[] {"", "br", "gzip;q=0", "*, gzip;q=0.000", "identity", "*;q=0"}) {
      assertThat(Sender.acceptsGzip(no)).as(no).isFalse();
    }
  }

  @Test
  void knowsATagInAList() {
    for (String yes : new String[] {"\"t\"", "W/\"t\"", "\"a\", \"t-gz\"", "*"}) {
      assertThat(Sender.unchanged(yes, "t")).as(yes).isTrue();
    }
    for (String no : new String[] {"t", "\"tt\"", "\"a\"", ""}) {
      assertThat(Sender.unchanged(no, "t")).as(no).isFalse();
    }
  }

  @Test
  void writesFileNamesAsPrintableAscii() {
    for (String name :
        new String[] {
          "a.txt",
          "\"; x=\"y",
          "a\r\nSet-Cookie: b=c",
          "../../etc/passwd",
          "été.pdf",
          "",
          "\u202egpj.exe",
          "x".repeat(5_000),
          "\ud800",
          ".hidden",
          "C:\\\\x"
        }) {
      String value = Disposition.attachment(name);
      assertThat(value)
          .matches("attachment; filename=\"[ -~&&[^\"\\\\]]+\"; filename\\*=UTF-8''[!-~]+");
      assertThat(value).doesNotContain("/").hasSizeLessThan(2_000);
    }
    assertThat(Disposition.attachment("été.pdf")).endsWith("UTF-8''%c3%a9t%c3%a9.pdf");
  }
}
