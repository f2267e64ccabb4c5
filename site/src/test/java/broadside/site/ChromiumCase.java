package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.html.Chromium;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Tests that look at pages in a real browser, one for all of a class. */
@Tag("slow")
abstract class ChromiumCase {
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  /** What may differ in the dark, where nothing does but colours. */
  private static final List<String> ABOUT_COLOURS = List.of("color-contrast", "link-in-text-block");

  private static Chromium chromium;

  @TempDir Path directory;

  @BeforeAll
  static void startChromium() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stopChromium() {
    if (chromium != null) {
      chromium.close();
    }
  }

  static Browser browser() {
    return chromium.browser();
  }

  /** A window of some pixels, in which a script of the test may measure what is shown. */
  static Page window(int width, int height) {
    return browser()
        .newPage(new Browser.NewPageOptions().setViewportSize(width, height).setBypassCSP(true));
  }

  /** A wide one. */
  static Page screen() {
    return window(1100, 900);
  }

  /** A narrow one. */
  static Page phone() {
    return window(360, 740);
  }

  static void assertFits(Page page, String what) {
    assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("%s fits", what)
        .isEqualTo(true);
  }

  /** That the Web Content Accessibility Guidelines are kept, as far as a program can tell. */
  static void assertAccessible(Page page, String what) {
    assertAccessible(axe(page).withTags(WCAG), what);
  }

  /** The same of a page that was looked at in the light. */
  static void assertColoursAccessible(Page page, String what) {
    assertAccessible(axe(page).withRules(ABOUT_COLOURS), what);
  }

  /** That everything is inside a landmark, between which a screen reader jumps. */
  static void assertInLandmarks(Page page, String what) {
    assertAccessible(axe(page).withRules(List.of("region")), what);
  }

  /** In one piece, since the only frames are those of mails, which are left out. */
  private static AxeBuilder axe(Page page) {
    return new AxeBuilder(page).setLegacyMode(true).exclude("iframe");
  }

  private static void assertAccessible(AxeBuilder axe, String what) {
    assertThat(axe.analyze().getViolations())
        .as(what)
        .extracting(rule -> rule.getId() + " " + rule.getNodes().getFirst().getHtml())
        .isEmpty();
  }

  /** Leaves a picture in {@code target/pictures}. */
  static void draw(Page page, String name, boolean whole) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(whole)
            .setPath(Path.of("target/pictures", name + ".png")));
  }
}
