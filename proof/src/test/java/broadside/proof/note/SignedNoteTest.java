package broadside.proof.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Mutations;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peter and Enoch are the keys with which Go's package sumdb/note is tested. */
class SignedNoteTest {
  private static final String PETER =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String ENOCH =
      "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
  private static final String PETERS_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String BY_PETER =
      "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  private static final String BY_ENOCH =
      "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

  private static SignedNote parse(String note) throws FormatException {
    return SignedNote.parse(note.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuses(String note) {
    assertThatExceptionOfType(FormatException.class).as(note).isThrownBy(() -> parse(note));
  }

  private static void refuses(String note, Collection<VerifierKey> known) {
    assertThatExceptionOfType(FormatException.class)
        .as(note)
        .isThrownBy(() -> parse(note).signers(known));
  }

  private static VerifierKey key(String text) throws FormatException {
    return VerifierKey.parse(text);
  }

  @Test
  void acceptsANoteMadeByGo() throws FormatException {
    SignedNote note = parse(TEXT + "\n" + BY_PETER + BY_ENOCH);
    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note.signers(List.of(key(ENOCH), key(PETER))))
        .containsExactlyInAnyOrder(key(PETER), key(ENOCH));
    assertThat(note.signers(List.of(key(PETER)))).containsExactly(key(PETER));
  }

  @Test
  void makesTheNoteThatGoMakes() throws FormatException {
    byte[] seed = Arrays.copyOfRange(SignedText.base64(PETERS_SEED), 1, 33);
    SigningKey peter = Keys.ofSeed("PeterNeumann", KeyType.NOTE, seed);
    assertThat(peter.verifier()).isEqualTo(key(PETER));
    assertThat(new SignedNote(TEXT, List.of(peter.sign(TEXT))).print())
        .isEqualTo(TEXT + "\n" + BY_PETER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\n\n", "a\n", "a\n\nb\n", "a\n\n", "— x AAAAAAA=\n", "é 港\n"})
  void printsWhatItParses(String text) throws FormatException {
    SigningKey signer = Keys.note("editor.example/a");
    SignedNote note = new SignedNote(text, List.of(signer.sign(text)));
    SignedNote parsed = SignedNote.parse(note.encode());
    assertThat(parsed).isEqualTo(note);
    assertThat(parsed.encode()).isEqualTo(note.encode());
    assertThat(parsed.signers(List.of(signer.verifier()))).containsExactly(signer.verifier());
  }

  /** The list of Go's own test, and what is refused here beyond it. */
  @Test
  void refusesWhatIsNoNote() throws FormatException {
    String valid = TEXT + "\n" + BY_PETER;
    parse(valid);
    for (String c : new String[] {"\0", "\t", "\r", "\u0008", "\u001f"}) {
      refuses(c + valid);
      refuses(valid + c);
      refuses(valid.replace("answer", "ans" + c + "wer"));
      refuses(valid.replace("Peter", "Pe" + c + "ter"));
    }
    refuses("");
    refuses("\n");
    refuses("\n\n");
    refuses(TEXT);
    refuses(TEXT + "\n");
    refuses(TEXT + BY_PETER); // no empty line
    refuses(TEXT.strip() + BY_PETER);
    refuses(TEXT + "\n" + BY_PETER.strip()); // no LF at the end
    refuses(TEXT + "\n" + BY_PETER + "\n");
    refuses("\n" + BY_PETER); // no text
    refuses(valid.replace("— ", "- "));
    refuses(valid.replace("— ", "—"));
    refuses(valid.replace("— ", "—  "));
    refuses(valid.replace("Neumann ", "Neumann  "));
    refuses(valid.replace("Neumann ", "Neumann\u00a0 "));
    refuses(valid.replace("Neumann ", "Neu mann "));
    refuses(valid.replace("Neumann ", "Neu+mann "));
    refuses(valid.replace("Neumann ", "Neu\u2003mann "));
    refuses(valid.replace("PeterNeumann ", ""));
    refuses(valid.replace("PeterNeumann ", " "));
    refuses(valid.replace("AM=", "AM"));
    refuses(valid.replace("AM=", "AN=")); // stray bits
    refuses(valid.replace("AM=", "AM=="));
    refuses(valid.replace("AM=", "A*="));
    refuses(valid.replace("x08go/", "x08go_"));
    refuses(TEXT + "\n— PeterNeumann x08gow==\n"); // a key id and nothing more
    refuses(TEXT + "\n— PeterNeumann \n");
    refuses(TEXT + "\n— PeterNeumann\n");
    byte[] latin = valid.getBytes(StandardCharsets.UTF_8);
    latin[3] = (byte) 0xe9;
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> SignedNote.parse(latin));
  }

  @Test
  void acceptsSixtyFourSignaturesAndNotOneMore() throws FormatException {
    String most = TEXT + "\n" + BY_ENOCH.repeat(63) + BY_PETER;
    assertThat(parse(most).signers(List.of(key(PETER)))).containsExactly(key(PETER));
    refuses(most + BY_ENOCH);
  }

  @Test
  void refusesNotesThatAreTooLong() throws FormatException {
    String tail = "\n" + BY_PETER;
    int room = SignedNote.NOTE_BYTES - tail.getBytes(StandardCharsets.UTF_8).length - 1;
    parse("a".repeat(room) + "\n" + tail);
    refuses("a".repeat(room + 1) + "\n" + tail);
  }

  @Test
  void refusesATextWithOneBitFlipped() throws FormatException {
    byte[] valid = (TEXT + "\n" + BY_PETER).getBytes(StandardCharsets.UTF_8);
    for (int bit = 0; bit < Byte.SIZE * TEXT.length(); bit += 7) {
      byte[] flipped = valid.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatExceptionOfType(FormatException.class)
          .as("bit %d", bit)
          .isThrownBy(() -> SignedNote.parse(flipped).signers(List.of(key(PETER))));
    }
  }

  @Test
  void refusesASignatureWithOneBitFlipped() throws FormatException {
    NoteSignature valid = parse(TEXT + "\n" + BY_PETER).signatures().getFirst();
    for (int bit = 0; bit < Byte.SIZE * 64; bit++) {
      byte[] flipped = valid.signature().clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      SignedNote note =
          new SignedNote(TEXT, List.of(new NoteSignature(valid.name(), valid.keyId(), flipped)));
      assertThatExceptionOfType(FormatException.class)
          .as("bit %d", bit)
          .isThrownBy(() -> note.signers(List.of(key(PETER))));
    }
  }

  @Test
  void refusesTheWholeNoteForOneBadLineOfAKnownKey() throws FormatException {
    String peters = BY_ENOCH.replace("EnochRoot rwz+eB", "PeterNeumann x08gox"); // Enoch's
    refuses(TEXT + "\n" + BY_PETER + peters, List.of(key(PETER)));
    refuses(TEXT + "\n" + peters + BY_PETER + BY_ENOCH, List.of(key(PETER), key(ENOCH)));
    assertThat(parse(TEXT + "\n" + peters + BY_ENOCH).signers(List.of(key(ENOCH)))).hasSize(1);
    refuses(
        TEXT + "\n" + BY_PETER.replace("ZJkuBS", "ABCDZJkuBS"), List.of(key(PETER))); // 67 bytes
  }

  @Test
  void ignoresLinesOfUnknownKeys() throws FormatException {
    VerifierKey peter = key(PETER);
    String otherName = BY_PETER.replace("PeterNeumann", "PeterNeuman"); // the same id
    String otherId = BY_PETER.replace("x08go/", "x08gp/");
    String postQuantum = "— ml.example " + SignedText.base64(new byte[4 + 8 + 2420]) + "\n";
    assertThat(
            parse(TEXT + "\n" + otherName + otherId + postQuantum + BY_PETER)
                .signers(List.of(peter)))
        .containsExactly(peter);
    refuses(TEXT + "\n" + otherName + otherId + postQuantum, List.of(peter));
    refuses(TEXT + "\n" + BY_PETER, List.of());
    refuses(TEXT + "\n" + BY_PETER, List.of(key(ENOCH)));
  }

  @Test
  void countsNoCosignerAmongItsSigners() throws FormatException {
    SigningKey witness = Keys.cosigner("w.example");
    SignedNote note = new SignedNote(TEXT, List.of(witness.cosign(TEXT, java.time.Instant.EPOCH)));
    refuses(note.print(), List.of(witness.verifier()));
  }

  @Test
  void replacesALineByTheSameKey() throws FormatException {
    SignedNote note = parse(TEXT + "\n" + BY_PETER + BY_ENOCH);
    NoteSignature other = new NoteSignature("PeterNeumann", 0xc74f20a3, new byte[] {1});
    NoteSignature namesake = new NoteSignature("PeterNeumann", 1, new byte[] {1});
    assertThat(note.with(other).signatures()).containsExactly(note.signatures().getLast(), other);
    assertThat(note.with(namesake).signatures()).hasSize(3);
  }

  @Test
  void isEqualWhereItsBytesAre() throws FormatException {
    SignedNote note = parse(TEXT + "\n" + BY_PETER);
    assertThat(note).isEqualTo(parse(TEXT + "\n" + BY_PETER));
    assertThat(note).hasSameHashCodeAs(parse(TEXT + "\n" + BY_PETER));
    assertThat(note).isNotEqualTo(parse(TEXT + "\n" + BY_ENOCH));
  }

  @Test
  void isNotMadeOfWhatWouldNotParse() {
    List<NoteSignature> one = List.of(new NoteSignature("a", 1, new byte[] {1}));
    for (String text : new String[] {"", "a", "a\r\n", "a\tb\n", "\ud800\n"}) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> new SignedNote(text, one));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new SignedNote("a\n", List.of()));
  }

  @Test
  @Tag("slow")
  void neverFailsOtherwiseThanByRefusing() throws FormatException {
    Mutations mutations = new Mutations(8);
    byte[] valid = (TEXT + "\n" + BY_PETER + BY_ENOCH).getBytes(StandardCharsets.UTF_8);
    int parsed = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] damaged = mutations.mutate(valid);
      try {
        SignedNote note = SignedNote.parse(damaged);
        assertThat(note.encode()).isEqualTo(damaged);
        parsed++;
        note.signers(List.of(key(PETER), key(ENOCH)));
        assertThat(note.text()).isEqualTo(TEXT); // what is signed is what was signed
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
    assertThat(parsed).isBetween(100, 9000);
  }
}
