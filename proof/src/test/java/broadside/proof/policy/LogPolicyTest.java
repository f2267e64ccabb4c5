package broadside.proof.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.Keys;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.text.FormatException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of C2SP tlog-policy: two of three X, any of three Y. */
class LogPolicyTest {
  private static final SigningKey LOG = Keys.note("log.example/x");
  private static final List<String> NAMES = List.of("X1", "X2", "X3", "Y1", "Y2", "Y3");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private static final String EXAMPLE =
      """
      log %s https://log.example/x/
      witness X1 %s https://x1.example/
      witness X2 %s
      witness X3 %s
      witness Y1 %s
      witness Y2 %s
      witness Y3 %s
      group X-witnesses 2 X1 X2 X3
      group Y-witnesses 1 Y1 Y2 Y3
      group X-and-Y 2 X-witnesses Y-witnesses
      quorum X-and-Y
      """
          .formatted(
              LOG.verifier(),
              witness(0).verifier(),
              witness(1).verifier(),
              witness(2).verifier(),
              witness(3).verifier(),
              witness(4).verifier(),
              witness(5).verifier());

  private static SigningKey witness(int i) {
    return Keys.cosigner("witness.example/" + NAMES.get(i));
  }

  private static void refuses(String text) {
    assertThatExceptionOfType(FormatException.class)
        .as(text)
        .isThrownBy(() -> LogPolicy.parse(text));
  }

  @Test
  void parsesTheSpecificationsExample() throws FormatException {
    LogPolicy policy = LogPolicy.parse(EXAMPLE);
    assertThat(policy.print()).isEqualTo(EXAMPLE);
    assertThat(policy.log()).isEqualTo(LOG.verifier());
    assertThat(policy.url()).isEqualTo(URI.create("https://log.example/x/"));
    assertThat(policy.witnesses()).extracting(Witness::name).isEqualTo(NAMES);
    assertThat(policy.witnesses().get(0).url()).isEqualTo(URI.create("https://x1.example/"));
    assertThat(policy.witnesses().get(1).url()).isNull();
    assertThat(policy.quorum()).isEqualTo("X-and-Y");
  }

  @Test
  @Tag("slow")
  void countsEverySubsetOfWitnessesAsTheExampleSays() throws FormatException {
    LogPolicy policy = LogPolicy.parse(EXAMPLE);
    for (int subset = 0; subset < 64; subset++) {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        if ((subset >> i & 1) == 1) {
          keys.add(witness(i).verifier().publicKey());
        }
      }
      boolean enough = Integer.bitCount(subset & 0b111) >= 2 && (subset >> 3) > 0;
      assertThat(policy.isQuorum(keys)).as(Integer.toBinaryString(subset)).isEqualTo(enough);
      keys.add(LOG.verifier().publicKey());
      keys.add(Keys.cosigner("stranger.example").verifier().publicKey());
      assertThat(policy.isQuorum(keys)).isEqualTo(enough);
    }
  }

  @Test
  void canAskForOneWitnessOrNone() throws FormatException {
    LogPolicy one = LogPolicy.parse(EXAMPLE.replace("quorum X-and-Y", "quorum Y2"));
    assertThat(one.isQuorum(List.of(witness(4).verifier().publicKey()))).isTrue();
    assertThat(one.isQuorum(List.of(witness(3).verifier().publicKey()))).isFalse();
    LogPolicy none = LogPolicy.parse(EXAMPLE.replace("quorum X-and-Y", "quorum none"));
    assertThat(none.isQuorum(List.of())).isTrue();
    String bare = "log " + LOG.verifier() + "\nquorum none\n";
    assertThat(LogPolicy.parse(bare).print()).isEqualTo(bare);
  }

  @Test
  void refusesWhatTheSpecificationRefuses() {
    refuses(EXAMPLE.replace("2 X1 X2 X3", "2 X1 X2 X4")); // unknown
    refuses(EXAMPLE.replace("1 Y1 Y2 Y3", "1 Y1 Y2 X3")); // in two groups
    refuses(EXAMPLE.replace("2 X-witnesses Y-witnesses", "2 X-witnesses Y-witnesses X1"));
    refuses(EXAMPLE.replace("2 X1 X2 X3", "2 X1 X2 X2"));
    refuses(EXAMPLE.replace("2 X1 X2 X3", "0 X1 X2 X3"));
    refuses(EXAMPLE.replace("2 X1 X2 X3", "4 X1 X2 X3"));
    refuses(EXAMPLE.replace("2 X1 X2 X3", "2"));
    refuses(EXAMPLE.replace("2 X1 X2 X3", "02 X1 X2 X3"));
    refuses(EXAMPLE.replace("2 X1 X2 X3", "-2 X1 X2 X3"));
    refuses(EXAMPLE.replace("2 X1 X2 X3", "2 X1 X2 none"));
    refuses(EXAMPLE.replace("2 X1 X2 X3", "2 X1 X2 X-witnesses")); // itself
    refuses(EXAMPLE.replace("2 X1 X2 X3", "2 X1 X2 Y-witnesses")); // later
    refuses(EXAMPLE.replace("witness X2", "witness X1"));
    refuses(EXAMPLE.replace("witness X2", "witness none"));
    refuses(EXAMPLE.replace("group Y-witnesses", "group X-witnesses"));
    refuses(EXAMPLE.replace("group Y-witnesses", "group X1"));
    refuses(EXAMPLE.replace("quorum X-and-Y", "quorum Z"));
    refuses(EXAMPLE.replace("quorum X-and-Y\n", ""));
    refuses(EXAMPLE + "quorum X-and-Y\n");
    refuses(EXAMPLE.replace("quorum X-and-Y", "quorum X1\nquorum X-and-Y"));
    refuses(EXAMPLE.replace("quorum X-and-Y", "quorum"));
    refuses(EXAMPLE.replaceFirst("log .*\n", ""));
    refuses(EXAMPLE.replace(LOG.verifier().print(), witness(0).verifier().print()));
    refuses(EXAMPLE.replace(witness(0).verifier().print(), LOG.verifier().print()));
  }

  /** The specification is more lenient: here a policy has one text and so one hash. */
  @Test
  void refusesEveryOtherSpelling() {
    refuses("# comment\n" + EXAMPLE);
    refuses("\n" + EXAMPLE);
    refuses(EXAMPLE + "\n");
    refuses(EXAMPLE.strip());
    refuses(EXAMPLE.replace("\n", "\r\n"));
    refuses(" " + EXAMPLE);
    for (int at = EXAMPLE.indexOf(' '); at >= 0; at = EXAMPLE.indexOf(' ', at + 1)) {
      refuses(EXAMPLE.substring(0, at) + " " + EXAMPLE.substring(at));
      refuses(EXAMPLE.substring(0, at) + "\t" + EXAMPLE.substring(at + 1));
    }
    for (int at = EXAMPLE.indexOf('\n'); at >= 0; at = EXAMPLE.indexOf('\n', at + 1)) {
      refuses(EXAMPLE.substring(0, at) + " " + EXAMPLE.substring(at));
    }
    refuses(EXAMPLE.replace("group Y-witnesses 1", "group Y-witnesses any"));
    refuses(EXAMPLE.replace("group X-and-Y 2", "group X-and-Y all"));
    List<String> lines = EXAMPLE.lines().toList();
    refuses(lines.get(1) + "\n" + EXAMPLE.replace(lines.get(1) + "\n", "")); // log second
    refuses(
        EXAMPLE.replaceFirst("quorum X-and-Y\n", "").replace("group X-w", "quorum X1\ngroup X-w"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x1.example", "/path", "http://[", "https://x y/", "https:", "mailto:a@b.example"})
  void refusesAddressesThatAreNone(String url) {
    refuses(EXAMPLE.replace("https://x1.example/", url));
    refuses(EXAMPLE.replace("https://log.example/x/", url));
  }

  @Test
  void isNotMadeWithAnAddressThatWouldNotParse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Witness("X1", witness(0).verifier(), URI.create("")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LogPolicy(LOG.verifier(), URI.create("/x"), List.of(), List.of(), "none"));
  }

  private static SignedNote checkpoint(int... seconds) {
    String text = new Checkpoint("log.example/x", 5, new byte[32]).print();
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(LOG.sign(text));
    for (int i = 0; i < seconds.length; i++) {
      if (seconds[i] >= 0) {
        lines.add(witness(i).cosign(text, TIME.plusSeconds(seconds[i])));
      }
    }
    return new SignedNote(text, lines);
  }

  @Test
  void namesTheNewestTimeAtWhichAQuorumHadSigned() throws FormatException {
    LogPolicy policy = LogPolicy.parse(EXAMPLE);
    assertThat(policy.check(checkpoint(10, 20, 30, 5, -1, -1)).time())
        .isEqualTo(TIME.plusSeconds(5));
    assertThat(policy.check(checkpoint(10, 20, 30, 25, 99, 0)).time())
        .isEqualTo(TIME.plusSeconds(20));
    assertThat(policy.check(checkpoint(10, -1, 30, 25, -1, -1)).time())
        .isEqualTo(TIME.plusSeconds(10));
    LogPolicy.Seen seen = policy.check(checkpoint(7, 7, -1, 7, -1, -1));
    assertThat(seen.time()).isEqualTo(TIME.plusSeconds(7));
    assertThat(seen.times()).hasSize(3);
    assertThat(seen.checkpoint().size()).isEqualTo(5);
    LogPolicy none = LogPolicy.parse(EXAMPLE.replace("quorum X-and-Y", "quorum none"));
    assertThat(none.check(checkpoint(10, 20)).time()).isNull();
    assertThat(none.check(checkpoint(10, 20)).times()).hasSize(2);
  }

  @Test
  void refusesCheckpointsWithoutQuorumOrLog() throws FormatException {
    LogPolicy policy = LogPolicy.parse(EXAMPLE);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> policy.check(checkpoint(1, 1, 1, -1, -1, -1)))
        .withMessageContaining("3 of 6");
    SignedNote valid = checkpoint(1, 1, 1, 1, 1, 1);
    SignedNote unsigned =
        new SignedNote(valid.text(), valid.signatures().subList(1, valid.signatures().size()));
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> policy.check(unsigned));
    NoteSignature six = valid.signatures().getLast();
    byte[] flipped = six.signature().clone();
    flipped[20] ^= 1;
    SignedNote bad = valid.with(new NoteSignature(six.name(), six.keyId(), flipped));
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> policy.check(bad));
    assertThat(
            policy.check(valid.with(Keys.cosigner("stranger").cosign(valid.text(), TIME))).times())
        .hasSize(6);
  }

  @Test
  void holdsThirtyTwoWitnessesAndNotOneMore() throws FormatException {
    for (int count : new int[] {32, 33}) {
      StringBuilder text = new StringBuilder("log " + LOG.verifier() + "\n");
      for (int i = 0; i < count; i++) {
        String name = "w" + i;
        text.append("witness ").append(name).append(' ').append(Keys.cosigner(name).verifier());
        text.append('\n');
      }
      text.append("quorum none\n");
      if (count == 32) {
        assertThat(LogPolicy.parse(text.toString()).witnesses()).hasSize(32);
      } else {
        refuses(text.toString());
      }
    }
  }
}
