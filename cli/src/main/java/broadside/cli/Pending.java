package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.sign.PublicLog;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Opening;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Verdicts;
import broadside.proof.statement.Voiding;
import broadside.proof.statement.Withdrawal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What earlier commands have signed and did not come to publish, since too few witnesses answered
 * or a stop came. The next command publishes it first. Where that is all that it was asked for, it
 * ends there: the same command, given again, goes on and does nothing twice.
 *
 * @param statements in the order of the log
 */
record Pending(List<Statement> statements) {
  /** Tells whether all that a command was asked for is done by what is published now. */
  @FunctionalInterface
  interface Asked {
    /** Of a command that nobody repeats to have something published. */
    Asked NONE = published -> false;

    boolean isDone(Pending published) throws IOException;

    /** Of a command that makes one statement. */
    static Asked of(Predicate<Statement> statement) {
      return published -> published.holds(statement);
    }

    /** Of a command that publishes what these notes have signed. */
    static Asked signed(List<Path> notes, Policy policy) throws IOException {
      return of(Proposing.join(notes, List.of(policy)).statement()::equals);
    }
  }

  Pending {
    statements = List.copyOf(statements);
  }

  /** What waits in this publication. */
  static Pending in(PrivateDirectory directory) throws IOException {
    return new Pending(new PublicLog(directory).waiting());
  }

  /**
   * Publishes what waits, and says what it was.
   *
   * @param asked of the command
   * @return true where it is to end, as it has said
   */
  static boolean completes(
      Console console, PrivateDirectory directory, ReleaseMonitor monitor, Asked asked)
      throws IOException {
    Pending published = publish(console, directory, monitor);
    return asked.isDone(published) && published.end(console);
  }

  /** The same, and shows how far that is, where a release is written again for it. */
  static boolean completes(Console console, PrivateDirectory directory, Asked asked)
      throws IOException {
    Pending published = publish(console, directory);
    return asked.isDone(published) && published.end(console);
  }

  /**
   * Publishes what waits, says what it was, and shows how far that is.
   *
   * @throws java.io.InterruptedIOException with Ctrl-C: the next command goes on
   */
  static Pending publish(Console console, PrivateDirectory directory) throws IOException {
    try (Interruption interruption = Interruption.listen();
        Releasing.Meter meter = new Releasing(console, interruption).meter("Finishing")) {
      return publish(console, directory, meter);
    }
  }

  /** Publishes what waits, and says what it was. */
  static Pending publish(Console console, PrivateDirectory directory, ReleaseMonitor monitor)
      throws IOException {
    Pending pending = in(directory);
    boolean isMore = new Releaser(directory).publishCommitted(monitor);
    if (isMore && pending.statements.isEmpty()) {
      console.say("What an earlier command had left unfinished is complete now.");
    }
    pending.say(console);
    return pending;
  }

  /** Says of each that it is not published yet, and what publishes it. */
  void sayWaiting(Console console) {
    for (Statement statement : statements) {
      console.error(
          "%s is signed, and waits to be published: the command that signed it, given again, publishes it once enough witnesses answer."
              .formatted(name(statement)));
    }
  }

  /** True where such a statement is among it. */
  boolean holds(Predicate<Statement> statement) {
    return statements.stream().anyMatch(statement);
  }

  /** Says that it is published. */
  void say(Console console) {
    for (Statement statement : statements) {
      console.say("%s, which was waiting, is published now.".formatted(name(statement)));
    }
  }

  /** Says that a command ends with it; true. */
  boolean end(Console console) {
    console.say("This command did nothing else. If you want more than that, run it again.");
    console.result(Map.of("published", statements.stream().map(Statement::sha256).toList()));
    return true;
  }

  private static String name(Statement statement) {
    return switch (statement) {
      case ReleaseStatement release -> "Release " + release.number();
      case SealedStatement seal -> "The seal of release " + seal.number();
      case Voiding voiding -> "The void of release " + voiding.number();
      case Hold hold -> "The hold of release " + hold.number();
      case Opening opening -> "The opening of release " + opening.number();
      case Receipt receipt -> "A receipt for release " + receipt.number();
      case Withdrawal withdrawal ->
          "What was taken back from release %d (%s)"
              .formatted(
                  withdrawal.release(),
                  withdrawal.numbers().stream()
                      .map(taken -> Figures.count(taken.number()))
                      .collect(Collectors.joining(", ")));
      case Correction correction ->
          "The correction of %s %s"
              .formatted(
                  correction.subject() == Correction.Subject.RELEASE ? "release" : "message",
                  Figures.count(correction.number()));
      case Verdicts verdicts -> "A list of verdicts for release " + verdicts.release();
      case PolicyStatement policy -> "Policy " + (policy.policy() + 1);
      case Continuation _ -> "The statement that continues the log";
    };
  }
}
