package broadside.cli;

import broadside.intake.release.SealedReleases;
import broadside.proof.release.Reason;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.Voiding;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "void",
    description = {
      "Takes a sealed release back before its hour, visibly, where it was sealed with --voidable.",
      "Its numbers stay void for ever. Its mails wait again, for other numbers: withhold what must not come",
      "out, and seal or release the rest."
    },
    footer = {"", "Example: broadside void pub 8 --reason safety"})
final class VoidCommand extends AboutSealTask {
  @Spec private CommandSpec spec;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      converter = ReasonCode.class,
      description =
          "Why, as readers will see it: personal-data, source-protection, safety, legal-privilege,"
              + " court-order, security or not-relevant.")
  private @Nullable Reason reason;

  @Override
  AboutSeal statement(SealedReleases sealed, int release, Instant time) throws IOException {
    if (reason == null) {
      throw new ParameterException(spec.commandLine(), "Say why: --reason CODE.");
    }
    return sealed.voiding(release, reason, time);
  }

  @Override
  boolean isSuch(AboutSeal statement) {
    return statement instanceof Voiding;
  }

  @Override
  String done(AboutSeal statement) {
    return "Release %d is void; its mails wait again. The statement is in the log."
        .formatted(statement.number());
  }
}
