package broadside.proof.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Mutations;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A passphrase costs some tenths of a second on purpose: one file serves most of the tests. */
class KeyFileTest {
  private static final SigningKey KEY = Keys.note("editor.example/anna");
  private static final String COMPOSED = "caf\u00e9";
  private static final String DECOMPOSED = "cafe\u0301";
  private static KeyFile encrypted;

  @BeforeAll
  static void encrypt() {
    encrypted = KeyFile.encrypted(KEY, COMPOSED.toCharArray());
  }

  private static KeyFile parse(String text) throws FormatException {
    return KeyFile.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuses(String text) {
    assertThatExceptionOfType(FormatException.class).as(text).isThrownBy(() -> parse(text));
  }

  @Test
  @Tag("slow")
  void opensWithThePassphraseHoweverItIsTyped() throws FormatException {
    SigningKey opened = KeyFile.parse(encrypted.encode()).open(DECOMPOSED.toCharArray());
    assertThat(opened.verifier()).isEqualTo(KEY.verifier());
    assertThat(opened.sign("a\n").signature()).isEqualTo(KEY.sign("a\n").signature());
  }

  @Test
  void staysShutToAnotherPassphrase() {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> encrypted.open("cafe".toCharArray()))
        .withMessageContaining("passphrase is wrong");
  }

  @Test
  void holdsNoSecretInTheClear() {
    assertThat(encrypted.print()).doesNotContain(SignedText.base64(KEY.seed()));
    assertThat(encrypted.isEncrypted()).isTrue();
    assertThat(encrypted.iterations()).isEqualTo(600_000);
  }

  @Test
  @Tag("slow")
  void drawsNewSaltAndNonceForEachFile() {
    KeyFile again = KeyFile.encrypted(KEY, COMPOSED.toCharArray());
    assertThat(again.salt()).isNotEqualTo(encrypted.salt());
    assertThat(again.secret()).isNotEqualTo(encrypted.secret());
  }

  @Test
  @Tag("slow")
  void noticesAnotherPublicKey() {
    KeyFile swapped =
        new KeyFile(
            Keys.note("editor.example/bert").verifier(),
            encrypted.iterations(),
            encrypted.salt(),
            encrypted.secret());
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> swapped.open(COMPOSED.toCharArray()));
  }

  @Test
  @Tag("slow")
  void noticesAFlippedByte() {
    byte[] flipped = encrypted.secret().clone();
    flipped[20] ^= 1;
    KeyFile damaged =
        new KeyFile(KEY.verifier(), encrypted.iterations(), encrypted.salt(), flipped);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> damaged.open(COMPOSED.toCharArray()));
  }

  @Test
  void bareKeysOpenWithoutAPassphrase() throws FormatException {
    KeyFile bare = KeyFile.bare(KEY);
    assertThat(parse(bare.print()).open(new char[0]).verifier()).isEqualTo(KEY.verifier());
    assertThat(bare.isEncrypted()).isFalse();
    KeyFile swapped =
        new KeyFile(Keys.note("editor.example/bert").verifier(), 0, new byte[0], KEY.seed());
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> swapped.open(new char[0]))
        .withMessageContaining("another key's");
  }

  @Test
  void refusesWhatItWouldNotPrint() throws FormatException {
    String text = encrypted.print();
    assertThat(parse(text).print()).isEqualTo(text);
    String salt = SignedText.base64(encrypted.salt());
    for (String count : new String[] {"0", "-1", "10000001", "0600000", "600000 ", "99999999999"}) {
      refuses(text.replace(" 600000 ", " " + count + " "));
    }
    parse(text.replace(" 600000 ", " 10000000 "));
    refuses(text.replace("sha256 ", "sha1 "));
    refuses(text.replace(salt, SignedText.base64(new byte[15])));
    refuses(text.replace(salt, ""));
    refuses(text.replaceFirst("protection .*", "protection none"));
    refuses(KeyFile.bare(KEY).print().replace("none", "pbkdf2-hmac-sha256 1 " + salt));
    refuses(KeyFile.bare(KEY).print().replace("none", "pbkdf2-hmac-sha256 0 "));
    refuses(text.replace("broadside/v1", "broadside/v2"));
    refuses(text + "\n");
    refuses(text.strip());
    refuses(text.replace("public ", "public  "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyFile(KEY.verifier(), 1, new byte[16], new byte[32]));
  }

  @Test
  void neverFailsOtherwiseThanByRefusing() {
    Mutations mutations = new Mutations(1);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = mutations.mutate(encrypted.encode());
      try {
        assertThat(KeyFile.parse(damaged).encode()).isEqualTo(damaged);
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }
}
