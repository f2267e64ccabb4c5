package broadside.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.html.HarmlessHtml;
import broadside.mail.html.HtmlText;
import broadside.mail.html.SafeHtml;
import broadside.mail.html.ValidHtml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** The cleaner of HTML, and the reader of HTML as text. */
final class HtmlTarget implements Target {
  /** A short text cannot be repaired into one that is so many times as long. */
  private static final int MOST_CHARACTERS = 1 << 22;

  /** Lists nest as deep as they like; too deep, they are shown as they were cleaned. */
  private static final int MOST_OF_LISTS = 400;

  private static final List<String> ELEMENTS =
      List.of("table", "tr", "td", "a", "img", "p", "div", "font", "ol", "li", "hr", "col", "span");

  private static final String DANGEROUS =
      " onload=x onclick=x href=vbscript:x action=x srcset=x background=//t style='top:1px;color:red'";

  private static final String SITE = "https://site.example/";

  @Override
  public String name() {
    return "html";
  }

  @Override
  public int longest() {
    return 4 << 10;
  }

  @Override
  public int shortRun() {
    return 500;
  }

  @Override
  public List<byte[]> seeds() {
    String all =
        ELEMENTS.stream()
            .map(element -> "<" + element + DANGEROUS + ">x")
            .collect(Collectors.joining());
    return Seeds.of(
        all,
        "<p onclick=alert(1)>a<script>alert(1)</script><a href='javascript:alert(1)'>b</a>",
        "<a href='http://evil.example/x' target=_top ping=//t.example>www.bank.example</a>",
        "<svg><style><img src=x onerror=alert(1)></style></svg><math><mtext></math>",
        "<iframe srcdoc='<script>x</script>'></iframe><object data=//t.example><embed src=x>",
        "<form action=//t.example><input name=a><button formaction=x>b</button></form>",
        "<p style='color:red;background:url(//t.example/x);width:90px;position:fixed'>a",
        "<table background=//t.example><tr><td colspan=2 bgcolor=#ffffff nowrap>a<td>b</table>",
        "<img src=cid:a@b alt=Map width=90><img src=http://t.example/x.gif width=1 height=1>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<!--><img src=x onerror=alert(1)>--><![CDATA[<b>x</b>]]><?php x ?>",
        "<ul><li type=disc>a<li value=3>b</ul><ol start=4><li>c</ol><blockquote>d</blockquote>",
        "<b><i>a</b>b</i><p>c<div>d</p>e</div><pre>f\n g</pre><div style='display:none'>h</div>",
        "<base href=//t.example/><meta http-equiv=refresh content='0;url=//t.example'><link href=x>",
        "&lt;script&gt;&#106;&#x6A;&nbsp;&amp;amp; <a href=mailto:ida@example.org>ida</a>");
  }

  @Override
  public List<String> words() {
    return List.of(
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<svg>",
        "<math>",
        "<mtext>",
        "<title>",
        "<textarea>",
        "<noscript>",
        "<template>",
        "<plaintext>",
        "<xmp>",
        "<iframe srcdoc=",
        "<select>",
        "<option>",
        "<table>",
        "<tr>",
        "<td>",
        "<a href=",
        "<img src=",
        "cid:",
        "javascript:",
        "data:text/html,",
        "vbscript:",
        "http://",
        "https://",
        "//",
        "mailto:",
        " onerror=",
        " onload=",
        " style=",
        "url(",
        "expression(",
        "@import",
        "\\75",
        "display:none",
        "position:fixed",
        "font-size:9px",
        "rgb(1,2,3)",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&#",
        "&lt;",
        "&quot;",
        "\"",
        "'",
        "`",
        ">",
        "<",
        "/>",
        "\u0000");
  }

  @Override
  public void check(byte[] input) {
    String html = new String(input, StandardCharsets.UTF_8);
    String safe = SafeHtml.clean(html, id -> null).html();
    HarmlessHtml.check(safe);
    if (safe.split("<(ol|ul|li)", -1).length < MOST_OF_LISTS) {
      ValidHtml.checkPart(safe);
    }
    assertThat(SafeHtml.clean(safe, id -> null).html()).as("cleaned twice").isEqualTo(safe);
    if (html.toLowerCase(Locale.ROOT).contains("cid:")) {
      HarmlessHtml.check(SafeHtml.clean(html, id -> "/m/1/a/" + id.length()).html());
      loadsFromTheSiteAlone(SafeHtml.clean(html, id -> id).html());
    }
    assertThat(safe).hasSizeLessThan(MOST_CHARACTERS);
    assertThat(HtmlText.of(html).text()).hasSizeLessThan(MOST_CHARACTERS);
  }

  /** Whatever addresses of images the caller gave. */
  private static void loadsFromTheSiteAlone(String html) {
    for (Element image : Jsoup.parseBodyFragment(html, SITE + "m/1").select("img")) {
      assertThat(image.absUrl("src")).as(html).startsWith(SITE);
    }
  }
}
