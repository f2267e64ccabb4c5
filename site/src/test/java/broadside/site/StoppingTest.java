package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
}
