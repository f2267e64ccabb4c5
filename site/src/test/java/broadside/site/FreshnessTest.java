package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.ReleaseSample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site says of how old its state is. */
class FreshnessTest {
  private static final Instant SEEN = ReleaseSample.TIME;

  @TempDir Path directory;

  @Test
  @Tag("slow")
  void saysWhenWitnessesSawItAndWarnsOnceThatIsLongAgo() throws Exception {
    ReleaseSample.in(directory, 1, 1, true).release("First", 3);
    AtomicReference<Instant> now = new AtomicReference<>(SEEN.plus(Duration.ofHours(2)));
    try (Site site = serve(now)) {
      String fresh = get(site, "/releases/1");
      assertThat(fresh)
          .contains("· <span>checked 2 January 2026, 03:04 (UTC)</span>")
          .doesNotContain("Careful");
      assertThat(get(site, "/verify")).contains("saw this state last on 2 January 2026");

      now.set(SEEN.plus(Duration.ofHours(25)));
      await(site, "/releases/1", "there may be a newer one");
      assertThat(get(site, "/about"))
          .contains("Witnesses confirmed last on 2 January 2026, 03:04 (UTC)");

      now.set(SEEN.minus(Duration.ofHours(2)));
      await(site, "/about", "No quorum of witnesses has confirmed lately");
    }
  }

  @Test
  void saysNothingWhereThePolicyAsksForNoWitness() throws Exception {
    ReleaseSample.in(directory, 1, 1, false).release("First", 3);
    try (Site site = serve(new AtomicReference<>(SEEN.plus(Duration.ofDays(900))))) {
      assertThat(get(site, "/about")).doesNotContain("checked", "Careful");
    }
  }

  private Site serve(AtomicReference<Instant> now) throws IOException {
    return Site.start(
        SiteOptions.of(directory)
            .withPort(0)
            .withRefresh(Duration.ofMillis(50))
            .withClock(now::get));
  }

  private static void await(Site site, String path, String words) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!get(site, path).contains(words)) {
      assertThat(System.nanoTime()).as("%s says %s", path, words).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static String get(Site site, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(site.uri() + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
