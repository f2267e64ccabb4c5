package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Those who send or take a byte now and then, so that they are never silent. */
class SlowClientsTest {
  private static final String FILE = "/releases/1/mail.zip";

  @TempDir static Path directory;
  private static SamplePublication publication;

  @BeforeAll
  static void publish() throws IOException {
    publication = LargeMail.published(directory);
  }

  private static SiteUnderTest start(Narrow narrow) throws IOException {
    return SiteUnderTest.start(
        publication, SiteOptions.of(directory).withPort(0).withLimits(narrow.limits()));
  }

  /** What somebody says at once, and what byte by byte, over and over. */
  enum Said {
    REQUEST_LINE("GET /", "a"),
    HEADERS("GET / HTTP/1.1\r\nHost: a\r\n", "X: y\r\n"),
    EMPTY_LINES("", "\r\n"),
    THE_NEXT_REQUEST("GET /about HTTP/1.1\r\nHost: a\r\n\r\nGET /", "a"),
    A_BODY_THAT_NOBODY_WANTS(
        "POST /about HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", "x"),
    SETTINGS(Http2.PREFACE + Http2.settings(), Http2.settings()),
    PINGS(Http2.PREFACE + Http2.settings(), Http2.ping()),
    HALF_A_FRAME(Http2.PREFACE + Http2.settings() + "\0\40\0\1\4\0\0\0\1", "\u0082"),
    CONTINUATIONS(
        Http2.PREFACE + Http2.settings() + Http2.frame(1, 0, 1, "\u0082"),
        Http2.frame(9, 0, 1, "\0\1x\1y"));

    private final String atOnce;
    private final String slowly;

    Said(String atOnce, String slowly) {
      this.atOnce = atOnce;
      this.slowly = slowly;
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void whoeverSaysSomethingByteByByteIsNotHeardForEver(Said said) throws Exception {
    Narrow narrow = new Narrow();
    narrow.headPatience = Duration.ofMillis(500);
    narrow.idle = Duration.ofSeconds(2);
    try (SiteUnderTest site = start(narrow)) {
      try (SlowSender sender = SlowSender.to(site.site.uri())) {
        sender.say(said.atOnce);
        assertThat(sender.isEndedWhileItDrips(said.slowly)).isTrue();
      }
    }
  }

  @Test
  @Tag("slow")
  void aDownloadOfWhichNextToNothingIsTakenGivesItsTurnToOthers() throws Exception {
    try (SiteUnderTest site = start(oneDownload())) {
      try (SlowReader slow = SlowReader.ask(site.site.uri(), "GET", FILE)) {
        assertThat(slow.status()).isEqualTo(200);
        awaitTurn(site, slow::sip);
      }
    }
  }

  @Test
  @Tag("slow")
  void soDoesAResponseOfHttp2WhoseWindowOpensByteByByteAndAloneItEnds() throws Exception {
    try (SiteUnderTest site = start(oneDownload())) {
      try (SlowSender sender = SlowSender.to(site.site.uri())) {
        sender.say(Http2.PREFACE + Http2.settings() + Http2.windowUpdate(0, 1 << 20));
        sender.say(Http2.get(1, FILE));
        sender.await(frames -> Http2.has(frames, Http2.DATA, 1));
        awaitTurn(site, () -> sender.say(Http2.windowUpdate(1, 1)));
        sender.await(frames -> Http2.has(frames, Http2.RST_STREAM, 1));
        sender.say(Http2.get(3, "/about"));
        sender.await(frames -> Http2.has(frames, Http2.DATA, 3));
      }
    }
  }

  @Test
  @Tag("slow")
  void soDoesOneOfHttp2WhoseBytesAreNotTaken() throws Exception {
    try (SiteUnderTest site = start(oneDownload())) {
      try (SlowSender sender = SlowSender.to(site.site.uri())) {
        sender.say(Http2.PREFACE + Http2.settings() + Http2.windowUpdate(0, 1 << 28));
        sender.say(Http2.get(1, FILE) + Http2.windowUpdate(1, 1 << 28));
        sender.await(frames -> Http2.has(frames, Http2.DATA, 1));
        awaitTurn(site, sender::sip);
      }
    }
  }

  private static Narrow oneDownload() {
    Narrow narrow = new Narrow();
    narrow.downloads = 1;
    narrow.patience = Duration.ofMillis(200);
    narrow.takingPatience = Duration.ofMillis(600);
    narrow.idle = Duration.ofMinutes(5); // so that silence ends nothing
    return narrow;
  }

  /** What is done now and then, while somebody else asks for the only turn. */
  private interface Slowly {
    void again() throws IOException;
  }

  private static void awaitTurn(SiteUnderTest site, Slowly slowly) throws Exception {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    while (site.send("HEAD", FILE).statusCode() != 200) {
      assertThat(System.nanoTime()).isLessThan(end);
      try {
        slowly.again();
      } catch (IOException over) {
        Thread.sleep(20);
      }
    }
  }

  @Test
  @Tag("slow")
  void whoKeepsAConnectionOrWaitsForATurnIsNotSlow() throws Exception {
    Narrow narrow = new Narrow();
    narrow.headPatience = Duration.ofMillis(100);
    narrow.downloads = 1;
    narrow.patience = Duration.ofSeconds(1);
    String about = "HEAD /about HTTP/1.1\r\nHost: a\r\n\r\n";
    try (SiteUnderTest site = start(narrow);
        SlowReader first = SlowReader.ask(site.site.uri(), "GET", FILE);
        SlowSender sender = SlowSender.to(site.site.uri())) {
      assertThat(first.status()).isEqualTo(200);
      sender.say(about);
      sender.await(answers -> answers.contains("HTTP/1.1 200"));
      HttpResponse<String> waited = site.get(FILE); // for longer than a head may take
      assertThat(waited.statusCode()).isEqualTo(503);
      sender.say(about);
      sender.await(answers -> answers.indexOf("HTTP/1.1 200", 1) > 0);
    }
  }

  @Test
  @Tag("slow")
  void whereConnectionsRunOutThoseThatAreSilentMakeRoom() throws Exception {
    Narrow narrow = new Narrow();
    narrow.connections = 8;
    narrow.idle = Duration.ofMinutes(5);
    narrow.crowdedPatience = Duration.ofMillis(300);
    List<SlowSender> silent = new ArrayList<>();
    try (SiteUnderTest site = start(narrow)) {
      for (int i = 0; i < 8; i++) {
        silent.add(SlowSender.to(site.site.uri()));
      }
      assertThat(site.get("/about").statusCode()).isEqualTo(200);
    } finally {
      for (SlowSender one : silent) {
        one.close();
      }
    }
  }

  @Test
  @Tag("slow")
  void whoWaitsForATurnIsNotSilent() throws Exception {
    Narrow narrow = new Narrow();
    narrow.connections = 3;
    narrow.crowdedPatience = Duration.ofMillis(300);
    narrow.downloads = 1;
    narrow.patience = Duration.ofSeconds(2);
    try (SiteUnderTest site = start(narrow);
        SlowReader one = SlowReader.ask(site.site.uri(), "GET", FILE);
        SlowReader other = SlowReader.ask(site.site.uri(), "GET", "/messages/1.eml")) {
      assertThat(List.of(one.status(), other.status())).containsOnly(200);
      assertThat(site.get("/about").statusCode()).isEqualTo(200);
      Thread.sleep(150);
      assertThat(site.get(FILE).statusCode()).isEqualTo(503);
    }
  }

  @Test
  @Tag("slow")
  void whoPausesADownloadHasAllOfItInTheEnd() throws Exception {
    Narrow narrow = new Narrow();
    narrow.idle = Duration.ofMillis(500); // the kernel takes nothing for longer than that
    try (SiteUnderTest site = start(narrow);
        SlowSender sender = SlowSender.to(site.site.uri())) {
      sender.say("GET " + FILE + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      Thread.sleep(3_000);
      assertThat(sender.countRest())
          .isGreaterThan(Files.size(directory.resolve("releases/1/mail.zip")));
    }
  }
}
