package broadside.mail.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of a mail's HTML is HTML as its standard has it, whatever the mail says. */
class ValidMailHtmlTest {
  private static final long SEED = 20261129;

  private static final List<String> ELEMENTS =
      words(
          """
          a abbr acronym address b bdi bdo big blockquote body br button caption center cite code col
          colgroup dd dd del dfn dir div div dl dl dt dt em font form h1 h2 h3 h4 h5 h6 hr i img ins kbd
          li li mark menu nobr ol option p p pre q rp rt ruby s samp select small span strike strong sub
          sup svg table table table tbody td td td tfoot th thead title tr tr tt u ul ul var wbr
          """);

  private static final List<String> ATTRIBUTES =
      List.of(
          "href=http://a.example/x",
          "href='http://a.example/a b[c]{d}|^\\x?y=\\z#a#b'",
          "href='http://u:p@b%zz/'",
          "href=http://1.2.3/",
          "href='http://a.example:99999/'",
          "href='mailto:a b@c'",
          "src=cid:x",
          "alt=x",
          "title='t \"q\"'",
          "summary=s",
          "abbr=a",
          "dir=rtl",
          "dir=auto",
          "lang=en",
          "lang=xx-YY",
          "lang=english",
          "lang=zh-Hans-CN",
          "lang=e",
          "align=center",
          "align=left",
          "align=middle",
          "valign=top",
          "valign=left",
          "width=10",
          "width=50%",
          "width=0",
          "height=1999",
          "border=1",
          "cellpadding=3",
          "cellspacing=0",
          "colspan=3",
          "rowspan=2",
          "colspan=0",
          "rowspan=0",
          "rowspan=9",
          "colspan=99",
          "span=2",
          "span=0",
          "bgcolor=ffffff",
          "bgcolor=red",
          "bgcolor=#12",
          "color=blue",
          "color=nocolour",
          "size=+2",
          "size=9",
          "size=-1",
          "nowrap",
          "noshade",
          "scope=row",
          "scope=rowgroup",
          "start=3",
          "start=-0",
          "value=2",
          "type=a",
          "type=disc",
          "style='color:red;margin:-3px 5'",
          "style='font:12px Arial;width:expression(1)'",
          "style='border:1 solid;padding:1 2 3;font-size:12;line-height:1.5'",
          "style='display:inline;font-family:monospace,Arial'",
          "style='text-decoration:blink;color:#12345;background-color:rgb(1,2,3)'",
          "style='width:1e3px;height:50vh;white-space:pre-line'",
          "style='vertical-align:super;list-style-type:lower-greek;text-transform:full-width'",
          "style='border-spacing:1px 2px 3px;border-collapse:none;direction:foo'",
          "style='color:RED !important;font-weight:950;font-family:foo !important'");

  private static final List<String> TEXTS =
      List.of(
          "x",
          " ",
          "y z",
          "\n",
          "&amp;",
          "&#7;",
          "\u0000",
          "\u007f",
          "&#x81;",
          "\ufdd0",
          "\ud800",
          "&#x1ffff;");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <font color=ff0000 size=+2>a</font>|<span style="font-size:x-large;color:#ff0000">a</span>
          <font color=#80000>a</font>|<span style="color:#800000">a</span>
          <font color=c0ffee>a</font>|<span style="color:#c0ffee">a</span>
          <font color=#1>a</font>|<span style="color:#010000">a</span>
          <font color=000012000034000056>a</font>|<span style="color:#123456">a</span>
          <table><td align=middle>a</table>|<table><tbody><tr><td style="text-align:center">a</td></tr></tbody></table>
          <b>a<p>b</p></b>|<div style="display:inline;font-weight:bold">a<p>b</p></div>
          <big>a</big><tt>b</tt><strike>c</strike>|<span style="font-size:larger">a</span><code>b</code><s>c</s>
          <ul>a<li>b</ul>|<ul><li>a</li><li>b</li></ul>
          <li value=3>a|<ul><li>a</li></ul>
          <ol type=i start=3><li value=7>a</ol>|<ol type="i" start="3"><li value="7">a</li></ol>
          <dl><dd>a</dl>|<div><div style="margin-left:40px">a</div></div>
          <dl><dt>a<dd>b</dl>|<dl><dt>a</dt><dd>b</dd></dl>
          <h1>a</h1><h4>b</h4>|<h1>a</h1><h2 style="font-size:100%;font-weight:bold">b</h2>
          <td>a|<table><tbody><tr><td>a</td></tr></tbody></table>
          <p lang=EN_us>a</p><p lang=english>b</p>|<p lang="en-US">a</p><p>b</p>
          <div style="width:90;margin:0 -4px;padding:2">a</div>|<div style="width:90px;margin:0;padding:2px">a</div>
          <img src=cid:x>|<img src="/m/1/a/1" alt="image without a description" />
          """)
  void saysInTodaysHtmlWhatAMailSaysInAnother(String html, String shown) {
    String safe = SafeHtml.clean(html, cid -> "/m/1/a/" + cid.length()).html();
    assertThat(safe).isEqualTo(shown);
    ValidHtml.checkPart(safe);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <tr><td>a<tr><tr><td>b|                             <tr><td>a</td></tr><tr><td>b</td></tr>
          <tr><td rowspan=3>a<tr><tr><td>b|                   <tr><td rowspan="2">a</td></tr><tr><td>b</td></tr>
          <tr><td rowspan=9>a<td>b<tr><td>c|                  <tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr>
          <tr><td colspan=3>a<tr><td>b<td>c|                  <tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr>
          <tr><td>a<td rowspan=2>b<tr><td colspan=2>c|        <tr><td>a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr>
          <tr><td colspan=0 rowspan=0>a|                      <tr><td>a</td></tr>
          """)
  void makesTheCellsOfATableFit(String rows, String shown) {
    String safe = clean("<table>" + rows + "</table>");
    assertThat(safe).isEqualTo("<table><tbody>" + shown + "</tbody></table>");
    ValidHtml.checkPart(safe);
  }

  @Test
  void keepsTheLinesOfATableWhereAnAttributeAroundItDoesNotPutThem() {
    assertThat(clean("<center>a<table border=1 cellpadding=4><tr><td>b</table></center>"))
        .isEqualTo(
            "<div style=\"text-align:center\">a<table style=\"border:1px solid #999999;"
                + "text-align:start;margin-left:auto;margin-right:auto\"><tbody><tr>"
                + "<td style=\"border:1px solid #999999;padding:4px\">b</td></tr></tbody></table></div>");
  }

  @ParameterizedTest
  @CsvSource({
    "http://ida:secret@a.example/x, http://a.example/x",
    "http://a.example:080/x, http://a.example:080/x",
    "http://a.example/a b?c[]=\\d#e#f, http://a.example/a%20b?c%5B%5D=%5Cd#e%23f",
    "http://a.example\\x\\y, http://a.example/x/y",
    "http://a.example/100%/%41, http://a.example/100%25/%41",
    "http://3232235777/, http://192.168.1.1/",
    "http://0xc0.0250.257/, http://192.168.1.1/",
    "http://b\u00e4nk.example/stra\u00dfe, http://xn--bnk-qla.example/stra\u00dfe",
    "mailto:Ida <ida@a.example>, mailto:Ida%20%3Cida@a.example%3E",
  })
  void writesAnAddressAsAValidUrlThatLeadsToTheSamePlace(String href, String shown) {
    String safe = clean("<a href=\"" + href + "\">a</a>");
    assertThat(Jsoup.parse(safe).select("a").attr("href")).isEqualTo(shown);
    ValidHtml.checkPart(safe);
  }

  @ParameterizedTest
  @CsvSource({
    "http://1.2.3.4.5/",
    "http://1.2.3.256/",
    "http://4294967296/",
    "http://0x100000000/",
    "http://a.1.08/",
    "http://a.example:65536/",
    "http://a.example:x/"
  })
  void makesNoLinkOfAnAddressThatLeadsNowhere(String href) {
    assertThat(clean("<a href=\"" + href + "\">a</a>")).isEqualTo("a");
  }

  @Test
  void showsAPageOfTooManyOrTooDeepElementsAsItWasCleaned() {
    assertThat(clean("<big>a</big>".repeat(60_000))).startsWith("<big>a</big><big>a</big>");
    assertThat(clean("<ol type=disc><li>".repeat(1_000)))
        .startsWith("<ol type=\"disc\"><li><ol type=\"disc\"><li>");
  }

  @Test
  @Tag("slow")
  void repairsTagsAtRandom() {
    repairsTagsAtRandom(300, 14);
    repairsTagsAtRandom(30, 90);
  }

  @Test
  @Tag("acceptance")
  void repairsManyTagsAtRandom() {
    repairsTagsAtRandom(20_000, 14);
    repairsTagsAtRandom(3_000, 90);
  }

  private static void repairsTagsAtRandom(int pages, int tags) {
    for (int page = 0; page < pages; page++) {
      String html = random(new Random(SEED + page), tags);
      String safe = clean(html);
      HarmlessHtml.check(safe);
      ValidHtml.checkPart(safe);
      assertThat(clean(safe)).as("seed %d: %s", SEED + page, html).isEqualTo(safe);
    }
  }

  private static String random(Random chance, int tags) {
    StringBuilder html = new StringBuilder();
    List<String> open = new ArrayList<>();
    for (int i = chance.nextInt(tags); i >= 0; i--) {
      int what = chance.nextInt(10);
      if (what < 6) {
        String element = ELEMENTS.get(chance.nextInt(ELEMENTS.size()));
        html.append('<').append(element);
        for (int j = chance.nextInt(3); j > 0; j--) {
          html.append(' ').append(ATTRIBUTES.get(chance.nextInt(ATTRIBUTES.size())));
        }
        html.append('>');
        open.add(element);
      } else if (what < 8 || open.isEmpty()) {
        html.append(TEXTS.get(chance.nextInt(TEXTS.size())));
      } else {
        html.append("</").append(open.get(chance.nextInt(open.size()))).append('>');
      }
    }
    return html.toString();
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  private static String clean(String html) {
    return SafeHtml.clean(html, cid -> null).html();
  }
}
