package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingTest {
  /** More than what lies on the way between two sockets. */
  private static final int BYTES = 40 << 20;

  @TempDir Path directory;

  @Test
  @Tag("slow")
  void aReaderInTheMiddleOfADownloadDoesNotMakeItFail() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    String mail = "From: a@harbour.example\nSubject: Long\n\n" + "The tide.\n".repeat(BYTES / 10);
    publication.release("", List.of(mail.getBytes(StandardCharsets.US_ASCII)));
    SiteUnderTest site = SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0));
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), site.site.uri().getPort())) {
      slow.getOutputStream()
          .write(
              "GET /messages/1.eml HTTP/1.1\r\nHost: a\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      assertThatCode(site.site::close).doesNotThrowAnyException();
    }
  }

  @Test
  @Tag("slow")
  void whoWaitsForWhatCostsMuchIsToldSo() throws Exception {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", List.of(LargeMail.charts(40_000)));
    Narrow narrow = new Narrow();
    narrow.searchThreads = 1;
    narrow.searchesWaiting = 2;
    narrow.searchPatience = SiteUnderTest.PATIENCE;
    List<SlowReader> readers = new ArrayList<>();
    try (Site site =
        Site.start(SiteOptions.of(directory).withPort(0).withLimits(narrow.limits()))) {
      for (int i = 0; i < 6; i++) {
        readers.add(SlowReader.ask(site.uri(), "GET", "/messages/1/html"));
      }
      awaitAnswers(readers, 3); // one is being made and two wait, or more are made
    }
    List<Integer> statuses = new ArrayList<>();
    for (SlowReader reader : readers) {
      try (reader) {
        statuses.add(reader.status());
      }
    }
    assertThat(statuses).filteredOn(status -> status == 0).hasSizeLessThanOrEqualTo(1);
    assertThat(statuses).filteredOn(status -> status != 0).isSubsetOf(200, 503);
  }

  private static void awaitAnswers(List<SlowReader> readers, int count) throws Exception {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    int answered = 0;
    while (answered < count) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
      answered = 0;
      for (SlowReader reader : readers) {
        answered += reader.isAnswered() ? 1 : 0;
      }
    }
  }
}
