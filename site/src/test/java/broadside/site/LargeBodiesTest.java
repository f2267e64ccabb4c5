package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.search.MergedIndexes;
import broadside.site.answers.Answers;
import broadside.site.http.ByteBudget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large mails, of which a few would fill the memory. */
class LargeBodiesTest {
  private static final byte[] LARGE = LargeMail.of(1, 12 << 20);
  private static final byte[] MIDDLING = LargeMail.of(2, 300 << 10);

  @TempDir static Path directory;
  private static SamplePublication publication;

  @BeforeAll
  static void publish() throws IOException {
    publication = SamplePublication.in(directory);
    publication.release("", List.of(LARGE, MIDDLING, SampleMails.QUAY));
  }

  private static SiteUnderTest start(long sendingBytes) throws IOException {
    Narrow narrow = new Narrow();
    narrow.sendingBytes = sendingBytes;
    return SiteUnderTest.start(
        publication, SiteOptions.of(directory).withPort(0).withLimits(narrow.limits()));
  }

  private static int status(SiteUnderTest site, String path) {
    return site.bytes(path).statusCode();
  }

  @Test
  @Tag("slow")
  void sendsNoMoreLargeBodiesAtATimeThanFitIntoMemory() throws Exception {
    try (SiteUnderTest site = start(LARGE.length + (1 << 20))) {
      try (SlowReader first = SlowReader.ask(site.site.uri(), "GET", "/messages/1.eml")) {
        assertThat(first.status()).isEqualTo(200);
        for (String path : List.of("/messages/1.eml", "/messages/1/source")) {
          HttpResponse<String> refused = site.get(path);
          assertThat(refused.statusCode()).as(path).isEqualTo(503);
          assertThat(refused.headers().firstValue("retry-after")).isPresent();
          assertThat(refused.body()).contains("Too much at once");
        }
        assertThat(status(site, "/messages/1/attachments/1")).isEqualTo(503);
        assertThat(status(site, "/messages/1")).isEqualTo(200);
        assertThat(status(site, "/messages/2.eml")).isEqualTo(200);
        assertThat(site.send("HEAD", "/messages/1.eml").statusCode()).isEqualTo(200);
        assertThat(site.get("/messages/1.eml", "If-None-Match", "*").statusCode()).isEqualTo(304);
      }
      awaitWhole(site);
    }
  }

  /** Where the budget is smaller than the mail, it is only sent while nothing else is. */
  private static void awaitWhole(SiteUnderTest site) throws InterruptedException {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    HttpResponse<byte[]> answer = site.bytes("/messages/1.eml");
    while (answer.statusCode() == 503) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
      answer = site.bytes("/messages/1.eml");
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(LARGE);
  }

  @Test
  @Tag("slow")
  void givesBackWhatAnyEndOfARequestTook() throws Exception {
    try (SiteUnderTest site = start(1)) {
      for (String path :
          List.of("/messages/1.eml", "/messages/1/source", "/messages/1/attachments/1")) {
        for (String method : List.of("GET", "HEAD")) {
          awaitWhole(site);
          begun(site, method, path).close();
        }
        awaitWhole(site);
        try (SlowReader same =
            SlowReader.ask(site.site.uri(), "GET", path, "If-None-Match: *\r\n")) {
          assertThat(same.status()).isEqualTo(304);
          awaitWhole(site);
        }
        SlowReader.ask(site.site.uri(), "GET", path).close(); // gone before the answer begins
        awaitWhole(site);
      }
    }
  }

  /** One whose answer has begun; the one before may not have ended quite. */
  private static SlowReader begun(SiteUnderTest site, String method, String path) throws Exception {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    while (true) {
      SlowReader reader = SlowReader.ask(site.site.uri(), method, path);
      int status = reader.status();
      if (status == 200) {
        return reader;
      }
      reader.close();
      assertThat(status).isEqualTo(503);
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void sendsWholeWhateverItsSize() throws Exception {
    try (SiteUnderTest site = start(Long.MAX_VALUE)) {
      assertThat(site.bytes("/messages/1/source", "Accept-Encoding", "gzip").body())
          .isEqualTo(LARGE);
      assertThat(site.bytes("/messages/1/attachments/1").body()).hasSize(12 << 20);
      assertThat(site.bytes("/messages/2.eml").body()).isEqualTo(MIDDLING);
    }
  }

  @Test
  @Tag("slow")
  void makesNoMoreOfLargeMailsAtATimeThanFitsIntoMemory() throws Exception {
    ByteBudget reading = new ByteBudget(1 << 20);
    SiteOptions options = SiteOptions.of(directory).withPort(0);
    try (Publication opened = Publication.open(directory);
        WebServer server = WebServer.bind(options)) {
      Answers answers =
          new Answers(opened, options.answers(server.uri()), new MergedIndexes(null), reading);
      server.serve(answers, reading);
      List<String> large =
          new ArrayList<>(List.of("/messages/1", "/messages/1.eml", "/messages/1/source"));
      large.addAll(List.of("/messages/1/attachments/1", "/api/v1/messages/1"));
      assertThat(reading.take(1)).isTrue();
      for (String path : large) {
        HttpResponse<String> refused = get(server, path);
        assertThat(refused.statusCode()).as(path).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
      }
      assertThat(get(server, "/messages/3").statusCode()).isEqualTo(200);
      assertThat(get(server, "/search?q=echosounder").body())
          .contains("Plates of the survey")
          .doesNotContain("in the attachment");
      reading.give(1);
      for (String path : large) {
        assertThat(ended(server, path)).as(path).isEqualTo(200);
      }
      assertThat(ended(server, "/messages/1/html")).isEqualTo(404);
      assertThat(ended(server, "/messages/1/attachments/2")).isEqualTo(404);
      long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
      String found = "";
      while (!found.contains("in the attachment")) {
        assertThat(System.nanoTime()).as(found).isLessThan(end);
        found = get(server, "/search?q=echosounder").body();
      }
      while (!reading.take(Long.MAX_VALUE)) { // which fits where nothing is taken
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(20);
      }
    }
  }

  /** The status of an answer that is made of a large mail, once the one before has ended. */
  private static int ended(WebServer server, String path) throws Exception {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    int status = get(server, path).statusCode();
    while (status == 503) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
      status = get(server, path).statusCode();
    }
    return status;
  }

  private static HttpResponse<String> get(WebServer server, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.uri() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
