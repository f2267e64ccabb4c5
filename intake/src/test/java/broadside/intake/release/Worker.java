package broadside.intake.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process that does tasks, one after the other, and whose system calls strace may watch and fail.
 * One that keeps a file of the publication open after a failure is replaced: a command would have
 * ended.
 */
final class Worker implements AutoCloseable {
  private static final String OPEN = "open: ";

  private @Nullable Process process;
  private @Nullable BufferedReader answers;
  private @Nullable PrintStream orders;
  private int replaced;
  private final Set<String> kept = new TreeSet<>();

  /**
   * Does a task.
   *
   * @param options of strace, which is attached meanwhile
   * @return what came of it: "", why it failed, or that the process was killed
   */
  String run(Task task, Letters letters, List<String> options)
      throws IOException, InterruptedException {
    if (process == null || !process.isAlive()) {
      start();
    }
    Process strace = attach(options);
    try {
      orders.println(task.name() + " " + letters.publication());
      String answer = answers.readLine();
      if (answer == null || answer.startsWith(OPEN)) {
        replaced++;
        process.waitFor();
      }
      if (answer != null && answer.startsWith(OPEN)) {
        kept.add(answer.substring(OPEN.length()).split(" ", 2)[0]);
      }
      return answer == null ? "killed" : answer.strip();
    } finally {
      strace.destroy();
      strace.waitFor();
    }
  }

  /** How often a process had to be replaced. */
  int replaced() {
    return replaced;
  }

  /** Which files processes kept open. */
  Set<String> kept() {
    return kept;
  }

  private void start() throws IOException {
    process = child(Child.class).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  private Process attach(List<String> options) throws IOException {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-p", "" + process.pid()));
    command.addAll(options);
    Process strace =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader errors =
        new BufferedReader(new InputStreamReader(strace.getErrorStream(), StandardCharsets.UTF_8));
    String line = errors.readLine();
    while (line != null && !line.contains("attached")) {
      line = errors.readLine();
    }
    if (line == null) {
      throw new IOException("strace cannot attach: " + command);
    }
    Thread.ofVirtual().start(() -> drain(errors)); // strace must not wait for room
    return strace;
  }

  private static void drain(BufferedReader errors) {
    try {
      while (errors.readLine() != null) {
        // what it says is in its trace
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  /** A Java process with this class path. */
  static ProcessBuilder child(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** The process. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        String[] words = order.split(" ", 2);
        String answer = make(Task.of(words[0]), new Letters(Path.of(words[1])));
        String kept = kept(words[1]);
        System.out.println(kept.isEmpty() ? answer : OPEN + kept + " " + answer);
        if (!kept.isEmpty()) {
          System.exit(1);
        }
      }
    }

    private static String make(Task task, Letters letters) {
      try {
        task.make(letters);
        return "";
      } catch (IOException | RuntimeException e) {
        return e.toString().replace('\n', ' ');
      }
    }

    /** A file of the publication that is still open, or "". */
    private static String kept(String directory) throws IOException {
      try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
        for (Path file : files.toList()) {
          String name = target(file);
          if (name.startsWith(directory + "/")) {
            return name.substring(directory.length() + 1).replace(' ', '_');
          }
        }
      }
      return "";
    }

    /** What an open file is called, or "" where another thread has closed it by now. */
    private static String target(Path file) throws IOException {
      try {
        return Files.readSymbolicLink(file).toString();
      } catch (NoSuchFileException e) {
        return "";
      }
    }
  }
}
