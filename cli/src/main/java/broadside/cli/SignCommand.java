package broadside.cli;

import broadside.archive.release.Durable;
import broadside.intake.sign.Keys;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sign",
    description = {
      "Signs what was proposed, on an editor's own machine, without a network.",
      "Everything that the statement says is computed again from the release's files, which lie beside",
      "it as \"release --propose\" wrote them. Nothing is signed that does not hold."
    },
    footer = {
      "",
      "Example: broadside sign proposal-7/statement.txt --key second.key --intake my-copy",
      "Exit: 0 signed; 1 it does not hold, and nothing was signed."
    })
final class SignCommand extends Task {
  private static final int STATEMENT_BYTES = 1 << 16;

  @Parameters(paramLabel = "STATEMENT", description = "The statement's text.")
  private Path file;

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "Your key's file.")
  private Path key;

  @Option(
      names = "--intake",
      paramLabel = "PUB",
      description =
          "A publication of your own into which you added the same sources: each mail must be in it.")
  private @Nullable Path intake;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    Path proposal = directory();
    try {
      Statement statement = read();
      console().say(statement.print());
      Policy policy =
          Policy.parse(
              Bounded.read(proposal.resolve("policy"), Policy.TEXT_BYTES),
              Bounded.read(proposal.resolve("roles"), Policy.TEXT_BYTES));
      if (statement.policy() != policy.version()) {
        throw new FormatException("the policy beside it is not the one that it names");
      }
      if (!holds(statement, proposal, policy)) {
        return ExitCode.FOUND_WRONG;
      }
      SigningKey open = Keys.open(key, secrets.existing());
      List<VerifierKey> editors = new ArrayList<>(policy.editorKeys());
      String takes = takes(policy);
      if (statement instanceof PolicyStatement change) {
        Policy next = next(change, policy, proposal);
        editors.addAll(next.editorKeys());
        takes =
            "%s of policy %d and %s of policy %d"
                .formatted(takes, policy.version(), takes(next), next.version());
      }
      if (editors.stream().noneMatch(open.verifier()::equals)) {
        throw new FormatException(
            "%s is no editor's key in policy %d"
                .formatted(open.verifier().name(), policy.version()));
      }
      SignedStatement signed = SignedStatement.of(statement, List.of(open.sign(statement.print())));
      Path note = proposal.resolve("statement." + open.verifier().name() + ".note");
      Durable.replace(note, signed.encode());
      console()
          .say("Signed by %s: %s. It takes %s.".formatted(open.verifier().name(), note, takes));
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("note", note.toString());
      json.put("statement", statement.sha256());
      console().result(json);
      return ExitCode.OK;
    } catch (FormatException e) {
      console().error("nothing was signed: " + e.getMessage() + ".");
      return ExitCode.FOUND_WRONG;
    } catch (InterruptedIOException e) {
      console().error("stopped; nothing was signed.");
      return ExitCode.INTERRUPTED;
    }
  }

  private static String takes(Policy policy) {
    return "%d of %d editors"
        .formatted(policy.roles().threshold(), policy.roles().editors().size());
  }

  private boolean holds(Statement statement, Path proposal, Policy policy)
      throws IOException, FormatException {
    try (Interruption interruption = Interruption.listen()) {
      boolean holds =
          new ProposalCheck(console(), interruption, proposal, policy, intake).holds(statement);
      if (interruption.isRequested()) {
        throw new InterruptedIOException("stopped after the last check");
      }
      return holds;
    }
  }

  /** The policy that a change would put in force, shown line by line. */
  private Policy next(PolicyStatement change, Policy before, Path proposal)
      throws IOException, FormatException {
    Policy next =
        Policy.parse(
            Bounded.read(proposal.resolve("policy.next"), Policy.TEXT_BYTES),
            Bounded.read(proposal.resolve("roles.next"), Policy.TEXT_BYTES));
    if (!change.equals(PolicyStatement.of(change.publication(), before, next, change.time()))) {
      throw new FormatException("the new policy beside it is not the one that it names");
    }
    List<String> old = lines(before);
    List<String> now = lines(next);
    old.stream().filter(l -> !now.contains(l)).forEach(l -> console().say("- " + l));
    now.stream().filter(l -> !old.contains(l)).forEach(l -> console().say("+ " + l));
    return next;
  }

  private static List<String> lines(Policy policy) {
    return (policy.log().print() + policy.roles().print()).lines().toList();
  }

  private Path directory() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private Statement read() throws IOException, FormatException {
    return Statement.parse(SignedText.decode(Bounded.read(file, STATEMENT_BYTES)));
  }
}
