package broadside.cli;

import broadside.archive.custodian.CustodianDirectory;
import broadside.intake.sign.Keys;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.sealed.AgeIdentity;
import java.io.IOException;
import java.nio.file.Files;
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
    name = "custodian",
    description = {
      "For a custodian on its own machine: a key, what is asked of it, receipts, and shares at their hour.",
      "One key serves for any number of sealed releases. K custodians who collude can open a release",
      "early; fewer than K can do nothing."
    },
    footer = {
      "",
      "Example: broadside custodian init keep --name third --from https://letters.example/",
      "         broadside custodian inbox keep",
      "         broadside custodian receipt keep",
      "         broadside custodian share keep 7",
      "         broadside custodian share keep --watch"
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      CustodianCommand.Init.class,
      CustodianInbox.class,
      CustodianReceipt.class,
      CustodianShare.class
    })
final class CustodianCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say init, inbox, receipt or share.");
  }

  @Command(
      name = "init",
      description = {
        "Makes a custodian's directory with its key, without a network.",
        "It prints the one line that the publisher needs. Keep a copy of the file custodian.key",
        "elsewhere, and remember its passphrase: without them your share is lost. A copy that lies in",
        "DIR already is used again."
      },
      footer = {
        "",
        "Example: broadside custodian init keep --name third --from https://letters.example/"
      })
  static final class Init extends Task {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The directory to make.")
    private Path directory;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "The custodian's name, which readers see: letters, digits, -, _ and dots.")
    private String name;

    @Option(
        names = "--from",
        required = true,
        paramLabel = "URL[,URL…]",
        description = "Where the publication is: its origin, mirrors; preferred in this order.")
    private String addresses;

    @Option(
        names = "--publication",
        converter = Identity.class,
        paramLabel = "HASH",
        description = {
          "The publication's identity, as you know it from elsewhere. Without it",
          "the first one that is seen is believed, printed and kept to."
        })
    private @Nullable String identity;

    @Mixin private Secrets secrets;

    @Override
    public Integer call() throws IOException {
      if (!Keys.isFileName(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "A custodian's name is of letters, digits, -, _ and dots: not " + name + ".");
      }
      CustodianDirectory made =
          CustodianDirectory.create(
              directory, identity, Upstreams.parse(spec.commandLine(), addresses));
      say(key(made), made);
      return ExitCode.OK;
    }

    /** A new key, or the one that was put there from a copy. */
    private SigningKey key(CustodianDirectory made) throws IOException {
      if (!Files.exists(made.key())) {
        return Keys.create(made.key(), name, KeyType.NOTE, secrets.chosen());
      }
      SigningKey key = Keys.open(made.key(), secrets.existing());
      if (!key.verifier().name().equals(name) || key.verifier().type() != KeyType.NOTE) {
        throw new IOException(
            "%s is the key of %s, not a custodian's of the name %s."
                .formatted(made.key(), key.verifier().name(), name));
      }
      return key;
    }

    private void say(SigningKey key, CustodianDirectory made) throws IOException {
      String recipient;
      try (AgeIdentity identityOfKey = AgeIdentity.of(key)) {
        recipient = identityOfKey.recipient();
      }
      String line = key.verifier().name() + " " + key.verifier().print() + " " + recipient;
      console()
          .say(
              "Your key is in %s, %s."
                  .formatted(
                      made.key(),
                      Keys.look(made.key()).isEncrypted()
                          ? "under your passphrase"
                          : "not encrypted: whoever has the file is you"));
      console().say("Give this line to the publisher, by a road on which nobody can change it:");
      console().say("  broadside policy PUB --add-custodian \"" + line + "\"");
      console()
          .say("Keep a copy of the file elsewhere. Then: broadside custodian inbox " + directory);
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("name", key.verifier().name());
      json.put("key", key.verifier().print());
      json.put("recipient", recipient);
      json.put("line", line);
      json.put("file", made.key().toString());
      console().result(json);
    }
  }
}
