package broadside.cli;

import broadside.archive.witness.Witness;
import broadside.intake.sign.Keys;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
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
    name = "witness",
    description = {
      "Cosigns the checkpoints of logs that only grow (C2SP tlog-witness), until it is stopped.",
      "It keeps the last checkpoint of each log that it signed, and a key that is made on first use.",
      "Without --log it prints its key and ends: publishers need it for their policies."
    },
    footer = {
      "",
      "Example: broadside witness w --name witness.example/one",
      "         broadside witness w --log \"$(sed -n 's/^log //p' pub/public/policy/1)\" --port 8081"
    })
final class WitnessCommand extends Task {
  private static final String KEY = "witness";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      description = "Where its key and its memory are; made on first use.")
  private Path directory;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "On first use: the name of its key, such as example.org/w1.")
  private @Nullable String name;

  @Option(
      names = "--log",
      paramLabel = "KEY",
      description = "A log's key, as its policy has it; may be repeated.")
  private List<String> logs = List.of();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Range.Port.class,
      defaultValue = "8081",
      description = "The port to listen on; 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      converter = Host.class,
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine only).")
  private String host;

  @Mixin private Proxies proxies;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    SigningKey key = key();
    console().say("Witness " + key.verifier().print());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("key", key.verifier().print());
    if (logs.isEmpty()) {
      console().result(json);
      return ExitCode.OK;
    }
    Witness witness = new Witness(directory, key, known(), Clock.systemUTC());
    try (Interruption interruption = Interruption.listen();
        WitnessServer server = WitnessServer.start(witness, host, port, proxies.addresses())) {
      console().say("Cosigning at " + server.uri() + "/ – Ctrl-C stops.");
      json.put("address", server.uri() + "/");
      console().resultSoFar(json);
      interruption.await();
    }
    return ExitCode.OK;
  }

  private SigningKey key() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    Keys keys = new Keys(directory, secrets.existing());
    if (keys.has(KEY)) {
      SigningKey key = keys.open(KEY);
      if (name != null && !name.equals(key.verifier().name())) {
        throw new ParameterException(
            spec.commandLine(),
            "%s has the key of %s already; another name takes another directory."
                .formatted(directory, key.verifier().name()));
      }
      return key;
    }
    if (name == null) {
      throw new ParameterException(
          spec.commandLine(), "A new witness needs a name for its key: --name example.org/w1.");
    }
    return new Keys(directory, secrets.chosen()).generate(KEY, name, KeyType.COSIGNATURE);
  }

  private List<VerifierKey> known() {
    List<VerifierKey> known = new ArrayList<>();
    for (String log : logs) {
      try {
        known.add(VerifierKey.parse(log.strip().split(" ", 2)[0]));
      } catch (FormatException e) {
        throw new ParameterException(spec.commandLine(), "--log: " + e.getMessage() + ".", e);
      }
    }
    return known;
  }
}
