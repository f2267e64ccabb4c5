package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails that share a Message-ID are linked from each other. */
class SiblingsTest {
  @TempDir private Path directory;

  @Test
  void linksCopiesAndVariants() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release(
        "",
        List.of(
            mail("", "1", "High water at nine."),
            mail("Received: by quay.example\n", "1", "High water at nine."),
            mail("", "1", "High water at ten."),
            mail("", "2", "High water at nine.")));
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      assertThat(site.page("/messages/1"))
          .contains(
              "also number <a href=\"/messages/2\">2</a>",
              "same Message-ID: <a href=\"/messages/3\">3</a>");
      assertThat(site.page("/messages/3"))
          .contains("same Message-ID: <a href=\"/messages/1\">1</a> <a href=\"/messages/2\">2</a>")
          .doesNotContain("Copies");
      assertThat(site.page("/messages/4")).doesNotContain("Copies", "Variants");
    }
  }

  @Test
  void saysWhereMoreAreThanItLists() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    List<byte[]> mails = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      mails.add(mail("", "1", "Tide " + i));
    }
    publication.release("", mails);
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      assertThat(site.page("/messages/25")).contains("all with this Message-ID</a>");
    }
  }

  private static byte[] mail(String before, String id, String text) {
    return "%sFrom: Ann <ann@harbour.example>\nDate: Mon, 12 Jan 2015 10:00:00 +0000\nMessage-ID: <%s@harbour.example>\nSubject: Tide\n\n%s\n"
        .formatted(before, id, text)
        .getBytes(StandardCharsets.UTF_8);
  }
}
