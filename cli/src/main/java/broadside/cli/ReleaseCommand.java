package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.release.ReleaseChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "release",
    description = {
      "Publishes the next numbered release.",
      "It holds the next part of the plan where there is one; else, or with --messages or --all, the",
      "oldest mails that wait. The numbers of mails that were withheld among them are published too.",
      "Held mails stay back. What comes out in another way leaves the plan."
    },
    footer = {
      "",
      "Example: broadside release pub --messages 2000 --title \"Part 3\"",
      "         broadside release pub --propose --to proposal-3",
      "         broadside release pub --publish statement.first.note statement.second.note"
    })
final class ReleaseCommand extends Task {
  @Parameters(paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Mixin private Choice choice;

  @Option(names = "--title", defaultValue = "", description = "The release's title, one line.")
  private String title;

  @Option(
      names = "--times",
      converter = Range.Count.class,
      defaultValue = "1",
      description = "Make so many releases one after the other (default: ${DEFAULT-VALUE}).")
  private int times;

  @Option(
      names = "--propose",
      description = "Only write the statement and the release's files, for the editors to sign.")
  private boolean propose;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "With --propose: where to (default: proposal-N). It holds mails: keep it private.")
  private @Nullable Path to;

  @Option(
      names = "--publish",
      arity = "1..*",
      paramLabel = "NOTE",
      description = "Publish what was proposed, with these editors' signed notes.")
  private List<Path> notes = List.of();

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    if (propose) {
      return new Proposing(console()).propose(publication, choice, title, to);
    }
    if (!notes.isEmpty()) {
      try (Interruption interruption = Interruption.listen();
          PrivateDirectory directory = PrivateDirectory.open(publication)) {
        return new Releasing(console(), interruption)
            .release(directory, Proposing.join(notes, List.of(directory.policy())));
      }
    }
    return release();
  }

  private int release() throws IOException {
    try (Interruption interruption = Interruption.listen();
        PrivateDirectory directory = PrivateDirectory.open(publication)) {
      Releasing releasing = new Releasing(console(), interruption);
      ReleaseChoice what = choice.in(directory);
      for (int i = 0; i < times; i++) {
        boolean isThere = i == 0 || isThere(directory, what);
        int code =
            isThere ? releasing.release(directory, what, title, secrets.existing()) : ExitCode.OK;
        if (code != ExitCode.OK) {
          return code;
        }
      }
      return ExitCode.OK;
    }
  }

  /** After the last part of the plan nothing else comes out in its place. */
  private static boolean isThere(PrivateDirectory directory, ReleaseChoice what)
      throws IOException {
    return what instanceof ReleaseChoice.NextPart
        ? !directory.ledger().parts().isEmpty()
        : Accounts.waiting(directory) > 0;
  }

  /** What goes into a release. */
  static final class Choice {
    @Option(
        names = "--messages",
        paramLabel = "N",
        converter = Range.Count.class,
        description = "At most so many numbers, the oldest first.")
    private @Nullable Integer messages;

    @Option(names = "--all", description = "All that wait; the default without a plan.")
    private boolean all;

    /** True where the person has said how much. */
    boolean isSaid() {
      return messages != null || all;
    }

    /** Nothing said is the next part of the plan, where there is one. */
    ReleaseChoice in(PrivateDirectory directory) throws IOException {
      if (messages != null && !all) {
        return new ReleaseChoice.Oldest(messages);
      }
      boolean isPart = !all && !directory.ledger().parts().isEmpty();
      return isPart ? ReleaseChoice.NEXT_PART : ReleaseChoice.ALL;
    }
  }
}
