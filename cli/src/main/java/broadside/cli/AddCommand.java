package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.mail.message.MailLimits;
import broadside.mail.source.ArchiveLimits;
import broadside.mail.source.SourceFormat;
import broadside.mail.source.SourceOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "Takes mails into a publication.",
      "From mbox, Maildir, folders of files, single mails, and zip, tar, gzip or zstd of any of these.",
      "Adding a source again adds only what is new in it."
    },
    footer = {
      "",
      "Example: broadside add pub ~/mail ~/more.mbox.gz",
      "         broadside add pub ~/scans.mbox --hold attachments",
      "Exit: 1 where a source does not add up, could not be read whole, or runs mails together."
    })
final class AddCommand extends Task {
  /** The dialects that a person can declare. */
  enum Dialect {
    MBOXO(SourceFormat.MBOXO),
    MBOXRD(SourceFormat.MBOXRD),
    MBOXCL(SourceFormat.MBOXCL),
    PIPERMAIL(SourceFormat.PIPERMAIL);

    private final SourceFormat format;

    Dialect(SourceFormat format) {
      this.format = format;
    }
  }

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "SOURCE", description = "What to add.")
  private List<Path> sources;

  @Option(
      names = "--dialect",
      paramLabel = "DIALECT",
      description =
          "How the mbox files are quoted: ${COMPLETION-CANDIDATES} (default: as before, else found"
              + " out). What was read as another dialect and still waits is read again.")
  private @Nullable Dialect dialect;

  @Option(
      names = "--hold",
      paramLabel = "WHAT",
      description = {
        "Also hold those of the new mails with attachments that are not looked",
        "into: ${COMPLETION-CANDIDATES}. What was added before stays as it is."
      })
  private @Nullable HoldRule hold;

  @Mixin private DkimOptions dkim;

  @Override
  public Integer call() throws IOException {
    Adding.check(sources, publication);
    SourceOptions options =
        new SourceOptions(
            dialect == null ? null : dialect.format, MailLimits.DEFAULT, ArchiveLimits.DEFAULT);
    try (Interruption interruption = Interruption.listen();
        PrivateDirectory directory = PrivateDirectory.open(publication)) {
      return new Adding(console(), interruption).add(directory, options, dkim, hold, sources);
    }
  }
}
