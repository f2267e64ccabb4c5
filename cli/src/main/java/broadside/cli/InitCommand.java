package broadside.cli;

import broadside.archive.About;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.sign.Founding;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.PolicyChange;
import broadside.intake.sign.QuorumException;
import broadside.proof.policy.Witness;
import java.io.IOException;
import java.nio.file.Path;
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
    name = "init",
    description = "Makes a new, empty publication.",
    footer = {
      "",
      "Example: broadside init pub --title \"Harbour letters\"",
      "         broadside init pub --title \"Harbour letters\" --editors first,second,third --threshold 2",
      "         broadside init pub --title \"Harbour letters\" --witness \"w1 NAME+ID+KEY https://w1.example/\""
    })
final class InitCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PUB", description = "The directory to make.")
  private Path publication;

  @Option(
      names = "--title",
      paramLabel = "TITLE",
      converter = Title.class,
      description = "The publication's title, one line (default: the name of its directory).")
  private @Nullable String title;

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What it is; plain text, an empty line between paragraphs.")
  private String description;

  @Option(
      names = "--provenance",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Where the mails come from.")
  private String provenance;

  @Option(
      names = "--language",
      paramLabel = "TAG",
      defaultValue = "en",
      description = "The language of most mails, as a BCP 47 tag (default: ${DEFAULT-VALUE}).")
  private String language;

  @Option(
      names = "--contact",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "How to reach the publisher.")
  private String contact;

  @Option(
      names = "--hold",
      paramLabel = "WHAT",
      description = {
        "Also hold mails with attachments that are not looked into:",
        "${COMPLETION-CANDIDATES}. These are pictures, PDF files, office",
        "documents and whatever else is no text."
      })
  private @Nullable HoldRule hold;

  @Option(
      names = "--editors",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "editor",
      description =
          "Who signs releases; a key is made for each (default: a lone ${DEFAULT-VALUE}).")
  private List<String> editors;

  @Option(
      names = "--threshold",
      paramLabel = "K",
      converter = Range.Count.class,
      defaultValue = "1",
      description = "How many of them it takes (default: ${DEFAULT-VALUE}).")
  private int threshold;

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      description = "The name of the log, unique in the world (default: made from the title).")
  private @Nullable String origin;

  @Option(
      names = "--witness",
      paramLabel = WitnessLine.LABEL,
      converter = WitnessLine.class,
      description = {
        "A witness of the log from its first entry on; may be repeated. One",
        "that is added later says nothing to readers of an earlier state, which",
        "somebody may show them as the newest."
      })
  private List<Witness> witnesses = List.of();

  @Option(
      names = "--quorum",
      paramLabel = "K",
      converter = Range.CountOrNone.class,
      description =
          "How many witnesses a checkpoint takes; 0 for none (default: two thirds and one).")
  private int quorum = PolicyChange.DEFAULT_QUORUM;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    String name = Title.of(title, publication, spec.commandLine());
    String log = origin == null ? Founding.origin(name) : origin;
    Founding founding = founding(log);
    QuorumException waiting = null;
    try {
      founding.createPublication(publication, about(name), HoldRule.in(Settings.DEFAULT, hold));
    } catch (QuorumException e) { // its witnesses cannot know the key that was made just now
      waiting = e;
    }
    try (PrivateDirectory made = PrivateDirectory.read(publication)) {
      say(made, log);
      if (waiting != null) {
        sayWaiting(made);
      }
    }
    return ExitCode.OK;
  }

  private void sayWaiting(PrivateDirectory made) throws IOException {
    console()
        .say("Nothing is public before the witnesses know the log's key. On each one's machine:");
    console().say("  broadside witness DIR --log " + made.policy().log().log().print());
    console().say("Then here: broadside policy " + publication + " --renew");
  }

  private Founding founding(String log) {
    try {
      return new Founding(log, editors, threshold, secrets.chosen(), witnesses, quorum);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ".", e);
    }
  }

  private void say(PrivateDirectory made, String log) throws IOException {
    console().say("Made " + publication + ". Its identity, for readers to compare:");
    console().say("  " + made.identity());
    console()
        .say(
            "  log "
                + log
                + "; a release takes "
                + threshold
                + " of "
                + editors.size()
                + " editors");
    String weakness = PolicyChange.weakness(made.policy().log());
    if (weakness != null) {
      console().error(weakness);
    }
    Keys keys = new Keys(made.keysDirectory(), Passphrases.NONE);
    for (String editor : editors) {
      console()
          .say(
              "  key of %s: %s/%s.key%s"
                  .formatted(
                      editor,
                      made.keysDirectory(),
                      editor,
                      keys.isBare(editor) ? ", not encrypted: whoever has the file can sign" : ""));
    }
    console()
        .say(
            "  key of the log: %s/log.key, not encrypted; it orders, and signs no release"
                .formatted(made.keysDirectory()));
    if (editors.size() > 1) {
      console()
          .say(
              "Move each key to its editor's own machine, and delete it here: a server that is broken into then signs nothing.");
    }
    console().say("Next: broadside add " + publication + " FILE…");
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("publication", publication.toString());
    json.put("identity", made.identity());
    json.put("log", log);
    console().result(json);
  }

  private About about(String name) {
    try {
      return new About(name, description, provenance, language, contact);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()) + ".", e);
    }
  }
}
