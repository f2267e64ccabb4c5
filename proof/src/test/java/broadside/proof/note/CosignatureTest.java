package broadside.proof.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import broadside.proof.fixture.Keys;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosignatureTest {
  private static final String CHECKPOINT =
      "log.example/x\n5\n" + SignedText.base64(new byte[32]) + "\n";
  private static final Instant TIME = Instant.ofEpochSecond(1_679_315_147);
  private static final SigningKey ONE = Keys.cosigner("w1.example");
  private static final SigningKey TWO = Keys.cosigner("w2.example");

  private static SignedNote note(NoteSignature... lines) {
    return new SignedNote(CHECKPOINT, List.of(lines));
  }

  private static NoteSignature line(VerifierKey key, byte[] timed) {
    return new NoteSignature(key.name(), key.keyId(), timed);
  }

  /** The lines of C2SP tlog-cosignature, byte by byte. */
  @Test
  void signsTheBytesOfTheSpecification() {
    NoteSignature line = ONE.cosign(CHECKPOINT, TIME);
    assertThat(Arrays.copyOf(line.signature(), 8))
        .isEqualTo(ByteBuffer.allocate(8).putLong(1_679_315_147).array());
    byte[] signed =
        ("cosignature/v1\ntime 1679315147\n" + CHECKPOINT).getBytes(StandardCharsets.UTF_8);
    byte[] signature = Arrays.copyOfRange(line.signature(), 8, 72);
    assertThat(ONE.verifier().verifies(signed, signature)).isTrue();
  }

  @Test
  void namesTheTimeOfEachKnownKey() throws FormatException {
    SignedNote note =
        note(
            Keys.note("log.example/x").sign(CHECKPOINT),
            ONE.cosign(CHECKPOINT, TIME),
            ONE.cosign(CHECKPOINT, TIME.plusSeconds(5)),
            ONE.cosign(CHECKPOINT, TIME.plusSeconds(3)),
            TWO.cosign(CHECKPOINT, Instant.EPOCH));
    assertThat(Cosignature.times(note, List.of(ONE.verifier(), TWO.verifier())))
        .isEqualTo(
            Map.of(
                ONE.verifier().publicKey(),
                TIME.plusSeconds(5),
                TWO.verifier().publicKey(),
                Instant.EPOCH));
    assertThat(Cosignature.times(note, List.of(TWO.verifier()))).hasSize(1);
    assertThat(Cosignature.times(note, List.of())).isEmpty();
  }

  @Test
  @Tag("slow")
  void refusesEveryFlippedBit() {
    byte[] valid = ONE.cosign(CHECKPOINT, TIME).signature();
    for (int bit = 0; bit < Byte.SIZE * valid.length; bit++) {
      byte[] flipped = valid.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      refuses(flipped);
    }
  }

  @Test
  void refusesOtherLengthsAndBareSignatures() {
    byte[] valid = ONE.cosign(CHECKPOINT, TIME).signature();
    refuses(Arrays.copyOf(valid, 71));
    refuses(Arrays.copyOf(valid, 73));
    refuses(Arrays.copyOfRange(valid, 8, 72));
    refuses(TWO.cosign(CHECKPOINT, TIME).signature());
    refuses(ONE.cosign(CHECKPOINT.replace("5", "6"), TIME).signature());
  }

  private static void refuses(byte[] timed) {
    SignedNote note = note(TWO.cosign(CHECKPOINT, TIME), line(ONE.verifier(), timed));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Cosignature.times(note, List.of(ONE.verifier(), TWO.verifier())));
  }

  /** A reader is shown the time: it must be one that can be written down. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 253_402_300_800L, 31_556_889_864_403_199L})
  void refusesTimesBeyondTheYear9999(long time) {
    refuses(ONE.cosign(CHECKPOINT, Instant.ofEpochSecond(time)).signature());
  }

  @Test
  void acceptsTheLastSecondOfTheYear9999() throws FormatException {
    Instant last = Instant.parse("9999-12-31T23:59:59Z");
    assertThat(Cosignature.times(note(ONE.cosign(CHECKPOINT, last)), List.of(ONE.verifier())))
        .containsValue(last);
  }

  @Test
  void keysForNotesCosignNothing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Keys.note("a.example").cosign(CHECKPOINT, TIME));
    assertThatIllegalStateException().isThrownBy(() -> ONE.sign(CHECKPOINT));
  }
}
