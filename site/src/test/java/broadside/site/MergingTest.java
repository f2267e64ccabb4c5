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
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site that merges the indexes of its releases while it answers. */
class MergingTest {
  private static final int RELEASES = 9;

  @TempDir Path scratch;

  @Test
  @Tag("slow")
  void searchesAsBeforeAndTakesUpNewReleases() throws IOException, InterruptedException {
    Path directory = scratch.resolve("public");
    Path cache = scratch.resolve("cache");
    SamplePublication publication = SamplePublication.in(directory);
    for (int i = 1; i <= RELEASES; i++) {
      publication.release("", List.of(mail(i)));
    }
    SiteOptions options = SiteOptions.of(directory).withPort(0).withRefresh(Duration.ofMillis(50));
    String plain;
    try (Site site = Site.start(options)) {
      plain = search(site.uri());
      assertThat(site.releases()).isEqualTo(RELEASES);
    }
    try (Site site = Site.start(options.withCache(cache))) {
      await(() -> pieces(cache) == 1);
      assertThat(search(site.uri())).isEqualTo(plain);
      for (int i = RELEASES + 1; i <= 2 * RELEASES; i++) {
        publication.release("", List.of(mail(i)));
      }
      await(() -> pieces(cache) == 2 && search(site.uri()).contains("18 mails"));
    }
    try (Site site = Site.start(options.withCache(cache))) {
      await(() -> pieces(cache) == 2);
      assertThat(search(site.uri())).contains("18 mails");
    }
  }

  @Test
  @Tag("slow")
  void answersWhereTheCacheCannotBeWritten() throws IOException, InterruptedException {
    Path directory = scratch.resolve("public");
    SamplePublication publication = SamplePublication.in(directory);
    for (int i = 1; i <= RELEASES; i++) {
      publication.release("", List.of(mail(i)));
    }
    Path file = Files.writeString(scratch.resolve("file"), "no directory");
    try (Site site = Site.start(SiteOptions.of(directory).withPort(0).withCache(file))) {
      assertThat(search(site.uri())).contains("9 mails");
    }
    assertThat(file).hasContent("no directory");
  }

  @Test
  @Tag("slow")
  void findsNoWithdrawnMailWhereTheCacheCannotBeWrittenAnyMore()
      throws IOException, InterruptedException {
    Path directory = scratch.resolve("public");
    Path cache = scratch.resolve("cache");
    SamplePublication publication = filled(directory);
    SiteOptions options = SiteOptions.of(directory).withPort(0).withRefresh(Duration.ofMillis(50));
    try (Site site = Site.start(options.withCache(cache))) {
      await(() -> pieces(cache) == 1 && search(site.uri()).contains("Letter 3<"));
      Files.move(cache, scratch.resolve("full"));
      Files.writeString(cache, "no directory");
      publication.withdraw(3, 3);
      await(() -> get(site.uri(), "/releases/3").contains("Withdrawn"));
      await(() -> !search(site.uri()).contains("Letter 3<"));
      assertThat(search(site.uri())).contains("8 mails");
    }
  }

  @Test
  @Tag("slow")
  void findsNoWithdrawnMailBeforeItsReleaseIsMergedAnew() throws IOException, InterruptedException {
    Path directory = scratch.resolve("public");
    SamplePublication releases = filled(directory);
    try (Serving serving = new Serving(directory, scratch.resolve("cache"))) {
      serving.answers.merge();
      serving.answers.refresh();
      assertThat(search(serving.server.uri())).contains("9 mails", "Letter 3<");
      releases.withdraw(3, 3);
      serving.refresh();
      assertThat(search(serving.server.uri())).contains("8 mails").doesNotContain("Letter 3<");
      serving.answers.merge();
      serving.server.forget();
      assertThat(search(serving.server.uri())).contains("8 mails").doesNotContain("Letter 3<");
    }
  }

  @Test
  @Tag("slow")
  void keepsNoOldIndexUnderTheNameOfANewerState() throws IOException, InterruptedException {
    Path directory = scratch.resolve("public");
    Path cache = scratch.resolve("cache");
    SamplePublication releases = filled(directory);
    try (Serving serving = new Serving(directory, cache)) {
      releases.withdraw(3, 3);
      serving.publication.refresh();
      serving.answers.merge(); // between what the clock's thread does first and second
      serving.refresh();
      serving.answers.merge();
      serving.server.forget();
      assertThat(search(serving.server.uri())).contains("8 mails").doesNotContain("Letter 3<");
    }
    try (Serving serving = new Serving(directory, cache)) {
      serving.answers.merge();
      assertThat(search(serving.server.uri())).contains("8 mails").doesNotContain("Letter 3<");
    }
  }

  @Test
  @Tag("slow")
  void hasPagesForgottenOnceSomethingIsMerged() throws IOException, InterruptedException {
    Path directory = scratch.resolve("public");
    Path cache = scratch.resolve("cache");
    Path file = Files.writeString(scratch.resolve("file"), "no directory");
    filled(directory);
    for (Path place : List.of(cache, file)) {
      AtomicInteger forgotten = new AtomicInteger();
      try (Serving serving = new Serving(directory, place);
          ExecutorService thread =
              Merging.start(
                  place, Duration.ofMillis(10), serving.answers, forgotten::incrementAndGet)) {
        await(() -> forgotten.get() > 0);
        Thread.sleep(200);
        assertThat(forgotten).hasValue(1);
        thread.shutdown();
      }
    }
    assertThat(pieces(cache)).isEqualTo(1);
  }

  private static SamplePublication filled(Path directory) throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    for (int i = 1; i <= RELEASES; i++) {
      publication.release("", List.of(mail(i)));
    }
    return publication;
  }

  /** A server whose refreshing and merging a test does itself, one step after another. */
  private static final class Serving implements AutoCloseable {
    final Publication publication;
    final Answers answers;
    final WebServer server;

    Serving(Path directory, Path cache) throws IOException {
      SiteOptions options = SiteOptions.of(directory).withPort(0);
      publication = Publication.open(directory);
      server = WebServer.bind(options);
      ByteBudget reading = new ByteBudget(options.limits().readingBytes());
      answers =
          new Answers(
              publication, options.answers(server.uri()), new MergedIndexes(cache), reading);
      server.serve(answers, reading);
    }

    /** What the site does from time to time. */
    void refresh() throws IOException {
      publication.refresh();
      answers.refresh();
      server.forget();
    }

    @Override
    public void close() throws IOException {
      server.close();
      answers.close();
      publication.close();
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(Condition condition) throws IOException, InterruptedException {
    for (int i = 0; i < 600 && !condition.holds(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.holds()).isTrue();
  }

  /** Whole pieces; one that is being written has a longer name. */
  private static long pieces(Path cache) throws IOException {
    if (!Files.isDirectory(cache)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(cache)) {
      return all.filter(path -> path.getFileName().toString().length() == 64).count();
    }
  }

  private static String search(URI site) throws IOException, InterruptedException {
    return get(site, "/search?q=harbour");
  }

  private static String get(URI site, String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(site.resolve(path)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(request, BodyHandlers.ofString())
          .body()
          .replace(site.toString(), "https://letters.example");
    }
  }

  private static byte[] mail(int i) {
    return """
    From: Ann <ann@harbour.example>
    Date: Mon, %d Jan 2024 10:00:00 +0000
    Subject: Letter %d
    Message-ID: <%d@harbour.example>

    The harbour is %d fathoms deep.
    """
        .formatted(i, i, i, i)
        .getBytes(StandardCharsets.UTF_8);
  }
}
