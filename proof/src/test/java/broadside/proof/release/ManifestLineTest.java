package broadside.proof.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.text.FormatException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestLineTest {
  private static final String A = "a".repeat(64);
  private static final String B = "0123456789abcdef".repeat(4);
  private static final Instant NOON = Instant.parse("2015-04-12T12:00:00Z");

  private static List<ManifestLine> lines() {
    return List.of(
        new ManifestLine.Published(1, A, 0, null, "0000000000000000", null),
        new ManifestLine.Published(
            999_999_999_999_999_999L, B, 4831, NOON, "00ff00ff00ff00ff", null),
        new ManifestLine.Published(
            7, B, 4831, Instant.parse("0000-01-01T00:00:00Z"), "0".repeat(16), null),
        new ManifestLine.Redacted(
            12, A, B, Reason.PERSONAL_DATA, 17, NOON, "0123456789abcdef", null),
        new ManifestLine.Redacted(13, A, B, Reason.SECURITY, 17, null, "0123456789abcdef", null),
        new ManifestLine.Withheld(14, B, Reason.SOURCE_PROTECTION));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void parsesWhatItPrints(ManifestLine line) throws FormatException {
    assertThat(ManifestLine.parse(line.print())).isEqualTo(line);
  }

  @Test
  void printsKeysInFixedOrderWithoutSpaces() {
    assertThat(lines().get(3).print())
        .isEqualTo(
            "{\"n\":12,\"state\":\"redacted\",\"mail\":\"%s\",\"original\":\"%s\",\"reason\":\"personal-data\",\"bytes\":17,\"date\":\"2015-04-12T12:00:00Z\",\"thread\":\"0123456789abcdef\"}"
                .formatted(A, B));
  }

  /** Every one-character change of a valid line: what is accepted prints as it was. */
  @ParameterizedTest
  @MethodSource("lines")
  void acceptsOneEncodingOnly(ManifestLine line) {
    String valid = line.print();
    for (int i = 0; i <= valid.length(); i++) {
      for (String c : new String[] {"", " ", "0", "1", "a", "F", "\"", ",", "\n", "\\", "}", "é"}) {
        refusesUnlessExact(valid.substring(0, i) + c + valid.substring(i));
        if (i < valid.length()) {
          refusesUnlessExact(valid.substring(0, i) + c + valid.substring(i + 1));
        }
      }
    }
  }

  private static void refusesUnlessExact(String text) {
    try {
      assertThat(ManifestLine.parse(text).print()).isEqualTo(text);
    } catch (FormatException refused) {
      assertThat(refused).hasMessageContaining(" ");
    }
  }

  private static Stream<String> others() {
    String published = lines().get(1).print();
    return Stream.of(
        "",
        "{}",
        published + "\n",
        " " + published,
        published.replace("\"n\":", "\"n\":0"),
        published.replace("\"n\"", "\"N\""),
        published.replace("\"state\":\"published\",", ""),
        published.replace("\"published\"", "\"withheld\""),
        published.replace("12:00:00", "12:00:60"),
        published.replace("04-12", "02-30"),
        published.replace(A.substring(0, 1), "A"),
        published.replace("}", ",\"dkim\":[]}"),
        published.replace("\"thread\"", "\"bytes\":4831,\"thread\""),
        lines().get(5).print().replace("source-protection", "because"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void refusesOtherText(String text) {
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> ManifestLine.parse(text));
  }

  @Test
  void refusesValuesThatCannotBePrinted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ManifestLine.Withheld(0, A, Reason.SAFETY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ManifestLine.Withheld(1, A.substring(1), Reason.SAFETY));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ManifestLine.Published(1, A, 5, NOON.plusNanos(1), "0123456789abcdef", null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ManifestLine.Published(1, A, -1, NOON, "0123456789abcdef", null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ManifestLine.Published(1, A, 5, NOON, "0123456789ABCDEF", null));
  }
}
