package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command on the policy says of what is in force, waits, or cannot be. */
class PolicyCommandTest {
  @TempDir private Path scratch;
  private Path pub;

  @BeforeEach
  void init() {
    pub = scratch.resolve("pub");
    Command.ok("init", pub, "--title", "Port");
  }

  @Test
  void aChangeWhoseWitnessIsAwayIsSaidToWait() throws Exception {
    SigningKey key = SigningKey.generate("witness.example/one", KeyType.COSIGNATURE);
    String away = "one " + key.verifier().print() + " http://127.0.0.1:1/";

    Command added = Command.run("policy", pub, "--add-witness", away);
    assertThat(added.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(added.err())
        .contains("nothing is published yet", "What editors have signed is kept");

    String waits = "Policy 2 is signed, and waits to be published";
    assertThat(Command.ok("policy", pub).err()).contains(waits);
    assertThat(Command.ok("status", pub).err()).contains(waits);
    assertThat(Command.ok("status", pub, "--json").out()).containsPattern("unpublished\":\\[\"\\w");

    Command.ok("policy", pub, "--remove-witness", "one");
    assertThat(Command.ok("policy", pub).err()).isEmpty();
    assertThat(Command.ok("status", pub, "--json").out()).contains("\"unpublished\":[]");
  }

  @Test
  void renewsNothingWhereThereIsNoWitness() {
    assertThat(Command.ok("policy", pub, "--renew").out())
        .contains("The policy names no witness that could be asked.")
        .doesNotContain("times are new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--renew --threshold 1", "--publish a.note --threshold 1"})
  void leavesOutNoChangeThatIsAskedFor(String options) {
    Command both = run(options);
    assertThat(both.code()).isEqualTo(ExitCode.USAGE);
    assertThat(both.err()).contains("give it without other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--expires tomorrow", "--quorum two", "--quorum -1"})
  void saysWhatAValueMustBe(String options) {
    Command wrong = run(options);
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("it must be a ").doesNotContain("java", " int");
  }

  @Test
  void saysThatItHasExpired() {
    assertThat(Command.ok("policy", pub, "--expires", "2020-01-01").err())
        .contains("the policy has expired at 2020-01-01T00:00:00Z");
    assertThat(Command.ok("policy", pub, "--json").out())
        .contains("\"expires\":\"2020-01-01T00:00:00Z\"", "\"quorum\":\"none\"", "\"log\":\"port-");
  }

  private Command run(String options) {
    Object[] line = ("policy " + pub + " " + options).split(" ", -1);
    return Command.run(line);
  }
}
