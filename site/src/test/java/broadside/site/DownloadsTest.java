package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Those who take a file slowly. */
class DownloadsTest {
  private static final String FILE = "/releases/1/mail.zip";

  @TempDir static Path directory;
  private static SamplePublication publication;

  @BeforeAll
  static void publish() throws IOException {
    publication = LargeMail.published(directory);
  }

  private static SiteUnderTest start(Narrow narrow) throws IOException {
    return SiteUnderTest.start(
        publication,
        SiteOptions.of(directory)
            .withPort(0)
            .withTrustedProxies(Set.of("127.0.0.1"))
            .withLimits(narrow.limits()));
  }

  private static SlowReader slow(SiteUnderTest site, String reader) throws IOException {
    return SlowReader.ask(site.site.uri(), "GET", FILE, "X-Forwarded-For: " + reader + "\r\n");
  }

  private static void awaitTurn(SiteUnderTest site, String path, String... headers)
      throws InterruptedException {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    while (site.bytes(path, headers).statusCode() != 200) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  @Tag("slow")
  void leaveThePagesTheirTurns() throws Exception {
    Narrow narrow = new Narrow();
    narrow.requests = 1;
    narrow.downloads = 2;
    narrow.patience = Duration.ofMillis(300);
    try (SiteUnderTest site = start(narrow)) {
      try (SlowReader one = slow(site, "192.0.2.1");
          SlowReader other = slow(site, "192.0.2.2")) {
        assertThat(List.of(one.status(), other.status())).containsOnly(200);
        HttpResponse<String> refused = site.get(FILE);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        for (String path : List.of("/", "/releases/1", "/messages/2", "/messages/2.eml")) {
          assertThat(site.get(path).statusCode()).as(path).isEqualTo(200);
        }
      }
      awaitTurn(site, FILE);
    }
  }

  @Test
  void ofAFileThatIsLostAreRefusedAndToldTheOperatorOnce() throws Exception {
    Path file = directory.resolve("releases/1/mail.zip");
    Path kept = directory.resolve("kept.zip");
    Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    try (SiteUnderTest site = start(new Narrow())) {
      Files.move(file, kept);
      log.addAppender(lines);
      for (int i = 0; i < 3; i++) {
        assertThat(site.send("HEAD", FILE).statusCode()).isEqualTo(500);
        assertThat(site.get(FILE).body()).contains("Something went wrong here");
      }
      Files.write(file, new byte[10]);
      assertThat(site.get(FILE, "Range", "bytes=5-20").statusCode()).isEqualTo(500);
    } finally {
      log.detachAppender(lines);
      Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(line -> line.contains("mail.zip"))
        .singleElement()
        .asString()
        .contains("mail.zip of release 1 is missing or was cut off");
  }

  @Test
  void areAsManyForEachAddressAsItsRequestsMayBe() throws Exception {
    Narrow narrow = new Narrow();
    narrow.responsesPerAddress = 2;
    try (SiteUnderTest site = start(narrow)) {
      try (SlowReader one = slow(site, "192.0.2.1");
          SlowReader other = slow(site, "192.0.2.1")) {
        assertThat(List.of(one.status(), other.status())).containsOnly(200);
        for (String path : List.of(FILE, "/")) {
          HttpResponse<String> refused = site.get(path, "X-Forwarded-For", "192.0.2.1");
          assertThat(refused.statusCode()).as(path).isEqualTo(429);
          assertThat(refused.headers().firstValue("retry-after")).isPresent();
          assertThat(site.bytes(path, "X-Forwarded-For", "192.0.2.2").statusCode()).isEqualTo(200);
          assertThat(site.bytes(path).statusCode()).isEqualTo(200);
        }
      }
      awaitTurn(site, "/", "X-Forwarded-For", "192.0.2.1");
    }
  }

  @Test
  void leaveTurnsToOthersWhereAFewAddressesTakeAllTheyCan() throws Exception {
    Narrow narrow = new Narrow();
    narrow.downloads = 16;
    narrow.responsesPerAddress = 8;
    List<SlowReader> greedy = new ArrayList<>();
    try (SiteUnderTest site = start(narrow)) {
      for (int address = 1; address <= 4; address++) {
        for (int i = 0; i < 8; i++) {
          SlowReader one = slow(site, "192.0.2." + address);
          greedy.add(one);
          assertThat(one.status()).isIn(200, 429);
        }
      }
      for (int address = 100; address < 120; address++) {
        assertThat(site.bytes(FILE, "X-Forwarded-For", "192.0.2." + address).statusCode())
            .isEqualTo(200);
      }
    } finally {
      for (SlowReader one : greedy) {
        one.close();
      }
    }
  }
}
