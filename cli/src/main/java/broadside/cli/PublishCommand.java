package broadside.cli;

import broadside.archive.About;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.sign.Founding;
import broadside.mail.source.SourceOptions;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import broadside.site.SiteOptions;
import broadside.site.http.Binding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "publish",
    description = {
      "From mail to a public site in one step.",
      "Makes the publication where it is not there, adds the sources, releases all that nothing",
      "holds back, and serves it where asked."
    },
    footer = {
      "",
      "Example: broadside publish mail.mbox.gz --into pub --serve",
      "         broadside publish scans.mbox --into pub --hold attachments",
      "Exit: 0 done; 1 where a source does not add up, could not be read whole, or runs mails together:",
      "it stops before the release then."
    })
final class PublishCommand extends Task {
  private static final int PORT = 8080;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "What to publish.")
  private List<Path> sources;

  @Option(
      names = "--into",
      required = true,
      paramLabel = "PUB",
      description = "The publication; made where it is not there.")
  private Path publication;

  @Option(
      names = "--title",
      paramLabel = "TITLE",
      converter = Title.class,
      description = "The title of a new publication (default: the name of its directory).")
  private @Nullable String title;

  @Option(
      names = "--hold",
      paramLabel = "WHAT",
      description = {
        "Also hold mails with attachments that are not looked into:",
        "${COMPLETION-CANDIDATES}. A new publication keeps to it, as after",
        "\"init\"; in one that is there it goes for what this command adds."
      })
  private @Nullable HoldRule hold;

  @Option(names = "--serve", description = "Serve it afterwards.")
  private boolean serve;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Range.Port.class,
      description = "With --serve: the port to listen on; 0 for any (default: 8080).")
  private @Nullable Integer port;

  @Mixin private DkimOptions dkim;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    if (port != null && !serve) {
      throw new ParameterException(spec.commandLine(), "--port goes with --serve.");
    }
    int serveAt = serve ? (port == null ? PORT : port) : -1;
    Adding.check(sources, publication); // said before a publication is made
    dkim.check();
    checkPort(serveAt);
    if (Files.exists(publication.resolve("private"))) {
      checkTitle();
    } else {
      Founding.create(
          publication,
          new About(Title.of(title, publication, spec.commandLine()), "", "", "en", ""),
          HoldRule.in(Settings.DEFAULT, hold));
    }
    return publish(console(), publication, sources, dkim, hold, secrets, serveAt);
  }

  /**
   * Says before any work is done that nothing can be served at the port.
   *
   * @param port or -1, where nothing is to be served
   */
  static void checkPort(int port) throws IOException {
    if (port >= 0) {
      Binding.check(SiteOptions.of(Path.of("")).host(), port);
    }
  }

  /** The title of a publication that is there is not changed: one that is given is the same. */
  private void checkTitle() throws IOException {
    Path about = publication.resolve("public/about");
    if (title == null || !Files.exists(about)) {
      return;
    }
    String has;
    try {
      has = About.parse(Files.readAllBytes(about)).title();
    } catch (FormatException e) {
      return; // said by whoever opens the publication
    }
    if (!title.equals(has)) {
      throw new ParameterException(
          spec.commandLine(),
          "--title is for a new publication; %s is there, and its title is \"%s\". Leave --title out."
              .formatted(publication, has));
    }
  }

  /**
   * Adds, releases and serves.
   *
   * @param hold what is held besides what the publication's settings say, or null
   * @param port to serve at, or -1
   */
  static int publish(
      Console console,
      Path publication,
      List<Path> sources,
      DkimOptions dkim,
      @Nullable HoldRule hold,
      Secrets secrets,
      int port)
      throws IOException {
    try (Interruption interruption = Interruption.listen();
        PrivateDirectory directory = PrivateDirectory.open(publication)) {
      int code =
          new Adding(console, interruption)
              .add(directory, SourceOptions.DEFAULT, dkim, hold, sources);
      if (code != ExitCode.OK) {
        return code;
      }
      Releasing releasing = new Releasing(console, interruption);
      Pending.Asked all = // and what was added since is not in it
          published ->
              published.holds(ReleaseStatement.class::isInstance)
                  && Accounts.waiting(directory) == 0;
      code =
          releasing.complete(directory, all, () -> release(console, releasing, directory, secrets));
      if (code != ExitCode.OK) {
        return code;
      }
      HeldCommand.hint(console, publication, directory);
    }
    return port < 0
        ? ExitCode.OK
        : ServeCommand.run(console, SiteOptions.of(publication.resolve("public")).withPort(port));
  }

  private static int release(
      Console console, Releasing releasing, PrivateDirectory directory, Secrets secrets)
      throws IOException {
    if (Accounts.waiting(directory) == 0) {
      console.say("Nothing new waits for a release.");
      return ExitCode.OK;
    }
    return releasing.release(directory, ReleaseChoice.ALL, "", secrets.existing());
  }
}
