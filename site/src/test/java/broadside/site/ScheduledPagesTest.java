package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.log.ScheduleNote;
import broadside.proof.statement.Terms;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a real browser makes of releases that are sealed or announced. */
class ScheduledPagesTest extends ChromiumCase {
  /** Sealed releases in their states, on a phone. */
  @Test
  void showsSealedReleases() throws Exception {
    SealedSample sample = SealedSample.gallery(directory);
    SiteOptions options =
        SiteOptions.of(directory).withPort(0).withClock(() -> SealedSample.HOUR.plusSeconds(7_200));
    try (SiteUnderTest site = SiteUnderTest.start(sample.publication(), options);
        Page page = page(View.PHONE)) {
      for (String path : List.of("/", "/releases", "/releases/2", "/releases/3", "/releases/5")) {
        page.navigate(site.at(path).toString());
        assertFits(page, path);
        assertThat(page.textContent(".warning")).contains("A scheduled release is overdue.");
        draw(page, "sealed" + path.replace('/', '-'), false);
      }
      for (String path : List.of("/releases", "/releases/3")) {
        assertAccessible(site.at(path), View.PHONE);
        assertInLandmarks(site.at(path), View.PHONE);
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
    try (SiteUnderTest site = SiteUnderTest.start(sample.publication(), options)) {
      for (View view : View.ALL) {
        showsTheSchedule(site, view);
      }
    }
  }

  private static void showsTheSchedule(SiteUnderTest site, View view) {
    try (Page page = page(view)) {
      for (String path : List.of("/", "/releases", "/releases/1")) {
        page.navigate(site.at(path).toString());
        assertFits(page, path + " " + view.width());
        assertThat(page.textContent(".status")).contains("Part 1 of 14");
        draw(page, "announced-" + view.pictureOf(path), false);
        if (view.scheme() == ColorScheme.LIGHT) {
          assertAccessible(site.at(path), view);
        } else {
          assertColoursAccessible(site.at(path), view);
        }
      }
    }
  }
}
