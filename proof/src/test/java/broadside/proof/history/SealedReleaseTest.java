package broadside.proof.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Publication;
import broadside.proof.fixture.Seal;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Opening;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Terms;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a thief of the log's key, editors who are too few, and a lying custodian can do to sealed
 * releases. Two of anna, bert and cleo decide under policy 1, two of cleo, dora and emil under
 * policy 2; two of c1, c2, c3 open what is sealed under policy 1, of c1, c2, c3, c4 under policy 2.
 */
class SealedReleaseTest {
  private static final Policy ONE =
      Seal.withCustodians(Publication.policy(1, 2, 3, "anna", "bert", "cleo"), 3);
  private static final Policy TWO =
      Seal.withCustodians(Publication.policy(2, 2, 5, "cleo", "dora", "emil"), 4);
  private static final Publication BOOK = new Publication(ONE, TWO);
  private static final String ROOT = "b".repeat(64);
  private static final Instant HOUR = Seal.HOUR;
  private static final Instant BEFORE = HOUR.minusSeconds(1);

  private static final ReleaseStatement FIRST = BOOK.release(1, 1, null, 10, ROOT);
  private static final Seal SEALED = new Seal(BOOK, ONE, 2, FIRST, 5, Seal.TERMS, 2);
  private static final Seal STRICT =
      new Seal(BOOK, ONE, 3, SEALED.statement, 4, new Terms(HOUR, 0, 0, false), 2);
  private static final ReleaseStatement FOURTH = BOOK.release(1, 4, STRICT.statement, 3, ROOT);

  private History history;

  @BeforeEach
  void begin() throws IOException, FormatException {
    history = History.begin(Publication.sign(BOOK.change(1), "anna", "bert"), BOOK::policy);
    counts(FIRST);
  }

  private void counts(Statement statement) throws IOException {
    counts(statement, "anna", "bert");
  }

  private void counts(Statement statement, String... signers) throws IOException {
    int before = history.voids().size();
    history.add(Publication.sign(statement, signers));
    assertThat(history.voids()).hasSize(before);
  }

  private void isEvidence(Statement statement, String reason) throws IOException {
    changesNothing(statement, reason, true, "anna", "bert");
  }

  private void isVoid(Statement statement, String reason, String... signers) throws IOException {
    String[] all = signers.length == 0 ? new String[] {"anna", "bert"} : signers;
    changesNothing(statement, reason, false, all);
  }

  private void changesNothing(
      Statement statement, String reason, boolean evidence, String... signers) throws IOException {
    List<?> sealed = history.sealedReleases();
    List<?> releases = history.releases();
    List<?> corrections = history.corrections();
    List<?> withdrawals = history.withdrawals(2);
    Statement newest = history.newest();
    int before = history.voids().size();
    history.add(Publication.sign(statement, signers));
    assertThat(history.voids()).as("void").hasSize(before + 1);
    assertThat(history.voids().getLast().reason()).contains(reason);
    assertThat(history.voids().getLast().isEvidence()).as(reason).isEqualTo(evidence);
    assertThat(history.sealedReleases()).isEqualTo(sealed);
    assertThat(history.releases()).isEqualTo(releases);
    assertThat(history.corrections()).isEqualTo(corrections);
    assertThat(history.withdrawals(2)).isEqualTo(withdrawals);
    assertThat(history.newest()).isEqualTo(newest);
  }

  private SealedRelease second() {
    return history.sealedRelease(2);
  }

  private void open(Seal seal) throws FormatException {
    history.open(seal.release.encode(), seal.salt, history.size());
  }

  @Test
  void sealedReleasesTakeNumbersAsReleasesDo() throws IOException {
    isVoid(STRICT.statement, "release 3 while 2 was the next");
    counts(SEALED.statement);
    counts(STRICT.statement); // names the seal before it: both were prepared at once
    counts(FOURTH);
    assertThat(FOURTH.previous()).isEqualTo(STRICT.statement.sha256());
    assertThat(FOURTH.first()).isEqualTo(20);
    assertThat(history.releases()).extracting(Logged::statement).containsExactly(FIRST, FOURTH);
    assertThat(history.release(2)).isNull();
    assertThat(history.release(4).statement()).isEqualTo(FOURTH);
    assertThat(history.sealedReleases()).hasSize(2);
    assertThat(history.newest()).isEqualTo(FOURTH);
    assertThat(second().isArmed() || second().isOpen() || second().isVoid()).isFalse();
  }

  @Test
  @Tag("slow")
  void twoClaimsOnOneNumberAreEvidenceWhateverTheirKind() throws IOException {
    counts(SEALED.statement);
    isEvidence(BOOK.release(1, 2, FIRST, 5, ROOT), "second claim on release 2");
    isEvidence(SEALED.release, "second claim on release 2");
    isEvidence(new Seal(BOOK, ONE, 2, FIRST, 6, Seal.TERMS, 2).statement, "second claim");
    isEvidence(new Seal(BOOK, ONE, 1, null, 6, Seal.TERMS, 2).statement, "claim on release 1");
    isVoid(SEALED.statement, "the same text");
    isVoid(SEALED.statement, "the same text", "bert", "cleo");
    ReleaseStatement over = BOOK.release(1, 3, FIRST, 5, ROOT); // as if the seal had no numbers
    isEvidence(over, "does not follow");
    isEvidence(BOOK.release(1, 3, SEALED.release, 5, ROOT), "does not follow"); // not the seal
    counts(STRICT.statement);
  }

  @Test
  void custodiansAreThoseOfThePolicyInItsOrder() throws IOException {
    isVoid(SEALED.statement, "signed by 1", "anna");
    isVoid(SEALED.statement, "no editor", "c1", "c2", "c3");
    Policy fewer = Seal.withCustodians(Publication.policy(1, 2, 3, "anna", "bert", "cleo"), 2);
    isVoid(new Seal(BOOK, fewer, 2, FIRST, 5, Seal.TERMS, 1).statement, "others than");
    Seal later = new Seal(BOOK, TWO, 2, FIRST, 5, Seal.TERMS, 2);
    isVoid(later.statement, "under policy 2 while 1 was in force", "cleo", "dora");
    List<SealedStatement.Custody> swapped = new ArrayList<>(SEALED.statement.shares().reversed());
    isVoid(withShares(SEALED.statement, swapped), "others than");
    swapped.set(0, new SealedStatement.Custody(Keys.note("zoe").verifier(), swapped.get(0).file()));
    isVoid(withShares(SEALED.statement, swapped), "others than");
    counts(SEALED.statement);
  }

  private static SealedStatement withShares(
      SealedStatement s, List<SealedStatement.Custody> shares) {
    return new SealedStatement(
        s.publication(),
        s.policy(),
        s.number(),
        s.previous(),
        s.first(),
        s.count(),
        s.terms(),
        s.step(),
        s.parts(),
        s.commitment(),
        s.recipient(),
        s.verifiers(),
        shares,
        s.time());
  }

  @Test
  void isArmedWithOneReceiptMoreThanItTakes() throws IOException {
    isVoid(SEALED.receipt(), "not there", "c1");
    counts(SEALED.statement);
    counts(SEALED.receipt(), "c2");
    counts(SEALED.receipt(), "c1");
    assertThat(second().isArmed()).isFalse();
    assertThat(second().arming()).isNull();
    isVoid(SEALED.receipt(), "second receipt", "c1");
    isVoid(at(SEALED.receipt(), HOUR), "second receipt", "c1");
    counts(SEALED.receipt(), "c3");
    assertThat(second().isArmed()).isTrue();
    assertThat(second().arming()).isEqualTo(second().receipts().get(3));
    assertThat(second().receipts().keySet()).containsExactly(1, 2, 3);
  }

  private static Receipt at(Receipt r, Instant time) {
    return new Receipt(r.publication(), r.policy(), r.number(), r.seal(), time);
  }

  @Test
  void onlyACustodianGivesAReceiptAndOnlyForTheSeal() throws IOException {
    counts(SEALED.statement);
    Receipt good = SEALED.receipt();
    isVoid(good, "no custodian"); // k editors are not a custodian
    isVoid(good, "no custodian", "anna", "c1");
    isVoid(good, "several custodians", "c1", "c2"); // one entry would arm for two
    isVoid(good, "no custodian", "c4");
    isVoid(new Receipt(BOOK.id(), 1, 2, ROOT, BEFORE), "not there", "c1");
    isVoid(new Receipt(BOOK.id(), 1, 1, FIRST.sha256(), BEFORE), "not there", "c1");
    isVoid(new Receipt(BOOK.id(), 1, 3, good.seal(), BEFORE), "not there", "c1");
    isVoid(new Receipt(ROOT, 1, 2, good.seal(), BEFORE), "another publication", "c1");
    isVoid(new Receipt(BOOK.id(), 2, 2, good.seal(), BEFORE), "under policy 2", "c1");
    assertThat(second().receipts()).isEmpty();
  }

  /** Custodians and witnesses are for ever those of the policy that the seal names. */
  @Test
  void aNewPolicyTakesNoSealFromItsCustodians() throws IOException {
    counts(SEALED.statement);
    counts(BOOK.change(2), "anna", "cleo", "dora");
    counts(SEALED.receipt(), "c1");
    isVoid(SEALED.receipt(), "no custodian", "c4"); // of policy 2 only
    Receipt r = SEALED.receipt();
    isVoid(new Receipt(BOOK.id(), 2, 2, r.seal(), BEFORE), "another policy", "c2");
    Seal next = new Seal(BOOK, TWO, 3, SEALED.statement, 5, Seal.TERMS, 2);
    counts(next.statement, "cleo", "dora");
    counts(next.receipt(), "c4");
    Receipt old = new Receipt(BOOK.id(), 1, 3, next.statement.sha256(), BEFORE);
    isVoid(old, "another policy", "c1");
    isVoid(SEALED.hold(1, HOUR.plusSeconds(1)), "under policy 1"); // retired editors
    isVoid(SEALED.voiding(1, BEFORE), "under policy 1");
    counts(SEALED.hold(2, HOUR.plusSeconds(1)), "cleo", "emil");
    assertThat(history.turn(2, HOUR.plusSeconds(1), seen(HOUR.plusSeconds(1), 2, 1)))
        .isEqualTo(Turn.NOW); // two of the three witnesses of policy 1
    assertThat(history.turn(3, HOUR, seen(HOUR, 2, 1))).isEqualTo(Turn.UNWITNESSED);
    counts(SEALED.voiding(2, BEFORE), "cleo", "emil");
    assertThat(second().isVoid()).isTrue();
  }

  @Test
  void aVoidKeepsItsNumbersForEver() throws IOException, FormatException {
    counts(SEALED.statement);
    counts(SEALED.voiding(1, BEFORE));
    assertThat(second().isVoid()).isTrue();
    isVoid(SEALED.voiding(1, BEFORE), "is void before");
    isVoid(SEALED.opening(1), "is void before");
    isVoid(SEALED.hold(1, HOUR.plusSeconds(1)), "is void before");
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> open(SEALED));
    isEvidence(BOOK.release(1, 2, FIRST, 5, ROOT), "second claim on release 2");
    isVoid(BOOK.withdraw(1, 2, 1, 11), "not there");
    isVoid(BOOK.correct(1, Correction.Subject.MESSAGE, 11), "not there");
    counts(STRICT.statement);
    counts(FOURTH);
    counts(BOOK.correct(1, Correction.Subject.MESSAGE, 20));
    assertThat(history.releases()).extracting(Logged::statement).containsExactly(FIRST, FOURTH);
  }

  @Test
  void aVoidIsAllowedByTheSealAndMadeBeforeItsHour() throws IOException {
    counts(SEALED.statement);
    counts(STRICT.statement);
    isVoid(SEALED.voiding(1, HOUR), "does not allow");
    isVoid(SEALED.voiding(1, HOUR.plusSeconds(1)), "does not allow");
    isVoid(SEALED.voiding(1, BEFORE), "signed by 1", "bert"); // a minority
    isVoid(SEALED.voiding(1, BEFORE), "no editor", "c1", "c2");
    isVoid(STRICT.voiding(1, BEFORE), "does not allow");
    counts(SEALED.voiding(1, BEFORE));
  }

  /** Ten can be held or void at once: what is said of one seal says nothing of another. */
  @Test
  void anotherSealsStatementsAreVoid() throws IOException {
    counts(SEALED.statement);
    Seal other = new Seal(BOOK, ONE, 2, FIRST, 7, Seal.TERMS, 2); // never logged
    isVoid(other.voiding(1, BEFORE), "not there");
    isVoid(other.hold(1, HOUR.plusSeconds(1)), "not there");
    isVoid(other.opening(1), "not there");
    isVoid(other.receipt(), "not there", "c1");
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> open(other));
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> open(STRICT));
  }

  @Test
  void theLongestHoldCountsAndNeverBeyondTheMaximum() throws IOException {
    counts(SEALED.statement);
    counts(STRICT.statement);
    assertThat(second().due()).isEqualTo(HOUR);
    Instant most = HOUR.plus(Duration.ofDays(10));
    isVoid(SEALED.hold(1, most.plusSeconds(1)), "does not allow");
    isVoid(SEALED.hold(1, HOUR), "does not allow"); // holds nothing
    isVoid(SEALED.hold(1, most), "signed by 1", "cleo");
    isVoid(STRICT.hold(1, HOUR.plusSeconds(1)), "does not allow");
    Hold short1 = SEALED.hold(1, HOUR.plusSeconds(60));
    counts(short1);
    isVoid(short1, "the same text");
    isVoid(short1, "the same text", "bert", "cleo");
    assertThat(second().due()).isEqualTo(HOUR.plusSeconds(60));
    counts(SEALED.hold(1, most));
    counts(SEALED.hold(1, HOUR.plusSeconds(120))); // cannot shorten
    assertThat(second().heldUntil()).isEqualTo(most);
    assertThat(second().holds()).hasSize(3);
    assertThat(history.turn(2, most, seen(most, 3, 1))).isEqualTo(Turn.NOW);
  }

  @Test
  void anOpeningMakesAReleaseOfTheHistory() throws IOException {
    counts(SEALED.statement);
    counts(STRICT.statement);
    counts(SEALED.opening(1));
    assertThat(second().isOpen()).isTrue();
    Logged<ReleaseStatement> open = history.release(2);
    assertThat(open.statement()).isEqualTo(SEALED.release);
    assertThat(open.index()).isEqualTo(2); // of the seal, whose note it has
    assertThat(open.note().text()).isEqualTo(SEALED.statement.print());
    isVoid(SEALED.opening(1), "is opened before");
    isVoid(SEALED.voiding(1, BEFORE), "is opened before"); // antedated: no kill switch
    isVoid(SEALED.hold(1, HOUR.plusSeconds(1)), "is opened before");
    counts(FOURTH);
    counts(BOOK.withdraw(1, 2, 1, 11));
    counts(BOOK.correct(1, Correction.Subject.RELEASE, 2));
    counts(BOOK.verdicts(1, 2, ROOT));
    assertThat(history.taken(2, 11)).isNotNull();
    assertThat(history.releases())
        .extracting(Logged::statement)
        .containsExactly(FIRST, SEALED.release, FOURTH);
  }

  @Test
  void anOpeningProvesItself() throws IOException {
    counts(SEALED.statement);
    Opening good = SEALED.opening(1);
    isVoid(with(good, ROOT, good.identity(), good.release()), "not the sealed one");
    isVoid(with(good, good.salt(), STRICT.identity.print(), good.release()), "decrypts no part");
    ReleaseStatement other = BOOK.release(1, 2, FIRST, 5, "c".repeat(64));
    isVoid(with(good, good.salt(), good.identity(), other), "not the sealed one");
    isVoid(good, "signed by 1", "anna");
    isVoid(good, "no editor", "c1", "c2", "c3");
    counts(good);
  }

  private static Opening with(Opening o, String salt, String identity, ReleaseStatement release) {
    return new Opening(
        o.publication(), o.policy(), o.number(), o.seal(), salt, identity, release, o.time());
  }

  @Test
  void isOpenedWithoutTheLog() throws IOException, FormatException {
    counts(SEALED.statement);
    counts(STRICT.statement);
    open(SEALED);
    assertThat(second().isOpen()).isTrue();
    assertThat(second().opening()).isNull();
    assertThat(history.release(2).statement()).isEqualTo(SEALED.release);
    History copy = history.copy();
    open(SEALED);
    assertThat(history.sealedReleases()).isEqualTo(copy.sealedReleases());
    assertThat(copy.releases()).isEqualTo(history.releases());
    open(STRICT); // before the hour too: what is public cannot be made secret by a clock
    assertThat(copy.release(3)).isNull();
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> history.open(SEALED.release.encode(), STRICT.salt, 3));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> history.open(SEALED.statement.encode(), SEALED.salt, 3));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> history.open(FIRST.encode(), SEALED.salt, 3)); // was never sealed
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> history.open(new byte[0], SEALED.salt, 3));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> history.open(SEALED.release.encode(), SEALED.salt, 2)); // not sealed yet
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.open(SEALED.release.encode(), SEALED.salt, 5));
    counts(SEALED.opening(1));
    assertThat(second().opening()).isNotNull();
  }

  /** Whoever knows of the opening and whoever does not take the same statements of the log. */
  @Test
  void anOpeningWithoutTheLogChangesNothingOfWhatTheLogSays() throws IOException, FormatException {
    counts(SEALED.statement);
    open(SEALED);
    isVoid(BOOK.withdraw(1, 2, 1, 11), "not there");
    isVoid(BOOK.correct(1, Correction.Subject.MESSAGE, 11), "not there");
    isVoid(BOOK.verdicts(1, 2, ROOT), "not there");
    counts(SEALED.hold(1, HOUR.plusSeconds(1)));
    counts(SEALED.opening(1));
    counts(BOOK.withdraw(1, 2, 1, 11));
  }

  /**
   * Editors who antedate a void cannot close what a mirror has opened, in whatever order it reads.
   */
  @Test
  void aVoidThatComesLaterClosesNothing() throws IOException, FormatException {
    counts(SEALED.statement);
    long known = history.size();
    History unopened = history.copy();
    open(SEALED);
    counts(SEALED.voiding(1, BEFORE));
    assertThat(second().isOpen()).isTrue();
    assertThat(second().isVoid()).isFalse();
    assertThat(history.release(2)).isNotNull();
    unopened.add(Publication.sign(SEALED.voiding(1, BEFORE), "anna", "bert"));
    assertThat(unopened.sealedRelease(2).isVoid()).isTrue();
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> unopened.open(SEALED.release.encode(), SEALED.salt, known + 1));
    assertThat(unopened.release(2)).isNull();
    unopened.open(SEALED.release.encode(), SEALED.salt, known); // the mirror, started again
    assertThat(unopened.sealedReleases()).isEqualTo(history.sealedReleases());
    assertThat(unopened.releases()).isEqualTo(history.releases());
  }

  /** Witnesses w1, w2, w3, and w4, w5 of the next policy, up to this one, on a checkpoint. */
  private static List<Sighting> seen(Instant time, int witnesses, long size) {
    List<Sighting> all = new ArrayList<>();
    for (int i = 1; i <= witnesses; i++) {
      all.add(new Sighting(Keys.cosigner("w" + i).verifier().publicKey(), time, size));
    }
    return all;
  }

  /** Seconds and hours are after the hour of the seal; its grace is 48 hours. */
  @ParameterizedTest
  @CsvSource({
    // own clock, witnesses, their times, size of their checkpoint
    "    -1, 3,    -1, 3, EARLY",
    "    -1, 3, 86400, 3, EARLY", // its own clock is slow, or all witnesses lie
    "     0, 3,     0, 3, NOW",
    "     0, 2,     0, 3, NOW",
    "     0, 2,     0, 1, NOW", // an old checkpoint, signed again
    "     0, 1,     0, 3, UNWITNESSED", // one lies, or two are away
    "     0, 3,    -1, 3, UNWITNESSED", // a fast clock
    "     0, 0,     0, 3, UNWITNESSED",
    "     0, 3,     0, 4, UNWITNESSED", // they saw an entry that is kept from the custodian
    "172799, 1,     0, 3, UNWITNESSED",
    "172800, 0,     0, 3, NOW",
    "172800, 3,    -1, 3, NOW",
    "172800, 3,     0, 4, NOW"
  })
  @Tag("slow")
  void aCustodianActs(long clock, int witnesses, long time, long size, Turn turn)
      throws IOException {
    counts(SEALED.statement);
    assertThat(history.size()).isEqualTo(3);
    List<Sighting> seen = seen(HOUR.plusSeconds(time), witnesses, size);
    assertThat(history.turn(2, HOUR.plusSeconds(clock), seen)).isEqualTo(turn);
  }

  @Test
  void aCustodianWaitsForTheEndOfAHoldAndItsWitnesses() throws IOException {
    counts(SEALED.statement);
    Instant until = HOUR.plus(Duration.ofDays(3));
    counts(SEALED.hold(1, until));
    Map<Instant, Turn> turns =
        Map.of(
            BEFORE, Turn.EARLY, HOUR, Turn.HELD, until.minusSeconds(1), Turn.HELD, until, Turn.NOW);
    turns.forEach(
        (clock, turn) -> assertThat(history.turn(2, clock, seen(until, 2, 3))).isEqualTo(turn));
    assertThat(history.turn(2, until, seen(until.minusSeconds(1), 3, 3)))
        .isEqualTo(Turn.UNWITNESSED);
    assertThat(history.turn(2, until.plus(Duration.ofDays(2)), List.of())).isEqualTo(Turn.NOW);
  }

  @Test
  void strangersAndDoubledWitnessesAreNoMajority() throws IOException {
    counts(SEALED.statement);
    List<Sighting> seen = new ArrayList<>(seen(HOUR, 1, 3));
    seen.addAll(seen(HOUR.plusSeconds(1), 1, 3));
    seen.add(new Sighting(Keys.cosigner("w4").verifier().publicKey(), HOUR, 3)); // of policy 2
    seen.add(new Sighting(Keys.note("c1").verifier().publicKey(), HOUR, 3));
    assertThat(history.turn(2, HOUR, seen)).isEqualTo(Turn.UNWITNESSED);
    seen.addAll(seen(HOUR, 2, 3));
    assertThat(history.turn(2, HOUR, seen)).isEqualTo(Turn.NOW);
  }

  @Test
  void withoutGraceItWaitsForWitnessesForEver() throws IOException, FormatException {
    counts(SEALED.statement);
    counts(STRICT.statement);
    Instant late = HOUR.plus(Duration.ofDays(36_500));
    assertThat(history.turn(3, late, seen(HOUR, 1, 1))).isEqualTo(Turn.UNWITNESSED);
    assertThat(history.turn(3, late, seen(HOUR, 2, 1))).isEqualTo(Turn.NOW);
    assertThatIllegalArgumentException().isThrownBy(() -> history.turn(1, late, List.of()));
    open(STRICT);
    assertThat(history.turn(3, HOUR, List.of())).isEqualTo(Turn.OPEN);
    counts(SEALED.voiding(1, BEFORE));
    assertThat(history.turn(2, late, seen(late, 3, 1))).isEqualTo(Turn.VOID);
  }
}
