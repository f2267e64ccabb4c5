package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The command in a process of its own: where what it can do depends on who and where it is. */
final class CommandProcess {
  /** The program that runs these tests. */
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** What these tests run with, each entry absolute. */
  static final String CLASS_PATH =
      Arrays.stream(
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                  .split(File.pathSeparator, -1))
          .map(entry -> Path.of(entry).toAbsolutePath().toString())
          .collect(Collectors.joining(File.pathSeparator));

  private static final int PATIENCE_SECONDS = 60;

  private CommandProcess() {}

  /**
   * Its command line.
   *
   * @param before what starts it, strace or setpriv say; nothing where it is started as it is
   */
  static List<String> line(List<String> before, Object... args) {
    return line(before, List.of("-cp", CLASS_PATH), args);
  }

  /**
   * The same.
   *
   * @param options of the virtual machine, the class path among them
   */
  static List<String> line(List<String> before, List<String> options, Object... args) {
    List<String> line = new ArrayList<>(before);
    line.addAll(List.of(JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    line.add("--enable-native-access=ALL-UNNAMED");
    line.addAll(options);
    line.add(Main.class.getName());
    Arrays.stream(args).map(Object::toString).forEach(line::add);
    return line;
  }

  /** Runs it to its end in {@code directory}; what it said, errors included. */
  static String output(Path directory, int code, List<String> line)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isEqualTo(code);
    return out;
  }
}
