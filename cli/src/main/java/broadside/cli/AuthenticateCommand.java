package broadside.cli;

import broadside.archive.dkim.VerdictList;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.intake.PrivateDirectory;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.ledger.SignatureCounts;
import broadside.intake.release.Reauthenticator;
import broadside.intake.release.Reauthenticator.Unsigned;
import broadside.intake.release.Releaser;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Signer;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Verdicts;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "authenticate",
    description = {
      "Looks again at the signatures of mails (DKIM, ARC) whose keys were not known.",
      "What it finds of mails that wait goes into their release; about those that are out already a",
      "signed statement is published, with the keys that it rests on."
    },
    footer = {
      "",
      "Example: broadside authenticate pub --dkim-keys keys.json",
      "         broadside authenticate pub --dns 127.0.0.1",
      "         broadside authenticate pub --propose --to proposal",
      "         broadside authenticate pub --publish proposal/statement.first.note"
    })
final class AuthenticateCommand extends Task {
  /** What the list is called in a proposal. */
  static final String LIST = "verdicts";

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Mixin private DkimOptions dkim;

  @Mixin private Proposal proposal;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    try (Interruption interruption = Interruption.listen();
        PrivateDirectory directory = PrivateDirectory.open(publication)) {
      Pending _ = Pending.publish(console(), directory);
      DkimOptions.Opened opened = dkim.open(console(), interruption, directory);
      KeyLookup keys = opened.keys();
      if (!proposal.notes().isEmpty()) {
        return publish(directory, new Reauthenticator(directory, keys, CheckMonitor.NONE));
      }
      Reauthenticator later;
      long changed = opened.settled();
      List<Unsigned> lists;
      try (MeteredMails meter =
          new MeteredMails(
              console(),
              "Verifying",
              Reauthenticator.unsettled(directory.ledger()),
              interruption::isRequested)) {
        later = new Reauthenticator(directory, keys, meter);
        changed += later.settleUnreleased();
        lists = later.released();
      }
      DkimOptions.tell(console(), keys);
      tell(later.looked(), changed, lists);
      if (lists.isEmpty()) {
        result(changed, lists);
        return ExitCode.OK;
      }
      if (proposal.isProposed()) {
        return propose(directory, later, lists);
      }
      Signer signer =
          new Keys(directory.keysDirectory(), secrets.existing()).unlock(directory.policy());
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Map<Verdicts, byte[]> statements = new LinkedHashMap<>();
      for (Unsigned list : lists) {
        statements.put(later.statement(list, now), list.bytes());
      }
      later.publish(statements, signer);
      published(statements.size());
      result(changed, lists);
      return ExitCode.OK;
    } catch (InterruptedIOException e) {
      console().error("stopped; the same command goes on.");
      return ExitCode.INTERRUPTED;
    }
  }

  private int propose(PrivateDirectory directory, Reauthenticator later, List<Unsigned> lists)
      throws IOException {
    new Releaser(directory).ask();
    Unsigned first = lists.getFirst();
    int code =
        new Proposing(console())
            .propose(
                proposal.to("proposal-verdicts"),
                directory.policy(),
                "authenticate " + publication,
                (to, monitor) -> {
                  Durable.write(to.resolve(LIST), first.bytes());
                  return later.statement(first, Instant.now().truncatedTo(ChronoUnit.SECONDS));
                });
    if (code == ExitCode.OK && lists.size() > 1) {
      console()
          .say(
              "This is about release %d alone; when it is published, propose again for %s more."
                  .formatted(first.release(), Figures.count(lists.size() - 1, "list", "lists")));
    }
    return code;
  }

  private int publish(PrivateDirectory directory, Reauthenticator later) throws IOException {
    SignedStatement signed = Proposing.join(proposal.notes(), List.of(directory.policy()));
    if (!(signed.statement() instanceof Verdicts statement)) {
      throw new ReleaseException("What was signed is no statement of verdicts.");
    }
    Path list = Durable.directoryOf(proposal.notes().getFirst().toAbsolutePath()).resolve(LIST);
    if (Files.size(list) > Enclosure.Kind.VERDICTS.mostBytes()) {
      throw new ReleaseException(list + " is too large for a list of verdicts.");
    }
    byte[] bytes = Files.readAllBytes(list);
    later.publish(Map.of(statement, bytes), Signer.of(signed, List.of(directory.policy())));
    published(1);
    try {
      result(0, List.of(new Unsigned(statement.release(), VerdictList.parse(bytes), bytes)));
    } catch (FormatException e) {
      throw new IllegalStateException(e); // it was read when it was published
    }
    return ExitCode.OK;
  }

  private void tell(long looked, long changed, List<Unsigned> lists) {
    if (changed == 0 && lists.isEmpty()) {
      console().say("Looked again at %s: nothing new.".formatted(Figures.mails(looked)));
      return;
    }
    console()
        .say(
            "New verdicts: on %s not released yet, and on %s released."
                .formatted(
                    Figures.count(changed, "mail that is", "mails that are"),
                    Figures.count(mails(lists), "that is", "that are")));
    if (changed > 0) {
      console().say("  What is not released yet is released with its verdict.");
    }
    if (!lists.isEmpty()) {
      console().say("  What is released: " + SignatureFigures.verdicts(counts(lists)));
    }
  }

  private void published(int statements) {
    console()
        .say(
            "Published: %s in the log. Pages and searches follow it; what the manifests say stays."
                .formatted(Figures.count(statements, "statement", "statements")));
  }

  private void result(long changed, List<Unsigned> lists) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("waiting", changed);
    json.put("released", mails(lists));
    json.put("lists", lists.size());
    console().result(json);
  }

  private static long mails(List<Unsigned> lists) {
    return counts(lists).mails();
  }

  private static SignatureCounts counts(List<Unsigned> lists) {
    return SignatureCounts.of(
        lists.stream().flatMap(one -> one.list().verdicts().values().stream()).toList());
  }
}
