package broadside.cli;

import broadside.archive.PublicationCheck;
import broadside.archive.release.ReleaseReport;
import broadside.intake.PrivateDirectory;
import broadside.intake.check.PrivateCheck;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Reads everything again and compares it with its hash.",
      "Every mail with the ledger, every file of every release with its list, every published mail",
      "with its commitment."
    },
    footer = {
      "",
      "Example: broadside check pub",
      "Exit: 1 where something is wrong; each thing is named."
    })
final class CheckCommand extends Task {
  @Parameters(paramLabel = "PUB", description = "The publication, or its public directory alone.")
  private Path publication;

  @Override
  public Integer call() throws IOException {
    List<String> wrong = new ArrayList<>();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    try (Interruption interruption = Interruption.listen()) {
      try {
        if (Files.isDirectory(publication.resolve("private"))) {
          checkPrivate(interruption, wrong, json);
        }
        checkPublic(interruption, wrong, json);
      } catch (InterruptedIOException e) { // said before the end of the process comes
        console().error("stopped before the end; nothing was changed.");
        return ExitCode.INTERRUPTED;
      }
    }
    wrong.forEach(sentence -> console().error(sentence));
    console()
        .say(
            wrong.isEmpty()
                ? "Everything is as it should be."
                : "Something is wrong. Restore what is named from a copy, and check again.");
    json.put("whole", wrong.isEmpty());
    json.put("problems", wrong);
    console().result(json);
    return wrong.isEmpty() ? ExitCode.OK : ExitCode.FOUND_WRONG;
  }

  private void checkPrivate(
      Interruption interruption, List<String> wrong, Map<String, @Nullable Object> json)
      throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.inspect(publication);
        ProgressMeter meter =
            ProgressMeter.ofMails(
                console(),
                "Checking",
                directory.ledger().mails().counts().values().stream()
                    .mapToLong(Long::longValue)
                    .sum())) {
      PrivateCheck check = PrivateCheck.of(directory, interruption::isRequested, meter::at);
      wrong.addAll(check.problems());
      console()
          .say(
              "private/: %s, %s read again; %s damaged%s"
                  .formatted(
                      Figures.mails(check.mails()),
                      Figures.bytes(check.bytes()),
                      Figures.count(check.damaged()),
                      check.erased() == 0 ? "" : ", " + Figures.count(check.erased()) + " erased"));
      json.put("privateMails", check.mails());
      json.put("privateDamaged", check.damaged());
      json.put("privateErased", check.erased());
    }
  }

  private void checkPublic(
      Interruption interruption, List<String> wrong, Map<String, @Nullable Object> json)
      throws IOException {
    PublicationCheck.Report report;
    try (Watching watching = new Watching(console(), interruption, "Checking")) {
      report =
          PublicationCheck.check(
              ServeCommand.publicDirectory(publication),
              Files.isDirectory(publication.resolve("private")),
              watching);
    }
    wrong.addAll(report.damages());
    wrong.addAll(report.missing());
    report.notes().forEach(note -> console().say("Note: " + note));
    for (ReleaseReport release : report.releases()) {
      wrong.addAll(release.damages());
      if (release.moreDamages() > 0) {
        wrong.add(
            "release %d: and %s more"
                .formatted(release.release(), Figures.count(release.moreDamages())));
      }
    }
    console()
        .say(
            "public/: %d release%s, %s files, %s hashed again; %s compared with their commitments, %s withheld%s"
                .formatted(
                    report.releases().size(),
                    report.releases().size() == 1 ? "" : "s",
                    Figures.count(report.total(ReleaseReport::files)),
                    Figures.bytes(report.total(ReleaseReport::bytes)),
                    Figures.mails(report.total(ReleaseReport::mails)),
                    Figures.count(report.total(ReleaseReport::withheld)),
                    Figures.withdrawn(report.total(ReleaseReport::withdrawn))));
    json.put("notes", report.notes());
    json.put("releases", report.releases().size());
    json.put("files", report.total(ReleaseReport::files));
    json.put("publicMails", report.total(ReleaseReport::mails));
    json.put("withheld", report.total(ReleaseReport::withheld));
    json.put("withdrawn", report.total(ReleaseReport::withdrawn));
  }
}
