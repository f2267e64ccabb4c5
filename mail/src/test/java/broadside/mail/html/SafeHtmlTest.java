package broadside.mail.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeHtmlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<p onclick=alert(1) ONLOAD='x'>a",
        "<a href='javascript:alert(1)'>a</a>",
        "<a href=' java\tscript:alert(1)'>a</a>",
        "<a href='&#106;avascript:alert(1)'>a</a>",
        "<a href='data:text/html,x'>a</a>",
        "<a href='/search?q=x'>a</a>",
        "<a href='#top'>a</a>",
        "<a href='http:evil.example'>a</a>",
        "<a href='vbscript:x'>a</a>",
        "<svg><script>alert(1)</script><image href=http://t.example/x /></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<iframe src=http://t.example srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data=http://t.example/x.swf><embed src=http://t.example/y.swf></object>",
        "<base href=http://t.example/><a href=x>a</a>",
        "<meta http-equiv=refresh content='0;url=http://t.example'>",
        "<link rel=stylesheet href=http://t.example/x.css><link rel=prefetch href=//t.example>",
        "<style>@import url(http://t.example/x.css); p{background:url(//t.example)}</style>",
        "<form action=http://t.example><input name=a><button formaction=//t.example>x</button></form>",
        "<p style='position:fixed;top:0;background:url(http://t.example/x)'>a",
        "<p style='width:expression(alert(1));behavior:url(x);-moz-binding:url(x)'>a",
        "<p style='color:\\75\\72\\6c(http://t.example)'>a",
        "<div style='background-image:image-set(\"http://t.example/x\" 1x)'>a",
        "<video poster=http://t.example/p src=http://t.example/v autoplay></video>",
        "<img srcset='http://t.example/1 1x, http://t.example/2 2x'>",
        "<table background=http://t.example/x><td background=http://t.example/y>a",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<a title='\"><img src=x onerror=alert(1)>' href=http://a.example>a",
        "<p lang='\" onclick=\"x'>a",
        "<isindex action=javascript:alert(1)>",
        "<template><img src=x onerror=alert(1)></template>",
        "<img src=`x` onerror=alert(1)>",
        "<x:y xmlns:x=z onload=alert(1)>a</x:y>",
        "<p id=location name=cookie class=masthead>a",
        "<a ping=http://t.example target=_top download href=http://a.example>a</a>",
        "<\u0000script>alert(1)</script>",
        "<plaintext><script>alert(1)</script>",
        "<body onload=alert(1) background=http://t.example/b.png><p>a",
      })
  @Tag("slow")
  void leavesNothingThatRunsSubmitsOrLoads(String html) {
    isHarmlessValidAndSettled(html);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>a<select>b",
        "<b><p>a<select>b<i><select>c</select><p>d",
        "<table><select>a<p>b<select>c",
      })
  void changesNothingOfWhatItTookSeveralRepairs(String html) {
    isHarmlessValidAndSettled(html);
  }

  @Test
  void showsWhatDoesNotSettleAsText() {
    HtmlLimits impatient = new HtmlLimits(1_000, 1_000, 64, 1, 100, 64);
    SafeHtml safe = SafeHtml.clean("<p>a &lt;<select>b<img src=x.gif>", id -> null, impatient);
    HarmlessHtml.check(safe.html());
    assertThat(safe.html()).startsWith("<pre>a &lt;").endsWith("</pre>").contains("b");
    assertThat(safe.remoteBlocked()).isEqualTo(1);
    assertThat(clean(safe.html()).html()).isEqualTo(safe.html());
  }

  @Test
  void keepsWhatAWriterMeant() {
    String html =
        "<table dir=\"rtl\" style=\"background-color:#ffffff\"><tbody><tr><td lang=\"ar\">سلام</td></tr>"
            + "</tbody></table><ul><li><b>one</b></li></ul><blockquote><p>Is it late?</p></blockquote>"
            + "<p style=\"color:#112233;text-align:center;font-weight:700;width:600px\">Yes</p>";
    assertThat(clean(html)).isEqualTo(new SafeHtml(html, 0));
  }

  @Test
  void readsReferencesToBytesAsBrowsersDo() {
    assertThat(clean("<p>&#149; it&#146;s &#x80;5 &#8226;<img src=cid:x alt='&#151;'>").html())
        .isEqualTo(
            "<p>\u2022 it\u2019s \u20ac5 \u2022<bdi style=\"border:1px dashed #888888;padding:0 3px\">"
                + "[image missing from this mail: \u2014]</bdi></p>");
  }

  @Test
  void putsWordsInThePlaceOfRemoteImages() {
    SafeHtml safe =
        clean(
            "<img src='http://news.example/a/logo.png?u=7' alt='The Tide'>"
                + "<img src=//t.example/p.gif width=1 height=1>"
                + "<img src=data:image/gif;base64,R0lG alt=dot><img src=cid:none alt=map>");
    assertThat(Jsoup.parse(safe.html()).select("bdi").eachText())
        .containsExactly(
            "[image not loaded: The Tide — news.example]",
            "[invisible image not loaded — t.example]",
            "[image within the page not shown: dot]",
            "[image missing from this mail: map]");
    assertThat(safe.remoteBlocked()).isEqualTo(2);
  }

  @Test
  void countsLoadsThatAreNotImages() {
    SafeHtml safe =
        clean(
            "<style>@import 'x'; p{background:url(http://t.example/1)}</style>"
                + "<td background=http://t.example/2><p style='background:url(//t.example/3)'>a</p>"
                + "<iframe src=http://t.example/4></iframe><link href=http://t.example/5>"
                + "<a href=http://t.example/6>not loaded</a>");
    assertThat(safe.remoteBlocked()).isEqualTo(6);
  }

  @Test
  void showsImagesOfTheMailItself() {
    assertThat(
            SafeHtml.clean("<img src='CID:a@b' alt=Map width=90>", cid -> "/m/1/a/" + cid.length()))
        .isEqualTo(new SafeHtml("<img src=\"/m/1/a/3\" alt=\"Map\" width=\"90\" />", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://t.example/x", "//t.example/x", "/\\t.example", "javascript:x", "\\\\t"})
  void refusesAnImageAddressOutsideTheSite(String address) {
    assertThat(SafeHtml.clean("<img src=cid:a>", cid -> address).html()).doesNotContain("<img");
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example/x, www.bank.example, [evil.example]",
    "http://evil.example/x, https://bank.example/login, [evil.example]",
    "http://bank.example@evil.example/, bank.example, [evil.example]",
    "http://evil.example\\.bank.example/, bank.example, [evil.example]",
    "http://bank.example.evil.example/, bank.example, [bank.example.evil.example]",
    "mailto:ida@evil.example, ida@bank.example, [ida@evil.example]",
    "http://b\u00e4nk.example/, bank.example, [xn--bnk-qla.example]",
  })
  void showsTheTrueTargetOfALinkThatNamesAnother(String href, String text, String shown) {
    String html = clean("<a href='" + href + "'>" + text + "</a>").html();
    assertThat(Jsoup.parse(html).select("a").text()).isEqualTo(text + " " + shown);
    assertThat(clean(html).html()).isEqualTo(html);
  }

  @ParameterizedTest
  @CsvSource({
    "http://www.bank.example/x, bank.example",
    "https://mail.bank.example/, www.bank.example",
    "http://bank.example/, our report.pdf",
    "http://bank.example/, Click here. Now",
    "mailto:ida@bank.example, <ida@bank.example>",
  })
  void leavesAnHonestLinkAlone(String href, String text) {
    String html = clean("<a href='" + href + "'>" + text.replace("<", "&lt;") + "</a>").html();
    assertThat(Jsoup.parse(html).select("a").text()).isEqualTo(text);
  }

  @Test
  void dropsHugeSizesOnly() {
    assertThat(
            clean(
                    "<p style='font-size:900px;width:99999px;line-height:400;color:red;padding:4px'>a")
                .html())
        .isEqualTo("<p style=\"color:red;padding:4px\">a</p>");
  }

  @Test
  void saysThatTheRestIsTooLong() {
    HtmlLimits small = new HtmlLimits(100, 1_000, 4, 8, 100, 64);
    String html = SafeHtml.clean("<p>" + "word ".repeat(50), cid -> null, small).html();
    assertThat(html).hasSizeLessThan(200).endsWith("is too long to be shown.]</p>");
  }

  @Test
  @Tag("slow")
  void boundsWhatTheRepairOfWrongNestingWrites() {
    for (String html :
        List.of(
            "<b><i>".repeat(120) + "<p>x".repeat(40_000),
            "<font color=red>x<div>".repeat(20_000),
            "<table><tr><td>".repeat(10_000),
            "<table><tr>" + "<td colspan=99 rowspan=0>".repeat(2_000) + "<tr><td>x".repeat(30_000),
            "<caption>".repeat(200) + "<table><td>x".repeat(20_000),
            "<a href=http://a.example>x".repeat(10_000),
            "<ol><li>".repeat(40_000),
            "<blockquote>".repeat(20_000) + "x")) {
      SafeHtml safe = clean(html);
      assertThat(safe.html()).hasSizeLessThan(4 << 20);
      assertThat(HtmlText.of(html).text()).hasSizeLessThan(4 << 20);
    }
  }

  @Test
  void countsOnlyTheFirstAttributesOfAnElement() {
    StringBuilder html = new StringBuilder("<p");
    for (int i = 0; i < 20_000; i++) {
      html.append(" a").append(i).append("=1 style='color:red'");
    }
    assertThat(clean(html + ">x").html()).isEqualTo("<p style=\"color:red\">x</p>");
  }

  private static SafeHtml clean(String html) {
    return SafeHtml.clean(html, cid -> null);
  }

  private static void isHarmlessValidAndSettled(String html) {
    String safe = clean(html).html();
    HarmlessHtml.check(safe);
    ValidHtml.checkPart(safe);
    assertThat(clean(safe).html()).isEqualTo(safe);
  }
}
