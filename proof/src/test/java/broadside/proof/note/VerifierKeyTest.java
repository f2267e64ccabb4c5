package broadside.proof.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.fixture.Keys;
import broadside.proof.text.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierKeyTest {
  private static final String PETER =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static void refuses(String text) {
    assertThatExceptionOfType(FormatException.class)
        .as(text)
        .isThrownBy(() -> VerifierKey.parse(text));
  }

  @Test
  void parsesAKeyOfGo() throws FormatException {
    VerifierKey peter = VerifierKey.parse(PETER);
    assertThat(peter.name()).isEqualTo("PeterNeumann");
    assertThat(peter.type()).isEqualTo(KeyType.NOTE);
    assertThat(peter.keyId()).isEqualTo(0xc74f20a3);
    assertThat(peter.print()).isEqualTo(PETER);
  }

  /** As Go's own test: no part of a key is a key, and no byte of it can be another. */
  @Test
  void refusesEveryPartAndEveryChange() {
    for (int i = 0; i <= PETER.length(); i++) {
      for (int j = i + 1; j <= PETER.length(); j++) {
        if (i != 0 || j != PETER.length()) {
          refuses(PETER.substring(i, j));
        }
      }
    }
    for (int i = 0; i < PETER.length(); i++) {
      refuses(PETER.substring(0, i) + (char) (PETER.charAt(i) + 1) + PETER.substring(i + 1));
    }
    refuses(PETER.replace("c74f20a3", "C74F20A3"));
    refuses(PETER + " ");
    refuses(PETER + "\n");
  }

  /** From Go's test: both have the right id for what they are. */
  @Test
  void refusesUnknownTypesAndOtherLengths() {
    refuses("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==");
    refuses("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  }

  @Test
  void tellsTheSameKeyOfAnotherTypeOrNameApart() {
    VerifierKey note = Keys.key("a.example", KeyType.NOTE, "seed").verifier();
    VerifierKey cosigner = Keys.key("a.example", KeyType.COSIGNATURE, "seed").verifier();
    VerifierKey renamed = Keys.key("b.example", KeyType.NOTE, "seed").verifier();
    assertThat(note.publicKey()).isEqualTo(cosigner.publicKey()).isEqualTo(renamed.publicKey());
    assertThat(note).isNotEqualTo(cosigner).isNotEqualTo(renamed);
    assertThat(note.keyId()).isNotEqualTo(cosigner.keyId()).isNotEqualTo(renamed.keyId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a+b",
        "a\u00a0b",
        "a\u2003b",
        "a\u3000b",
        "a\u0085b",
        "a\tb",
        "a\nb",
        "a\u202eb",
        "\ud800",
        "a\u2028b"
      })
  void refusesNamesThatTheFormatHasNot(String name) {
    assertThat(VerifierKey.isName(name)).isFalse();
  }

  @Test
  void refusesNamesOverTwoHundredBytes() {
    assertThat(VerifierKey.isName("é".repeat(100))).isTrue();
    assertThat(VerifierKey.isName("é".repeat(100) + "a")).isFalse();
  }

  @Test
  void saysNoToSignaturesOfEveryOtherLength() throws FormatException {
    VerifierKey peter = VerifierKey.parse(PETER);
    for (int length = 0; length < 130; length++) {
      assertThat(peter.verifies(new byte[] {1}, new byte[length])).isFalse();
    }
  }
}
