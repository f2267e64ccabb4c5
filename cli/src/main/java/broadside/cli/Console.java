package broadside.cli;

import broadside.archive.json.Json;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command prints, and how: for a person, for a program, or errors only. Results go to
 * standard output, progress and errors to standard error. Whatever strangers wrote is shown as
 * {@link Printable} has it.
 */
final class Console {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print errors only.")
  private boolean quiet;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  private final Set<String> told = new HashSet<>();
  private final Map<String, @Nullable Object> result = new LinkedHashMap<>();

  /** What shows a bar, whose line ends before anything else is printed. */
  private final AtomicReference<@Nullable ProgressMeter> meter = new AtomicReference<>();

  boolean isQuiet() {
    return quiet;
  }

  /** True where a program reads. */
  boolean isJson() {
    return json;
  }

  /** True where a person watches. */
  @SuppressWarnings("SystemConsoleNull") // never null in practice, but not promised
  boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Prints lines for a person; nothing with --quiet or --json. */
  void say(String line) {
    if (!quiet && !json) {
      endBar();
      out().println(Printable.lines(line));
    }
  }

  /** Adds to the one object that the command prints at its end with --json, even when quiet. */
  void result(Map<String, ? extends @Nullable Object> part) {
    result.putAll(part);
  }

  /** The same where the command does not end yet: what there is by now is printed at once. */
  void resultSoFar(Map<String, ? extends @Nullable Object> part) {
    result(part);
    printResult();
  }

  /** Prints the result with --json, if there is one that is not printed yet. */
  void printResult() {
    if (json && !result.isEmpty()) {
      out().println(Json.print(result));
    }
    result.clear();
  }

  /** Prints a line about the work as it goes; nothing with --quiet. */
  void progress(String line) {
    if (!quiet) {
      err().println(Printable.sentence(line));
    }
  }

  /** Prints what went wrong, always. */
  void error(String message) {
    endBar();
    err().println("broadside: " + Printable.sentence(message));
  }

  /** The same of a service, which meets it each time that it looks: what stays so is said once. */
  void errorOnce(String message) {
    if (told.add(message)) {
      error(message);
    }
  }

  /** Tells that a bar stands on the terminal from now on. */
  void shows(ProgressMeter shown) {
    meter.set(shown);
  }

  private void endBar() {
    ProgressMeter shown = meter.getAndSet(null);
    if (shown != null) {
      shown.close();
    }
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private PrintWriter err() {
    return command.commandLine().getErr();
  }
}
