package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import broadside.archive.Publication;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Changes of which one system call on the publication's files fails, each in its turn: strace
 * returns the error in the kernel's place, or kills. Other files, which the virtual machine needs,
 * are left alone.
 */
class FailedCallsTest {
  private static final List<String> CALLS =
      List.of(
          "rename",
          "renameat",
          "renameat2",
          "mkdir",
          "fsync",
          "fdatasync",
          "unlink",
          "rmdir",
          "ftruncate",
          "write",
          "pwrite64",
          "openat");

  /** The first of {@link #CALLS} that give files their names and put them on disk. */
  private static final int NAMING = 9;

  private static final List<String> ERRORS = List.of("error=EIO", "error=ENOSPC");
  private static final String KILL = "signal=KILL";
  private static final Pattern PATH = Pattern.compile("[\"<](/[^\">]+)[\">]");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void endsInTheSameStateAfterAFewFailedCalls(Change change)
      throws IOException, InterruptedException {
    disturb(change, ERRORS.subList(0, 1), List.of("fsync", "rename"), 16);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("acceptance")
  void endsInTheSameStateAfterEachFailedCall(Change change)
      throws IOException, InterruptedException {
    int failed = disturb(change, ERRORS, CALLS, 1);
    assertThat(failed).isGreaterThan(100);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("acceptance")
  void endsInTheSameStateAfterAKillAtEachCall(Change change)
      throws IOException, InterruptedException {
    int killed = disturb(change, List.of(KILL), CALLS.subList(0, NAMING), 1);
    assertThat(killed).isGreaterThan(20);
  }

  /**
   * Disturbs calls of each kind until there are no more of it.
   *
   * @param hows what strace injects
   * @param step 1 for every call of a kind, n for each n-th
   * @return how many were disturbed
   */
  private int disturb(Change change, List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException {
    assumeThat(isThere()).as("strace, which fails system calls, is not there").isTrue();
    Letters letters = Change.publication(directory.resolve("letters"), 2);
    Map<String, String> before = letters.files();
    Change.goOn(letters);
    try (Worker worker = new Worker()) {
      // A clean run in another process says which paths there are, and what it ends in.
      Letters clean = letters.copy(directory.resolve("clean"));
      Path trace = directory.resolve("trace");
      List<String> all =
          List.of("-y", "-e", "trace=" + String.join(",", CALLS), "-o", trace.toString());
      assertThat(worker.run(change, clean, all)).isEmpty();
      Expected expected = new Expected(clean.files(), Change.remains(clean));
      assertThat(expected.files()).isNotEqualTo(before);
      Set<String> paths = below(clean.publication(), trace);
      int disturbed = 0;
      int old = 0;
      for (String how : hows) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String call : calls) {
          for (int n = 1; ; n += step) {
            Path place = directory.resolve("%s-%s-%d".formatted(how, call, n));
            Letters copy = letters.copy(place);
            String inject = "inject=%s:%s:when=%d".formatted(call, how, n);
            List<String> options = new ArrayList<>(List.of("-e", "trace=" + call, "-e", inject));
            paths.forEach(path -> options.addAll(List.of("-P", place.resolve(path).toString())));
            options.addAll(List.of("-o", trace.toString()));
            String answer = worker.run(change, copy, options);
            boolean isOld = finish(change, copy, inject + ": " + answer, expected);
            Change.delete(copy);
            if (!isDisturbed(trace)) {
              break;
            }
            counts.merge(call, 1, Integer::sum);
            disturbed++;
            old += isOld ? 1 : 0;
          }
        }
        System.out.printf("%s, %s: %s%n", change, how, counts);
      }
      System.out.printf(
          "%s: %d calls disturbed in turn, %d left the old state; %d processes replaced, which kept open %s%n",
          change, disturbed, old, worker.replaced(), worker.kept());
      assertThat(old).as("runs that ended in the old state").isBetween(1, disturbed);
      return disturbed;
    }
  }

  private static boolean isDisturbed(Path trace) throws IOException {
    String text = Files.readString(trace, StandardCharsets.ISO_8859_1);
    return text.contains("INJECTED") || text.contains("killed by SIGKILL");
  }

  /**
   * What is to come of a change.
   *
   * @param files public ones after it, with their hashes
   * @param remains private ones
   */
  private record Expected(Map<String, String> files, List<String> remains) {}

  /** Checks what readers see, then lets the next run finish; true where it was the old state. */
  private static boolean finish(Change change, Letters letters, String what, Expected expected)
      throws IOException {
    boolean isOld = isOld(change, letters, what);
    Change.finish(letters, List.of(change));
    assertThat(letters.files()).as(what).isEqualTo(expected.files());
    assertThat(Change.remains(letters)).as(what).isEqualTo(expected.remains());
    Audit.Report report = audit(letters);
    assertThat(report.findings()).as(what).isEmpty();
    return isOld;
  }

  /**
   * True where readers see the old state, false where they see the new one. While a directory is to
   * be exchanged, they see nothing of its release.
   */
  private static boolean isOld(Change change, Letters letters, String what) throws IOException {
    Audit.Report report = audit(letters);
    assertThat(report.log()).as("%s: %s", what, report.findings()).isNotNull();
    boolean isOld = report.log().history().size() == Change.STATEMENTS;
    assertThat(report.log().history().voids()).as(what).isEmpty();
    boolean isExchanged = change != Change.RELEASE && change != Change.CORRECT;
    if (isOld || !isExchanged) {
      assertThat(report.findings())
          .as("%s: %s", what, report.findings())
          .allMatch(finding -> finding.kind() == Kind.NOTE);
    }
    try (Publication readers = Publication.open(letters.publicDirectory())) {
      if (isOld) {
        assertThat(readers.mail(Change.WITHDRAWN).eml()).as(what).isNotNull();
      } else if (isExchanged && readers.refused().isEmpty()) {
        assertThat(readers.mail(Change.WITHDRAWN).act() == null)
            .as(what)
            .isEqualTo(change == Change.REDACT);
        assertThat(readers.mail(Change.REDACTED).act() == null)
            .as(what)
            .isEqualTo(change == Change.WITHDRAW);
      } else if (isExchanged) {
        assertThat(readers.releases()).as(what).noneMatch(release -> release.number() == 1);
      }
    }
    return isOld;
  }

  private static Audit.Report audit(Letters letters) throws IOException {
    return Audit.of(letters.publicDirectory(), null, Instant.now(), CheckMonitor.NONE);
  }

  /** Paths below a publication in a trace, and the directories above them. */
  private static Set<String> below(Path publication, Path trace) throws IOException {
    Set<String> paths = new TreeSet<>();
    for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
      Matcher matcher = PATH.matcher(line);
      while (matcher.find()) {
        Path path = Path.of(matcher.group(1).replace(" (deleted)", ""));
        if (path.startsWith(publication)) {
          paths.add(publication.relativize(path).toString());
        }
      }
    }
    assertThat(paths).contains("private/ledger.db", "public/checkpoint.new", "public");
    return paths;
  }

  /** True where strace is there and may attach to a process. */
  private static boolean isThere() throws InterruptedException {
    try {
      Process sleeper = new ProcessBuilder("sleep", "60").start();
      try {
        Process strace =
            new ProcessBuilder(
                    "strace", "-o", "/dev/null", "-p", "" + sleeper.pid(), "-e", "trace=none")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean attached =
            new String(strace.getErrorStream().readNBytes(17), StandardCharsets.UTF_8)
                .contains("Process");
        strace.destroy();
        strace.waitFor();
        return attached;
      } finally {
        sleeper.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
