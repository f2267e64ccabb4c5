package broadside.proof.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Publication;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two of anna, bert and cleo decide under policy 1, two of cleo, dora and emil under policy 2. */
class HistoryTest {
  private static final Policy ONE = Publication.policy(1, 2, 3, "anna", "bert", "cleo");
  private static final Policy TWO = Publication.policy(2, 2, 3, "cleo", "dora", "emil");
  private static final Policy THREE = Publication.policy(3, 1, 3, "fred");
  private static final Publication BOOK = new Publication(ONE, TWO, THREE);
  private static final String ROOT = "b".repeat(64);

  private static final byte[] BEGINNING = sign(BOOK.change(1), "anna", "bert");
  private static final ReleaseStatement FIRST = BOOK.release(1, 1, null, 10, ROOT);
  private static final ReleaseStatement SECOND = BOOK.release(1, 2, FIRST, 5, ROOT);

  private History history;

  @BeforeEach
  void begin() throws IOException, FormatException {
    history = History.begin(BEGINNING, BOOK::policy);
  }

  private static byte[] sign(Statement statement, String... editors) {
    return Publication.sign(statement, editors);
  }

  /** Adds a statement signed by anna and bert that is to count. */
  private void counts(Statement statement) throws IOException {
    counts(sign(statement, "anna", "bert"));
  }

  private void counts(byte[] entry) throws IOException {
    int before = history.voids().size();
    history.add(entry);
    assertThat(history.voids()).hasSize(before);
  }

  private void isVoid(Statement statement, String reason) throws IOException {
    isVoid(sign(statement, "anna", "bert"), reason, false);
  }

  private void isEvidence(Statement statement, String reason) throws IOException {
    isVoid(sign(statement, "anna", "bert"), reason, true);
  }

  private void isVoid(byte[] entry, String reason, boolean evidence) throws IOException {
    int before = history.voids().size();
    long index = history.size();
    List<?> releases = history.releases();
    List<?> corrections = history.corrections();
    Policy policy = history.policies().newest();
    history.add(entry);
    assertThat(history.voids()).as("void").hasSize(before + 1);
    VoidEntry last = history.voids().getLast();
    assertThat(last.reason()).contains(reason);
    assertThat(last.isEvidence()).as(last.reason()).isEqualTo(evidence);
    assertThat(last.index()).isEqualTo(index);
    assertThat(last.bytes()).isEqualTo(entry.length);
    assertThat(history.size()).isEqualTo(index + 1);
    assertThat(history.releases()).isEqualTo(releases);
    assertThat(history.corrections()).isEqualTo(corrections);
    assertThat(history.policies().newest()).isEqualTo(policy);
  }

  @Test
  void beginsWithVersionOneSignedByItsOwnThreshold() {
    assertThat(history.size()).isEqualTo(1);
    assertThat(history.policies().newest()).isEqualTo(ONE);
    assertThat(history.policies().publication()).isEqualTo(ONE.hash());
    refusesToBegin(sign(BOOK.change(1), "anna"));
    refusesToBegin(sign(BOOK.change(1), "anna", "dora"));
    refusesToBegin(sign(BOOK.change(2), "anna", "bert", "cleo", "dora"));
    refusesToBegin(sign(FIRST, "anna", "bert"));
    refusesToBegin("junk".getBytes(StandardCharsets.UTF_8));
    refusesToBegin(new byte[0]);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> History.begin(BEGINNING, version -> TWO));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            History.begin(
                BEGINNING,
                version -> {
                  throw new IOException("away");
                }));
  }

  private static void refusesToBegin(byte[] entry) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> History.begin(entry, BOOK::policy));
  }

  @Test
  void releasesFollowEachOther() throws IOException {
    counts(FIRST);
    counts(sign(SECOND, "bert", "cleo"));
    assertThat(history.releases()).extracting(Logged::statement).containsExactly(FIRST, SECOND);
    assertThat(history.releases()).extracting(Logged::index).containsExactly(1L, 2L);
    assertThat(history.release(2).note().signatures()).hasSize(2);
    assertThat(history.release(0)).isNull();
    assertThat(history.release(3)).isNull();
  }

  @Test
  void releasesThatDoNotFollowAreVoid() throws IOException {
    isVoid(BOOK.release(1, 2, FIRST, 5, ROOT), "while 1 was the next");
    counts(FIRST);
    isVoid(BOOK.release(1, 3, FIRST, 5, ROOT), "while 2 was the next");
    ReleaseStatement other = BOOK.release(1, 1, null, 10, "c".repeat(64));
    isEvidence(BOOK.release(1, 2, other, 5, ROOT), "does not follow"); // another previous
    isEvidence(withFirst(SECOND, 12), "does not follow"); // a gap
    isEvidence(withFirst(SECOND, 10), "does not follow"); // number 10 twice
    counts(SECOND);
  }

  private static ReleaseStatement withFirst(ReleaseStatement r, long first) {
    return new ReleaseStatement(
        r.publication(),
        r.policy(),
        r.number(),
        r.previous(),
        r.title(),
        first,
        r.published(),
        r.redacted(),
        r.withheld(),
        r.root(),
        r.filesBytes(),
        r.filesSha256(),
        r.about(),
        r.time());
  }

  @Test
  void theFirstReleaseBeginsWithNumberOne() throws IOException {
    isEvidence(withFirst(FIRST, 2), "does not follow");
  }

  @Test
  void ofTwoClaimsOnOneNumberTheEarlierWins() throws IOException {
    counts(FIRST);
    ReleaseStatement other = BOOK.release(1, 1, null, 10, "c".repeat(64));
    isEvidence(other, "second claim on release 1");
    isVoid(sign(other, "anna"), "signed by 1", false); // without a threshold it is nobody's word
    counts(SECOND);
    isEvidence(other, "second claim on release 1");
    assertThat(history.release(1).statement()).isEqualTo(FIRST);
  }

  /**
   * Whoever has the log's key can log an entry again, with some of its signatures: not evidence.
   */
  @Test
  void theSameTextAgainIsVoidAndNoEvidence() throws IOException {
    counts(FIRST);
    isVoid(FIRST, "the same text");
    isVoid(sign(FIRST, "anna", "cleo"), "the same text", false);
    counts(BOOK.withdraw(1, 1, 1, 3));
    isVoid(BOOK.withdraw(1, 1, 1, 3), "the same text");
    counts(BOOK.correct(1, Correction.Subject.MESSAGE, 4));
    isVoid(BOOK.correct(1, Correction.Subject.MESSAGE, 4), "the same text");
    assertThat(history.corrections()).hasSize(1);
    isVoid(BEGINNING, "under policy 0", false);
  }

  @Test
  void junkIsVoid() throws IOException {
    isVoid("junk".getBytes(StandardCharsets.UTF_8), "no statement", false);
    isVoid(new byte[0], "no statement", false);
    isVoid(new byte[65_535], "no statement", false);
    byte[] note =
        new String(sign(FIRST, "anna", "bert"), StandardCharsets.UTF_8)
            .replace("release", "sale")
            .getBytes(StandardCharsets.UTF_8);
    isVoid(note, "no statement", false);
    isVoid(sign(FIRST, "anna", "bert", "zoe"), "no editor", false);
    counts(FIRST);
  }

  /**
   * Reasons are shown to readers: whoever has the log's key must not be the one who writes them.
   */
  @Test
  void reasonsRepeatNothingOfAVoidEntry() throws IOException {
    String spam = "spam.example";
    String entry = new String(sign(FIRST, "anna", "bert"), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            spam,
            spam + "\n\n" + spam + "\n",
            entry.replace("broadside/v1 release", "broadside/v2 " + spam),
            entry.replace("broadside/v1 release", "broadside/v1 " + spam),
            entry.replace("number 1", "number " + spam),
            entry.replace("title Part 1", spam),
            entry + "— " + spam + " AAAAAAA=\n")) {
      history.add(bad.getBytes(StandardCharsets.UTF_8));
      assertThat(history.voids().getLast().reason()).doesNotContain(spam);
    }
    history.add(sign(FIRST, "anna", spam));
    assertThat(history.voids().getLast().reason()).doesNotContain(spam);
    assertThat(history.voids()).hasSize(8);
  }

  /** Another publication of the same editors, under the same keys. */
  @Test
  void statementsOfAnotherPublicationAreVoid() throws IOException {
    Policy theirs = Publication.policy(1, 2, 2, "anna", "bert", "cleo");
    Publication other = new Publication(theirs);
    assertThat(other.id()).isNotEqualTo(BOOK.id());
    isVoid(other.release(1, 1, null, 10, ROOT), "another publication");
    counts(FIRST);
    isVoid(other.withdraw(1, 1, 1, 3), "another publication");
    isVoid(other.correct(1, Correction.Subject.MESSAGE, 1), "another publication");
  }

  @Test
  void aPolicyIsDecidedByOldAndNewEditors() throws IOException {
    isVoid(sign(BOOK.change(2), "anna", "bert"), "of policy 2", false); // only the old
    isVoid(
        sign(BOOK.change(2), "dora", "emil"), "not signed by a known key", false); // only the new
    isVoid(sign(BOOK.change(2), "cleo", "dora", "emil"), "too few", false);
    isVoid(sign(BOOK.change(2), "anna", "dora", "emil"), "too few", false);
    counts(sign(BOOK.change(2), "anna", "cleo", "dora"));
    assertThat(history.policies().newest()).isEqualTo(TWO);
    assertThat(history.policies().all()).containsExactly(ONE, TWO);
    assertThat(history.policies().at(5)).isEqualTo(ONE); // entry 5 made version 2
    assertThat(history.policies().at(6)).isEqualTo(TWO);
    assertThat(history.policies().at(0)).isEqualTo(ONE);
  }

  @Test
  void aPolicyFollowsTheOneBefore() throws IOException {
    isVoid(sign(BOOK.change(3), "anna", "bert", "cleo", "fred"), "under policy 2", false);
    Policy otherOne = Publication.policy(1, 1, 3, "anna", "bert", "cleo");
    Statement skips =
        new broadside.proof.statement.PolicyStatement(
            BOOK.id(), 1, TWO.hash(), otherOne.hash(), Publication.TIME);
    isVoid(sign(skips, "anna", "bert", "cleo", "dora"), "no statement of policy 2", false);
    counts(sign(BOOK.change(2), "anna", "bert", "cleo", "dora"));
    isVoid(sign(BOOK.change(2), "anna", "bert", "cleo", "dora"), "under policy 1", false);
    counts(sign(BOOK.change(3), "cleo", "dora", "fred"));
    assertThat(history.policies().all()).containsExactly(ONE, TWO, THREE);
  }

  @Test
  void aPolicyForAnotherLogIsVoid() throws IOException, FormatException {
    Policy moved = moved();
    Publication book = new Publication(ONE, moved);
    history = History.begin(BEGINNING, book::policy);
    isVoid(sign(book.change(2), "anna", "bert"), "another log", false);
  }

  private static Policy moved() {
    broadside.proof.policy.LogPolicy log =
        new broadside.proof.policy.LogPolicy(
            Keys.note("log.example/other").verifier(), null, List.of(), List.of(), "none");
    Roles roles = ONE.roles();
    return new Policy(log, new Roles(2, roles.editors(), 2, List.of(), null, null));
  }

  @Test
  void statementsUnderARetiredPolicyAreVoid() throws IOException {
    counts(FIRST);
    counts(sign(BOOK.change(2), "anna", "bert", "cleo", "dora"));
    isVoid(SECOND, "under policy 1 while 2 was in force"); // stolen retired keys, stolen log key
    isVoid(BOOK.withdraw(1, 1, 1, 3), "under policy 1");
    isVoid(BOOK.correct(1, Correction.Subject.MESSAGE, 1), "under policy 1");
    ReleaseStatement second = BOOK.release(2, 2, FIRST, 5, ROOT);
    isVoid(second, "no editor"); // of the new policy, but signed with the old keys
    isVoid(sign(second, "cleo", "bert"), "no editor", false);
    counts(sign(second, "cleo", "dora"));
  }

  @Test
  void statementsUnderAPolicyToComeAreVoid() throws IOException {
    ReleaseStatement early = BOOK.release(2, 1, null, 5, ROOT);
    isVoid(sign(early, "cleo", "dora"), "under policy 2 while 1 was in force", false);
    isVoid(early, "under policy 2");
  }

  @Test
  void waitsForTextsThatCannotBeHad() throws IOException, FormatException {
    boolean[] there = {false};
    history =
        History.begin(
            BEGINNING,
            version -> {
              if (version > 1 && !there[0]) {
                throw new IOException("away");
              }
              return BOOK.policy(version);
            });
    byte[] change = sign(BOOK.change(2), "anna", "bert", "cleo", "dora");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> history.add(change))
        .withMessage("away");
    assertThat(history.size()).isEqualTo(1);
    assertThat(history.voids()).isEmpty();
    there[0] = true;
    counts(change);
    assertThat(history.policies().newest()).isEqualTo(TWO);
  }

  @Test
  void takesNoOtherTextsForThoseThatTheLogNames() throws IOException, FormatException {
    Policy[] given = {THREE};
    history = History.begin(BEGINNING, version -> version == 1 ? ONE : given[0]);
    byte[] change = sign(BOOK.change(2), "anna", "bert", "cleo", "dora");
    for (Policy lie : List.of(THREE, ONE, Publication.policy(2, 1, 3, "cleo", "dora", "emil"))) {
      given[0] = lie;
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> history.add(change));
      assertThat(history.size()).isEqualTo(1);
    }
    given[0] = TWO;
    counts(change);
  }

  /** Otherwise the log's key alone could make readers wait for texts that nobody has. */
  @Test
  void asksForNoTextsBeforeTheEditorsInForceHaveDecided() throws IOException, FormatException {
    history =
        History.begin(
            BEGINNING,
            version -> {
              if (version > 1) {
                throw new IllegalStateException("asked for version " + version);
              }
              return ONE;
            });
    isVoid(sign(BOOK.change(2), "anna", "dora", "emil"), "too few", false);
    isVoid(sign(BOOK.change(3), "anna", "bert"), "under policy 2", false);
    Statement elsewhere = new Publication(TWO, THREE).change(2);
    isVoid(sign(elsewhere, "anna", "bert"), "another publication", false);
  }

  @Test
  void withdrawalsCountFromOne() throws IOException {
    isVoid(BOOK.withdraw(1, 1, 1, 3), "which is not there");
    counts(FIRST);
    isVoid(BOOK.withdraw(1, 2, 1, 11), "which is not there");
    isVoid(BOOK.withdraw(1, 1, 2, 3), "does not fit");
    counts(BOOK.withdraw(1, 1, 1, 3, 10));
    isEvidence(BOOK.withdraw(1, 1, 1, 4), "second claim on withdrawal 1");
    isVoid(BOOK.withdraw(1, 1, 3, 4), "does not fit");
    counts(BOOK.withdraw(1, 1, 2, 4));
    counts(SECOND);
    counts(BOOK.withdraw(1, 2, 1, 11, 15)); // a sequence of its own
    assertThat(history.withdrawals(1)).hasSize(2);
    assertThat(history.withdrawals(2)).hasSize(1);
    assertThat(history.withdrawals(3)).isEmpty();
    assertThat(history.taken(1, 3).mail()).isNull();
    assertThat(history.taken(1, 5)).isNull();
    assertThat(history.taken(2, 3)).isNull();
  }

  @Test
  void withdrawalsNameNumbersOfTheRelease() throws IOException {
    counts(FIRST);
    counts(SECOND);
    isVoid(BOOK.withdraw(1, 1, 1, 3, 11), "does not fit");
    isVoid(BOOK.withdraw(1, 2, 1, 10, 12), "does not fit");
    isVoid(BOOK.withdraw(1, 2, 1, 16), "does not fit");
    counts(BOOK.withdraw(1, 2, 1, 11, 12, 13, 14, 15));
  }

  @Test
  void whatIsRedactedCanBeWithdrawnButNothingComesBack() throws IOException {
    counts(FIRST);
    counts(BOOK.redact(1, 1, 1, 3, "c".repeat(64)));
    assertThat(history.taken(1, 3).mail()).isEqualTo("c".repeat(64));
    counts(BOOK.redact(1, 1, 2, 3, "d".repeat(64)));
    assertThat(history.taken(1, 3).mail()).isEqualTo("d".repeat(64));
    counts(BOOK.withdraw(1, 1, 3, 3));
    assertThat(history.taken(1, 3).mail()).isNull();
    isVoid(BOOK.withdraw(1, 1, 4, 3), "withdrawn already");
    isVoid(BOOK.withdraw(1, 1, 4, 2, 3), "withdrawn already");
    isVoid(BOOK.redact(1, 1, 4, 3, "e".repeat(64)), "withdrawn already");
    counts(BOOK.withdraw(1, 1, 4, 2));
  }

  @Test
  void verdictsAreOfReleasesThatAreThereAndTheNewestComesLast() throws IOException {
    isVoid(BOOK.verdicts(1, 1, ROOT), "not there");
    counts(FIRST);
    counts(BOOK.verdicts(1, 1, ROOT));
    isVoid(BOOK.verdicts(1, 1, ROOT), "the same text");
    counts(BOOK.verdicts(1, 1, "c".repeat(64)));
    isVoid(BOOK.verdicts(1, 2, ROOT), "not there");
    assertThat(history.verdicts(1))
        .extracting(logged -> logged.statement().list())
        .containsExactly(ROOT, "c".repeat(64));
    assertThat(history.verdicts(2)).isEmpty();
    counts(BOOK.correct(1, Correction.Subject.MESSAGE, 1));
    assertThat(history.enclosures())
        .extracting(Enclosure::kind)
        .containsExactly(
            Enclosure.Kind.CORRECTION, Enclosure.Kind.VERDICTS, Enclosure.Kind.VERDICTS);
    assertThat(history.copy().enclosures()).isEqualTo(history.enclosures());
  }

  @Test
  void correctionsAreOfWhatIsThere() throws IOException {
    isVoid(BOOK.correct(1, Correction.Subject.MESSAGE, 1), "not there");
    isVoid(BOOK.correct(1, Correction.Subject.RELEASE, 1), "not there");
    counts(FIRST);
    counts(BOOK.correct(1, Correction.Subject.MESSAGE, 10));
    counts(BOOK.correct(1, Correction.Subject.RELEASE, 1));
    isVoid(BOOK.correct(1, Correction.Subject.MESSAGE, 11), "not there");
    isVoid(BOOK.correct(1, Correction.Subject.RELEASE, 2), "not there");
    assertThat(history.corrections()).hasSize(2);
  }
}
