package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real browser makes of the pages. Pictures are left in {@code target/pictures}. */
@Tag("slow")
class BrowserTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
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

  @TempDir Path directory;

  @Test
  void showsEveryPageWithoutAScriptAndWithoutAStranger() throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "skipped: there is no " + CHROMIUM);
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Playwright playwright = playwright();
        Browser browser = chromium(playwright)) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        for (int width : new int[] {1100, 360}) {
          BrowserContext context =
              browser.newContext(
                  new Browser.NewContextOptions()
                      .setColorScheme(scheme)
                      .setViewportSize(width, 900));
          Page page = context.newPage();
          List<String> asked = new ArrayList<>();
          List<String> complaints = new ArrayList<>();
          page.onRequest(request -> asked.add(request.url()));
          page.onConsoleMessage(message -> complaints.add(message.text()));
          for (String path : PATHS) {
            complaints.clear();
            page.navigate(site.at(path).toString());
            assertThat(page.title()).as(path).isNotEqualTo("ran");
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(path + " fits " + width)
                .isEqualTo(true);
            assertThat(complaints).as(path).noneMatch(c -> c.contains("Content Security Policy"));
            page.screenshot(
                new Page.ScreenshotOptions()
                    .setPath(
                        Path.of(
                            "target/pictures/%s-%d%s.png"
                                .formatted(
                                    scheme.name().toLowerCase(java.util.Locale.ROOT),
                                    width,
                                    path.replaceAll("[^a-z0-9]+", "-")))));
          }
          assertThat(asked).allMatch(url -> url.startsWith(site.site.uri().toString()));
          context.close();
        }
      }
    }
  }

  @Test
  void drawsTheImagesOfAMailInsideItsSandbox() throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "skipped: there is no " + CHROMIUM);
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Playwright playwright = playwright();
        Browser browser = chromium(playwright);
        Page page = browser.newPage()) {
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

  @Test
  void canBeReadByEverybody() throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "skipped: there is no " + CHROMIUM);
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Playwright playwright = playwright();
        Browser browser = chromium(playwright)) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        BrowserContext context =
            browser.newContext(
                new Browser.NewContextOptions().setColorScheme(scheme).setBypassCSP(true));
        Page page = context.newPage();
        for (String path : PATHS) {
          page.navigate(site.at(path).toString());
          var found =
              new AxeBuilder(page)
                  .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                  .exclude("iframe")
                  .analyze();
          assertThat(found.getViolations())
              .as(path + " " + scheme)
              .extracting(rule -> rule.getId() + " " + rule.getNodes().getFirst().getHtml())
              .isEmpty();
        }
        context.close();
      }
    }
  }

  private static Playwright playwright() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  private static Browser chromium(Playwright playwright) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(CHROMIUM)
                .setArgs(List.of("--no-sandbox", "--disable-gpu")));
  }
}
