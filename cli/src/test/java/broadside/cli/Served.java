package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** A publication, served, and a reader of its site. */
final class Served {
  /** Longer than any step of a test, shorter than anybody waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Served() {}

  /** Serves a publication, and looks often for what is new. */
  static Site serve(Path publication) throws IOException {
    return Site.start(
        SiteOptions.of(publication.resolve("public"))
            .withPort(0)
            .withRefresh(Duration.ofMillis(100)));
  }

  static HttpResponse<String> get(Site site, String path) throws Exception {
    // After an upgrade to HTTP/2 the client loses its place in a first answer of more than 64 KB.
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(site.uri() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Waits until the answer is such. */
  static void await(Site site, String path, Predicate<HttpResponse<String>> such) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!such.test(get(site, path))) {
      assertThat(System.nanoTime()).as("%s is as it should be", path).isLessThan(end);
      Thread.sleep(100);
    }
  }

  /** Each of these messages holds with the proof that the site gives, by that log. */
  static void assertProved(Site site, Path scratch, String identity, String log, int... numbers)
      throws Exception {
    for (int number : numbers) {
      Path eml = scratch.resolve(number + ".eml");
      Path proof = scratch.resolve(number + ".tlog-proof");
      Files.writeString(eml, get(site, "/messages/" + number + ".eml").body());
      Files.writeString(proof, get(site, "/messages/" + number + ".tlog-proof").body());
      Command verified = Command.run("verify", eml, proof, "--publication", identity);
      assertThat(verified.code()).as(verified.err()).isEqualTo(ExitCode.LATER_UNCHECKED);
      assertThat(verified.out()).contains("It holds under policy", "in the log " + log);
    }
  }
}
