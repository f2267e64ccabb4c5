package broadside.proof.history;

import static broadside.proof.fixture.Publication.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Publication;
import broadside.proof.log.Checkpoint;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A history that goes on in a successor log. */
class SuccessionTest {
  private static final String NEXT = "next.example/x";
  private static final String THIRD = "third.example/x";
  private static final Policy ONE =
      Publication.naming(NEXT, Publication.policy(1, 2, 3, "anna", "bert", "cleo"));
  private static final String ID = ONE.hash();
  private static final byte[] ROOT = new byte[32];

  private final Publication book = new Publication(ONE);
  private final ReleaseStatement first = book.release(1, 1, null, 10, Publication.HASH);
  private final Checkpoint end = new Checkpoint(Publication.ORIGIN, 2, ROOT);
  private Policy second = ONE;
  private History history;

  @BeforeEach
  void begin() throws IOException, FormatException {
    history = History.begin(sign(book.change(1), "anna", "bert"), v -> v == 1 ? ONE : second);
    history.add(sign(first, "anna", "cleo"));
  }

  private static Continuation after(Checkpoint end) {
    return Continuation.of(ID, 1, end, Publication.TIME);
  }

  private void follow() throws FormatException {
    history.follow(end, sign(after(end), "anna", "bert"));
  }

  private void refuses(Checkpoint at, byte[] entry, String why) {
    assertThatThrownBy(() -> history.follow(at, entry))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(why);
    assertThat(history.size()).isEqualTo(2);
    assertThat(history.policies().logs()).hasSize(1);
    assertThat(history.continuations()).isEmpty();
  }

  @Test
  void goesOnWithTheNextNumber() throws Exception {
    assertThat(history.policies().checkpoints()).isEqualTo(ONE.log());
    follow();
    assertThat(history.size()).isEqualTo(3);
    assertThat(history.newestSize()).isEqualTo(1);
    assertThat(history.continuations()).extracting(Logged::index).containsExactly(2L);
    assertThat(history.policies().logs())
        .containsExactly(
            new ChainedLog(Keys.note(Publication.ORIGIN).verifier(), 0),
            new ChainedLog(Keys.note(NEXT).verifier(), 2));
    assertThat(history.policies().predecessors()).containsExactly(end);
    LogPolicy now = history.policies().checkpoints();
    assertThat(now.log()).isEqualTo(Keys.note(NEXT).verifier());
    assertThat(now.witnesses()).isEqualTo(ONE.log().witnesses());
    assertThat(now.quorum()).isEqualTo(ONE.log().quorum());

    history.add(sign(book.release(1, 2, first, 5, Publication.HASH), "bert", "cleo"));
    assertThat(history.voids()).isEmpty();
    assertThat(history.releases()).extracting(Logged::index).containsExactly(1L, 3L);
    assertThat(history.copy().policies().logs()).isEqualTo(history.policies().logs());
    assertThat(history.copy().continuations()).isEqualTo(history.continuations());
  }

  @Test
  void followsOnlyWhatContinuesAllOfIt() {
    byte[] other = new byte[32];
    other[0] = 1;
    Checkpoint forked = new Checkpoint(Publication.ORIGIN, 2, other);
    Checkpoint shorter = new Checkpoint(Publication.ORIGIN, 1, ROOT);
    Checkpoint stranger = new Checkpoint("stranger.example/x", 2, ROOT);
    for (Checkpoint wrong : List.of(forked, shorter, stranger)) {
      refuses(end, sign(after(wrong), "anna", "bert"), "does not continue the 2 entries");
    }
    refuses(shorter, sign(after(shorter), "anna", "bert"), "no statement that continues");
    refuses(stranger, sign(after(stranger), "anna", "bert"), "no statement that continues");
    refuses(end, sign(first, "anna", "bert"), "does not continue");
  }

  @Test
  void followsOnlyWhatTheEditorsInForceDecided() {
    refuses(end, sign(after(end), "anna"), "signed by 1 of the editors");
    refuses(end, sign(after(end), "anna", "dora"), "no editor");
    Statement late = Continuation.of(ID, 2, end, Publication.TIME);
    refuses(end, sign(late, "anna", "bert"), "under policy 2 while 1 was in force");
    Statement foreign = Continuation.of(Publication.HASH, 1, end, Publication.TIME);
    refuses(end, sign(foreign, "anna", "bert"), "of another publication");
  }

  @Test
  void aLogWithoutASuccessorIsNotContinued() throws Exception {
    Policy none = Publication.policy(1, 2, 3, "anna", "bert", "cleo");
    Publication alone = new Publication(none);
    History ended = History.begin(sign(alone.change(1), "anna", "bert"), alone::policy);
    Checkpoint at = new Checkpoint(Publication.ORIGIN, 1, ROOT);
    Statement next = Continuation.of(none.hash(), 1, at, Publication.TIME);
    assertThatThrownBy(() -> ended.follow(at, sign(next, "anna", "bert")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("names no successor of the log log.example/x");
  }

  /** The successor named by an unchanged policy is the log itself by now. */
  @Test
  void aSuccessorDoesNotFollowItself() throws Exception {
    follow();
    Checkpoint again = new Checkpoint(NEXT, 1, ROOT);
    assertThatThrownBy(() -> history.follow(again, sign(after(again), "anna", "bert")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("names no successor of the log next.example/x");
  }

  @Test
  void aContinuationInTheMiddleIsVoid() throws Exception {
    history.add(sign(after(end), "anna", "bert"));
    assertThat(history.voids()).hasSize(1);
    assertThat(history.voids().getFirst().reason()).contains("not the first entry");
    assertThat(history.policies().logs()).hasSize(1);
    Checkpoint now = new Checkpoint(Publication.ORIGIN, 3, ROOT);
    history.follow(now, sign(after(now), "anna", "bert"));
    assertThat(history.size()).isEqualTo(4);
  }

  /** A policy made in the successor names that as its log, and may name the one after it. */
  @Test
  void laterPoliciesAreOfTheSuccessor() throws Exception {
    follow();
    second = Publication.naming(THIRD, Publication.policy(2, 1, 3, "anna", "bert"));
    addPolicy();
    assertThat(history.voids().getLast().reason()).contains("a policy for another log");

    Policy texts = second;
    second = new Policy(texts.log().of(Keys.note(NEXT).verifier()), texts.roles());
    addPolicy();
    assertThat(history.policies().newest()).isEqualTo(second);
    assertThat(history.policies().checkpoints()).isEqualTo(second.log());
    assertThat(history.policies().at(4)).isEqualTo(ONE);

    Checkpoint again = new Checkpoint(NEXT, 3, ROOT);
    Statement next = Continuation.of(ID, 2, again, Publication.TIME);
    history.follow(again, sign(next, "bert"));
    assertThat(history.policies().checkpoints().log()).isEqualTo(Keys.note(THIRD).verifier());
    assertThat(history.policies().logs()).extracting(ChainedLog::first).containsExactly(0L, 2L, 5L);
  }

  private void addPolicy() throws IOException {
    history.add(sign(PolicyStatement.of(ID, ONE, second, Publication.TIME), "anna", "bert"));
  }
}
