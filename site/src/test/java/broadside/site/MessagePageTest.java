package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagePageTest {
  private static final String HEAD =
      "From: Lighthouse <keeper@harbour.example>\nDate: Mon, 2 Mar 2020 09:00:00 +0000\n";

  private static final String FRENCH =
      "Nous avons bien reçu votre lettre du mois dernier et nous vous remercions de votre"
          + " patience. Les travaux commenceront au printemps.";

  private static final String GERMAN =
      "Wir haben Ihren Brief bekommen und danken Ihnen für die Geduld. Die Arbeiten am Kai beginnen"
          + " erst im Frühjahr, weil das Holz noch nicht da ist.";

  @TempDir Path directory;

  private SiteUnderTest site(byte[]... mails) throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", List.of(mails));
    return SiteUnderTest.start(publication, SiteOptions.of(directory).withPort(0));
  }

  private static byte[] mail(String fields, String text) {
    return SampleMails.mail(HEAD + fields + "\n\n" + text + "\n");
  }

  @Test
  void saysInWhichLanguageAMailIsWritten() throws IOException {
    byte[] digest =
        mail(
            "Subject: Two\nContent-Type: multipart/mixed; boundary=b",
            """
            --b
            Content-Type: text/plain; charset=utf-8

            Here is what they wrote to us, and what we should answer in the spring.
            --b
            Content-Type: message/rfc822

            Subject: Brief
            Content-Type: text/plain; charset=utf-8

            %s
            --b--
            """
                .formatted(GERMAN));
    try (SiteUnderTest site =
        site(
            mail("Subject: Quai\nContent-Type: text/plain; charset=utf-8", FRENCH),
            mail("Subject: Quai\nContent-Type: text/html; charset=utf-8", "<p>" + FRENCH),
            digest,
            mail("Subject: Short", "Yes."))) {
      assertThat(site.page("/messages/1")).contains("aria-label=\"Text of the mail\" lang=\"fr\"");
      assertThat(site.page("/messages/2/html")).contains("<div lang=\"fr\">");
      Document nested = Jsoup.parse(site.page("/messages/3"));
      assertThat(nested.select("article").attr("lang")).isEqualTo("en");
      assertThat(nested.select("section.nested .letter").attr("lang")).isEqualTo("de");
      assertThat(site.page("/messages/4")).contains("aria-label=\"Text of the mail\" lang=\"en\"");
    }
  }

  @Test
  void tellsEachPageByItsTitle() throws IOException {
    byte[] answer = mail("Subject: Re: Tides\nReferences: <a@x>", "High.");
    String subject = "The tides of the northern harbour ".repeat(9).strip();
    try (SiteUnderTest site = site(answer, answer, mail("Subject: " + subject, "Low."))) {
      assertThat(title(site, "/messages/1")).isEqualTo("Re: Tides (message 1) – Harbour letters");
      assertThat(title(site, "/messages/2")).isEqualTo("Re: Tides (message 2) – Harbour letters");
      assertThat(title(site, "/messages/3"))
          .startsWith("The tides of the northern harbour")
          .hasSizeLessThan(160)
          .endsWith("… (message 3) – Harbour letters");
      Document page = Jsoup.parse(site.page("/messages/3"));
      assertThat(page.select("h1.long").text()).isEqualTo(subject);
      String thread =
          Jsoup.parse(site.page("/messages/1")).select("[href^=/threads/]").attr("href");
      assertThat(title(site, thread)).isEqualTo("Thread: Tides – Harbour letters");
      assertThat(title(site, "/search?q=tides")).isEqualTo("Search: tides – Harbour letters");
      assertThat(title(site, "/search?q=")).isEqualTo("Search – Harbour letters");
      assertThat(title(site, "/releases/1")).isEqualTo("Release 1 – Harbour letters");
      assertThat(title(site, "/releases/1?from=2"))
          .isEqualTo("Release 1, messages 2 to 3 – Harbour letters");
    }
  }

  @Test
  void tellsThePageOfItsHtmlByItsTitle() throws IOException {
    try (SiteUnderTest site = site(SampleMails.NEWSLETTER)) {
      assertThat(title(site, "/messages/1")).endsWith("our new café (message 1) – Harbour letters");
      assertThat(title(site, "/messages/1?view=html"))
          .endsWith("our new café (message 1), HTML – Harbour letters");
    }
  }

  private static String title(SiteUnderTest site, String path) {
    return Jsoup.parse(site.page(path)).title();
  }

  /** Anybody can call themselves what they like. */
  @Test
  void showsTheAddressBesideTheNameOfItsWriter() throws IOException {
    byte[] mail =
        SampleMails.mail(
            """
            From: "desk@town.example" <stranger@elsewhere.example>
            Sender: robot@lists.example
            To: Keeper <keeper@harbour.example>
            Subject: Keys

            Send them to me.
            """);
    try (SiteUnderTest site = site(mail)) {
      Document page = Jsoup.parse(site.page("/messages/1"));
      assertThat(page.select("dl.facts dd").eachText())
          .contains(
              "desk@town.example stranger@elsewhere.example", "robot@lists.example", "Keeper");
    }
  }

  @Test
  void showsTheTextWhereHtmlIsAskedForAndThereIsNone() throws IOException {
    try (SiteUnderTest site = site(mail("Subject: Tides", "High water at nine."))) {
      assertThat(site.page("/messages/1?view=html"))
          .contains("High water at nine.")
          .doesNotContain("This mail has no text", "<iframe");
    }
  }

  @Test
  void saysOnceWhatIsMissing() throws IOException {
    try (SiteUnderTest site = site(SampleMails.mail("From: a@harbour.example\n\nHigh.\n"))) {
      assertThat(site.page("/messages/1"))
          .contains(
              "<li>It has no Message-ID.</li>", "<li>It does not say when it was written.</li>");
    }
  }

  @Test
  void breaksACitedAddressBeforeItsPathOnly() throws IOException {
    try (SiteUnderTest site = site(mail("Subject: Tides", "High."))) {
      Document page = Jsoup.parse(site.page("/messages/1"));
      assertThat(page.select("p.cite").html()).contains("<wbr>/messages/1");
      assertThat(page.select("p.cite").text()).contains(site.at("/messages/1").toString());
    }
  }
}
