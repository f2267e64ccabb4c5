package broadside.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * One run of the command in this process.
 *
 * @param code its exit code
 */
record Command(int code, String out, String err) {

  /** Runs the command line {@code broadside args…}. */
  static Command run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            List.of(args).stream().map(Object::toString).toArray(String[]::new));
    return new Command(code, out.toString(), err.toString());
  }
}
