package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.release.ReleaseChoice;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
      "         broadside release pub --publish statement.first.note statement.second.note",
      "Exit: 0 done; 1 released, though the account of a source does not add up."
    })
final class ReleaseCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Mixin private Choice choice;

  @Option(
      names = "--title",
      paramLabel = "TITLE",
      converter = Title.OrNone.class,
      defaultValue = "",
      description = "The release's title, one line.")
  private String title;

  @Option(
      names = "--times",
      paramLabel = "N",
      converter = Range.Count.class,
      description = "Make so many releases one after the other (default: 1).")
  private @Nullable Integer times;

  @Mixin private Proposal proposal;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    List<Path> notes = proposal.notes();
    if (times != null && (proposal.isProposed() || !notes.isEmpty())) {
      throw wrong("One release at a time is proposed, and published: leave --times.");
    }
    if (!notes.isEmpty() && (choice.isSaid() || !title.isEmpty())) {
      throw wrong(
          "What was proposed is published as it was signed: leave --messages, --all and --title.");
    }
    if (proposal.isProposed()) {
      return new Proposing(console()).propose(publication, choice, title, proposal);
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
      List<Map<String, @Nullable Object>> releases = new ArrayList<>();
      if (times != null) {
        console().result(Map.of("releases", releases));
      }
      Releasing releasing =
          times == null
              ? new Releasing(console(), interruption)
              : new Releasing(console(), interruption, releases::add);
      return releasing.complete(
          directory,
          Pending.Asked.of(ReleaseStatement.class::isInstance),
          () -> release(releasing, directory));
    }
  }

  private int release(Releasing releasing, PrivateDirectory directory) throws IOException {
    ReleaseChoice what = choice.in(directory);
    for (int i = 0; i < (times == null ? 1 : times); i++) {
      boolean isThere = i == 0 || isThere(directory, what);
      int code =
          isThere ? releasing.release(directory, what, title, secrets.existing()) : ExitCode.OK;
      if (code != ExitCode.OK) {
        return code;
      }
    }
    return ExitCode.OK;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
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
    @ArgGroup private @Nullable Extent extent;

    /** The one or the other. */
    private static final class Extent {
      @Option(
          names = "--messages",
          paramLabel = "N",
          converter = Range.Count.class,
          description = "At most so many numbers, the oldest first.")
      private @Nullable Integer messages;

      @Option(names = "--all", description = "All that wait; the default without a plan.")
      private boolean all;
    }

    /** True where the person has said how much. */
    boolean isSaid() {
      return extent != null && (extent.all || extent.messages != null);
    }

    /** Nothing said is the next part of the plan, where there is one. */
    ReleaseChoice in(PrivateDirectory directory) throws IOException {
      if (extent == null) {
        return directory.ledger().parts().isEmpty() ? ReleaseChoice.ALL : ReleaseChoice.NEXT_PART;
      }
      return extent.messages == null
          ? ReleaseChoice.ALL
          : new ReleaseChoice.Oldest(extent.messages);
    }
  }
}
