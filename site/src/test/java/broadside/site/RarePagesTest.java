package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.ReleaseSample;
import broadside.proof.log.ScheduleNote;
import broadside.proof.note.SignedNote;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages that readers seldom meet, in a real browser. */
class RarePagesTest extends ChromiumCase {
  private static Page light;
  private static Page dark;

  @BeforeAll
  static void openPages() {
    light = page(View.SCREEN);
    dark = page(View.DARK_PHONE);
  }

  /** Looks at an address, light on a screen and dark on a phone. */
  private static void look(URI address, int status, String name) {
    look(light, address, status, name + "-light-1100");
    look(dark, address, status, name + "-dark-360");
    assertAccessible(address, View.DARK_PHONE);
  }

  private static void look(Page page, URI address, int status, String view) {
    Response answer = page.navigate(address.toString());
    assertThat(answer.status()).as(view).isEqualTo(status);
    draw(page, view, true);
    assertFits(page, view);
  }

  private SiteUnderTest serve(byte[]... mails) throws Exception {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("The old quay", List.of(mails));
    return SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0));
  }

  private static byte[] mail(int number, String header, String body) {
    return SampleMails.mail(
        "From: Mara Stone <mara@harbour.example>\nDate: Mon, 20 Apr 2015 %02d:%02d:00 +0000\nMessage-ID: <%d@harbour.example>\n%s\n\n%s\n"
            .formatted(8 + number / 60, number % 60, number, header, body));
  }

  @Test
  void tooMuchAtOnce() throws Exception {
    byte[] large = LargeMail.of(1, 12 << 20);
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("The old quay", List.of(large));
    Narrow narrow = new Narrow();
    narrow.sendingBytes = large.length + (1L << 20);
    try (SiteUnderTest site =
            SiteUnderTest.start(
                publication, SiteOptions.of(directory).withPort(0).withLimits(narrow.limits()));
        SlowReader first = SlowReader.ask(site.site.uri(), "GET", "/messages/1.eml")) {
      assertThat(first.status()).isEqualTo(200);
      look(site.at("/messages/1.eml"), 503, "too-much");
    }
  }

  @Test
  void confirmedLongAgo() throws Exception {
    ReleaseSample.in(directory, 1, 1, true).release("First", 3);
    Instant now = ReleaseSample.TIME.plus(Duration.ofDays(40));
    try (Site site = Site.start(SiteOptions.of(directory).withPort(0).withClock(() -> now))) {
      look(site.uri().resolve("/"), 200, "stale-home");
      look(site.uri().resolve("/messages/1"), 200, "stale-mail");
    }
  }

  @Test
  void announcedAndLate() throws Exception {
    SealedSample sample = SealedSample.in(directory);
    sample.publication().release("The old quay", List.of(SampleMails.QUAY));
    Instant hour = SealedSample.HOUR;
    String text =
        new ScheduleNote(
                sample.publication().log().policy().hash(),
                SealedSample.TIME,
                4,
                List.of(
                    new ScheduleNote.Part(2, hour, "", 0),
                    new ScheduleNote.Part(3, hour.plus(Duration.ofDays(1)), "The mole", 2_000),
                    new ScheduleNote.Part(4, hour.plus(Duration.ofDays(9)), "", 12)))
            .print();
    Files.write(
        directory.resolve("schedule"),
        new SignedNote(text, List.of(sample.publication().log().key().sign(text))).encode());
    try (SiteUnderTest site =
        SiteUnderTest.start(
            sample.publication(),
            SiteOptions.of(directory)
                .withPort(0)
                .withClock(() -> hour.plus(Duration.ofHours(30))))) {
      look(site.at("/"), 200, "late-home");
      look(site.at("/releases"), 200, "late-releases");
      try (Page phone = page(View.PHONE)) {
        phone.navigate(site.at("/releases").toString());
        assertThat(
                phone.evaluate(
                    "getComputedStyle([...document.querySelectorAll('td.range')].at(-1), '::before').content"))
            .as("before no. 1")
            .isEqualTo("\"Message \"");
      }
    }
  }

  @Test
  void threadOfSixtyMails() throws Exception {
    byte[][] mails = new byte[60][];
    for (int i = 0; i < mails.length; i++) {
      String refers =
          i == 0
              ? "Subject: Who has the keys of the crane at the old quay?"
              : "Subject: Re: Who has the keys of the crane at the old quay?\nIn-Reply-To: <%d@harbour.example>\nReferences: <0@harbour.example> <%d@harbour.example>"
                  .formatted(i - 1, i - 1);
      mails[i] =
          mail(
              i,
              refers,
              "Answer %d: I have not seen them since Monday.\n\n> They hung by the door.\n\nAsk the office."
                  .formatted(i));
    }
    try (SiteUnderTest site = serve(mails)) {
      look(site.at("/messages/30"), 200, "thread-mail");
      String thread =
          Jsoup.parse(site.page("/messages/30")).select("a[href^=/threads/]").attr("href");
      look(site.at(thread), 200, "thread");
    }
  }

  @Test
  void threeHundredRecipients() throws Exception {
    String to =
        IntStream.range(0, 300)
            .mapToObj(i ->
                i % 3 == 0
                    ? "berth%d@harbour.example".formatted(i)
                    : "\"Tenant %d of the Northern Warehouses\" <tenant.number.%d@warehouses.harbour.example>"
                        .formatted(i, i))
            .collect(Collectors.joining(",\n "));
    try (SiteUnderTest site =
        serve(
            mail(
                1,
                "To: " + to + "\nCc: a@harbour.example, Bea <b@harbour.example>\nSubject: Crane",
                "All cranes rest on Sunday."))) {
      look(site.at("/messages/1"), 200, "recipients");
      dark.locator("dl.facts summary").click();
      draw(dark, "recipients-opened", false);
      assertFits(dark, "300 recipients");
    }
  }

  @Test
  void wideTablesDigestsAndRules() throws Exception {
    StringBuilder table = new StringBuilder("The tides of the week:\n\n");
    for (int day = 1; day < 8; day++) {
      table.append(
          "  Day %d    High 0%d:12    Low 1%d:44    Depth 7.%d m    "
              .formatted(day, day, day, day));
      table.append("Wind NW %d    Berths free %d    Remarks none\n".formatted(day, day * 3));
    }
    String outlook =
        "I agree.\n\n"
            + "_".repeat(76)
            + "\nFrom: Ida Lund <ida.lund@warehouses.harbour.example>\nSent: Monday, April 20, 2015 8:00 AM\nTo: Mara Stone\nSubject: Keys\n\n"
            + "They hung by the door.\n".repeat(9);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      parts.add(
          "--b\nContent-Type: message/rfc822\n\nFrom: Ida <ida@harbour.example>\nSubject: Keys\n\nNumber %d.\n"
              .formatted(i));
    }
    String header = "Subject: Digest\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b";
    String body = "--b\n\nThree of them.\n" + String.join("", parts) + "--b--";
    try (SiteUnderTest site =
        serve(
            mail(1, "Subject: Tides", table.toString()),
            mail(2, "Subject: Re: Keys", outlook),
            mail(3, header, body))) {
      look(site.at("/messages/1"), 200, "wide-table");
      look(site.at("/messages/2"), 200, "rule");
      look(site.at("/messages/3"), 200, "digest");

      try (Page phone = page(View.PHONE)) {
        phone.navigate(site.at("/messages/2").toString());
        assertThat(phone.locator("article summary").innerText())
            .startsWith("From: Ida Lund")
            .doesNotContain("__");
        assertThat(
                (int)
                    phone.evaluate(
                        "Math.round(document.querySelector('article summary').getClientRects()[0].height / 21)"))
            .as("lines of what is folded")
            .isLessThanOrEqualTo(3);
        phone.navigate(site.at("/messages/1").toString());
        assertThat(
                phone.evaluate(
                    "(() => { const e = document.querySelector('.letter p.set'); return e.scrollWidth > e.clientWidth && getComputedStyle(e).backgroundImage.split('linear-gradient').length; })()"))
            .as("shades of what scrolls")
            .isEqualTo(5);
        phone.navigate(site.at("/messages/3").toString());
        assertThat(
                phone.evaluate(
                    "[...document.querySelectorAll('section[aria-labelledby]')].map(s => s.getAttribute('aria-labelledby').split(' ').map(i => document.getElementById(i).textContent.trim()).join(' '))"))
            .isEqualTo(
                List.of(
                    "A mail inside this one (1 of 3) Keys",
                    "A mail inside this one (2 of 3) Keys",
                    "A mail inside this one (3 of 3) Keys"));
      }
    }
  }
}
