package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where a real browser sets what is on a page. */
class TypesettingTest extends ChromiumCase {
  /** How many characters of a letter's longest paragraph stand in a line as wide as the letter. */
  private static final String CHARACTERS_OF_A_LINE =
      """
      () => { const all = [...document.querySelectorAll('.letter p.flow')];
        const text = all.map(p => p.lastChild.textContent).join(' ').replace(/\\s+/g, ' ');
        const one = document.createElement('span');
        one.style.whiteSpace = 'nowrap';
        one.textContent = text;
        all[0].append(one);
        return text.length * document.querySelector('.letter').clientWidth / one.offsetWidth; }\
      """;

  /** The numbers of paragraphs that a click at their place would follow. */
  private static final String HITS_OF_NUMBERS =
      """
      () => [...document.querySelectorAll('article.letter .no')].filter(no => {
        const box = no.getBoundingClientRect();
        return document.elementFromPoint(box.right - 3, (box.top + box.bottom) / 2) === no;
      }).map(no => no.textContent.trim())\
      """;

  /** Where the address of a mail's writer ends, which has more characters than a line. */
  private static final String WIDEST =
      """
      () => { const all = document.createRange();
        all.selectNodeContents(document.querySelector('.facts .soft > bdi'));
        return Math.round(all.getBoundingClientRect().right); }\
      """;

  /** In how many lines each of some elements is. */
  private static final String LINES_OF =
      """
      () => [...document.querySelectorAll('%s')].map(e => {
        const all = document.createRange();
        all.selectNodeContents(e);
        return new Set([...all.getClientRects()].map(r => Math.round(r.bottom))).size;
      })\
      """;

  /** How many left edges the texts of paragraphs have. */
  private static final String LEFT_OF_TEXTS =
      """
      () => new Set([...document.querySelectorAll('article.letter > p')].map(p => {
        const text = document.createRange();
        text.selectNodeContents(p.lastChild);
        return Math.round(text.getBoundingClientRect().left);
      })).size\
      """;

  /** Lines of the letter that an average of English fills, in whatever serif this machine has. */
  @Test
  void setsLettersInLinesThatAreReadEasily() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Page page = page(View.SCREEN)) {
      page.navigate(site.at("/messages/1").toString());
      Object characters = page.evaluate(CHARACTERS_OF_A_LINE);
      assertThat(((Number) characters).doubleValue()).isBetween(64.0, 74.0);
    }
  }

  /** A table or a patch is scrolled in its own box, which cuts off what lies outside of it. */
  @Test
  void showsTheNumberOfAParagraphThatScrolls() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Page page = page(View.SCREEN)) {
      page.navigate(site.at("/messages/11").toString());
      assertThat(page.evaluate(HITS_OF_NUMBERS)).isEqualTo(List.of("1", "2", "3"));
      assertThat(page.evaluate(LEFT_OF_TEXTS)).isEqualTo(1);
    }
  }

  /** On a phone the addresses of a mail, and what the masthead counts, are each in one line. */
  @Test
  void keepsTogetherWhatFitsALine() throws Exception {
    SamplePublication publication = SamplePublication.in(directory);
    String crew =
        IntStream.range(1, 10)
            .mapToObj(i -> "w".repeat(i) + "@harbour.example")
            .collect(Collectors.joining(", "));
    publication.release(
        "",
        List.of(
            SampleMails.mail(
                "From: Crew <"
                    + "w".repeat(60)
                    + "@harbour.example>\nTo: "
                    + crew
                    + "\n\nHigh.\n")));
    try (SiteUnderTest site =
            SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0));
        Page page = page(View.PHONE)) {
      page.navigate(site.at("/messages/1").toString());
      assertThat(page.evaluate(LINES_OF.formatted(".facts a:has(wbr)")))
          .isEqualTo(Collections.nCopies(9, 1));
      assertThat(((Number) page.evaluate(WIDEST)).intValue()).isLessThanOrEqualTo(360 - 16);
      page.navigate(site.at("/releases").toString());
      assertThat(page.evaluate(LINES_OF.formatted(".status span"))).isEqualTo(List.of(1));
    }
  }

  /** Nothing else tells withheld mails apart, and a narrow list has no room for all numbers. */
  @Test
  void showsTheNumberOfAWithheldMailOnAPhone() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Page page = page(View.PHONE)) {
      page.navigate(site.at("/releases/1").toString());
      Locator numbers = page.locator("table.mails td.n:visible");
      assertThat(numbers.allTextContents()).containsExactly("8");
      assertThat(page.locator("table.mails tr.bare :is(.who, .date):visible").count()).isZero();
    }
  }

  /** Above a hit stand its writer and its day; a withheld mail has neither. */
  @Test
  void setsAWithheldHitOnOneLine() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Page page = page(View.SCREEN)) {
      page.navigate(site.at("/search?q=is:withheld").toString());
      double number = page.locator("table.hits td.n").boundingBox().y;
      double link = page.locator("table.hits .what a").boundingBox().y;
      assertThat(link).isCloseTo(number, within(5.0));
    }
  }
}
