package broadside.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.text.FormatException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryBundleTest {

  private static void refuses(byte[] bundle, int entries) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> EntryBundle.parse(bundle, entries));
  }

  /** Whoever has the log's key can log an empty entry: who copies the log must not stop at it. */
  @Test
  void parsesWhatItPrints() throws FormatException {
    List<byte[]> entries =
        List.of(new byte[] {7}, new byte[65_535], new byte[256], new byte[255], new byte[0]);
    byte[] bundle = EntryBundle.print(entries);
    assertThat(EntryBundle.parse(bundle, 5)).containsExactlyElementsOf(entries);
    List<byte[]> full = Collections.nCopies(256, new byte[] {1, 2});
    assertThat(EntryBundle.parse(EntryBundle.print(full), 256)).containsExactlyElementsOf(full);
  }

  @Test
  void putsTwoBytesOfLengthInFront() {
    assertThat(EntryBundle.print(List.of(new byte[] {5, 6}, new byte[258])))
        .startsWith(0, 2, 5, 6, 1, 2)
        .hasSize(2 + 2 + 2 + 258);
  }

  @Test
  void refusesMoreLessAndCutBundles() {
    byte[] bundle = EntryBundle.print(List.of(new byte[] {5, 6}, new byte[258]));
    refuses(bundle, 1);
    refuses(bundle, 3);
    for (int length = 0; length < bundle.length; length++) {
      refuses(Arrays.copyOf(bundle, length), 2);
    }
    refuses(Arrays.copyOf(bundle, bundle.length + 1), 2);
  }

  @Test
  void isNeverMadeOfWhatItCannotHold() {
    assertThatIllegalArgumentException().isThrownBy(() -> EntryBundle.print(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EntryBundle.print(Collections.nCopies(257, new byte[1])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EntryBundle.print(List.of(new byte[65_536])));
  }
}
