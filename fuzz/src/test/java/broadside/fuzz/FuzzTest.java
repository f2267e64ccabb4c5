package broadside.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every target under Jazzer: for a moment, the same in every run; or for {@code fuzz.seconds}
 * each, going on from what earlier runs found to lead somewhere. {@code fuzz.target} names one of
 * them, {@code fuzz.input} a file that it is to read.
 */
class FuzzTest {
  static final Path ROOT = Path.of(System.getProperty("broadside.root", ".")).toAbsolutePath();

  /** All that a run writes. */
  static final Path WORK = ROOT.resolve("fuzz/target/fuzz");

  static List<String> targets() {
    String named = System.getProperty("fuzz.target");
    return named == null
        ? Target.all().stream().map(Target::name).toList()
        : List.of(Target.of(named).name());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void readsItsSeeds(String name) throws IOException {
    Target target = Target.of(name);
    for (byte[] seed : target.seeds()) {
      assertThat(seed).hasSizeLessThanOrEqualTo(target.longest());
      target.check(seed);
    }
    String input = System.getProperty("fuzz.input");
    if (input != null) {
      target.check(Files.readAllBytes(ROOT.resolve(input)));
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  @Tag("slow")
  void readsMutationsForAMoment(String name) throws IOException, InterruptedException {
    report(name, FuzzRun.moment(Target.of(name)));
  }

  @ParameterizedTest
  @MethodSource("targets")
  @Tag("acceptance")
  void readsMutationsForLong(String name) throws IOException, InterruptedException {
    int seconds = Integer.getInteger("fuzz.seconds", 60);
    report(name, FuzzRun.ofSeconds(Target.of(name), seconds));
  }

  private static void report(String name, FuzzRun run) {
    assumeThat(run.isJazzerMissing())
        .as("Jazzer's native library cannot be loaded on this machine, so that nothing is fuzzed")
        .isFalse();
    assertThat(run.fault()).as(run.report()).isEmpty();
    System.out.println("fuzz: " + name + " " + run.summary());
    // Without edges the fuzzer is blind: its instrumentation does not work.
    assertThat(run.edges()).as(run.report()).isGreaterThan(100);
  }
}
