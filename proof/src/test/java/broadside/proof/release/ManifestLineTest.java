package broadside.proof.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.text.FormatException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestLineTest {
  private static final String A = "a".repeat(64);
  private static final String B = "0123456789abcdef".repeat(4);
  private static final Instant NOON = Instant.parse("2015-04-12T12:00:00Z");

  private static final SignatureVerdict PASS =
      new SignatureVerdict("pass", 0, "example.org", "s_1-a", "file", "unquoted");
  private static final SignatureVerdict CHAIN =
      new SignatureVerdict("not-looked-up", 16, "lists.example.org", "arc", "", "");
  private static final SignatureVerdict NAMELESS =
      new SignatureVerdict("fail-signature", 0, "", "", "", "");

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
        new ManifestLine.Withheld(14, B, Reason.SOURCE_PROTECTION),
        new ManifestLine.Published(15, A, 1, NOON, "0123456789abcdef", List.of()),
        new ManifestLine.Published(16, A, 1, NOON, "0123456789abcdef", List.of(PASS, CHAIN)),
        new ManifestLine.Redacted(
            17, A, B, Reason.SAFETY, 1, null, "0123456789abcdef", List.of(NAMELESS)));
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
  @Tag("slow")
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
        published.replace("}", ",\"dkim\":null}"),
        published.replace("}", ",\"dkim\":[],\"dkim\":[]}"),
        published.replace("}", ",\"dkim\":[{}]}"),
        lines().get(5).print().replace("}", ",\"dkim\":[]}"),
        lines().get(7).print().replace("\"pass\"", "\"passed\""),
        lines().get(7).print().replace("\"arc\":16", "\"arc\":51"),
        lines().get(7).print().replace("\"arc\":16", "\"arc\":0"),
        lines().get(7).print().replace("example.org", "Example.org"),
        lines().get(7).print().replace("example.org", "exämple.org"),
        lines().get(7).print().replace("\"file\"", "\"\""),
        lines().get(7).print().replace("},{", "}, {"),
        lines().get(7).print().replace(",\"undone\":\"unquoted\"", ",\"undone\":\"\""),
        published.replace("\"thread\"", "\"bytes\":4831,\"thread\""),
        lines().get(5).print().replace("source-protection", "because"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void refusesOtherText(String text) {
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> ManifestLine.parse(text));
  }

  @Test
  void printsVerdictsInFixedOrder() {
    assertThat(lines().get(7).print())
        .endsWith(
            "\"thread\":\"0123456789abcdef\",\"dkim\":[{\"verdict\":\"pass\",\"d\":\"example.org\",\"s\":\"s_1-a\",\"key\":\"file\",\"undone\":\"unquoted\"},{\"verdict\":\"not-looked-up\",\"arc\":16,\"d\":\"lists.example.org\",\"s\":\"arc\"}]}");
  }

  @Test
  void holdsSixteenSignaturesOfTheLongestNames() throws FormatException {
    String name = "a".repeat(253);
    SignatureVerdict longest =
        new SignatureVerdict("fail-signature", 50, name, name, "file", "requoted");
    ManifestLine line =
        new ManifestLine.Published(
            1, A, 1, NOON, "0123456789abcdef", Collections.nCopies(16, longest));
    assertThat(ManifestLine.parse(line.print())).isEqualTo(line);
    assertThat(line.print()).hasSizeLessThan(1 << 14);
    String more =
        line.print().replace("]}", "," + SignatureVerdict.print(List.of(PASS)).substring(1) + "}");
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> ManifestLine.parse(more));
  }

  @Test
  void refusesValuesThatCannotBePrinted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignatureVerdict("unsigned", 0, "", "", "", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignatureVerdict("pass", 51, "", "", "", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignatureVerdict("pass", 0, "a\"b", "", "", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignatureVerdict("pass", 0, "", "", "a file", ""));
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
