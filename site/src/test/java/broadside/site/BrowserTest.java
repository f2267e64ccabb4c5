package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import broadside.mail.html.Chromium;
import broadside.proof.log.ScheduleNote;
import broadside.proof.statement.Terms;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real browser makes of the pages. Pictures are left in {@code target/pictures}. */
@Tag("slow")
class BrowserTest {
  private static final List<String> PATHS =
      List.of(
          "/",
          "/releases",
          "/releases/1",
          "/messages/1",
          "/messages/2",
          "/messages/4",
          "/messages/4?view=html",
          "/messages/5",
          "/messages/7",
          "/messages/8",
          "/messages/11",
          "/search?q=quay",
          "/search/help",
          "/about",
          "/verify",
          "/nowhere");

  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

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

  @TempDir Path directory;

  @Test
  void showsEveryPageWithoutAScriptAndWithoutAStranger() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Chromium chromium = Chromium.start()) {
      for (View view : View.ALL) {
        BrowserContext context = chromium.browser().newContext(view.options());
        Page page = context.newPage();
        List<String> asked = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        page.onRequest(request -> asked.add(request.url()));
        page.onConsoleMessage(message -> complaints.add(message.text()));
        for (String path : PATHS) {
          complaints.clear();
          page.navigate(site.at(path).toString());
          assertThat(page.title()).as(path).isNotEqualTo("ran");
          assertFits(page, path + " fits " + view.width());
          assertThat(complaints).as(path).noneMatch(c -> c.contains("Content Security Policy"));
          draw(page, view.name(), path);
        }
        assertThat(asked).allMatch(url -> url.startsWith(site.site.uri().toString()));
        context.close();
      }
    }
  }

  @Test
  void saysOnAPhoneThatAPreviewIsNotPublishedAndFits() throws Exception {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", SampleMails.first());
    SiteOptions options = SiteOptions.of(directory).withPort(0).withPreview(true);
    try (SiteUnderTest site = SiteUnderTest.start(publication, options);
        Chromium chromium = Chromium.start();
        Page page =
            chromium.browser().newPage(new Browser.NewPageOptions().setViewportSize(360, 740))) {
      for (String path : PATHS) {
        page.navigate(site.at(path).toString());
        assertFits(page, path);
      }
    }
  }

  /** WCAG 1.4.10, reflow: a window of 1,280 pixels at 400 %. */
  @Test
  void fitsAWindowOf320Pixels() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Chromium chromium = Chromium.start();
        Page page =
            chromium.browser().newPage(new Browser.NewPageOptions().setViewportSize(320, 256))) {
      for (String path : PATHS) {
        page.navigate(site.at(path).toString());
        assertFits(page, path);
      }
    }
  }

  /** A page of a wide window, of which a script of the test may measure what it shows. */
  private static Page wide(Chromium chromium) {
    return chromium
        .browser()
        .newPage(new Browser.NewPageOptions().setViewportSize(1100, 900).setBypassCSP(true));
  }

  /** The same of a phone. */
  private static Page phone(Chromium chromium) {
    return chromium
        .browser()
        .newPage(new Browser.NewPageOptions().setViewportSize(360, 740).setBypassCSP(true));
  }

  /** Lines of the letter that an average of English fills, in whatever serif this machine has. */
  @Test
  void setsLettersInLinesThatAreReadEasily() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Chromium chromium = Chromium.start();
        Page page = wide(chromium)) {
      page.navigate(site.at("/messages/1").toString());
      Object characters = page.evaluate(CHARACTERS_OF_A_LINE);
      assertThat(((Number) characters).doubleValue()).isBetween(64.0, 74.0);
    }
  }

  /** A table or a patch is scrolled in its own box, which cuts off what lies outside of it. */
  @Test
  void showsTheNumberOfAParagraphThatScrolls() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Chromium chromium = Chromium.start();
        Page page = wide(chromium)) {
      page.navigate(site.at("/messages/11").toString());
      assertThat(page.evaluate(HITS_OF_NUMBERS)).isEqualTo(List.of("1", "2", "3"));
      assertThat(page.evaluate(LEFT_OF_TEXTS)).isEqualTo(1);
    }
  }

  @Test
  void drawsTheImagesOfAMailInsideItsSandbox() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Chromium chromium = Chromium.start();
        Page page = chromium.browser().newPage()) {
      List<Integer> images = new ArrayList<>();
      page.onResponse(response -> {
        if (response.url().endsWith("/attachments/1")) {
          images.add(response.status());
        }
      });
      List<String> failed = new ArrayList<>();
      page.onRequestFailed(request -> failed.add(request.url()));
      page.navigate(site.at("/messages/4?view=html").toString());
      assertThat(images).containsExactly(200);
      assertThat(failed).isEmpty();
    }
  }

  /** In the dark nothing differs but colours. */
  @Test
  void canBeReadByEverybody() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Chromium chromium = Chromium.start()) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        BrowserContext context =
            chromium
                .browser()
                .newContext(
                    new Browser.NewContextOptions().setColorScheme(scheme).setBypassCSP(true));
        Page page = context.newPage();
        for (String path : PATHS) {
          page.navigate(site.at(path).toString());
          AxeBuilder axe = new AxeBuilder(page).exclude("iframe");
          assertAccessible(
              scheme == ColorScheme.LIGHT
                  ? axe.withTags(WCAG)
                  : axe.withRules(List.of("color-contrast", "link-in-text-block")),
              path + " " + scheme);
        }
        context.close();
      }
    }
  }

  /** Sealed releases in their states, on a phone. */
  @Test
  void showsSealedReleases() throws Exception {
    SealedSample sample = SealedSample.gallery(directory);
    SiteOptions options =
        SiteOptions.of(directory).withPort(0).withClock(() -> SealedSample.HOUR.plusSeconds(7_200));
    try (SiteUnderTest site = SiteUnderTest.start(sample.publication(), options);
        Chromium chromium = Chromium.start();
        Page page = phone(chromium)) {
      for (String path : List.of("/", "/releases", "/releases/2", "/releases/3", "/releases/5")) {
        page.navigate(site.at(path).toString());
        assertFits(page, path);
        assertThat(page.textContent(".warning")).contains("A scheduled release is overdue.");
        draw(page, "sealed", path);
      }
      for (String path : List.of("/releases", "/releases/3")) {
        page.navigate(site.at(path).toString());
        assertAccessible(new AxeBuilder(page).withTags(WCAG), path);
        assertAccessible(new AxeBuilder(page).withRules(List.of("region")), path);
      }
    }
  }

  /** What the publisher announces, beside what is sealed, with a part that is late. */
  @Test
  void showsWhatIsAnnounced() throws Exception {
    SealedSample sample = SealedSample.in(directory);
    sample.publication().release("The old quay", SampleMails.first());
    Instant hour = SealedSample.HOUR;
    sample.seal(
        new Terms(hour.plus(Duration.ofDays(1)), 48, 7, false), List.of(SampleMails.REPLY), false);
    List<ScheduleNote.Part> parts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String title = i % 3 == 0 ? "What the harbour office wrote, letter " + i : "";
      int day = i == 0 ? 0 : i + 1;
      parts.add(
          new ScheduleNote.Part(
              3 + i, hour.plus(Duration.ofDays(day)), title, i % 2 == 0 ? 1_800 + i : 0));
    }
    sample.announce(14, parts);
    SiteOptions options =
        SiteOptions.of(directory).withPort(0).withClock(() -> hour.plusSeconds(7_200));
    try (SiteUnderTest site = SiteUnderTest.start(sample.publication(), options);
        Chromium chromium = Chromium.start()) {
      for (View view : View.ALL) {
        BrowserContext context = chromium.browser().newContext(view.options().setBypassCSP(true));
        Page page = context.newPage();
        for (String path : List.of("/", "/releases", "/releases/1")) {
          page.navigate(site.at(path).toString());
          assertFits(page, path + " fits " + view.width());
          assertThat(page.textContent(".status")).contains("Part 1 of 14");
          draw(page, "announced-" + view.name(), path);
          assertAccessible(new AxeBuilder(page).withTags(WCAG), path);
        }
        context.close();
      }
    }
  }

  /** In what a reader looks at a page. */
  private record View(ColorScheme scheme, int width) {
    static final List<View> ALL =
        Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
            .flatMap(scheme -> Stream.of(new View(scheme, 1100), new View(scheme, 360)))
            .toList();

    Browser.NewContextOptions options() {
      return new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900);
    }

    String name() {
      return scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
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
        Chromium chromium = Chromium.start();
        Page page = phone(chromium)) {
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
        Chromium chromium = Chromium.start();
        Page page =
            chromium.browser().newPage(new Browser.NewPageOptions().setViewportSize(360, 740))) {
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
        Chromium chromium = Chromium.start();
        Page page = wide(chromium)) {
      page.navigate(site.at("/search?q=is:withheld").toString());
      double number = page.locator("table.hits td.n").boundingBox().y;
      double link = page.locator("table.hits .what a").boundingBox().y;
      assertThat(link).isCloseTo(number, within(5.0));
    }
  }

  private static void assertFits(Page page, String what) {
    assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as(what)
        .isEqualTo(true);
  }

  private static void assertAccessible(AxeBuilder axe, String what) {
    assertThat(axe.analyze().getViolations())
        .as(what)
        .extracting(rule -> rule.getId() + " " + rule.getNodes().getFirst().getHtml())
        .isEmpty();
  }

  private static void draw(Page page, String name, String path) {
    String file = name + path.replaceAll("[^a-z0-9]+", "-") + ".png";
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/pictures", file)));
  }
}
