package broadside.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.dkim.Verdict;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mutations of what is refused at once would lead nowhere. */
class SeedsTest {

  @Test
  void signedMailsBeginWithSignaturesThatHold() {
    List<byte[]> seeds = new SignatureTarget().seeds();
    for (byte[] signed : seeds.subList(0, 3)) {
      assertThat(SignatureTarget.authenticate(signed).results())
          .isNotEmpty()
          .allMatch(result -> result.verdict() == Verdict.PASS);
    }
  }

  @Test
  void everyGrammarReadsASeed() throws IOException {
    List<byte[]> seeds = new SignedTextTarget().seeds();
    List<SignedTextTarget.Grammar> grammars = SignedTextTarget.GRAMMARS;
    for (int i = 0; i < grammars.size(); i++) {
      SignedTextTarget.Grammar grammar = grammars.get(i);
      assertThat(seeds).as("grammar %d", i).anyMatch(seed -> reads(grammar, seed));
    }
  }

  private static boolean reads(SignedTextTarget.Grammar grammar, byte[] seed) {
    try {
      return grammar.printed(seed).length > 0;
    } catch (FormatException refused) {
      return false;
    }
  }
}
