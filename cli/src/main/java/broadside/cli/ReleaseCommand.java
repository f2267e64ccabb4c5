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
      "It holds the oldest mails that wait, and the numbers of mails that were withheld among them.",
      "Held mails stay back."
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
      return new Proposing(console()).propose(publication, choice.messages(), title, to);
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
      ReleaseChoice messages = choice.messages();
      for (int i = 0; i < times; i++) {
        boolean waiting = i == 0 || Accounts.waiting(directory) > 0;
        int code =
            waiting
                ? releasing.release(directory, messages, title, secrets.existing())
                : ExitCode.OK;
        if (code != ExitCode.OK) {
          return code;
        }
      }
      return ExitCode.OK;
    }
  }

  /** How much goes into a release. */
  static final class Choice {
    @Option(
        names = "--messages",
        paramLabel = "N",
        converter = Range.Count.class,
        description = "At most so many numbers.")
    private @Nullable Integer messages;

    @Option(names = "--all", description = "All that wait; the default.")
    private boolean all;

    ReleaseChoice messages() {
      return messages == null || all ? ReleaseChoice.ALL : new ReleaseChoice(messages);
    }
  }
}
