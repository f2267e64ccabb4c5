package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A server on loopback with the sample publication, and a client for it. */
final class SiteUnderTest implements AutoCloseable {
  /** Whatever takes longer has failed. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final SamplePublication publication;
  final Site site;
  final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private SiteUnderTest(SamplePublication publication, Site site) {
    this.publication = publication;
    this.site = site;
  }

  /** Two releases of sample mails. */
  static SiteUnderTest start(Path directory) throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("The old quay", SampleMails.first());
    publication.release("", SampleMails.second());
    return start(publication, SiteOptions.of(directory).withPort(0));
  }

  static SiteUnderTest start(SamplePublication publication, SiteOptions options)
      throws IOException {
    return new SiteUnderTest(publication, Site.start(options));
  }

  URI at(String path) {
    return URI.create(site.uri() + path);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  /** A page that is there. */
  String page(String path) {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  /** Waits for what the next refresh brings. */
  void await(String path, String words) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (String body = get(path).body(); !body.contains(words); body = get(path).body()) {
      assertThat(System.nanoTime()).as("%s says %s and not%n%s", path, words, body).isLessThan(end);
      Thread.sleep(20);
    }
  }

  HttpResponse<String> send(String method, String path, String... headers) {
    return send(method, path, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), headers);
  }

  HttpResponse<byte[]> bytes(String path, String... headers) {
    return send("GET", path, HttpResponse.BodyHandlers.ofByteArray(), headers);
  }

  private <T> HttpResponse<T> send(
      String method, String path, HttpResponse.BodyHandler<T> handler, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    try {
      site.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
