package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of the command in this process.
 *
 * @param code its exit code
 */
record Command(int code, String out, String err) {
  private static final Pattern CUSTODIAN =
      Pattern.compile("--add-custodian \"(\\S+ \\S+ age1\\S+)\"");

  private static final Pattern AGREEMENT =
      Pattern.compile("--accept-withdrawals ([0-9a-f]{16})\\)");

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

  /** The same, which must end well. */
  static Command ok(Object... args) {
    Command done = run(args);
    assertThat(done.code()).as("%s: %s%s", List.of(args), done.out(), done.err()).isZero();
    return done;
  }

  /** What {@code custodian init} tells its custodian to give to the publisher. */
  String custodian() {
    Matcher line = CUSTODIAN.matcher(out);
    assertThat(line.find()).as(out).isTrue();
    return line.group(1);
  }

  /** What a mirror that asks says is to be given to {@code --accept-withdrawals}. */
  String agreement() {
    Matcher value = AGREEMENT.matcher(err);
    assertThat(value.find()).as(err).isTrue();
    return value.group(1);
  }
}
