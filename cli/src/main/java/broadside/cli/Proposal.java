package broadside.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which editors who are elsewhere sign: first propose, then publish. */
final class Proposal {
  @Option(
      names = "--propose",
      description = "Only write the statement and what it speaks of, for the editors to sign.")
  private boolean propose;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "With --propose: where to. It may hold mails: keep it private.")
  private @Nullable Path to;

  @Option(
      names = "--publish",
      arity = "1..*",
      paramLabel = "NOTE",
      description = "Publish what was proposed, with these editors' signed notes.")
  private List<Path> notes = List.of();

  boolean isProposed() {
    return propose;
  }

  /** Where it is written to. */
  Path to(String otherwise) {
    return to == null ? Path.of(otherwise) : to;
  }

  /** What the editors signed; empty where there is nothing to publish. */
  List<Path> notes() {
    return notes;
  }
}
