package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.release.Withdrawer;
import broadside.proof.release.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "withdraw",
    description = {
      "Takes published mails back, visibly: a signed statement says which and why.",
      "The numbers stay; their pages say that they were withdrawn, when and for what reason. What readers",
      "have on their own disks cannot be called back. Waiting mails that quote them are held."
    },
    footer = {
      "",
      "Reasons: personal-data, source-protection, safety, legal-privilege, court-order, security,",
      "not-relevant",
      "",
      "Example: broadside withdraw pub 1234 --reason court-order",
      "         broadside withdraw pub 1234 --reason court-order --propose --to proposal",
      "         broadside withdraw pub --publish proposal/statement.first.note"
    })
final class WithdrawCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NUMBER",
      description = "Numbers of mails.")
  private List<Long> numbers = List.of();

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      converter = ReasonCode.class,
      description = "Why, as readers will see it; one of the list below.")
  private @Nullable Reason reason;

  @Option(names = "--with-copies", description = "Withdraw published copies of these mails too.")
  private boolean withCopies;

  @Option(
      names = "--without-copies",
      description = "Leave published copies of these mails as they are.")
  private boolean withoutCopies;

  @Mixin private Proposal proposal;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      TakingBack back = TakingBack.open(console(), directory, proposal, false);
      if (!proposal.notes().isEmpty()) {
        return back.publish(proposal.notes());
      }
      SortedMap<Long, Withdrawer.Act> acts = acts(back);
      return back.run(acts, "withdraw " + publication, proposal, secrets);
    } catch (InterruptedIOException e) {
      console().error("stopped; what was said above is done. Give the command again for the rest.");
      return ExitCode.INTERRUPTED;
    }
  }

  private SortedMap<Long, Withdrawer.Act> acts(TakingBack back) throws IOException {
    if (numbers.isEmpty() || reason == null) {
      throw new ParameterException(
          spec.commandLine(), "Name the mails by their numbers, and a reason with --reason.");
    }
    Set<Long> all = new TreeSet<>(numbers);
    Set<Long> copies = back.copies(all);
    if (!copies.isEmpty() && !withCopies && !withoutCopies) {
      throw new ParameterException(
          spec.commandLine(),
          "The same content is published as %s too; say --with-copies or --without-copies. Nothing was changed."
              .formatted(String.join(", ", copies.stream().map(Figures::count).toList())));
    }
    if (withCopies) {
      all.addAll(copies);
    }
    SortedMap<Long, Withdrawer.Act> acts = new TreeMap<>();
    for (long number : all) {
      if (back.isTaken(number, false)) {
        back.passOver(number);
      } else {
        acts.put(number, new Withdrawer.Act(reason, null));
      }
    }
    return acts;
  }
}
