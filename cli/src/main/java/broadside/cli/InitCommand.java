package broadside.cli;

import broadside.archive.About;
import broadside.intake.Settings;
import broadside.intake.sign.Founding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = "Makes a new, empty publication.",
    footer = {"", "Example: broadside init pub --title \"Harbour letters\" --language en"})
final class InitCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PUB", description = "The directory to make.")
  private Path publication;

  @Option(names = "--title", required = true, description = "The publication's title, one line.")
  private String title;

  @Option(
      names = "--description",
      defaultValue = "",
      description = "What it is; plain text, an empty line between paragraphs.")
  private String description;

  @Option(names = "--provenance", defaultValue = "", description = "Where the mails come from.")
  private String provenance;

  @Option(
      names = "--language",
      defaultValue = "en",
      description = "The language of most mails, as a BCP 47 tag (default: ${DEFAULT-VALUE}).")
  private String language;

  @Option(names = "--contact", defaultValue = "", description = "How to reach the publisher.")
  private String contact;

  /** What can be held besides mails with findings. */
  enum Rule {
    ATTACHMENTS
  }

  @Option(
      names = "--hold",
      description = "Hold every mail with attachments too: ${COMPLETION-CANDIDATES}.")
  private @Nullable Rule hold;

  @Override
  public Integer call() throws IOException {
    Founding.create(publication, about(), new Settings(hold == Rule.ATTACHMENTS));
    console().say("Made " + publication + ". Next: broadside add " + publication + " FILE…");
    console().result(Map.of("publication", publication.toString()));
    return ExitCode.OK;
  }

  private About about() {
    try {
      return new About(title, description, provenance, language, contact);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()) + ".", e);
    }
  }
}
