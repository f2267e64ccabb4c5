package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.site.Site;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Strangers write nothing into the operator's log: they could fill a disk with it. */
class StrangersLinesTest {
  private static final Logger ALL = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  @TempDir private Path scratch;

  @Test
  void requestsThatAreNotWellFormedAreNotLogged() throws IOException {
    Path mail = scratch.resolve("a.eml");
    Files.writeString(mail, "From: a@harbour.example\nSubject: Tide\n\nHigh water at nine.\n");
    Path pub = scratch.resolve("pub");
    assertThat(Command.run("publish", mail, "--into", pub).code()).isZero();
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    try (Site site = Served.serve(pub)) {
      ALL.addAppender(lines);
      for (String hosts :
          new String[] {
            "Host: a b<stranger>", "Host: u@stranger", "Host: stranger:99999999",
            "Host: a\r\nHost: stranger", "Host: [stranger", ""
          }) {
        assertThat(status(site, "GET / HTTP/1.1\r\n" + hosts)).as(hosts).isEqualTo("400");
      }
      assertThat(status(site, "GET http://stranger:x/ HTTP/1.1\r\nHost: a")).isEqualTo("400");
      assertThat(status(site, "GET / HTTP/1.1\r\nHost: a")).isEqualTo("200");
    } finally {
      ALL.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains("stranger") || line.contains("Host"));
  }

  private static String status(Site site, String head) throws IOException {
    try (Socket socket = new Socket(site.uri().getHost(), site.uri().getPort())) {
      String request = head + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
      String said = new String(line, StandardCharsets.US_ASCII);
      return said.substring(said.lastIndexOf(' ') + 1);
    }
  }
}
