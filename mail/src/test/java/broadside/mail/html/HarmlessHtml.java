package broadside.mail.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What must be true of every cleaned page, checked with another parser than the cleaner's and with
 * lists of its own: of the cleaner's own lists, it would believe a mistake.
 */
public final class HarmlessHtml {
  private static final Set<String> ELEMENTS =
      words(
          """
          a abbr address b bdi bdo blockquote body br caption cite code col colgroup dd del dfn div
          dl dt em h1 h2 h3 h4 h5 h6 head hr html i img ins kbd li mark
          ol p pre q rp rt ruby s samp small span strong sub sup table tbody
          td tfoot th thead tr u ul var wbr
          """);
  private static final Set<String> ATTRIBUTES =
      words(
          """
          abbr alt colspan dir height href lang rel rowspan scope span src start style title type value width
          """);

  private HarmlessHtml() {}

  /** Parses the page and looks at every element and attribute. */
  public static void check(String html) {
    Document page = Jsoup.parseBodyFragment(html);
    for (Element element : page.body().getAllElements()) {
      assertThat(ELEMENTS).as(html).contains(element.normalName());
      for (Attribute attribute : element.attributes()) {
        assertThat(ATTRIBUTES).as(html).contains(attribute.getKey());
      }
      assertThat(element.attr("href")).as(html).matches("|https?://[^/].*|mailto:.+");
      assertThat(element.attr("src")).as(html).matches("|/[A-Za-z0-9].*");
      assertThat(element.attr("style"))
          .as(html)
          .doesNotContainPattern("(?i)url|expression|import|position|image|behavior|[\\\\@<>{}]");
      if (element.normalName().equals("a") && element.hasAttr("href")) {
        assertThat(element.attr("rel")).contains("noopener", "noreferrer", "nofollow");
        assertThat(element.attr("title")).isEqualTo(element.attr("href"));
      }
    }
    assertThat(page.head().childNodeSize()).as(html).isZero();
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}
