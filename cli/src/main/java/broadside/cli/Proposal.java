package broadside.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options by which editors who are elsewhere sign: first propose, then publish. */
final class Proposal {
  @ArgGroup private @Nullable Step step;

  /** The one or the other. */
  private static final class Step {
    @Option(
        names = "--propose",
        description = "Only write the statement and what it speaks of, for the editors to sign.")
    private boolean propose;

    @Option(
        names = "--publish",
        arity = "1..*",
        paramLabel = "NOTE",
        description = "Publish what was proposed, with these editors' signed notes.")
    private List<Path> notes = List.of();
  }

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = {
        "With --propose: where to (default: proposal-… in the directory at",
        "hand). It may hold mails: keep it private."
      })
  private @Nullable Path to;

  boolean isProposed() {
    return step != null && step.propose;
  }

  /** Where it is written to. */
  Path to(String otherwise) {
    return to == null ? Path.of(otherwise) : to;
  }

  /** What the editors signed; empty where there is nothing to publish. */
  List<Path> notes() {
    return step == null ? List.of() : step.notes;
  }
}
