package broadside.proof.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseStatementTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private static List<ReleaseStatement> statements() {
    return List.of(
        statement(A, 1, 1, null, "", 1),
        statement(A, 3, 7, B, "Part 7 — قسم سبعة, 第七部分", 1234),
        statement(A, 1, 2, B, "-", 6));
  }

  private static ReleaseStatement statement(
      String publication, int policy, int number, String previous, String title, long first) {
    return new ReleaseStatement(
        publication, policy, number, previous, title, first, 5, 2, 1, A, 640, B, A, TIME);
  }

  @ParameterizedTest
  @MethodSource("statements")
  void parsesWhatItPrints(ReleaseStatement statement) throws FormatException {
    assertThat(ReleaseStatement.parse(statement.encode())).isEqualTo(statement);
  }

  @Test
  void printsItsLinesInOrder() {
    assertThat(statements().getFirst().print())
        .isEqualTo(
            """
            broadside/v1 release
            publication %s
            policy 1
            number 1
            previous -
            messages 1 8
            published 5
            redacted 2
            withheld 1
            root %s
            files 640 %s
            about %s
            time 2026-01-02T03:04:05Z
            """
                .formatted(A, A, B, A));
  }

  @Test
  void countsAllNumbers() {
    ReleaseStatement statement = statements().get(1);
    assertThat(statement.count()).isEqualTo(8);
    assertThat(statement.last()).isEqualTo(1241);
  }

  @ParameterizedTest
  @MethodSource("statements")
  @Tag("slow")
  void acceptsOneEncodingOnly(ReleaseStatement statement) {
    String valid = statement.print();
    for (int i = 0; i <= valid.length(); i++) {
      for (String c : new String[] {"", " ", "0", "1", "a", "\n", "\r", "-", "\u202e", "\u0000"}) {
        refusesUnlessExact(valid.substring(0, i) + c + valid.substring(i));
        if (i < valid.length()) {
          refusesUnlessExact(valid.substring(0, i) + c + valid.substring(i + 1));
        }
      }
    }
  }

  private static void refusesUnlessExact(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertThat(ReleaseStatement.parse(bytes).print()).isEqualTo(text);
    } catch (FormatException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  @Test
  void refusesLinesMoreOrLess() {
    String valid = statements().getFirst().print();
    refuses(valid + "more x\n");
    refuses(valid + "\n");
    refuses(valid.replace("policy 1\n", ""));
    refuses(valid.replace("number 1\n", "number 1\nnumber 1\n"));
    refuses(valid.replace("messages 1 8", "messages 1 9"));
    refuses(valid.replace("policy 1", "policy 0"));
    refuses(valid.replace("policy 1", "policy -"));
    refuses(valid.replace("publication " + A, "publication -"));
    refuses("");
  }

  @Test
  void namesANewerFormat() {
    byte[] newer = "broadside/v2 release\n".getBytes(StandardCharsets.UTF_8);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> ReleaseStatement.parse(newer))
        .withMessageContaining("newer format");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] bytes = statements().getFirst().encode();
    bytes[bytes.length - 5] = (byte) 0xff;
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> ReleaseStatement.parse(bytes))
        .withMessage("not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", " a", "a ", "a\u202eb", "a\u0007", "\ud800", "a\u2028b"})
  void refusesTitlesThatMislead(String title) {
    assertThatIllegalArgumentException().isThrownBy(() -> statement(A, 1, 1, null, title, 1));
  }

  @Test
  void refusesTitlesOverTwoHundredBytes() {
    assertThat(statement(A, 1, 1, null, "é".repeat(100), 1).title()).hasSize(100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> statement(A, 1, 1, null, "é".repeat(101), 1));
  }

  private static void refuses(String text) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> ReleaseStatement.parse(text.getBytes(StandardCharsets.UTF_8)));
  }
}
