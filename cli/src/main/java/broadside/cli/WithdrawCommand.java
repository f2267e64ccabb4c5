package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.MailState;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.release.Withdrawer;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Signer;
import broadside.proof.release.Reason;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "have on their own disks cannot be called back."
    },
    footer = {
      "",
      "Reasons: personal-data, source-protection, safety, legal-privilege, court-order, security,",
      "not-relevant",
      "",
      "Example: broadside withdraw pub 1234 --reason court-order"
    })
final class WithdrawCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NUMBER",
      description = "Numbers of mails.")
  private List<Long> numbers;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "CODE",
      description = "Why, as readers will see it; one of the list below.")
  private String reason;

  @Option(names = "--with-copies", description = "Withdraw published copies of these mails too.")
  private boolean withCopies;

  @Option(
      names = "--without-copies",
      description = "Leave published copies of these mails as they are.")
  private boolean withoutCopies;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      new Releaser(directory).publishCommitted(ReleaseMonitor.NONE);
      Withdrawer withdrawer = new Withdrawer(directory);
      Set<Long> all = withCopies(directory);
      SortedMap<Integer, Set<Long>> byRelease = new TreeMap<>();
      for (long number : all) {
        byRelease
            .computeIfAbsent(withdrawer.releaseOf(number), release -> new TreeSet<>())
            .add(number);
      }
      Signer signer =
          new Keys(directory.keysDirectory(), secrets.existing()).unlock(directory.policy());
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      for (Set<Long> some : byRelease.values()) {
        Withdrawal withdrawal = withdrawer.prepare(some, reason(), now, ReleaseMonitor.NONE);
        withdrawer.withdraw(withdrawal, signer);
        console()
            .say(
                "Withdrawn from release %d: %s. The statement is in the log."
                    .formatted(
                        withdrawal.release(),
                        String.join(", ", some.stream().map(Figures::count).toList())));
      }
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("withdrawn", new ArrayList<>(all));
      json.put("statements", byRelease.size());
      console().result(json);
      return ExitCode.OK;
    }
  }

  private Reason reason() {
    try {
      return Reason.parse(reason);
    } catch (FormatException e) {
      throw new ParameterException(
          spec.commandLine(), "There is no reason code " + reason + "; --help lists them.", e);
    }
  }

  /** The numbers named, and where it is asked for those of published copies. */
  private Set<Long> withCopies(PrivateDirectory directory) throws IOException {
    Set<Long> all = new TreeSet<>(numbers);
    Set<Long> copies = new TreeSet<>();
    directory.ledger().mails().indexCopies();
    for (long number : numbers) {
      List<Mail> named = new ArrayList<>();
      directory.ledger().mails().forEachNumber(number, number, named::add);
      for (Mail mail : named) {
        for (Mail copy : directory.ledger().mails().copies(mail)) {
          if (copy.state() == MailState.RELEASED && !all.contains(copy.number())) {
            copies.add(copy.number());
          }
        }
      }
    }
    if (!copies.isEmpty() && !withCopies && !withoutCopies) {
      throw new ParameterException(
          spec.commandLine(),
          "The same content is published as %s too; say --with-copies or --without-copies. Nothing was changed."
              .formatted(String.join(", ", copies.stream().map(Figures::count).toList())));
    }
    if (withCopies) {
      for (long copy : copies) {
        if (!directory.ledger().withdrawals().of(release(directory, copy)).contains(copy)) {
          all.add(copy);
        }
      }
    }
    return all;
  }

  private static int release(PrivateDirectory directory, long number) throws IOException {
    return new Withdrawer(directory).releaseOf(number);
  }
}
