package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.cli.SignedSample.Said;
import broadside.proof.release.SignatureVerdict;
import broadside.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said of the signatures of the whole sample, with its keys at hand and without. */
class SignedSampleTest {
  private static final Pattern FOUND = Pattern.compile("([0-9,]+|One) mails? found");
  private static SignedSample sample;
  private static List<Said> mails;

  @BeforeAll
  static void publish() throws IOException {
    sample = SignedSample.get();
    mails = sample.mails;
  }

  @Test
  void everySignatureHasTheVerdictThatTheSamplesListGives() throws IOException {
    Map<String, List<SignatureVerdict>> expected = SignedSample.expected();
    int signed = 0;
    for (Said mail : mails) {
      List<SignatureVerdict> own = expected.getOrDefault(mail.id(), List.of());
      assertThat(mail.line().stream().map(SignedSampleTest::withoutKey))
          .as("%d %s", mail.number(), mail.subject())
          .containsExactlyElementsOf(own);
      signed += own.isEmpty() ? 0 : 1;
    }
    assertThat(signed).isGreaterThan(380);
    assertThat(mails).hasSizeGreaterThan(1_100);
  }

  /** Who vouches for a key stands beside every verdict that rests on one. */
  @Test
  void aVerdictThatRestsOnAKeySaysWhoVouchesForIt() {
    for (Said mail : mails) {
      for (SignatureVerdict said : mail.line()) {
        switch (said.verdict()) {
          case "pass", "weak", "key-public" ->
              assertThat(said.key()).as("%d", mail.number()).isEqualTo("file");
          case "not-looked-up" -> assertThat(said.key()).as("%d", mail.number()).isEmpty();
          default -> assertThat(said.key()).as("%d", mail.number()).isIn("", "file");
        }
      }
    }
  }

  private static SignatureVerdict withoutKey(SignatureVerdict said) {
    return new SignatureVerdict(
        said.verdict(), said.arc(), said.domain(), said.selector(), "", said.undone());
  }

  @Test
  void theManifestSaysOfEveryOtherMailThatItIsUnsigned() throws IOException {
    long unsigned = mails.stream().filter(mail -> mail.line().isEmpty()).count();
    try (Stream<String> lines = Files.lines(sample.atOnce.resolve("public/releases/1/manifest"))) {
      assertThat(lines.filter(line -> line.contains("\"dkim\":[]"))).hasSize((int) unsigned);
    }
  }

  @Test
  void withoutKeysABodyThatWasChangedIsAllThatIsFound() throws IOException {
    for (Said mail : SignedSample.mails(sample.later)) {
      for (SignatureVerdict said : mail.line()) {
        boolean isMalformed = mail.subject().equals("Christmas rota");
        assertThat(said.verdict())
            .as("%d %s", mail.number(), mail.subject())
            .isIn(isMalformed ? List.of("fail-signature") : List.of("not-looked-up", "fail-body"));
        assertThat(said.key()).isEmpty();
      }
    }
  }

  @Test
  void keysThatComeLaterSayTheSame() throws IOException {
    List<Said> later = SignedSample.mails(sample.later);
    assertThat(later).hasSameSizeAs(mails);
    for (int i = 0; i < mails.size(); i++) {
      assertThat(later.get(i).id()).isEqualTo(mails.get(i).id());
      assertThat(later.get(i).now()).as(later.get(i).subject()).isEqualTo(mails.get(i).line());
    }
    assertThat(Command.run("authenticate", sample.later).out()).contains("nothing new");
  }

  @Test
  @Tag("slow")
  void bothHoldAndTheirNumbersAddUp() {
    long signed = count(mail -> !mail.line().isEmpty());
    long signatures = mails.stream().mapToLong(mail -> mail.line().size()).sum();
    for (Path publication : new Path[] {sample.atOnce, sample.later}) {
      Command verified = Command.run("verify", publication, "--dkim");
      assertThat(verified.code()).as(verified.err()).isZero();
      assertThat(verified.out())
          .contains(
              "It holds.",
              "%d signatures on %d of %,d mails were verified again"
                  .formatted(signatures, signed, mails.size()),
              "each verdict is the one that the editors gave");
      assertThat(Command.run("verify", publication).code()).isZero();
      assertThat(Command.run("check", publication).code()).isZero();
      assertThat(Command.run("verify", publication, "--dkim", "--json").out())
          .contains(
              "\"signatures\":" + signatures,
              "\"signedMails\":" + signed,
              "\"attested\":0",
              "\"otherVerdicts\":0");
    }
    assertThat(Command.run("verify", sample.later).out()).contains("3 entries, of which 0 void");
  }

  @Test
  void publishingSaysWhatTheSignaturesAreWorth() {
    assertThat(sample.published.out())
        .contains(
            "signatures (DKIM, ARC): %d of %,d mails are signed; %d hold, %d hold but prove less, "
                .formatted(
                    count(mail -> !mail.line().isEmpty()),
                    mails.size(),
                    count(mail -> has(mail, "pass")),
                    count(mail -> has(mail, "weak"))),
            "1 could be anybody’s",
            "1 has a key that nobody looked up",
            "of 35 the forwarders’ seals hold")
        .contains("harbour-keys.json: 10 keys are new.");
    assertThat(sample.authenticated.out())
        .contains("mails that are not released yet", "%d hold,".formatted(hold("pass")))
        .contains("Published: 1 statement in the log");
  }

  /** A mail whose only seal is a chain is among the signed ones, and what becomes of it is said. */
  @Test
  void chainsAreToldWhateverTheyAreWorth() throws IOException {
    long open =
        SignedSample.mails(sample.later).stream()
            .filter(mail -> hasChain(mail.line(), "not-looked-up"))
            .count();
    assertThat(open).isPositive();
    assertThat(sample.publishedWithout.out())
        .contains(
            "of %d nobody looked up the forwarders’ keys".formatted(open),
            "\"broadside authenticate\" looks them up");
    long chains = count(mail -> mail.line().stream().anyMatch(said -> said.arc() > 0));
    long held = count(mail -> hasChain(mail.line(), "pass") || hasChain(mail.line(), "weak"));
    assertThat(chains).isGreaterThan(held);
    assertThat(sample.published.out())
        .contains(
            "of %d the forwarders’ seals hold, of %d the forwarders’ seals prove nothing"
                .formatted(held, chains - held));
  }

  private static boolean hasChain(List<SignatureVerdict> said, String verdict) {
    return said.stream().anyMatch(one -> one.arc() > 0 && one.verdict().equals(verdict));
  }

  @Test
  @Tag("slow")
  void searchesFindTheSameBothWays() throws Exception {
    try (Site atOnce = Served.serve(sample.atOnce);
        Site later = Served.serve(sample.later)) {
      for (String verdict :
          new String[] {
            "pass", "weak", "key-public", "fail-body", "fail-signature", "no-key", "not-looked-up",
          }) {
        found(atOnce, later, verdict, count(mail -> has(mail, verdict)));
      }
      found(atOnce, later, "fail", count(mail -> has(mail, "fail-body", "fail-signature")));
      found(atOnce, later, "unsigned", count(mail -> mail.line().isEmpty()));
      found(atOnce, later, "arc", count(mail -> chain(mail)));
      for (String domain : new String[] {"oskport.example", "tidings.example"}) {
        found(
            atOnce,
            later,
            domain,
            count(mail -> mail.line().stream().anyMatch(said -> holds(said, domain))));
      }
      found(atOnce, later, "pass+-dkim%3Aoskport.example", hold("pass") - oskport());
      assertThat(signatures(atOnce))
          .isEqualTo(signatures(later))
          .contains(
              "%d mails</a> with a signature that holds</li>".formatted(hold("pass")),
              "35 mails</a> with a chain of forwarders that holds",
              "%d mails</a> without a signature".formatted(count(mail -> mail.line().isEmpty())));
    }
  }

  private static long oskport() {
    return count(mail ->
        has(mail, "pass") && mail.line().stream().anyMatch(said -> holds(said, "oskport.example")));
  }

  private static void found(Site atOnce, Site later, String value, long number) throws Exception {
    for (Site site : new Site[] {atOnce, later}) {
      String page = Served.get(site, "/search?q=dkim%3A" + value).body();
      Matcher found = FOUND.matcher(page);
      assertThat(found.find()).as(page).isTrue();
      String written = found.group(1).equals("One") ? "1" : found.group(1).replace(",", "");
      assertThat(Long.parseLong(written)).as(value).isEqualTo(number);
    }
  }

  /** The part of a release's page that counts signatures. */
  private static String signatures(Site site) throws Exception {
    String page = Served.get(site, "/releases/1").body();
    int from = page.indexOf("<h2 id=\"signatures\">");
    return page.substring(from, page.indexOf("</ul>", from));
  }

  private static long count(Predicate<Said> such) {
    return mails.stream().filter(such).count();
  }

  private static long hold(String verdict) {
    return count(mail -> has(mail, verdict));
  }

  private static boolean has(Said mail, String... verdicts) {
    return mail.line().stream()
        .anyMatch(said -> said.arc() == 0 && List.of(verdicts).contains(said.verdict()));
  }

  private static boolean chain(Said mail) {
    return mail.line().stream().anyMatch(said -> said.arc() > 0 && said.verdict().equals("pass"));
  }

  private static boolean holds(SignatureVerdict said, String domain) {
    return said.arc() == 0
        && said.domain().equals(domain)
        && List.of("pass", "weak").contains(said.verdict());
  }
}
