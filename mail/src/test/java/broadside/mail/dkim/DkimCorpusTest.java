package broadside.mail.dkim;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.Corpora;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The signed mails of three other verifiers' tests. */
class DkimCorpusTest {
  private static final String DOMAIN_KEYS = "DomainKeys, RFC 4870: not looked at";
  private static final String GRANULARITY = "g= of RFC 4871, which RFC 6376 took out";
  private static final String FIRST_DRAFT = "a draft without bh=, which hashes otherwise";

  /** Mails whose name expects something else than the verdict: docs/formats/dkim.md. */
  private static final Map<String, String> DISAGREEMENTS =
      Map.ofEntries(
          entry("good_dk_1", DOMAIN_KEYS),
          entry("good_dk_2", DOMAIN_KEYS),
          entry("good_dk_3", DOMAIN_KEYS),
          entry("good_dk_4", DOMAIN_KEYS),
          entry("good_dk_5", DOMAIN_KEYS),
          entry("good_dk_6", DOMAIN_KEYS),
          entry("good_dk_7", DOMAIN_KEYS),
          entry("good_dk_gmail", DOMAIN_KEYS),
          entry("good_dk_yahoo", DOMAIN_KEYS),
          entry("good_ietf00_1", FIRST_DRAFT),
          entry("good_ietf00_2", FIRST_DRAFT),
          entry("good_ietf00_3", FIRST_DRAFT),
          entry("good_ietf00_4", FIRST_DRAFT),
          entry("good_ietf00_5", FIRST_DRAFT),
          entry("badkey_8", GRANULARITY),
          entry("badkey_9", GRANULARITY),
          entry("badkey_12", GRANULARITY),
          entry("badkey_13", GRANULARITY),
          entry("ignore_7", "x= is of 2007, and it arrived in 1997 as it says"));

  @Test
  void givesEachMailItsVerdicts() throws IOException {
    List<String> lines = new ArrayList<>();
    verdicts().forEach((name, verdicts) -> lines.add((name + " " + verdicts).strip()));
    assertThat(String.join("\n", lines) + "\n").isEqualTo(resource("corpus-verdicts.txt"));
  }

  @Test
  void agreesWithTheNamesOfTheMailsButForTheListedOnes() throws IOException {
    TreeSet<String> disagreeing = new TreeSet<>();
    verdicts()
        .forEach((path, verdicts) -> {
          String name = path.replaceAll(".*/|\\.eml", "");
          boolean good = name.matches("(good|goodkey|mine|no_body)_.*");
          boolean bad = name.matches("(bad|badkey|badkey\\d|ignore)_.*");
          boolean holds = verdicts.contains("pass") || verdicts.contains("weak");
          if ((good && !holds) || (bad && holds)) {
            disagreeing.add(name);
          }
        });
    assertThat(disagreeing).containsExactlyElementsOf(new TreeSet<>(DISAGREEMENTS.keySet()));
  }

  private static Map<String, String> verdicts() throws IOException {
    Map<String, byte[]> files = Corpora.files("dkim.tar.gz", name -> true);
    String keys = new String(files.get("keys.json"), StandardCharsets.UTF_8);
    Map<String, String> verdicts = new TreeMap<>();
    files.forEach((name, mail) -> {
      if (name.endsWith(".eml")) {
        KnownKeys known = KnownKeys.ofCorpus(keys, name.substring(0, name.indexOf('/')));
        List<String> words = new ArrayList<>();
        for (SignatureResult result : new Authenticator(known).authenticate(mail).results()) {
          words.add(result.verdict().word());
        }
        verdicts.put(name, String.join(" ", words));
      }
    });
    return verdicts;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(DkimCorpusTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
