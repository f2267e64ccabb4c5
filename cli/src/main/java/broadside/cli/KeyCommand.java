package broadside.cli;

import broadside.intake.sign.Keys;
import broadside.proof.note.KeyFile;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
    name = "key",
    description = {
      "Makes a key on its owner's own machine, shows it, changes its passphrase.",
      "For editors, mirrors and witnesses; without a network. Only the public part goes to the publisher."
    },
    footer = {
      "",
      "Example: broadside key new first --to first.key",
      "         broadside key new mirror.example/1 --cosigner --to mirror.key",
      "         broadside key show first.key",
      "         broadside key passphrase first.key"
    },
    mixinStandardHelpOptions = true,
    subcommands = {KeyCommand.New.class, KeyCommand.Show.class, KeyCommand.Passphrase.class})
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say new, show or passphrase.");
  }

  @Command(
      name = "new",
      description = "Makes a key in a new file, which only you can read.",
      footer = {"", "Example: broadside key new first --to first.key"})
  static final class New extends Task {
    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "NAME",
        description = "Its name: first, or with --cosigner mirror.example/1.")
    private String name;

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file to make.")
    private Path to;

    @Option(
        names = "--cosigner",
        description = "A key for cosignatures, of a mirror or a witness; else it is an editor's.")
    private boolean cosigner;

    @Option(
        names = "--log",
        description = "A key of a log, to be named as the successor; its name is the origin.")
    private boolean log;

    @Mixin private Secrets secrets;

    @Override
    public Integer call() throws IOException {
      if (cosigner && log) {
        throw new ParameterException(
            spec.commandLine(), "A key has one role: --cosigner or --log, not both.");
      }
      boolean isEditors = !cosigner && !log;
      if (!(isEditors ? Keys.isFileName(name) : VerifierKey.isName(name))) {
        throw new ParameterException(
            spec.commandLine(),
            !isEditors
                ? "A key's name is one word without a plus, such as mirror.example/1."
                : "The name of an editor's key is of letters, digits, -, _ and dots: not "
                    + name
                    + ".");
      }
      SigningKey key =
          Keys.create(to, name, cosigner ? KeyType.COSIGNATURE : KeyType.NOTE, secrets.chosen());
      show(console(), to, Keys.look(to));
      String line = key.verifier().print();
      console()
          .say(
              cosigner
                  ? "It is for broadside mirror --key "
                      + to
                      + ". Give the line above to the publisher."
                  : (log
                          ? "The publisher names it with: broadside policy PUB --successor \""
                          : "The publisher adds you with: broadside policy PUB --add-editor \"")
                      + name
                      + " "
                      + line
                      + "\"");
      return ExitCode.OK;
    }
  }

  @Command(
      name = "show",
      description = "Shows a key's public part, and whether a passphrase protects the rest.",
      footer = {"", "Example: broadside key show first.key"})
  static final class Show extends Task {
    @Parameters(paramLabel = "FILE", description = "The key's file.")
    private Path file;

    @Override
    public Integer call() throws IOException {
      KeyCommand.show(console(), file, Keys.look(file));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "passphrase",
      description = {
        "Puts a key under another passphrase, or under one where it had none.",
        "A stop at any moment leaves a key that the old passphrase opens, or the new one."
      },
      footer = {"", "Example: broadside key passphrase first.key"})
  static final class Passphrase extends Task {
    @Parameters(paramLabel = "FILE", description = "The key's file.")
    private Path file;

    @Option(
        names = "--new-passphrase-file",
        paramLabel = "FILE",
        description =
            "Take the new passphrase from the first line of a file; else it is asked for.")
    private @Nullable Path next;

    @Mixin private Secrets secrets;

    @Override
    public Integer call() throws IOException {
      boolean isOnly = Keys.changePassphrase(file, secrets.existing(), Secrets.replacing(next));
      show(console(), file, Keys.look(file));
      if (!isOnly) {
        console()
            .error(
                "another name of the old file (a hard link) is left; the old passphrase opens it.");
      }
      return ExitCode.OK;
    }
  }

  private static void show(Console console, Path file, KeyFile key) {
    console.say("Key " + key.verifier().print());
    console.say(
        "  for %s, in %s, %s"
            .formatted(
                key.verifier().type() == KeyType.NOTE ? "notes" : "cosignatures",
                file,
                key.isEncrypted() ? "encrypted" : "not encrypted: whoever has the file can sign"));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("key", key.verifier().print());
    json.put("file", file.toString());
    json.put("cosigner", key.verifier().type() == KeyType.COSIGNATURE);
    json.put("encrypted", key.isEncrypted());
    console.result(json);
  }
}
