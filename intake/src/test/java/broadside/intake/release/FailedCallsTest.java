package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.MailState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Releases of which one system call on the publication's files fails, each in its turn: strace
 * returns the error in the kernel's place. Other files, which the virtual machine needs, are left
 * alone.
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
  private static final List<String> ERRORS = List.of("EIO", "ENOSPC");
  private static final int LETTERS = 3;
  private static final Pattern PATH = Pattern.compile("[\"<](/[^\">]+)[\">]");

  @TempDir Path directory;

  @Test
  @Tag("slow")
  void endsInTheSameStateAfterAFewFailedCalls() throws IOException, InterruptedException {
    fail(false);
  }

  @Test
  @Tag("acceptance")
  void endsInTheSameStateAfterEachFailedCall() throws IOException, InterruptedException {
    fail(true);
  }

  /**
   * Fails calls of each kind until there are no more of it.
   *
   * @param each true for every one, with every error; else the first and the fourth of some kinds
   */
  private void fail(boolean each) throws IOException, InterruptedException {
    assumeThat(isThere()).as("strace, which fails system calls, is not there").isTrue();
    Letters letters = Letters.create(directory.resolve("letters"));
    letters.add(IntStream.rangeClosed(1, LETTERS).toArray());
    letters.release(new ReleaseChoice(1));
    Map<String, String> before = letters.files();

    // A clean run in another process says which paths there are, and what it ends in.
    Letters clean = letters.copy(directory.resolve("clean"));
    Path trace = directory.resolve("trace");
    run(clean, List.of("-y", "-e", "trace=" + String.join(",", CALLS), "-o", trace.toString()));
    Map<String, String> after = clean.files();
    assertThat(after).isNotEqualTo(before);
    Set<String> paths = below(clean.publication(), trace);

    int failed = 0;
    int old = 0;
    for (String error : each ? ERRORS : ERRORS.subList(0, 1)) {
      for (String call : each ? CALLS : List.of("fsync", "rename")) {
        for (int n = 1; each || n < 16; n += each ? 1 : 5) {
          Path place = directory.resolve("%s-%s-%d".formatted(error, call, n));
          Letters disturbed = letters.copy(place);
          String inject = "inject=%s:error=%s:when=%d".formatted(call, error, n);
          List<String> options = new ArrayList<>(List.of("-e", "trace=" + call, "-e", inject));
          paths.forEach(path -> options.addAll(List.of("-P", place.resolve(path).toString())));
          options.addAll(List.of("-o", trace.toString()));
          run(disturbed, options);
          boolean isDisturbed =
              Files.readString(trace, StandardCharsets.ISO_8859_1).contains("INJECTED");
          old += finish(disturbed, inject, after) ? 1 : 0;
          broadside.archive.release.Durable.deleteTree(place);
          if (!isDisturbed) {
            System.out.printf("%s: %d of %s in turn%n", error, n - 1, call);
            break;
          }
          failed++;
        }
      }
    }
    System.out.printf("%d system calls failed in turn, %d runs left the old state%n", failed, old);
    assertThat(failed).isGreaterThan(each ? 100 : 3);
    assertThat(old).as("runs that ended in the old state").isBetween(1, failed);
  }

  /** Checks what readers see, then lets the next run finish; true where it was the old state. */
  private static boolean finish(Letters letters, String what, Map<String, String> after)
      throws IOException {
    Audit.Report report =
        Audit.of(letters.publicDirectory(), null, Instant.now(), CheckMonitor.NONE);
    assertThat(report.findings())
        .as("%s: %s", what, report.findings())
        .allMatch(finding -> finding.kind() == Kind.NOTE);
    assertThat(report.log()).isNotNull();
    int releases = report.log().history().releases().size();
    assertThat(releases).as(what).isBetween(1, 2);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
    }
    if (letters.counts().get(MailState.WAITING) > 0) {
      letters.release(ReleaseChoice.ALL);
    }
    assertThat(letters.files()).as(what).isEqualTo(after);
    assertThat(
            Audit.of(letters.publicDirectory(), null, Instant.now(), CheckMonitor.NONE).findings())
        .as(what)
        .isEmpty();
    return releases == 1;
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
    assertThat(paths)
        .contains(
            "private/ledger.db", "private/releases/2/mail.zip", "public/checkpoint.new", "public");
    return paths;
  }

  /** Releases in another process, which strace watches. */
  private static void run(Letters letters, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "--seccomp-bpf"));
    command.addAll(options);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(
        List.of(KilledReleaseTest.Child.class.getName(), letters.publication().toString()));
    Process child =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(child.waitFor(3, TimeUnit.MINUTES)).as("%s ends", options).isTrue();
    } finally {
      child.destroyForcibly();
    }
  }

  /** True where strace is there and may trace. */
  private static boolean isThere() throws InterruptedException {
    try {
      Process strace =
          new ProcessBuilder("strace", "-o", "/dev/null", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return strace.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
