package broadside.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.Corpora;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The signed mails of three other verifiers' tests. */
class DkimCorpusTest {

  @Test
  void givesEachMailItsVerdicts() throws IOException {
    Map<String, byte[]> files = Corpora.files("dkim.tar.gz", name -> true);
    String keys = new String(files.get("keys.json"), StandardCharsets.UTF_8);
    List<String> found = new ArrayList<>();
    files.forEach((name, mail) -> {
      if (name.endsWith(".eml")) {
        KnownKeys known = KnownKeys.ofCorpus(keys, name.substring(0, name.indexOf('/')));
        found.add(name + verdicts(new Authenticator(known).authenticate(mail)));
      }
    });
    assertThat(String.join("\n", found)).isEqualTo("");
  }

  private static String verdicts(Authentication authentication) {
    StringBuilder line = new StringBuilder();
    for (SignatureResult result : authentication.results()) {
      line.append(' ').append(result.verdict().word());
      if (!result.weaknesses().isEmpty()) line.append(result.weaknesses());
      line.append("[" + result.detail() + "]");
    }
    return line.toString();
  }
}
