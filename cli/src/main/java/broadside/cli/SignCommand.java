package broadside.cli;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseCheck;
import broadside.archive.release.ReleaseReport;
import broadside.intake.sign.Keys;
import broadside.intake.sign.OwnCopy;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Policy;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      "Example: broadside sign proposal-7/statement.txt --key second.key --intake my-copy"
    })
final class SignCommand extends Task {
  private static final int STATEMENT_BYTES = 1 << 16;

  @Parameters(paramLabel = "STATEMENT", description = "The statement's text.")
  private Path file;

  @Option(names = "--key", required = true, description = "Your key's file.")
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
              Files.readAllBytes(proposal.resolve("policy")),
              Files.readAllBytes(proposal.resolve("roles")));
      if (statement.policy() != policy.version()) {
        throw new FormatException("the policy beside it is not the one that it names");
      }
      if (statement instanceof ReleaseStatement release && !holds(release, proposal)) {
        return ExitCode.FOUND_WRONG;
      }
      SigningKey open = Keys.open(key, secrets.existing());
      if (policy.editorKeys().stream().noneMatch(open.verifier()::equals)) {
        throw new FormatException(
            "%s is no editor's key in policy %d"
                .formatted(open.verifier().name(), policy.version()));
      }
      SignedStatement signed = SignedStatement.of(statement, List.of(open.sign(statement.print())));
      Path note = proposal.resolve("statement." + open.verifier().name() + ".note");
      Durable.replace(note, signed.encode());
      console()
          .say(
              "Signed by %s: %s. It takes %d of %d editors."
                  .formatted(
                      open.verifier().name(),
                      note,
                      policy.roles().threshold(),
                      policy.roles().editors().size()));
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("note", note.toString());
      json.put("statement", statement.sha256());
      console().result(json);
      return ExitCode.OK;
    } catch (FormatException e) {
      console().error("nothing was signed: " + e.getMessage() + ".");
      return ExitCode.FOUND_WRONG;
    }
  }

  private Path directory() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private Statement read() throws IOException, FormatException {
    if (Files.size(file) > STATEMENT_BYTES) {
      throw new FormatException(file + " is larger than a statement can be");
    }
    return Statement.parse(SignedText.decode(Files.readAllBytes(file)));
  }

  /** Computes everything again; false where something is wrong, which was told. */
  private boolean holds(ReleaseStatement release, Path proposal) throws IOException {
    Path files = proposal.resolve(Integer.toString(release.number()));
    ReleaseReport report = ReleaseCheck.check(files, release, CheckMonitor.NONE);
    report.damages().forEach(console()::error);
    if (!report.isWhole()) {
      console().error("nothing was signed: the release is not what the statement says.");
      return false;
    }
    console()
        .say(
            "Checked: %s files, %s; every mail (%s) is the one that is committed to; the root is the statement's."
                .formatted(
                    Figures.count(report.files()),
                    Figures.bytes(report.bytes()),
                    Figures.count(report.mails())));
    if (intake == null) {
      console().say("Not checked: whether these are the mails that you have yourself (--intake).");
      return true;
    }
    OwnCopy compared = OwnCopy.compare(intake, files);
    console()
        .say(
            "%s of %s are in your own intake, byte for byte."
                .formatted(Figures.count(compared.known()), Figures.mails(compared.all())));
    if (!compared.unknown().isEmpty()) {
      console()
          .error(
              "nothing was signed: %s not in your own intake, the first of them number %s."
                  .formatted(
                      compared.all() - compared.known() == 1
                          ? "one mail is"
                          : Figures.count(compared.all() - compared.known()) + " mails are",
                      compared.unknown().getFirst()));
      return false;
    }
    return true;
  }
}
