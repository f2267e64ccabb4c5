package broadside.cli;

import broadside.archive.log.CorrectionText;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.Releaser;
import broadside.intake.sign.Corrector;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Signer;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Correction.Subject;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "correct",
    description = {
      "Puts a correction beside a message or a release, visibly: what was published stays as it is.",
      "Title and text are public for ever: no personal data belongs in them."
    },
    footer = {
      "",
      "Example: broadside correct pub --message 1234 --title \"Wrong date\" --text note.txt"
    })
final class CorrectCommand extends Task {
  /** What the text is called in a proposal. */
  static final String TEXT = "correction.txt";

  /** That of UTF-8, read as Latin-1. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Option(
      names = "--message",
      paramLabel = "NUMBER",
      converter = Range.Count.class,
      description = "The message that it speaks of.")
  private @Nullable Integer message;

  @Option(
      names = "--release",
      paramLabel = "NUMBER",
      converter = Range.Count.class,
      description = "The release that it speaks of.")
  private @Nullable Integer release;

  @Option(
      names = "--title",
      paramLabel = "TITLE",
      converter = Title.class,
      description = "What it says in one line.")
  private @Nullable String title;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "What it says: plain text in UTF-8, 16 KiB at most.")
  private @Nullable Path text;

  @Mixin private Proposal proposal;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      if (Pending.completes(console(), directory, asked(directory))) {
        return ExitCode.OK;
      }
      Corrector corrector = new Corrector(directory);
      if (!proposal.notes().isEmpty()) {
        return publish(directory, corrector);
      }
      if (title == null || text == null || (message == null) == (release == null)) {
        throw new ParameterException(
            spec.commandLine(), "Say --message or --release, and --title and --text.");
      }
      byte[] said = lines(text);
      Correction statement =
          corrector.statement(
              release == null ? Subject.MESSAGE : Subject.RELEASE,
              Objects.requireNonNull(release == null ? message : release),
              title,
              said,
              Instant.now().truncatedTo(ChronoUnit.SECONDS));
      if (proposal.isProposed()) {
        new Releaser(directory).ask();
        return new Proposing(console())
            .propose(
                proposal.to("proposal-correction"),
                directory.policy(),
                "correct " + publication,
                (to, monitor) -> {
                  Durable.write(to.resolve(TEXT), said);
                  return statement;
                });
      }
      Signer signer =
          new Keys(directory.keysDirectory(), secrets.existing()).unlock(directory.policy());
      return publish(corrector, statement, said, signer);
    }
  }

  /** The correction that waits where this command was given before. */
  private Pending.Asked asked(PrivateDirectory directory) throws IOException {
    if (!proposal.notes().isEmpty()) {
      return Pending.Asked.signed(proposal.notes(), directory.policy());
    }
    Subject subject = release == null ? Subject.MESSAGE : Subject.RELEASE;
    Number number = release == null ? message : release;
    if (proposal.isProposed() || number == null || text == null) {
      return Pending.Asked.NONE;
    }
    String notice = SignedText.sha256Hex(lines(text));
    return Pending.Asked.of(statement ->
        statement instanceof Correction correction
            && correction.subject() == subject
            && correction.number() == number.longValue()
            && correction.title().equals(title)
            && correction.notice().equals(notice));
  }

  private int publish(PrivateDirectory directory, Corrector corrector) throws IOException {
    SignedStatement signed = Proposing.join(proposal.notes(), List.of(directory.policy()));
    if (!(signed.statement() instanceof Correction correction)) {
      throw new IOException("What was signed is no correction.");
    }
    Path beside = Durable.directoryOf(proposal.notes().getFirst().toAbsolutePath());
    return publish(
        corrector,
        correction,
        read(beside.resolve(TEXT)),
        Signer.of(signed, List.of(directory.policy())));
  }

  private int publish(Corrector corrector, Correction statement, byte[] said, Signer signer)
      throws IOException {
    corrector.publish(statement, said, signer);
    console()
        .say(
            "Corrected: %s %s. The statement is in the log."
                .formatted(
                    statement.subject() == Subject.RELEASE ? "release" : "message",
                    Figures.count(statement.number())));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("corrected", statement.number());
    json.put("text", statement.notice());
    console().result(json);
    return ExitCode.OK;
  }

  private static byte[] read(Path file) throws IOException {
    return Bounded.named(file, CorrectionText.BYTES);
  }

  /** What the text says, in lines that end as they are signed, the last one too. */
  private static byte[] lines(Path text) throws IOException {
    if (Files.notExists(text)) {
      throw new ReleaseException(
          "There is no file \"%s\": --text names one that holds the text.".formatted(text));
    }
    // Latin-1 keeps all bytes: whether they are UTF-8 is for whoever checks the text.
    String lines = new String(read(text), StandardCharsets.ISO_8859_1);
    lines = lines.startsWith(BYTE_ORDER_MARK) ? lines.substring(BYTE_ORDER_MARK.length()) : lines;
    lines = lines.replace("\r\n", "\n");
    lines = lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n";
    return lines.getBytes(StandardCharsets.ISO_8859_1);
  }
}
