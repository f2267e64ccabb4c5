package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloodTest {
  @TempDir Path directory;

  /** Two may wait behind one that searches: any more at the same moment are too many. */
  private static SiteLimits narrow() {
    Narrow narrow = new Narrow();
    narrow.requestsPerSecond = 5;
    narrow.burst = 10;
    narrow.searchThreads = 1;
    narrow.searchesWaiting = 2;
    narrow.searchTime = Duration.ofMillis(500);
    narrow.cacheBytes = 1;
    narrow.readingBytes = Long.MAX_VALUE;
    return narrow.limits();
  }

  @Test
  @Tag("slow")
  void readsOnWhileSearchIsFlooded() throws Exception {
    try (SiteUnderTest site = start()) {
      ConcurrentLinkedQueue<HttpResponse<String>> searches = new ConcurrentLinkedQueue<>();
      List<Thread> flood = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int query = i;
        flood.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int j = 0; j < 8; j++) {
                    searches.add(site.get("/search?q=q*+OR+a*+OR+b*+OR+" + query + "x" + j));
                  }
                }));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(site.get("/messages/" + (1 + i % 7)).statusCode()).isEqualTo(200);
      }
      for (Thread thread : flood) {
        thread.join();
      }
      assertThat(searches)
          .extracting(HttpResponse::statusCode)
          .contains(200, 503)
          .containsOnly(200, 503);
      HttpResponse<String> refused =
          searches.stream().filter(r -> r.statusCode() == 503).findFirst().orElseThrow();
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(refused.body()).contains("Too much at once");
      assertThat(site.get("/search?q=quay").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @Tag("slow")
  void readsOnWhileLargeMailsAreFlooded() throws Exception {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", List.of(SampleMails.QUAY, LargeMail.charts(4_000)));
    SiteOptions options = SiteOptions.of(directory).withPort(0).withLimits(narrow());
    try (SiteUnderTest site = SiteUnderTest.start(publication, options)) {
      ConcurrentLinkedQueue<HttpResponse<String>> pages = new ConcurrentLinkedQueue<>();
      List<Thread> flood = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        flood.add(Thread.ofVirtual().start(() -> pages.add(site.get("/messages/2/html"))));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(site.get("/messages/1").statusCode()).isEqualTo(200);
      }
      for (Thread thread : flood) {
        thread.join();
      }
      assertThat(pages)
          .extracting(HttpResponse::statusCode)
          .contains(200, 503)
          .containsOnly(200, 503);
      assertThat(site.get("/messages/2/html").body()).contains("chart.example");
    }
  }

  @Test
  void slowsOneAddressAndNotTheOthers() throws Exception {
    try (SiteUnderTest site = start()) {
      List<Integer> flooding = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        flooding.add(site.get("/about", "X-Forwarded-For", "1.2.3.4, 192.0.2.7").statusCode());
      }
      assertThat(flooding).contains(200, 429).containsOnly(200, 429);
      HttpResponse<String> refused = site.get("/about", "X-Forwarded-For", "192.0.2.7");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(site.get("/about", "X-Forwarded-For", "192.0.2.8").statusCode()).isEqualTo(200);
      assertThat(site.get("/about").statusCode()).isEqualTo(200);
    }
  }

  private SiteUnderTest start() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", SampleMails.first());
    return SiteUnderTest.start(
        publication,
        SiteOptions.of(directory)
            .withPort(0)
            .withTrustedProxies(Set.of("127.0.0.1"))
            .withLimits(narrow()));
  }
}
