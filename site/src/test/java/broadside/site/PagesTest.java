package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.About;
import broadside.mail.html.ValidHtml;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
  @TempDir Path directory;

  @Test
  void saysHowManyHeaderFieldsItShows() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", List.of(SampleMails.QUAY, ofFields(1_000), ofFields(1_001)));
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      assertThat(site.page("/messages/1")).containsPattern("All [0-9]+ header fields");
      assertThat(site.page("/messages/2")).contains("All 1,000 header fields");
      assertThat(site.page("/messages/3"))
          .contains("The first 1,000 of 1,001 header fields", "<td dir=\"auto\">v999</td></tr>")
          .doesNotContain("v1000");
    }
  }

  @Test
  void aSearchSaysThatNothingIsPublishedYet() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      assertThat(site.page("/search?q=spring+tide"))
          .contains("No mails found", "No mail is published yet.")
          .doesNotContain("Try other words");
      assertThat(site.page("/api/v1/search?q=tide")).contains("No mail is published yet.");
    }
  }

  @Test
  void linksTheCopiesOfAHit() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", List.of(copy("in"), copy("out"), copy("all")));
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      assertThat(site.page("/search?q=spring+tide"))
          .contains("3 mails found")
          .containsPattern(
              "2 more copies <a href=\"/messages/[123]\">[123]</a> <a href=\"/messages/[123]\">[123]</a></span>");
    }
  }

  private static byte[] copy(String folder) {
    return SampleMails.mail(
        "X-Folder: "
            + folder
            + "\nFrom: a@harbour.example\nDate: Mon, 2 Mar 2020 09:00:00 +0000\nSubject: Tides\n\nSpring tide at noon.\n");
  }

  @Test
  void saysWhatIsEncryptedOrSignedWithinAText() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release(
        "",
        List.of(
            ofText("Read this:\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"),
            ofText("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHigh water at nine.")));
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      assertThat(site.page("/messages/1"))
          .contains("Part of this mail is encrypted (PGP)")
          .doesNotContain("signature (PGP)");
      assertThat(site.page("/messages/2"))
          .contains("bears a signature (PGP), which nobody has checked here")
          .doesNotContain("encrypted (PGP)");
    }
  }

  private static byte[] ofText(String text) {
    return SampleMails.mail("From: a@harbour.example\nSubject: Tides\n\n" + text + "\n");
  }

  private static byte[] ofFields(int count) {
    StringBuilder mail = new StringBuilder("From: a@harbour.example\n");
    for (int i = 2; i <= count; i++) {
      mail.append("X-Field: v").append(i - 1).append('\n');
    }
    return SampleMails.mail(mail + "\nTide tables.\n");
  }

  /** Every page that can be reached from the first one, by its address without fragment. */
  private static Map<String, Document> crawl(SiteUnderTest site, Set<String> broken) {
    Map<String, Document> pages = new HashMap<>();
    Set<String> known = new LinkedHashSet<>(Set.of("/"));
    ArrayDeque<String> open = new ArrayDeque<>(known);
    while (!open.isEmpty()) {
      String path = open.poll();
      HttpResponse<String> answer = site.get(path);
      boolean fine = answer.statusCode() == 200 || answer.statusCode() == 410;
      if (!fine) {
        broken.add(path + " " + answer.statusCode());
      }
      String type = answer.headers().firstValue("content-type").orElse("");
      boolean mail =
          answer.headers().firstValue("content-security-policy").orElse("").startsWith("sandbox");
      if (!type.startsWith("text/html") || mail) {
        continue;
      }
      Document page = ValidHtml.check(path, answer.body());
      pages.put(path, page);
      for (Element link : page.select("[href], [src], form[action]")) {
        String target =
            link.hasAttr("href") ? link.attr("href") : link.attr("src") + link.attr("action");
        String next =
            URI.create(path.replace("\"", "%22"))
                .resolve(target)
                .toString()
                .replaceFirst("#.*", "");
        assertThat(next).as("a link of " + path).startsWith("/");
        if (known.add(next)) {
          open.add(next);
        }
      }
    }
    return pages;
  }

  @Test
  @Tag("slow")
  void linksOnlyToWhatIsThere() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("The old quay", SampleMails.first());
    Set<String> broken = new LinkedHashSet<>();
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      Map<String, Document> pages = crawl(site, broken);
      assertThat(broken).isEmpty();
      assertThat(pages).hasSizeGreaterThan(40).containsKeys("/messages/8", "/search/help");
      pages.forEach((path, page) -> {
        assertThat(page.title()).as(path).isNotBlank();
        assertThat(page.select("h1")).as(path).hasSize(1);
        assertThat(page.select("main, header, footer, nav")).as(path).isNotEmpty();
        assertThat(page.select("script, [style], [onclick]")).as(path).isEmpty();
        assertThat(page.select("html").attr("lang")).as(path).isEqualTo("en");
        for (Element anchor : page.select("a[href^=#]")) {
          assertThat(page.getElementById(anchor.attr("href").substring(1))).as(path).isNotNull();
        }
      });
    }
  }

  @Test
  void breaksTheAddressOfANamelessWriterBeforeItsSign() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", List.of(ofText("High."), SampleMails.QUAY));
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      assertThat(site.page("/releases/1"))
          .contains(">a<wbr>@harbour.example</bdi>", ">Ines Albrecht</bdi>");
    }
  }

  @Test
  void saysWhichMailsOfALongThreadItShows() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    List<byte[]> thread = new ArrayList<>();
    for (int i = 0; i < 201; i++) {
      thread.add(
          SampleMails.mail(
              "From: a@harbour.example\nReferences: <tides@harbour.example>\nSubject: Tides\n\n%d.\n"
                  .formatted(i)));
    }
    publication.release("", thread);
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      String path = Jsoup.parse(site.page("/messages/1")).select("[href^=/threads/]").attr("href");
      assertThat(site.page(path)).contains("201 mails, oldest first: 1 to 200.");
      assertThat(site.page(path + "?from=200")).contains("201 mails, oldest first: the last.");
    }
  }

  @Test
  void writesTheNumberOfAMailAsItsAddressHasIt() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", Collections.nCopies(1_001, ofText("High.")));
    publication.release("", List.of(ofText("Low.")));
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      assertThat(site.page("/releases"))
          .contains("1–1001", "<td class=\"n range one\">no. 1002</td>")
          .doesNotContain("1,001</td>");
      assertThat(site.page("/releases/1?from=1001"))
          .contains(
              "<dd>1 to 1001</dd>",
              "Message 1001</caption>",
              "<title>Release 1, message 1001 –",
              "<dd>1,001 mails</dd>");
      assertThat(site.page("/releases/2")).contains("<dt>Messages</dt><dd>no. 1002</dd>");
    }
  }

  /** A title has no markup that could isolate what turns the order of the rest. */
  @Test
  void aTabReadsAsItIsWritten() throws IOException {
    try (SiteUnderTest site = SiteUnderTest.start(directory)) {
      String page = site.page("/search?q=quay%E2%80%AEedit");
      assertThat(Jsoup.parse(page).title()).startsWith("Search: quayedit").doesNotContain("\u202e");
    }
  }

  @Test
  void saysWhereAListOfHitsGoesOn() throws IOException {
    try (SiteUnderTest site = SiteUnderTest.start(directory)) {
      for (String path : List.of("/search?q=tid*", "/people/watch@harbour.example")) {
        Document first = Jsoup.parse(site.page(path));
        assertThat(first.select(".orders").text()).doesNotContain("continued");
        Document second = Jsoup.parse(site.page(first.select("a[rel=next]").attr("href")));
        assertThat(second.select(".orders").text()).contains(" first, continued");
        assertThat(second.title()).contains(", continued – ");
      }
      assertThat(site.page("/search?q=tid*")).contains("<bdi>tid…</bdi></p>");
      assertThat(site.page("/search?q=tide")).contains("<bdi>tide</bdi>.</p>");
    }
  }

  @Test
  void marksInItsMenusWhereAReaderIs() throws IOException {
    try (SiteUnderTest site = SiteUnderTest.start(directory)) {
      Map<String, Integer> links =
          Map.of(
              "/",
              1,
              "/releases",
              1,
              "/about",
              1,
              "/verify",
              2,
              "/search/help",
              1,
              "/withdrawals",
              1,
              "/messages/1",
              0);
      links.forEach((path, count) -> {
        Document page = Jsoup.parse(site.page(path));
        assertThat(page.select("nav a[aria-current=page]").eachAttr("href"))
            .as(path)
            .hasSize(count)
            .allMatch(path::equals);
      });
    }
  }

  @Test
  void staysSmall() throws IOException {
    try (SiteUnderTest site = SiteUnderTest.start(directory)) {
      int stylesheet =
          site.bytes(
                  site.get("/").body().replaceAll("(?s).*href=\"(/assets/site-[^\"]+)\".*", "$1"))
              .body()
              .length;
      for (String path : new String[] {"/", "/messages/1", "/search?q=quay", "/releases/1"}) {
        assertThat(site.bytes(path).body().length + stylesheet).as(path).isLessThan(30_000);
      }
    }
  }

  /** Without a style sheet too, and where a browser sets the text its own way. */
  @Test
  void keepsTheNumberOfAParagraphApartFromItsText() throws IOException {
    try (SiteUnderTest site = SiteUnderTest.start(directory)) {
      assertThat(Jsoup.parse(site.page("/messages/1")).select("article p").eachText())
          .first()
          .isEqualTo("1 Dear Tomas,");
    }
  }

  /** A publication without a description, and in it one mail alone, without a header field. */
  @Test
  void leavesOutWhatHasNothingInIt() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    Files.write(
        directory.resolve("about"), new About("Harbour letters", "", "", "en", "").encode());
    publication.release("", List.of(SampleMails.mail("High water at nine, low at three.\n")));
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      for (String path : List.of("/", "/about", "/releases", "/releases/1", "/messages/1")) {
        Document page = Jsoup.parse(site.page(path));
        assertThat(page.select("nav, ul, ol, dl, table, details, main div"))
            .as(path)
            .isNotEmpty()
            .allMatch(Element::hasText);
        assertThat(page.text()).doesNotContain("All 0 header fields");
      }
    }
  }

  @Test
  void advisesWhereNothingIsFound() throws IOException {
    try (SiteUnderTest site = SiteUnderTest.start(directory)) {
      assertThat(site.page("/search?q=zeppelin"))
          .contains("No mails found", "<p>Try other words, or fewer. <a href=\"/search/help\">");
    }
  }

  @Test
  void saysThatADateIsToCome() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    String mail = "From: a@harbour.example\nDate: %s\nSubject: Tides\n\nHigh.\n";
    publication.release(
        "",
        List.of(
            SampleMails.mail(mail.formatted("Thu, 1 Jan 2026 09:00:00 +0000")),
            SampleMails.mail(mail.formatted("Mon, 4 Jan 2044 14:48:00 -0800"))));
    try (SiteUnderTest site =
        SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0))) {
      String sentence = "The mail’s date is later than its release: it cannot be true.";
      assertThat(site.get("/messages/1").body()).doesNotContain(sentence);
      assertThat(site.get("/messages/2").body()).contains("4 January 2044", sentence);
    }
  }

  @Test
  void saysThatAPreviewIsNotPublished() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", SampleMails.first());
    SiteOptions options = SiteOptions.of(directory).withPort(0).withPreview(true);
    try (SiteUnderTest site = SiteUnderTest.start(publication, options)) {
      assertThat(site.get("/messages/1").body()).contains("This is not published");
      assertThat(Jsoup.parse(site.page("/")).select("header > .preview")).hasSize(1);
    }
  }

  @Test
  void showsANewReleaseWithoutARestart() throws Exception {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", SampleMails.first());
    SiteOptions options =
        SiteOptions.of(directory).withPort(0).withRefresh(java.time.Duration.ofMillis(50));
    try (SiteUnderTest site = SiteUnderTest.start(publication, options)) {
      assertThat(site.get("/messages/16").statusCode()).isEqualTo(404);
      assertThat(site.get("/releases").body()).doesNotContain("Release 2");
      publication.release("", SampleMails.second());
      while (site.get("/messages/16").statusCode() == 404) {
        Thread.sleep(20);
      }
      while (!site.get("/releases").body().contains("Release 2")) {
        Thread.sleep(20);
      }
      assertThat(site.get("/messages/16").statusCode()).isEqualTo(200);
    }
  }
}
