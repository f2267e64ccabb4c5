package broadside.archive.verify;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.proof.history.History;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Group;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.policy.Witness;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three witnesses, of whom two are a quorum. */
class FreshnessTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Duration YEARS = Duration.ofDays(10_000);

  private final List<SigningKey> witnesses = new ArrayList<>();
  private SigningKey log;
  private History history;

  @BeforeEach
  void found() throws IOException, FormatException {
    log = SigningKey.generate("harbour.example/log", KeyType.NOTE);
    SigningKey editor = SigningKey.generate("editor", KeyType.NOTE);
    List<Witness> named = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      witnesses.add(SigningKey.generate("witness.example/" + name, KeyType.COSIGNATURE));
      named.add(new Witness(name, witnesses.getLast().verifier(), null));
    }
    Policy policy =
        new Policy(
            new LogPolicy(
                log.verifier(),
                null,
                named,
                List.of(new Group("most", 2, List.of("a", "b", "c"))),
                "most"),
            new Roles(
                1,
                List.of(new Roles.Editor("editor", editor.verifier())),
                1,
                List.of(),
                null,
                null));
    PolicyStatement first = PolicyStatement.of(policy.hash(), null, policy, NOW);
    SignedStatement entry = SignedStatement.of(first, List.of(editor.sign(first.print())));
    history = History.begin(entry.encode(), version -> policy);
  }

  @Test
  void isOfTheNewestTimeAfterWhichAQuorumSigned() throws FormatException {
    Freshness freshness = at(minutes(10), minutes(50), minutes(30));
    assertThat(freshness).isEqualTo(new Freshness(NOW.minus(minutes(30)), false, List.of()));
  }

  @Test
  void leavesOutOneWhoseClockIsAhead() throws FormatException {
    Freshness freshness = at(YEARS.negated(), minutes(50), minutes(30));
    assertThat(freshness.seen()).isEqualTo(NOW.minus(minutes(50)));
    assertThat(freshness.isStale()).isFalse();
    assertThat(freshness.notes())
        .singleElement()
        .asString()
        .startsWith("Witness a has signed at 2053-10-17T00:00:00Z, which is still to come");
  }

  @Test
  void isNotMadeFreshByOneWhoseClockIsAhead() throws FormatException {
    Freshness freshness = at(minutes(-60), minutes(10), Duration.ofHours(30));
    assertThat(freshness.seen()).isEqualTo(NOW.minus(Duration.ofHours(30)));
    assertThat(freshness.isStale()).isTrue();
    assertThat(freshness.notes()).hasSize(1);
  }

  @Test
  void isUnknownWhereTooFewSignedATimeThatHasBeen() throws FormatException {
    Freshness freshness = at(minutes(-60), minutes(10), minutes(-61));
    assertThat(freshness.seen()).isNull();
    assertThat(freshness.isStale()).isTrue();
    assertThat(freshness.notes()).hasSize(3).last().asString().contains("is it this clock");
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }

  /** The freshness where each witness signed so long ago. */
  private Freshness at(Duration... ago) throws FormatException {
    String text = new Checkpoint("harbour.example/log", 1, new byte[32]).print();
    SignedNote note = new SignedNote(text, List.of(log.sign(text)));
    for (int i = 0; i < ago.length; i++) {
      note = note.with(witnesses.get(i).cosign(text, NOW.minus(ago[i])));
    }
    LogPolicy policy = history.policies().checkpoints();
    return Freshness.of(new CheckedLog(history, note, policy.check(note)), NOW);
  }
}
