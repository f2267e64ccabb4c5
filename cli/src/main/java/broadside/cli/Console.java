package broadside.cli;

import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a command prints, and how: for a person, for a program, or not at all. Results go to
 * standard output; progress and errors to standard error.
 */
final class Console {
  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print errors only.")
  private boolean quiet;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  Console() {
    this(System.out, System.err);
  }

  Console(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  boolean isJson() {
    return json;
  }

  boolean isQuiet() {
    return quiet;
  }

  /** True where a person watches. */
  @SuppressWarnings("SystemConsoleNull") // never null in practice, but not promised
  boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Prints a line for a person; nothing with --quiet or --json. */
  void say(String line) {
    if (!quiet && !json) {
      out.println(line);
    }
  }

  /** Prints a result: the object with --json, else nothing; the caller says it in words. */
  void result(Map<String, @Nullable Object> object) {
    if (json) {
      out.println(Json.print(object));
    }
  }

  /** Prints a line about the work as it goes; nothing with --quiet. */
  void progress(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  /** Prints what went wrong, always. */
  void error(String message) {
    err.println("broadside: " + message);
  }

  PrintStream err() {
    return err;
  }
}
