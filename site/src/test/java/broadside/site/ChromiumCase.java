package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.html.Chromium;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static final Map<View, Page> scripted = new HashMap<>();

  private static Chromium chromium;

  @TempDir Path directory;

  @BeforeAll
  static void startChromium() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stopChromium() {
    scripted.clear();
    if (chromium != null) {
      chromium.close();
    }
  }

  static Browser browser() {
    return chromium.browser();
  }

  /** A page that is looked at. What a test asks of it is answered, though it has no JavaScript. */
  static Page page(View view) {
    return browser().newPage(view.options());
  }

  static void assertFits(Page page, String what) {
    assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("%s fits", what)
        .isEqualTo(true);
  }

  /** That the Web Content Accessibility Guidelines are kept, as far as a program can tell. */
  static void assertAccessible(URI address, View view) {
    assertAccessible(axe(address, view).withTags(WCAG), address, view);
  }

  /** The same of a page that was looked at in the light: {@link StylesTest} tells why. */
  static void assertColoursAccessible(URI address, View view) {
    assertAccessible(axe(address, view).withRules(ABOUT_COLOURS), address, view);
  }

  /** That everything is inside a landmark, between which a screen reader jumps. */
  static void assertInLandmarks(URI address, View view) {
    assertAccessible(axe(address, view).withRules(List.of("region")), address, view);
  }

  /** In a page of its own, since it needs scripts, which pages that are looked at have not. */
  private static AxeBuilder axe(URI address, View view) {
    Page page =
        scripted.computeIfAbsent(
            view,
            v -> browser().newPage(v.options().setJavaScriptEnabled(true).setBypassCSP(true)));
    page.navigate(address.toString());
    // in one piece, since the only frames are those of mails, which are left out
    return new AxeBuilder(page).setLegacyMode(true).exclude("iframe");
  }

  private static void assertAccessible(AxeBuilder axe, URI address, View view) {
    assertThat(axe.analyze().getViolations())
        .as("%s, %s", address, view)
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
