package broadside.cli;

import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.intake.PrivateDirectory;
import broadside.intake.sign.CurrentLog;
import broadside.intake.sign.Keys;
import broadside.intake.sign.PolicyChange;
import broadside.intake.sign.PolicyPublisher;
import broadside.intake.sign.PublicLog;
import broadside.intake.sign.QuorumException;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.policy.Witness;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "policy",
    description = {
      "Shows who may sign, or changes it.",
      "A change takes the signatures that the policy in force asks for, and those that the new one",
      "does. Every version stays public for ever. Releases that are sealed already stay with the",
      "custodians whom they were sealed for, whoever is added or removed later."
    },
    footer = {
      "",
      "Example: broadside policy pub",
      "         broadside policy pub --add-witness \"w1 NAME+ID+KEY http://127.0.0.1:8081/\"",
      "         broadside policy pub --add-editor \"fourth NAME+ID+KEY\" --threshold 3 --propose DIR",
      "         broadside policy pub --add-custodian \"third NAME+ID+KEY age1…\"",
      "         broadside policy pub --publish DIR/statement.first.note DIR/statement.second.note",
      "         broadside policy pub --renew        newer witness times for the same log"
    })
final class PolicyCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Option(
      names = "--add-editor",
      paramLabel = "\"NAME KEY\"",
      description = "Add an editor, or replace a key.")
  private List<String> addEditors = List.of();

  @Option(names = "--remove-editor", paramLabel = "NAME", description = "Remove an editor.")
  private List<String> removeEditors = List.of();

  @Option(
      names = "--threshold",
      paramLabel = "K",
      converter = Range.Count.class,
      description = "How many editors a statement takes.")
  private @Nullable Integer threshold;

  @Option(
      names = "--add-witness",
      paramLabel = WitnessLine.LABEL,
      converter = WitnessLine.class,
      description = "Add a witness, or replace its key or address.")
  private List<Witness> addWitnesses = List.of();

  @Option(names = "--remove-witness", paramLabel = "NAME", description = "Remove a witness.")
  private List<String> removeWitnesses = List.of();

  @Option(
      names = "--add-custodian",
      paramLabel = "\"NAME KEY RECIPIENT\"",
      description = {
        "Add a custodian of sealed releases, or replace its key: the line that",
        "broadside custodian init printed on its machine."
      })
  private List<String> addCustodians = List.of();

  @Option(
      names = "--remove-custodian",
      paramLabel = "NAME",
      description = {
        "Remove a custodian: it gets no share of what is sealed from now on.",
        "Shares that it holds of earlier releases stay good."
      })
  private List<String> removeCustodians = List.of();

  @Option(
      names = "--successor",
      paramLabel = "\"ORIGIN KEY\"",
      description = "Name the log that continues this one.")
  private @Nullable String successor;

  @Option(
      names = "--quorum",
      paramLabel = "K",
      converter = Range.CountOrNone.class,
      description =
          "How many witnesses a checkpoint takes; 0 for none (default: two thirds and one).")
  private @Nullable Integer quorum;

  @Option(
      names = "--expires",
      paramLabel = "DATE",
      converter = Day.class,
      description = "From when on readers are warned that it is old, such as 2027-12-01.")
  private @Nullable LocalDate expires;

  @Option(
      names = "--propose",
      paramLabel = "DIR",
      description = "Only write it, for the editors to sign.")
  private @Nullable Path propose;

  @Option(
      names = "--publish",
      arity = "1..*",
      paramLabel = "NOTE",
      description = "Publish what was proposed, with these editors' signed notes.")
  private List<Path> notes = List.of();

  @Option(names = "--renew", description = "Ask the witnesses to sign the newest checkpoint again.")
  private boolean renew;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    require(notes.isEmpty() || propose == null, "--propose, or --publish: not both at once.");
    require(
        notes.isEmpty() || !(isChange() || renew),
        "--publish publishes what was proposed: give it without other changes.");
    if (!notes.isEmpty()) {
      return publish();
    }
    if (renew) {
      require(
          !isChange() && propose == null,
          "--renew changes nothing of the policy: give it without other options.");
      return renew();
    }
    if (isChange()) {
      return change();
    }
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      show(directory.policy(), directory.identity());
      Pending.in(directory).sayWaiting(console());
    }
    return ExitCode.OK;
  }

  private boolean isChange() {
    return !(addEditors.isEmpty()
        && removeEditors.isEmpty()
        && addWitnesses.isEmpty()
        && removeWitnesses.isEmpty()
        && addCustodians.isEmpty()
        && removeCustodians.isEmpty()
        && successor == null
        && threshold == null
        && quorum == null
        && expires == null);
  }

  /**
   * Publishes what waits; where its witnesses are gone, another change may be what replaces them.
   *
   * @return true where the change that was asked for was the newest of it: the command is to end
   */
  private boolean completes(PrivateDirectory directory, Predicate<PolicyStatement> asked)
      throws IOException {
    Pending pending = Pending.in(directory);
    boolean isAsked =
        pending.statements().reversed().stream()
            .filter(PolicyStatement.class::isInstance)
            .map(PolicyStatement.class::cast)
            .findFirst()
            .filter(asked)
            .isPresent();
    try {
      new PublicLog(directory).publish();
    } catch (QuorumException e) {
      if (isAsked) {
        throw e;
      }
      console().error(String.valueOf(e.getMessage()));
      return false;
    }
    pending.say(console());
    return isAsked && pending.end(console());
  }

  /** The change that this command makes of the version before it. */
  private Predicate<PolicyStatement> asked(PrivateDirectory directory) throws IOException {
    if (propose != null) {
      return change -> false;
    }
    List<Policy> policies = directory.ledger().statements().policies();
    LogPolicy log = CurrentLog.of(directory).policy();
    return change -> {
      try {
        return change.policy() > 0
            && next(policies.get(change.policy() - 1), log).hash().equals(change.texts());
      } catch (ParameterException e) {
        return false; // that version allows no such change
      }
    };
  }

  private int change() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      if (completes(directory, asked(directory))) {
        return ExitCode.OK;
      }
      Policy before = directory.policy();
      Policy next = next(before, CurrentLog.of(directory).policy());
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      PolicyStatement statement = PolicyStatement.of(directory.identity(), before, next, now);
      if (propose != null) {
        new PolicyPublisher(directory).ask(next);
        return propose(propose, before, next, statement);
      }
      Keys keys = new Keys(directory.keysDirectory(), secrets.existing());
      new PolicyPublisher(directory)
          .publish(next, keys.unlock(List.of(before, next)).sign(statement));
      show(next, directory.identity());
      return ExitCode.OK;
    }
  }

  private Policy next(Policy before, LogPolicy log) {
    PolicyChange change = new PolicyChange(before, log);
    try {
      for (String name : removeEditors) {
        require(change.removeEditor(name), "There is no editor " + name + ".");
      }
      for (String name : removeWitnesses) {
        require(change.removeWitness(name), "There is no witness " + name + ".");
      }
      for (String name : removeCustodians) {
        require(change.removeCustodian(name), "There is no custodian " + name + ".");
      }
      for (String editor : addEditors) {
        List<String> words = words(editor, 2, 2, "a name and a key");
        change.editor(new Roles.Editor(words.getFirst(), VerifierKey.parse(words.getLast())));
      }
      addWitnesses.forEach(change::witness);
      for (String custodian : addCustodians) {
        List<String> words =
            words(custodian, 3, 3, "a name, a key and an age recipient, as custodian init prints");
        change.custodian(
            new Roles.Custodian(
                words.getFirst(), VerifierKey.parse(words.get(1)), words.getLast()));
      }
      if (successor != null) {
        List<String> words = words(successor, 2, 2, "an origin and its key");
        change.successor(new Roles.Successor(words.getFirst(), VerifierKey.parse(words.getLast())));
      }
      if (threshold != null) {
        change.threshold(threshold);
      }
      if (quorum != null) {
        change.quorum(quorum);
      }
      if (expires != null) {
        change.expires(expires.atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      return change.next();
    } catch (FormatException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "This is no policy: " + e.getMessage() + ".", e);
    }
  }

  private int propose(Path to, Policy before, Policy next, PolicyStatement statement)
      throws IOException {
    Files.createDirectory(to);
    Durable.write(to.resolve("statement.txt"), statement.encode());
    Durable.write(to.resolve("policy"), bytes(before.log().print()));
    Durable.write(to.resolve("roles"), bytes(before.roles().print()));
    Durable.write(to.resolve("policy.next"), bytes(next.log().print()));
    Durable.write(to.resolve("roles.next"), bytes(next.roles().print()));
    console().say(statement.print());
    warn(next);
    console().say("Proposed in " + to + "; nothing is changed. Editors of both versions run");
    console().say("  broadside sign " + to.resolve("statement.txt") + " --key NAME.key");
    console().result(Map.of("proposal", to.toString(), "statement", statement.sha256()));
    return ExitCode.OK;
  }

  private int publish() throws IOException {
    Path parent = notes.getFirst().toAbsolutePath().getParent();
    Path proposal = parent == null ? Path.of("") : parent;
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      Policy next =
          Policy.parse(
              Bounded.read(proposal.resolve("policy.next"), Policy.TEXT_BYTES),
              Bounded.read(proposal.resolve("roles.next"), Policy.TEXT_BYTES));
      SignedStatement signed = Proposing.join(notes, List.of(directory.policy(), next));
      if (completes(directory, signed.statement()::equals)) {
        return ExitCode.OK;
      }
      new PolicyPublisher(directory).publish(next, signed);
      show(next, directory.identity());
      return ExitCode.OK;
    } catch (FormatException e) {
      throw new ReleaseException("What was proposed cannot be used: " + e.getMessage() + ".");
    }
  }

  private int renew() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      Pending pending = Pending.in(directory);
      List<String> failures = new PublicLog(directory).renew();
      pending.say(console());
      failures.forEach(console()::error);
      if (failures.isEmpty()) {
        console()
            .say(
                CurrentLog.of(directory).policy().witnesses().isEmpty()
                    ? "The policy names no witness that could be asked."
                    : "The witnesses' times are new.");
      }
      console().result(Map.of("failures", failures));
      return failures.isEmpty() ? ExitCode.OK : ExitCode.FOUND_WRONG;
    }
  }

  private void show(Policy policy, String identity) {
    console().say("Publication " + identity);
    console().say("Policy " + policy.version() + ", hash " + policy.hash());
    console().say(policy.log().print().strip());
    console().say(policy.roles().print().strip());
    warn(policy);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("publication", identity);
    json.put("version", policy.version());
    json.put("hash", policy.hash());
    json.put("log", policy.log().log().print());
    json.put("quorum", policy.log().quorum());
    json.put("threshold", policy.roles().threshold());
    json.put("editors", policy.roles().editors().stream().map(Roles.Editor::name).toList());
    json.put(
        "custodians", policy.roles().custodians().stream().map(Roles.Custodian::name).toList());
    Roles.Successor next = policy.roles().successor();
    json.put("successor", next == null ? null : next.origin());
    Instant end = policy.roles().expires();
    json.put("expires", end == null ? null : SignedText.time(end));
    json.put("witnesses", policy.log().witnesses().stream().map(Witness::name).toList());
    console().result(json);
  }

  private void warn(Policy policy) {
    Instant end = policy.roles().expires();
    if (end != null && end.isBefore(Instant.now())) {
      console()
          .error(
              "the policy has expired at %s: readers are warned of it."
                  .formatted(SignedText.time(end)));
    }
    String weakness = PolicyChange.weakness(policy.log());
    if (weakness != null) {
      console().error(weakness);
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private List<String> words(String value, int least, int most, String what) {
    List<String> words = List.of(value.strip().split(" +"));
    require(
        words.size() >= least && words.size() <= most, "\"" + value + "\" must be " + what + ".");
    return words;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
