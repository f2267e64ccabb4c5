package broadside.intake.sign;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.policy.Witness;
import broadside.proof.text.FormatException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyChangeTest {
  private Policy first;

  @BeforeEach
  void found() throws FormatException {
    VerifierKey editor = SigningKey.generate("editor", KeyType.NOTE).verifier();
    VerifierKey log = SigningKey.generate("port.example/log", KeyType.NOTE).verifier();
    first =
        new Policy(
            new LogPolicy(
                log, null, List.of(witness("one"), witness("two")), List.of(), LogPolicy.NONE),
            new Roles(1, List.of(new Roles.Editor("editor", editor)), 1, List.of(), null, null));
  }

  private static Witness witness(String name) throws FormatException {
    return new Witness(
        name, SigningKey.generate(name + ".example", KeyType.COSIGNATURE).verifier(), null);
  }

  /** Somebody lowered it since a witness is dead: another change must not raise it again. */
  @Test
  void quorumStaysAsLongAsTheWitnessesDo() {
    PolicyChange lower = new PolicyChange(first);
    lower.quorum(1);
    Policy one = lower.next();
    assertThat(one.log().print()).contains("group witnesses 1 one two", "quorum witnesses");
    PolicyChange other = new PolicyChange(one);
    other.expires(Instant.parse("2040-01-01T00:00:00Z"));
    assertThat(other.next().log()).isEqualTo(one.log());
    PolicyChange none = new PolicyChange(first);
    none.threshold(1);
    assertThat(none.next().log().quorum()).isEqualTo(LogPolicy.NONE);
  }

  @Test
  void otherWitnessesMakeItTwoThirdsAndOneAgain() throws FormatException {
    PolicyChange more = new PolicyChange(first);
    more.witness(witness("three"));
    assertThat(more.next().log().print()).contains("group witnesses 3 one two three");
    PolicyChange fewer = new PolicyChange(first);
    assertThat(fewer.removeWitness("one")).isTrue();
    assertThat(fewer.next().log().print()).contains("group witnesses 1 two");
  }
}
