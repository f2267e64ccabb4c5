package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.verify.Audit;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.FailedCalls.Disturbance;
import broadside.intake.sign.LoopbackWitness;
import broadside.intake.sign.PolicyChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Changes under a policy that asks for a witness, of which one system call on the publication's
 * files fails: the checkpoint waits aside until it is cosigned, and the witness may have signed
 * what the publisher did not live to see.
 */
class WitnessedCallsTest {
  /** Policy, change of the policy, release. */
  private static final long STATEMENTS = 3;

  @TempDir Path directory;
  private Path signed;
  private LoopbackWitness witness;
  private Letters letters;

  @BeforeEach
  void publication() throws IOException {
    signed = directory.resolve("witness");
    letters = Letters.create(directory.resolve("letters"));
    witness = new LoopbackWitness(signed, "w", PolicyChanges.policy(letters).log().log());
    PolicyChanges.change(letters, change -> change.witness(witness.entry()));
    letters.add(1, 2, 3);
    letters.release(ReleaseChoice.ALL);
    letters.add(4, 5);
    copy(signed, directory.resolve("witness.before"));
  }

  @AfterEach
  void stop() {
    witness.close();
  }

  @Test
  @Tag("slow")
  void endsInTheSameStateAfterAFewFailedCalls() throws IOException, InterruptedException {
    disturb(Change.WITHDRAW, FailedCalls.ERRORS.subList(0, 1), List.of("fsync", "rename"), 8);
  }

  @ParameterizedTest
  @EnumSource(names = {"RELEASE", "WITHDRAW"})
  @Tag("acceptance")
  void endsInTheSameStateAfterEachFailedOrKilledCall(Change change)
      throws IOException, InterruptedException {
    int disturbed = disturb(change, List.of("error=EIO", FailedCalls.KILL), FailedCalls.NAMING, 1);
    assertThat(disturbed).isGreaterThan(40);
  }

  private int disturb(Change change, List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException {
    Witnessed witnessed = new Witnessed(change);
    return new FailedCalls(directory).disturb(change, letters, witnessed, hows, calls, step);
  }

  /** What is to come of a change. */
  private final class Witnessed implements FailedCalls.Outcome {
    private final Change change;
    private Map<String, String> files = Map.of();
    private List<String> remains = List.of();

    Witnessed(Change change) {
      this.change = change;
    }

    @Override
    public List<String> touched() {
      return List.of("private/ledger.db", "private/checkpoint.pending", "public");
    }

    @Override
    public void expect(Letters clean) throws IOException {
      files = clean.files();
      remains = Change.remains(clean);
      assertThat(size(clean)).isEqualTo(STATEMENTS + 1);
      forget();
    }

    @Override
    public boolean check(Letters letters, Disturbance what) throws IOException {
      Audit.Report report = audit(letters);
      assertThat(report.log()).as("%s: %s", what, report.findings()).isNotNull();
      boolean isOld = report.log().history().size() == STATEMENTS;
      try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
        new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
      }
      if (size(letters) == STATEMENTS) {
        change.make(letters);
      }
      assertThat(letters.files()).as("%s", what).isEqualTo(files);
      assertThat(Change.remains(letters)).as("%s", what).isEqualTo(remains);
      assertThat(audit(letters).findings()).as("%s", what).isEmpty();
      forget();
      return isOld;
    }
  }

  /** The witness has signed what it had before any change: each run begins there. */
  private void forget() throws IOException {
    Durable.deleteTree(signed);
    copy(directory.resolve("witness.before"), signed);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static long size(Letters letters) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.read(letters.publication())) {
      return open.ledger().statements().size();
    }
  }

  private Audit.Report audit(Letters letters) throws IOException {
    return Audit.of(
        letters.publicDirectory(), null, witness.now.plus(Duration.ofHours(1)), CheckMonitor.NONE);
  }
}
