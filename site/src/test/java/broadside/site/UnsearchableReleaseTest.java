package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.Durable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release whose index is lost: what no list and no search shows is said. */
class UnsearchableReleaseTest {
  private static final String LOST = "Release 1 cannot be searched here";

  @TempDir private Path directory;

  @Test
  void isSaidWhereverItsMailsAreMissing() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("The old quay", SampleMails.first());
    publication.release("", SampleMails.second());
    Durable.deleteTree(directory.resolve("releases/1/index"));
    try (SiteUnderTest lost =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      assertThat(lost.page("/search?q=quay")).contains(LOST);
      assertThat(lost.page("/api/v1/search?q=quay")).contains(LOST);
      assertThat(lost.page("/releases/1"))
          .contains(
              LOST + ": its index is missing or damaged. Its mails are listed without",
              "<bdi>Message 1</bdi>");
      assertThat(lost.page("/releases/2")).doesNotContain("cannot be searched");
      assertThat(lost.page("/")).contains("Release 2");
      assertThat(lost.page("/messages/1")).isNotEmpty();
    }
  }

  @Test
  void oneThatIsDamagedIsNamedOnEveryListThatLacksIt() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("The old quay", SampleMails.first());
    publication.release("", SampleMails.second());
    Files.writeString(directory.resolve("releases/1/manifest"), "nothing");
    try (SiteUnderTest damaged =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      String sentence = "Release 1 cannot be read by this server";
      assertThat(damaged.page("/search?q=quay")).contains(sentence);
      assertThat(damaged.page("/api/v1/search?q=quay")).contains(sentence);
      assertThat(damaged.page("/releases"))
          .contains(
              "<a href=\"/releases/1\">Release 1, which cannot be read here</a>", "Release 2");
      assertThat(damaged.page("/api/v1/releases")).contains("\"unreadable\":[1]");
      assertThat(damaged.get("/api/v1/releases/1").statusCode()).isEqualTo(500);
      for (String path : new String[] {"/releases/1", "/messages/1"}) {
        HttpResponse<String> answer = damaged.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(500);
        assertThat(answer.body()).as(path).contains("The fault is the site’s, not yours");
      }
      assertThat(damaged.page("/releases/2")).doesNotContain("cannot be read");
    }
  }

  @Test
  @Tag("slow")
  void isNotSaidWhereAllCanBeSearched() throws IOException {
    try (SiteUnderTest whole = SiteUnderTest.start(directory)) {
      for (String path : new String[] {"/search?q=quay", "/api/v1/search?q=quay", "/releases/1"}) {
        assertThat(whole.page(path)).doesNotContain("cannot be searched");
      }
    }
  }
}
