package broadside.proof.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.Mutations;
import broadside.proof.fixture.Publication;
import broadside.proof.fixture.Seal;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.EntryBundle;
import broadside.proof.policy.Policy;
import broadside.proof.release.Reason;
import broadside.proof.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatementTest {
  private static final Policy ONE = Publication.policy(1, 1, 0, "anna");
  private static final Policy TWO = Publication.policy(2, 1, 0, "bert");
  private static final Publication BOOK = new Publication(ONE, TWO);
  private static final Policy THREE = Seal.withCustodians(Publication.policy(3, 1, 0, "anna"), 3);
  private static final Seal SEAL = new Seal(BOOK, THREE, 1, null, 7, Seal.TERMS, 2);
  private static final Seal NEXT =
      new Seal(BOOK, THREE, 2, SEAL.statement, 5, new Terms(Seal.HOUR, 0, 0, false), 2);
  private static final String HASH = Publication.HASH;
  private static final Instant TIME = Publication.TIME;

  private static List<Statement> statements() {
    return List.of(
        BOOK.change(1),
        BOOK.change(2),
        BOOK.release(1, 1, null, 7, HASH),
        BOOK.withdraw(1, 7, 2, 10, 12, 999_999_999_999L),
        BOOK.redact(2, 1, 1, 3, "b".repeat(64)),
        BOOK.correct(1, Correction.Subject.MESSAGE, 12),
        BOOK.correct(1, Correction.Subject.RELEASE, 2),
        BOOK.verdicts(1, 7, HASH),
        Continuation.of(HASH, 2, new Checkpoint("log.example/x", 12, new byte[32]), TIME),
        SEAL.statement,
        NEXT.statement,
        SEAL.receipt(),
        SEAL.voiding(3, TIME),
        SEAL.hold(3, Seal.HOUR.plusSeconds(1)),
        SEAL.opening(3),
        NEXT.opening(3));
  }

  private static void refuses(String text) {
    assertThatExceptionOfType(FormatException.class)
        .as(text)
        .isThrownBy(() -> Statement.parse(text));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void parsesWhatItPrints(Statement statement) throws FormatException {
    assertThat(Statement.parse(statement.print())).isEqualTo(statement);
    assertThat(statement.sha256()).isEqualTo(Publication.hash(statement.print()));
  }

  @Test
  void namesTheFileThatBelongsToIt() {
    assertThat(BOOK.verdicts(1, 7, HASH).enclosure().path()).isEqualTo("verdicts/" + HASH);
    Correction correction = BOOK.correct(1, Correction.Subject.MESSAGE, 12);
    assertThat(correction.enclosure().path()).isEqualTo("corrections/" + correction.notice());
    assertThat(BOOK.change(1).enclosure()).isNull();
  }

  @ParameterizedTest
  @MethodSource("statements")
  void refusesEveryVariationOfEveryLine(Statement statement) {
    List<String> lines = statement.print().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean oneOfSeveral = line.startsWith("number ") && statement.type().equals("withdraw");
      if (!line.startsWith("title ") && !(oneOfSeveral && isAnotherOf(lines, line))) {
        refuses(with(lines, i)); // missing
      }
      refuses(with(lines, i, line, line));
      refuses(with(lines, i, line, "more x"));
      refuses(with(lines, i, line, ""));
      refuses(with(lines, i, line + " "));
      refuses(with(lines, i, " " + line));
      refuses(with(lines, i, line + "\r"));
      refuses(with(lines, i, line.replaceFirst(" ", "")));
      refuses(with(lines, i, line.replaceFirst(" ", "\t")));
      refuses(with(lines, i, line.replaceFirst(" ", "  ")));
      refuses(with(lines, i, line.substring(0, line.indexOf(' '))));
      refuses(with(lines, i, line.substring(0, line.indexOf(' ') + 1)));
      refuses(with(lines, i, line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1)));
      boolean isTime = line.startsWith("time "); // an opening has two in a row
      if (i + 1 < lines.size() && !(isTime && lines.get(i + 1).startsWith("time "))) {
        refuses(with(with(lines, i).lines().toList(), i, lines.get(i + 1), line)); // swapped
      }
      if (!line.startsWith("title ") && !line.startsWith("origin ")) { // of any words
        refusesOtherWords(lines, i);
      }
    }
    refuses(statement.print().strip());
    refuses("\n" + statement.print());
    refuses(statement.print().replace("\n", "\r\n"));
  }

  private static boolean isAnotherOf(List<String> lines, String line) {
    return lines.stream().anyMatch(l -> l.startsWith("number ") && !l.equals(line));
  }

  /**
   * Numbers with a leading zero, hashes in upper case or of another length, times that are none.
   */
  private static void refusesOtherWords(List<String> lines, int i) {
    String[] words = lines.get(i).split(" ", -1);
    for (int w = 1; w < words.length; w++) {
      String word = words[w];
      List<String> others = new ArrayList<>(List.of("", "x", word + "x", "１"));
      if (word.matches("[0-9]+")) {
        others.addAll(
            List.of("0" + word, "-" + word, "+" + word, word + ".0", "1" + "0".repeat(18)));
      } else if (word.matches("[0-9a-f]{64}")) {
        String upper = word.toUpperCase(Locale.ROOT);
        others.addAll(List.of(word.substring(1), word + "0", "g" + word.substring(1)));
        if (!upper.equals(word)) {
          others.add(upper);
        }
      } else if (word.endsWith("Z")) {
        others.addAll(
            List.of(
                "2026-01-02T03:04:05z",
                "2026-01-02 03:04:05Z",
                "2026-01-02T03:04:05.0Z",
                "2026-02-30T03:04:05Z",
                "2026-01-02T24:00:00Z",
                "2026-01-02T03:04:60Z",
                "2026-01-02T03:04:05+00:00",
                "+2026-01-02T03:04:05Z"));
      }
      for (String other : others) {
        String[] changed = words.clone();
        changed[w] = other;
        refuses(with(lines, i, String.join(" ", changed)));
      }
    }
  }

  private static String with(List<String> lines, int at, String... instead) {
    List<String> all = new ArrayList<>(lines);
    all.remove(at);
    all.addAll(at, List.of(instead));
    return String.join("\n", all) + "\n";
  }

  @Test
  void refusesUnknownTypesAndNewerFormats() {
    String text = BOOK.release(1, 1, null, 7, HASH).print();
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Statement.parse(text.replace("/v1 ", "/v2 ")))
        .withMessageContaining("newer format");
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Statement.parse(text.replace("v1 release", "v1 sale")))
        .withMessageContaining("does not know");
    refuses(text.replace("v1 release", "v1 policy"));
    refuses(text.replace("broadside/v1", "broadsheet/v1"));
  }

  @Test
  void refusesPoliciesThatDoNotFollow() {
    String first = BOOK.change(1).print();
    String second = BOOK.change(2).print();
    refuses(first.replace("version 1", "version 2"));
    refuses(first.replace("texts " + ONE.hash(), "texts " + TWO.hash()));
    refuses(first.replace("previous -", "previous " + HASH));
    refuses(second.replace("previous " + ONE.hash(), "previous -"));
    refuses(second.replace("version 2", "version 3"));
    refuses(second.replace("policy 1\n", "policy 0\n"));
    refuses(second.replace("policy 1\n", "policy 2147483647\n"));
  }

  @Test
  void refusesWithdrawalsThatContradictThemselves() {
    String text = BOOK.withdraw(1, 7, 2, 10, 12).print();
    String ten = "number 10 withdrawn safety -\n";
    String twelve = "number 12 withdrawn safety -\n";
    assertThat(text).contains(ten + twelve);
    refuses(text.replace(ten + twelve, twelve + ten));
    refuses(text.replace(ten + twelve, ""));
    refuses(text.replace(twelve, "number 12 withdrawn safety " + HASH + "\n"));
    refuses(text.replace(twelve, "number 12 redacted safety -\n"));
    refuses(text.replace(twelve, "number 12 removed safety -\n"));
    refuses(text.replace(twelve, "number 12 withdrawn whim -\n"));
    refuses(text.replace(ten, "number 0 withdrawn safety -\n"));
    refuses(text.replace("sequence 2", "sequence 0"));
    refuses(text.replace("release 7", "release 0"));
  }

  @Test
  void theLongestWithdrawalFitsAnEntry() throws FormatException {
    List<Withdrawal.Taken> most =
        LongStream.range(0, Withdrawal.MOST)
            .mapToObj(i ->
                new Withdrawal.Taken(999_999_999_999_999_000L + i, Reason.SOURCE_PROTECTION, HASH))
            .toList();
    Withdrawal longest =
        new Withdrawal(
            HASH,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            most,
            1L << 59,
            HASH,
            TIME);
    String name = "e".repeat(200);
    int signatures =
        32 * ("— " + name + " " + "x".repeat(92) + "\n").getBytes(StandardCharsets.UTF_8).length;
    assertThat(longest.encode().length + 1 + signatures).isLessThan(EntryBundle.ENTRY_BYTES);
    assertThat(Statement.parse(longest.print())).isEqualTo(longest);
    List<Withdrawal.Taken> more = new ArrayList<>(most);
    more.add(new Withdrawal.Taken(999_999_999_999_999_999L, Reason.SAFETY, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Withdrawal(HASH, 1, 1, 1, more, 1, HASH, TIME));
  }

  @Test
  @Tag("slow")
  void neverFailsOtherwiseThanByRefusing() {
    Mutations mutations = new Mutations(2);
    List<Statement> statements = statements();
    int printed = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] valid = statements.get(i % statements.size()).encode();
      String damaged = new String(mutations.mutate(valid), StandardCharsets.UTF_8);
      try {
        assertThat(Statement.parse(damaged).print()).isEqualTo(damaged);
        printed++;
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
    assertThat(printed).isBetween(20, 5_000); // some damages make another valid statement
  }
}
