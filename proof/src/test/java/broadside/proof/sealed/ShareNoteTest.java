package broadside.proof.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.Mutations;
import broadside.proof.fixture.Publication;
import broadside.proof.fixture.Seal;
import broadside.proof.text.FormatException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShareNoteTest {
  private static final ShareNote NOTE =
      new ShareNote(
          Publication.HASH,
          7,
          "b".repeat(64),
          new Share(3, Secret.of(Group15.Q.subtract(BigInteger.ONE))));

  private static void refuses(String text) {
    assertThatExceptionOfType(FormatException.class)
        .as(text)
        .isThrownBy(() -> ShareNote.parse(text));
  }

  @Test
  void parsesWhatItPrints() throws FormatException {
    assertThat(ShareNote.parse(NOTE.print())).isEqualTo(NOTE);
    ShareNote least =
        new ShareNote(
            Publication.HASH, 1, Publication.HASH, new Share(1, Secret.of(BigInteger.ZERO)));
    assertThat(ShareNote.parse(least.print())).isEqualTo(least);
    assertThat(NOTE.print())
        .startsWith(
            "broadside/v1 share\npublication %s\nnumber 7\nseal %s\nshare 3 7fff"
                .formatted(Publication.HASH, "b".repeat(64)));
  }

  @Test
  void refusesEveryVariation() {
    String text = NOTE.print();
    List<String> lines = text.lines().toList();
    for (String line : lines) {
      refuses(text.replace(line + "\n", ""));
      refuses(text.replace(line, line + "\n" + line));
      refuses(text.replace(line, line + " "));
      refuses(text.replace(line, " " + line));
      refuses(text.replace(line, line + "x"));
      refuses(text.replace(line, line.replaceFirst(" ", "  ")));
      refuses(text.replace(line, line.substring(0, line.length() - 1)));
    }
    refuses(text + "more x\n");
    refuses(text.replace("number 7", "number 0"));
    refuses(text.replace("number 7", "number 07"));
    refuses(text.replace("share 3", "share 0"));
    refuses(text.replace("share 3", "share 33"));
    refuses(text.replace("share 3", "share 03"));
    refuses(text.replace("7fff", "7FFF"));
    refuses(text.replace("7fff", "ffff")); // not below q
    refuses(text.replace("v1 share", "v2 share"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShareNote(Publication.HASH, 0, Publication.HASH, NOTE.share()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShareNote(Publication.HASH, 1, "x", NOTE.share()));
  }

  @Test
  void theLongestNoteFits() {
    ShareNote longest =
        new ShareNote(
            Publication.HASH,
            Integer.MAX_VALUE,
            Publication.HASH,
            new Share(32, NOTE.share().value()));
    int signature = ("— " + "e".repeat(200) + " " + "x".repeat(92) + "\n").length() + 2;
    assertThat(longest.print().length() + 1 + signature).isLessThan(ShareNote.BYTES);
    assertThat(Seal.signed(1, NOTE).length).isLessThan(ShareNote.BYTES);
  }

  @Test
  void neverFailsOtherwiseThanByRefusing() {
    Mutations mutations = new Mutations(5);
    byte[] valid = NOTE.print().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 5_000; i++) {
      String damaged = new String(mutations.mutate(valid), StandardCharsets.UTF_8);
      try {
        assertThat(ShareNote.parse(damaged).print()).isEqualTo(damaged);
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }
}
