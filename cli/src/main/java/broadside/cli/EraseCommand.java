package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.review.Eraser;
import broadside.proof.release.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "erase",
    description = {
      "Overwrites the bytes of withheld and withdrawn mails in private/mail, for good.",
      "Their copies go with them. Hashes, numbers, where they came from and why they were erased stay",
      "known; the account adds up as before. Nothing that is published changes."
    },
    footer = {
      "",
      "Reasons: personal-data, source-protection, safety, legal-privilege, court-order, security,",
      "not-relevant",
      "",
      "Example: broadside erase pub 3f2a9c01b7de --reason court-order",
      "         broadside erase pub 1234 --reason court-order --yes",
      "Exit: 0 done; 75 erased, but another command still reads the ledger: give it again after that."
    })
final class EraseCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ID",
      description = {"Intake ids, 12 or more hex digits, or numbers in the publication."})
  private List<String> ids = List.of();

  @Mixin private IdFile file;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "CODE",
      converter = ReasonCode.class,
      description = "Why, for the private ledger; one of the list below.")
  private Reason reason;

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "A note for the private ledger.")
  private String note;

  @Option(
      names = "--yes",
      description = "Do it; without this, it is only said what would be erased.")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    List<String> named = file.after(ids);
    if (named.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Name mails by id, or with --from-file.");
    }
    try (Interruption interruption = Interruption.listen();
        PrivateDirectory directory = PrivateDirectory.open(publication);
        Eraser eraser = new Eraser(directory, Clock.systemUTC())) {
      Eraser.Chosen chosen = choose(eraser, named, interruption);
      boolean isOver = !yes || erase(eraser, chosen, interruption);
      say(chosen);
      if (!isOver) {
        console()
            .error(
                "another command is reading the ledger, which keeps older pages of it for now: once it has ended, give this command again.");
      }
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put(yes ? "erased" : "wouldErase", chosen.all().size());
      json.put("copies", chosen.copies().size());
      json.put("bytes", chosen.bytes());
      json.put("copiesLeft", chosen.left().size());
      json.put("before", chosen.before());
      console().result(json);
      return isOver ? ExitCode.OK : ExitCode.BUSY;
    } catch (InterruptedIOException e) {
      console().error("stopped; nothing was erased.");
      return ExitCode.INTERRUPTED;
    }
  }

  private Eraser.Chosen choose(Eraser eraser, List<String> named, Interruption interruption)
      throws IOException {
    try (MeteredMails meter =
        new MeteredMails(console(), "Looking up", named.size(), interruption::isRequested)) {
      return eraser.choose(named, meter);
    }
  }

  private boolean erase(Eraser eraser, Eraser.Chosen chosen, Interruption interruption)
      throws IOException {
    try (MeteredMails meter =
        new MeteredMails(console(), "Erasing", chosen.all().size(), interruption::isRequested)) {
      return eraser.erase(chosen, reason, note, meter);
    }
  }

  private void say(Eraser.Chosen chosen) {
    console()
        .say(
            "%s, %s: %s named, %s%s."
                .formatted(
                    yes
                        ? Figures.mails(chosen.all().size()) + " erased"
                        : "To be erased: " + Figures.mails(chosen.all().size()),
                    Figures.bytes(chosen.bytes()),
                    Figures.count(chosen.named().size()),
                    Figures.count(chosen.copies().size(), "copy", "copies"),
                    chosen.before() == 0
                        ? ""
                        : "; %s of them were erased before, with the reason that was given then"
                            .formatted(Figures.count(chosen.before()))));
    if (!chosen.left().isEmpty()) {
      console()
          .error(
              "%s of the same content left as they are: they are published, wait or are held."
                  .formatted(Figures.mails(chosen.left().size())));
    }
    console()
        .say(
            yes
                ? "Not erased: the sources that were added, backups, snapshots of the disk, and the files of a release from which they were withdrawn, which were deleted and not overwritten. Mirrors delete what was withdrawn after 30 days. Note the ids outside the backups: a ledger from before knows nothing of it."
                : "Nothing was erased; run it again with --yes to do it. It cannot be undone.");
  }
}
