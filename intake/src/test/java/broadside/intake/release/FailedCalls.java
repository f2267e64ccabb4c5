package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs of a task of which one system call on the publication's files fails, each in its turn:
 * strace returns the error in the kernel's place, or kills. Other files, which the virtual machine
 * needs, are left alone.
 *
 * @param directory where the runs find their copies
 */
record FailedCalls(Path directory) {
  static final List<String> CALLS =
      List.of(
          "rename",
          "renameat",
          "renameat2",
          "mkdir",
          "fsync",
          "fdatasync",
          "link",
          "linkat",
          "unlink",
          "rmdir",
          "ftruncate",
          "write",
          "pwrite64",
          "openat");

  /** Those of {@link #CALLS} that give files their names and put them on disk. */
  static final List<String> NAMING = CALLS.subList(0, 11);

  static final List<String> ERRORS = List.of("error=EIO", "error=ENOSPC");
  static final String KILL = "signal=KILL";

  private static final int PIECES = 16;
  private static final Pattern CALL = Pattern.compile("[0-9]+ +([a-z0-9]+)\\(.*");
  private static final Pattern PATH = Pattern.compile("[\"<](/[^\">]+)[\">]");

  /**
   * What was done to a run.
   *
   * @param how what strace injected
   * @param when which of these calls, from 1
   * @param answer what came of it: "", why it failed, or that it was killed
   */
  record Disturbance(String how, String call, int when, String answer) {
    boolean isKill() {
      return how.equals(KILL);
    }
  }

  /** What is looked at around the runs. */
  interface Outcome {
    /** Paths below the publication that calls surely name. */
    List<String> touched();

    /** Looks at what a run came to that nothing disturbed. */
    void expect(Letters clean) throws IOException;

    /**
     * Checks what readers see after a run, lets the next one finish, and checks what that came to.
     *
     * @return true where readers saw the old state
     */
    boolean check(Letters letters, Disturbance disturbance) throws IOException;
  }

  /**
   * Disturbs calls of each kind until there are no more of it. Of the many pieces in which a large
   * file is written, all alike, one in {@link #PIECES} is taken.
   *
   * @param hows what strace injects
   * @param step 1 for every call of a kind, n for each n-th
   * @return how many were disturbed
   */
  int disturb(
      Task task, Letters letters, Outcome outcome, List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException {
    assumeThat(isThere()).as("strace, which fails system calls, is not there").isTrue();
    try (Worker worker = new Worker()) {
      // A clean run in another process says which paths there are, and what it ends in.
      Letters clean = letters.copy(directory.resolve("clean"));
      Path trace = directory.resolve("trace");
      List<String> all =
          List.of("-y", "-e", "trace=" + String.join(",", CALLS), "-o", trace.toString());
      assertThat(worker.run(task, clean, all)).isEmpty();
      Set<String> paths = below(clean.publication(), trace);
      assertThat(paths).containsAll(outcome.touched());
      Map<String, List<String>> touched = touched(clean.publication(), trace);
      outcome.expect(clean);
      int disturbed = 0;
      int old = 0;
      for (String how : hows) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String call : calls) {
          List<String> files = touched.getOrDefault(call, List.of());
          for (int n = 1; ; n += step) {
            if (isPiece(files, n)) {
              continue;
            }
            Path place = directory.resolve("%s-%s-%d".formatted(how, call, n));
            Letters copy = letters.copy(place);
            String inject = "inject=%s:%s:when=%d".formatted(call, how, n);
            List<String> options = new ArrayList<>(List.of("-e", "trace=" + call, "-e", inject));
            paths.forEach(path -> options.addAll(List.of("-P", place.resolve(path).toString())));
            options.addAll(List.of("-o", trace.toString()));
            String answer = worker.run(task, copy, options);
            boolean isOld = outcome.check(copy, new Disturbance(how, call, n, answer));
            Change.delete(copy);
            if (!isDisturbed(trace)) {
              break;
            }
            counts.merge(call, 1, Integer::sum);
            disturbed++;
            old += isOld ? 1 : 0;
          }
        }
        System.out.printf("%s, %s: %s%n", task, how, counts);
      }
      System.out.printf(
          "%s: %d calls disturbed in turn, %d left the old state; %d processes replaced, which kept open %s%n",
          task, disturbed, old, worker.replaced(), worker.kept());
      assertThat(old).as("runs that ended in the old state").isBetween(1, disturbed);
      return disturbed;
    }
  }

  private static boolean isDisturbed(Path trace) throws IOException {
    String text = Files.readString(trace, StandardCharsets.ISO_8859_1);
    return text.contains("INJECTED") || text.contains("killed by SIGKILL");
  }

  /** True where a call is one of many that do the same to one file, and need not be taken. */
  private static boolean isPiece(List<String> files, int n) {
    if (n % PIECES == 0 || n <= PIECES || n + PIECES > files.size()) {
      return false;
    }
    List<String> around = files.subList(n - 1 - PIECES / 2, n + PIECES / 2);
    return around.stream().distinct().count() == 1;
  }

  /** The files of a publication on which a trace has calls, by the call and in their order. */
  private static Map<String, List<String>> touched(Path publication, Path trace)
      throws IOException {
    Map<String, List<String>> touched = new HashMap<>();
    for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
      Matcher call = CALL.matcher(line);
      Matcher path = PATH.matcher(line);
      if (call.matches() && path.find() && path.group(1).startsWith(publication.toString())) {
        touched.computeIfAbsent(call.group(1), _ -> new ArrayList<>()).add(path.group(1));
      }
    }
    return touched;
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
