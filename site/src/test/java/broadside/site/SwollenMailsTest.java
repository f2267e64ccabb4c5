package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails whose pages would be many times their size. */
class SwollenMailsTest {
  /** Few enough pages of so many bytes are in work at a time. */
  private static final int LARGE = 2_500_000;

  @TempDir static Path directory;
  private static SiteUnderTest site;

  @BeforeAll
  static void start() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release(
        "", List.of(text("a\n\n".repeat(60_000)), text(">a\n>>a\n".repeat(40_000)), digest()));
    site = SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static byte[] text(String text) {
    return SampleMails.mail("From: a@harbour.example\nSubject: Soundings\n\n" + text);
  }

  /** Twenty mails in one, each to thousands. */
  private static byte[] digest() {
    String inner =
        "--x\nContent-Type: message/rfc822\n\nFrom: a@harbour.example\nTo: %s\nSubject: Tides\n\nHigh water at nine.\n"
            .formatted("b@harbour.example,".repeat(2_000));
    return SampleMails.mail(
        "From: a@harbour.example\nSubject: Digest\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
            + inner.repeat(20)
            + "--x--\n");
  }

  private static String page(String path) {
    String page = site.page(path);
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).as(path).isLessThan(LARGE);
    return page;
  }

  @Test
  void showsTheBeginningOfManyShortParagraphs() {
    assertThat(page("/messages/1"))
        .contains("id=\"p10000\"", "Only the beginning of this long text is shown")
        .doesNotContain("id=\"p10001\"");
    assertThat(page("/messages/2")).contains("Only the beginning of this long text is shown");
  }

  @Test
  void showsTheFirstOfManyMailsToThousands() {
    assertThat(page("/messages/3"))
        .contains("id=\"m3\"", "Only the first of the mails inside this one are shown")
        .doesNotContain("id=\"m4\"");
    assertThat(page("/api/v1/messages/3")).contains("\"nested_cut\":true");
    assertThat(page("/api/v1/messages/1")).contains("\"nested_cut\":false");
  }
}
