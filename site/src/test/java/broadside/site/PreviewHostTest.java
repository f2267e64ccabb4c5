package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A preview, asked for under names that others let lead to this machine. */
class PreviewHostTest {
  @TempDir static Path directory;
  private static SiteUnderTest site;

  @BeforeAll
  static void start() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", List.of(SampleMails.QUAY));
    site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0).withPreview(true));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static String ask(String line, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.site.uri().getPort())) {
      socket.setSoTimeout(20_000);
      String request = line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.1:8081", "localhost:1", "LOCALHOST", "[::1]:8081"})
  void answersToItsOwnNames(String host) throws IOException {
    assertThat(ask("GET /messages/1", host)).startsWith("HTTP/1.1 200").contains("Harbour letters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8081", "127.0.0.1.evil.example", "192.0.2.2"})
  void saysNothingUnderAnyOther(String host) throws IOException {
    for (String line :
        List.of(
            "GET /messages/1",
            "GET /",
            "GET /nowhere",
            "GET /..%2f",
            "BREW /",
            "GET http://evil.example/messages/1")) {
      assertThat(ask(line, host))
          .as(line)
          .matches("(?s)HTTP/1.1 40[03] .*")
          .doesNotContain("arbour");
    }
  }
}
