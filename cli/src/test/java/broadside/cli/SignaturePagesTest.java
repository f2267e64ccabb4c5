package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.cli.SignedSample.Said;
import broadside.mail.html.ValidHtml;
import broadside.proof.text.SignedText;
import broadside.site.Site;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages of mails say of their signatures. */
@Tag("slow")
class SignaturePagesTest {
  private static List<Said> mails;
  private static Site atOnce;
  private static Site later;

  @TempDir private Path scratch;

  @BeforeAll
  static void serve() throws IOException {
    SignedSample sample = SignedSample.get();
    mails = sample.mails;
    atOnce = Served.serve(sample.atOnce);
    later = Served.serve(sample.later);
  }

  @AfterAll
  static void close() throws IOException {
    atOnce.close();
    later.close();
  }

  /** The single cases of examples/README.md, each with its day, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "Meeting of Friday, my note of it | 2018-03-23 | A signature in the name of oskport.example was made over another text than this.",
        "RE: Variation order 11 | 2018-04-10 | A signature in the name of oskport.example was made over another text than this.",
        "What I should have liked to ask | 2019-12-20 | was made over another text than this.",
        "Re: The aunt | 2019-12-09 | was made over another text than this.",
        "RE: Insurance | 2018-09-27 | A signature in the name of oskport.example does not hold",
        "Christmas rota | 2018-12-10 | A signature in the name of oskport.example does not hold: ",
        "Re: your pass | 2018-08-21 | bytes of the text, but this proves less: more text follows than was signed.",
        "Bollard 18C | 2018-05-02 | but this proves less: From, Subject or Date is there twice, and not all of them were signed.",
        "Re: Lunch | 2018-04-12 | but this proves less: From, Subject or Date was not signed.",
        "Re: pile K3 | 2018-03-06 | but this proves less: the domain says that it was only testing.",
        "Re: Feux éteints ? | 2018-08-08 | but this proves less: it had expired when the mail arrived.",
        "Sunday | 2018-12-03 | A key of oskport.example signed From, To, Date, Subject and the text, but that key is publicly known: anybody could have done so.",
        "Re: grout | 2019-10-14 | , whose key nobody has looked up.",
        "Re: Inquiry into Lantern Quay | 2019-04-02 | A signature in the name of oskport.example cannot be checked",
        "Orders for the 14th | 2019-12-12 | oskport.example’s key signed From, To, Cc, Date, Subject and the text. It holds once the marks that mail folders put before lines with “From ” are taken off.",
        "P7 again | 2019-11-04 | ’s key signed From, To",
        "Re: [northquay] saturday | 2019-12-14 | tidings.example passed this mail on and sealed it: the chain of 2 forwarders (ARC) holds.",
        "Re: [northquay] saturday | 2019-12-14 | lists.northquay.example passed this mail on and sealed it; the text was changed after that."
      })
  void eachCaseOfTheSampleIsSaidInWords(String subject, String day, String sentence)
      throws Exception {
    List<Long> numbers =
        mails.stream()
            .filter(mail -> mail.subject().startsWith(subject) && mail.date().startsWith(day))
            .map(Said::number)
            .toList();
    int said = 0;
    for (long number : numbers) {
      Document first = page(atOnce, number);
      Document second = page(later, number);
      Element one = first.selectFirst("dt:containsOwn(Signature) + dd");
      if (one == null || !signatures(first).contains(sentence)) {
        continue;
      }
      assertThat(second.selectFirst("dt:containsOwn(Signature) + dd").text()).isEqualTo(one.text());
      assertThat(signatures(second).replaceAll(" The editors said so on .* before\\.", ""))
          .isEqualTo(signatures(first));
      said++;
    }
    assertThat(said).as("%s, one of %s", subject, numbers).isPositive();
  }

  @Test
  void aChainThatHoldsIsSaidBeforeASignatureThatDoesNot() throws Exception {
    Said mail = byId("201912142255.A1C4DC09@tidings.example");
    Document page = page(atOnce, mail.number());
    assertThat(page.selectFirst("dt:containsOwn(Signature) + dd").text())
        .startsWith("tidings.example passed this mail on and sealed it");
    assertThat(signatures(page))
        .contains("was made over another text than this", "Set 1", "Set 2", " says what it saw: ");
  }

  @Test
  void thePageNamesWhatIsCoveredAndWhoseWordTheKeyIs() throws Exception {
    Document page = page(atOnce, first("Orders for the 14th").number());
    Element facts = page.selectFirst("#signatures ~ dl");
    assertThat(facts.select("dt").eachText())
        .containsExactly("Covers", "Does not cover", "Signed", "Key");
    assertThat(facts.select("dd").eachText())
        .satisfiesExactly(
            covers -> assertThat(covers).startsWith("From, To, Cc, Subject, Date, Message-ID"),
            not -> assertThat(not).isEqualTo("Received, X-Mailer"),
            signed -> assertThat(signed).isEqualTo("12 December 2019, 08:00 (UTC)"),
            key ->
                assertThat(key)
                    .isEqualTo(
                        "2019._domainkey.oskport.example, as recorded by the publisher: from a file of"
                            + " keys, 7 January 2019"));
    assertThat(signatures(page))
        .contains(
            "not who typed it, not when, and not that this collection is complete",
            "One that fails proves nothing")
        .doesNotContain("The editors said so on");
    assertThat(page.select("a[href=/verify#signatures]")).isNotEmpty();
    assertThat(Served.get(atOnce, "/verify").body()).contains("id=\"signatures\"");
  }

  @Test
  void aLaterVerdictSaysWhenItCame() throws Exception {
    assertThat(signatures(page(later, first("Orders for the 14th").number())))
        .containsPattern(
            "The editors said so on [1-9][0-9]? [A-Z][a-z]+ 20\\d\\d, after the release; the manifest keeps what"
                + " it said before\\.");
    assertThat(signatures(page(later, first("Re: grout").number())))
        .doesNotContain("The editors said so on");
  }

  @Test
  void anUnsignedMailSaysSoAndNothingElse() throws Exception {
    Said mail =
        mails.stream()
            .filter(m -> m.subject().equals("RE: My statement to the Inquiry"))
            .filter(m -> m.date().startsWith("2019-06-07") && m.line().isEmpty())
            .findFirst()
            .orElseThrow();
    for (Site site : new Site[] {atOnce, later}) {
      Document page = page(site, mail.number());
      assertThat(page.text()).contains("No domain signed this mail (DKIM)");
      assertThat(page.select("#signatures, dt:containsOwn(Signature)")).isEmpty();
    }
  }

  @Test
  void everyPageOfASignedMailIsValidAndSmall() throws Exception {
    for (Said mail : mails) {
      if (mail.line().isEmpty() || mail.number() % 9 != 0) {
        continue;
      }
      for (Site site : new Site[] {atOnce, later}) {
        String html = html(site, mail.number());
        ValidHtml.check("/messages/" + mail.number(), html);
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(30_000);
      }
    }
    ValidHtml.check("/releases/1", Served.get(later, "/releases/1").body());
    ValidHtml.check("/verify", Served.get(later, "/verify").body());
    ValidHtml.check("/search", Served.get(later, "/search?q=dkim%3Aarc").body());
  }

  @Test
  void aMailThatIsRedactedBeforeItsReleaseIsTheEditorsWordAlone() throws Exception {
    Path pub = found("Orders for the 14th");
    redact(pub, id(), "Orders");
    run("release", pub);
    attested(pub, "oskport.example: it holds");
  }

  @Test
  void aMailThatIsRedactedSinceIsTheEditorsWordAlone() throws Exception {
    Path pub = found("Orders for the 14th");
    run("release", pub);
    redact(pub, 1, "Orders");
    attested(pub, "oskport.example: it holds");
    redact(pub, 1, "oskport.example");
    attested(pub, "oskport.example: it holds"); // the manifest stays
  }

  @Test
  void aDomainThatWasTakenOutDoesNotComeBackThroughItsSignature() throws Exception {
    Path pub = found("Orders for the 14th");
    redact(pub, id(), "oskport.example");
    run("release", pub);
    attested(pub, "somebody: it holds");
    assertThat(Files.readString(pub.resolve("public/releases/1/manifest")))
        .contains("\"verdict\":\"pass\"")
        .doesNotContain("oskport");
    assertThat(Files.readString(pub.resolve("public/releases/1/keys"))).doesNotContain("oskport");
  }

  /** A signature of the whole mail over what is left would be told as one that fails. */
  private void attested(Path pub, String said) throws Exception {
    try (Site site = Served.serve(pub)) {
      Document page = page(site, 1);
      assertThat(page.text()).contains("[redacted]");
      assertThat(signatures(page))
          .contains(
              "Of the whole mail, before parts were taken out, the editors say of the signature of "
                  + said
                  + ". Nobody else can check that.")
          .doesNotContain("another text than this", "Covers", "as recorded by the publisher");
      ValidHtml.check("/messages/1", html(site, 1));
    }
    assertThat(run("verify", pub, "--dkim").out())
        .contains("of 1 mail with parts removed only the editors can say what they were worth");
    run("check", pub);
  }

  @Test
  void aMailThatIsWithheldOrTakenBackSaysNothing() throws Exception {
    Path pub = found("Orders for the 14th", "Bollard 18C");
    run("withhold", pub, id(), "--reason", "personal-data");
    run("release", pub);
    run("withdraw", pub, 1, "--reason", "personal-data");
    try (Site site = Served.serve(pub)) {
      for (int number = 1; number <= 2; number++) {
        HttpResponse<String> answer = Served.get(site, "/messages/" + number);
        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(answer.body()).doesNotContain("oskport", "ignature");
      }
      assertThat(Served.get(site, "/search?q=dkim%3Aoskport.example").body())
          .contains("No mails found");
      assertThat(Served.get(site, "/releases/1").body()).doesNotContain("a signature that holds");
    }
    assertThat(run("verify", pub, "--dkim").out()).contains("0 signatures on 0 of 0 mails");
  }

  @Test
  void whatAMailWritesIntoItsSignaturesIsShownAsText() throws Exception {
    Document page =
        hostile(
            """
            ARC-Seal: i=1; a=rsa-sha256; cv=none; d=osk.example; s=k; t=1; b=AAAA; z=<script>alert('seal')</script>
            ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=osk.example; s=k;
             h=from:subject:<script>; bh=%s; b=AAAA
            ARC-Authentication-Results: i=1; <script>alert('arc')</script>; spf=pass
             </dd></dl><img src=x onerror=alert('results')> \u0007
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d="><script>alert('d')</script>;
             s=k; h=from:subject; bh=%s; b=AAAA
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=osk.example; s=<b>s</b>;
             t=31556889864403199; x=999999999999999999; h=from:subject:<script>alert('h')</script>;
             bh=%s; b=AAAA
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=osk.example; s=k;
             t=31556889864403199; x=31556889864403199; h=from:subject:<script>alert(1)</script>;
             bh=%s; b=AAAA
            DKIM-Signature: <script>alert('tags')</script>
            <script>alert(1)</script>: a name of a field
            <img/src=x/onerror=alert(2)>: another
            """
                .formatted(HASH, HASH, HASH, HASH));
    assertThat(page.select("script, img, b, [onerror]")).isEmpty();
    assertThat(signatures(page))
        .contains(
            "<img/src=x/onerror=alert(2)>",
            "<script>alert('arc')</script>; spf=pass",
            "in the name of somebody does not hold")
        .doesNotContain("31556889864403199");
  }

  @Test
  void aBrokenChainSaysWhyAndNamesNobody() throws Exception {
    Document page =
        hostile(
            """
            ARC-Seal: i=1; a=rsa-sha256; cv=none; d=<script>alert('seal')</script>; s=k; b=AAAA
            ARC-Authentication-Results: i=1; <script>alert('arc')</script>
            """);
    assertThat(page.select("script")).isEmpty();
    assertThat(signatures(page))
        .contains(
            "The chain of one forwarder (ARC) that ends with somebody does not hold: an ARC set"
                + " cannot be read: d= is missing or not a domain name.");
  }

  @Test
  void ofTwentySignaturesSixteenAreTold() throws Exception {
    StringBuilder fields = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      fields.append(
          "DKIM-Signature: v=1; a=rsa-sha256; d=d%d.example; s=k; h=from:subject; bh=%s; b=AAAA\n"
              .formatted(i, HASH));
    }
    Document page = hostile(fields.toString());
    assertThat(page.select("#signatures ~ dl")).hasSize(16);
    assertThat(signatures(page))
        .contains("in the name of d1.example", "in the name of d16.example")
        .contains("Not all was looked at: 20 signatures; the first 16 were looked at.")
        .doesNotContain("in the name of d17.example");
    assertThat(page.outerHtml().length()).isLessThan(30_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 400})
  void manyLongNamesOfFieldsKeepThePageBounded(int signatures) throws Exception {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < signatures; i++) {
      fields.append(
          "DKIM-Signature: v=1; a=rsa-sha256; d=d.example; s=k; h=from; bh=%s; b=AAAA\n"
              .formatted(HASH));
    }
    for (int i = 0; i < 2_000; i++) {
      fields.append("X-").append(i).append("<".repeat(60)).append(": x\n");
    }
    Document page = hostile(fields.toString());
    assertThat(signatures(page).length()).isLessThan(16 * 200 * 90);
  }

  /** The hash of the body that {@link #hostile} writes would be another. */
  private static final String HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  private Document hostile(String fields) throws Exception {
    Path folder = Files.createDirectory(scratch.resolve("hostile"));
    Files.writeString(
        folder.resolve("1.eml"),
        "From: <ann@osk.example>\nTo: <bob@osk.example>\nDate: Mon, 01 Jun 2015 12:00:00 +0000\n"
            + "Subject: Tides\nMessage-ID: <1@osk.example>\n"
            + fields
            + "\nHigh.\n");
    Path pub = scratch.resolve("pub");
    run("publish", folder, "--into", pub, "--dkim-keys", SignedSample.KEYS);
    run("verify", pub, "--dkim");
    try (Site site = Served.serve(pub)) {
      ValidHtml.check("/messages/1", html(site, 1));
      return page(site, 1);
    }
  }

  /** A publication with mails of the sample that wait. */
  private Path found(String... subjects) throws IOException {
    Path pub = scratch.resolve("pub");
    Path folder = Files.createDirectory(scratch.resolve("mails"));
    int name = 0;
    for (String subject : subjects) {
      Files.write(folder.resolve(++name + ".eml"), SignedSample.eml(subject));
    }
    run("init", pub, "--title", "Port");
    run("add", pub, folder, "--dkim-keys", SignedSample.KEYS);
    return pub;
  }

  private static void redact(Path pub, Object mail, String words) {
    run("redact", pub, mail, "--remove", words, "--reason", "personal-data");
  }

  /** The intake id of the first mail. */
  private String id() throws IOException {
    byte[] mail = Files.readAllBytes(scratch.resolve("mails/1.eml"));
    return SignedText.sha256Hex(mail).substring(0, 12);
  }

  private static Said byId(String id) {
    return mails.stream().filter(mail -> mail.id().equals(id)).findFirst().orElseThrow();
  }

  private static Said first(String subject) {
    return mails.stream().filter(mail -> mail.subject().equals(subject)).findFirst().orElseThrow();
  }

  private static Command run(Object... args) {
    Command run = Command.run(args);
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    return run;
  }

  private static String html(Site site, long number) throws Exception {
    HttpResponse<String> answer = Served.get(site, "/messages/" + number);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static Document page(Site site, long number) throws Exception {
    return Jsoup.parse(html(site, number));
  }

  /** The part of a page that is about signatures, as a reader sees it. */
  private static String signatures(Document page) {
    StringBuilder text = new StringBuilder();
    Element one = page.getElementById("signatures");
    while (one != null && !one.id().equals("cite")) {
      text.append(one.text()).append(' ');
      one = one.nextElementSibling();
    }
    return text.toString();
  }
}
