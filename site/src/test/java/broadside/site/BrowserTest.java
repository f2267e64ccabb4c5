package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a real browser makes of the pages. */
class BrowserTest extends ChromiumCase {
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

  @Test
  void showsEveryPageWithoutAScriptAndWithoutAStranger() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory)) {
      for (View view : View.ALL) {
        showsEveryPage(site, view);
      }
    }
  }

  private static void showsEveryPage(SiteUnderTest site, View view) {
    try (Page page = page(view)) {
      List<String> asked = new ArrayList<>();
      List<String> complaints = new ArrayList<>();
      page.onRequest(request -> asked.add(request.url()));
      page.onConsoleMessage(message -> complaints.add(message.text()));
      for (String path : PATHS) {
        complaints.clear();
        page.navigate(site.at(path).toString());
        assertThat(page.title()).as(path).isNotEqualTo("ran");
        assertFits(page, path + " " + view.width());
        assertThat(complaints).as(path).noneMatch(c -> c.contains("Content Security Policy"));
        draw(page, view.pictureOf(path), false);
      }
      assertThat(asked).allMatch(url -> url.startsWith(site.site.uri().toString()));
    }
  }

  @Test
  void saysOnAPhoneThatAPreviewIsNotPublishedAndFits() throws Exception {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", SampleMails.first());
    SiteOptions options = SiteOptions.of(directory).withPort(0).withPreview(true);
    try (SiteUnderTest site = SiteUnderTest.start(publication, options);
        Page page = page(View.PHONE)) {
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
        Page page = browser().newPage(View.PHONE.options().setViewportSize(320, 256))) {
      for (String path : PATHS) {
        page.navigate(site.at(path).toString());
        assertFits(page, path);
      }
    }
  }

  @Test
  void drawsTheImagesOfAMailInsideItsSandbox() throws Exception {
    try (SiteUnderTest site = SiteUnderTest.start(directory);
        Page page = browser().newPage()) {
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
    try (SiteUnderTest site = SiteUnderTest.start(directory)) {
      for (String path : PATHS) {
        assertAccessible(site.at(path), View.SCREEN);
        assertColoursAccessible(site.at(path), View.DARK_SCREEN);
      }
    }
  }
}
