package broadside.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.Keys;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  /** The text of C2SP tlog-checkpoint's example. */
  private static final String EXAMPLE =
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

  private static void refuses(String text) {
    assertThatExceptionOfType(FormatException.class)
        .as(text)
        .isThrownBy(() -> Checkpoint.parse(text));
  }

  @Test
  void parsesTheSpecificationsExample() throws FormatException {
    Checkpoint checkpoint = Checkpoint.parse(EXAMPLE);
    assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(checkpoint.size()).isEqualTo(20_852_163);
    assertThat(HexFormat.of().formatHex(checkpoint.root()))
        .isEqualTo("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
    assertThat(checkpoint.print()).isEqualTo(EXAMPLE);
    assertThat(checkpoint).isEqualTo(Checkpoint.parse(EXAMPLE));
  }

  @Test
  void refusesWhatIsNoCheckpoint() {
    refuses("");
    refuses(EXAMPLE.strip());
    refuses(EXAMPLE + "extension\n");
    refuses(EXAMPLE + "\n");
    refuses("\n" + EXAMPLE);
    for (String size :
        new String[] {"", "-1", "+1", "020852163", "0x1", "1 ", "1000000000000000000", "٣"}) {
      refuses(EXAMPLE.replace("20852163", size));
    }
    refuses(EXAMPLE.replace("q2I=", "q2J=")); // stray bits
    refuses(EXAMPLE.replace("q2I=", "q2I"));
    refuses(EXAMPLE.replace("q2I=", ""));
    refuses(EXAMPLE.replace("CsUY", "AAAACsUY"));
    refuses(EXAMPLE.replace("example.com/", "example com/"));
    refuses(EXAMPLE.replace("example.com/", "a+"));
  }

  @Test
  void isOfTheLogThatSignedItAndBearsItsName() throws FormatException {
    SigningKey log = Keys.note("example.com/behind-the-sofa");
    SigningKey other = Keys.note("example.com/other");
    SignedNote note = new SignedNote(EXAMPLE, List.of(other.sign(EXAMPLE), log.sign(EXAMPLE)));
    assertThat(Checkpoint.of(note, log.verifier())).isEqualTo(Checkpoint.parse(EXAMPLE));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Checkpoint.of(note, other.verifier()))
        .withMessageContaining("not of example.com/other");
    SignedNote others = new SignedNote(EXAMPLE, List.of(other.sign(EXAMPLE)));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Checkpoint.of(others, log.verifier()));
    SigningKey impostor = Keys.key(log.verifier().name(), KeyType.NOTE, "impostor");
    SignedNote forged = new SignedNote(EXAMPLE, List.of(impostor.sign(EXAMPLE)));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Checkpoint.of(forged, log.verifier()));
  }

  @Test
  void isNeverMadeOfWhatWouldNotParse() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("", 1, new byte[32]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("a b", 1, new byte[32]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("a", -1, new byte[32]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint("a", 1, new byte[31]));
  }
}
