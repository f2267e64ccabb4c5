package broadside.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import broadside.mail.message.Corpora;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with dkimpy, where it is installed ({@code apt-get install python3-dkim}). */
@Tag("slow")
class IndependentVerifierTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** It refuses mails with a blank before a colon. */
  private static final String HEADER = DkimRoundTripTest.HEADER.replace(" :", ":");

  /** Where it differs and why: docs/formats/dkim.md. */
  private static final Map<String, String> DISAGREEMENTS =
      Map.of(
          "mail-dkim/badkey_10.eml 0", "does not know t=s",
          "mail-dkim/good_83176.eml 0", "refuses a list of q=",
          "mail-dkim/goodkey_2.eml 0", "takes a list in s= for one word",
          "mail-dkim/good_qp_2.eml 0", "does not decode i=",
          "mail-dkim/good_qp_3.eml 0", "does not decode i=",
          "mail-dkim/ignore_7.eml 0", "compares x= with its own clock");

  /**
   * Reads lines of a name, a kind, and base64 of a mail; prints the name and whether it holds. Keys
   * come from a file of names and base64 of records. A short key is no failure here.
   */
  private static final String PROGRAM =
      """
      import base64, sys, dkim
      keys = {}
      for line in open(sys.argv[1]):
          source, name, record = line.rstrip("\\n").split(" ")
          keys[source, name] = base64.b64decode(record)
      for line in open(sys.argv[2]):
          source, name, index, data = line.rstrip("\\n").split(" ")
          mail = base64.b64decode(data)
          txt = lambda n, timeout=5: keys.get((source, n.decode().rstrip(".")))
          try:
              if index == "arc":
                  holds = dkim.arc_verify(mail, dnsfunc=txt, minkey=512)[0] == b"pass"
              else:
                  holds = dkim.DKIM(mail, minkey=512).verify(idx=int(index), dnsfunc=txt)
          except Exception as e:
              print(name, index, repr(e), file=sys.stderr)
              holds = False
          print(name, index, bool(holds))
      """;

  @TempDir private Path folder = Path.of("");
  private final List<String> mails = new ArrayList<>();
  private final List<String> records = new ArrayList<>();
  private final Map<String, Boolean> ours = new TreeMap<>();

  @Test
  void agreesOnTheCorpusButForTheListedMails() throws IOException, InterruptedException {
    Map<String, byte[]> files = Corpora.files("dkim.tar.gz", name -> true);
    String json = new String(files.get("keys.json"), StandardCharsets.UTF_8);
    for (String source : List.of("MimeKit", "go-msgauth", "mail-dkim")) {
      KnownKeys keys = KnownKeys.ofCorpus(json, source);
      add(source, keys);
      files.forEach((name, mail) -> {
        if (name.startsWith(source)) {
          add(source, name, mail, keys);
        }
      });
    }
    assertThat(mails.size()).isGreaterThan(60);
    assertThat(disagreeing()).containsExactlyElementsOf(new TreeSet<>(DISAGREEMENTS.keySet()));
  }

  @Test
  void agreesOnWhatThePlainSignerMade()
      throws IOException, InterruptedException, GeneralSecurityException {
    KnownKeys keys = new KnownKeys();
    List<Signer> signers = DkimRoundTripTest.signers().toList();
    int number = 0;
    for (Signer signer : signers) {
      Signer own = signer.at("example.org", "s" + number).forms(signer.forms);
      keys.with(own.keyName(), own.record());
      for (String body : List.of("", "\r\n\r\n", "a  b \r\n\r\n", " \r\n.\r\nx", "From\r\n")) {
        String mail = HEADER + "\r\n" + body;
        String signed =
            own.more("l=2; ").sign(own.more("").sign(mail) + (body.isEmpty() ? "\r\n" : ""));
        add("own", "dkim" + number++, Signer.bytes(signed), keys);
        add("own", "bad" + number++, Signer.bytes(signed.replace("Bob", "bob")), keys);
      }
    }
    Signer first = signers.get(9);
    Signer second = Signer.rsa().at("second.example", "s");
    keys.with(first.keyName(), first.record()).with(second.keyName(), second.record());
    String mail = HEADER + "\r\nHello.\r\n";
    String sealed = second.seal(first.seal(mail, 1, "none"), 2, "pass");
    for (String one :
        List.of(
            first.seal(mail, 1, "none"),
            sealed,
            sealed.replace("Hello", "Bye"),
            sealed.replace("Bob", "bob"),
            sealed.replace("example.org; none", "example.org; some"),
            second.seal(first.seal(mail, 1, "none"), 2, "fail"),
            second.seal(first.seal(mail, 1, "none"), 3, "pass"))) {
      add("own", "arc" + number++, Signer.bytes(one), keys);
    }
    add("own", keys);
    assertThat(ours.values()).contains(true, false);
    assertThat(disagreeing()).isEmpty();
  }

  private void add(String source, KnownKeys keys) {
    keys.all()
        .forEach((name, all) -> {
          if (!all.isEmpty()) {
            records.add(source + " " + name + " " + base64(Signer.bytes(all.getFirst().record())));
          }
        });
  }

  private void add(String source, String name, byte[] mail, KnownKeys keys) {
    List<SignatureResult> results = new Authenticator(keys).authenticate(mail).results();
    for (int i = 0; i < results.size(); i++) {
      SignatureResult result = results.get(i);
      // It takes no drafts, and that is no news.
      if (!result.weaknesses().contains(Weakness.DRAFT)) {
        String index = result.arc() > 0 ? "arc" : "" + i;
        mails.add(source + " " + name + " " + index + " " + base64(mail));
        ours.put(
            name + " " + index,
            result.verdict() == Verdict.PASS || result.verdict() == Verdict.WEAK);
      }
    }
  }

  /** The signatures that it finds otherwise. */
  private SortedSet<String> disagreeing() throws IOException, InterruptedException {
    Files.write(folder.resolve("keys"), records);
    Files.write(folder.resolve("mails"), mails);
    Process process =
        new ProcessBuilder(
                PYTHON.toString(),
                "-c",
                PROGRAM,
                folder.resolve("keys").toString(),
                folder.resolve("mails").toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    String errors = Files.readString(folder.resolve("errors"));
    assumeTrue(
        !errors.contains("No module named 'dkim'"), "skipped: python3-dkim is not installed");
    assertThat(status).as(errors).isZero();
    SortedSet<String> disagreeing = new TreeSet<>();
    for (String line : out.lines().toList()) {
      int space = line.lastIndexOf(' ');
      String name = line.substring(0, space);
      if (ours.get(name) != Boolean.parseBoolean(line.substring(space + 1))) {
        disagreeing.add(name);
      }
    }
    assertThat(out.lines().count()).isEqualTo(mails.size());
    return disagreeing;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
