package broadside.archive.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.query.DkimValues;
import broadside.mail.dkim.DomainKey;
import broadside.mail.dkim.Verdict;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictListTest {
  private static final LocalDate DAY = LocalDate.of(2019, 6, 30);
  private static final DomainKey KEY =
      new DomainKey("s1._domainkey.example.org", "v=DKIM1; p=AAAA", "file", DAY, false);
  private static final DomainKey NEWER =
      new DomainKey("s1._domainkey.example.org", "v=DKIM1; p=BBBB", "dns", DAY.plusDays(1), true);
  private static final DomainKey ABSENT =
      new DomainKey("s2._domainkey.example.org", "", "dns", DAY, false);
  private static final SignatureVerdict PASS =
      new SignatureVerdict("pass", 0, "example.org", "s1", "file", "");

  private static List<DomainKey> keys() {
    return List.of(KEY, NEWER, ABSENT);
  }

  private static VerdictList list() {
    SortedMap<Long, List<SignatureVerdict>> verdicts = new TreeMap<>();
    verdicts.put(7L, List.of(PASS));
    verdicts.put(9L, List.of());
    verdicts.put(1_000_000L, List.of(PASS, PASS));
    return new VerdictList(List.of(NEWER, KEY, ABSENT), verdicts);
  }

  /** The verifier, the manifest and the query language each have the list of verdicts. */
  @Test
  void knowsTheVerdictsThatTheVerifierGives() {
    Set<String> given =
        Arrays.stream(Verdict.values())
            .filter(verdict -> verdict != Verdict.UNSIGNED)
            .map(Verdict::word)
            .collect(Collectors.toSet());
    assertThat(SignatureVerdict.VERDICTS).isEqualTo(given);
    assertThat(DkimValues.COUNTED).containsAll(given);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void printsAKeyAsOneLine(DomainKey key) throws FormatException {
    String line = KeyLine.print(key);
    assertThat(line).doesNotContain("\n");
    assertThat(KeyLine.parse(line)).isEqualTo(key);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void takesOneEncodingOfAKeyOnly(DomainKey key) {
    String valid = KeyLine.print(key);
    for (int i = 0; i <= valid.length(); i++) {
      for (String c : List.of("", " ", "0", "A", "\t", "\n", "ü", "\"")) {
        isExactOrRefused(valid.substring(0, i) + c + valid.substring(i));
        isExactOrRefused(
            valid.substring(0, i) + c + valid.substring(Math.min(i + 1, valid.length())));
      }
    }
  }

  private static void isExactOrRefused(String line) {
    try {
      assertThat(KeyLine.print(KeyLine.parse(line))).isEqualTo(line);
    } catch (FormatException refused) {
      assertThat(refused).hasMessageContaining("no line of keys");
    }
  }

  @Test
  void keepsTheNewestKeyOfANameInFront() throws FormatException {
    List<String> lines = list().keys().stream().map(KeyLine::print).toList();
    KeyRing ring = KeyRing.of(KeyLine.parse(lines));
    assertThat(ring.find(KEY.name())).containsExactly(NEWER, KEY);
    assertThat(ring.find(ABSENT.name())).isEmpty();
    assertThat(ring.find("s3._domainkey.example.org")).isNull();
    assertThat(ring.size()).isEqualTo(2);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> KeyLine.parse(lines.reversed()))
        .withMessageContaining("order");
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> KeyLine.parse(List.of(lines.getFirst(), lines.getFirst())));
  }

  @Test
  void parsesWhatItEncodes() throws FormatException {
    assertThat(VerdictList.parse(list().encode())).isEqualTo(list());
    VerdictList empty = new VerdictList(List.of(), new TreeMap<>());
    assertThat(VerdictList.parse(empty.encode())).isEqualTo(empty);
  }

  @Test
  void takesOneEncodingOnly() {
    String valid = new String(list().encode(), StandardCharsets.US_ASCII);
    for (int i = 0; i < valid.length(); i++) {
      for (char c : new char[] {'0', ' ', '\n', '\r', 'Z', '}', '\u00e9', 0}) {
        String other = valid.substring(0, i) + c + valid.substring(i + 1);
        byte[] bytes = other.getBytes(StandardCharsets.ISO_8859_1);
        try {
          assertThat(VerdictList.parse(bytes).encode()).isEqualTo(bytes);
        } catch (FormatException refused) {
          assertThat(refused).hasMessageContaining(" ");
        }
      }
      String cut = valid.substring(0, i);
      if (!cut.endsWith("\n") || !cut.contains("\n\n")) {
        assertThatExceptionOfType(FormatException.class)
            .isThrownBy(() -> VerdictList.parse(cut.getBytes(StandardCharsets.US_ASCII)));
      }
    }
  }
}
