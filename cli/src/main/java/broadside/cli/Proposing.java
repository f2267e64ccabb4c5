package broadside.cli;

import broadside.archive.release.Durable;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.proof.log.EntryBundle;
import broadside.proof.note.NoteSignature;
import broadside.proof.policy.Policy;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what editors are to sign, and takes their signatures back. */
final class Proposing {
  private final Console console;

  Proposing(Console console) {
    this.console = console;
  }

  /** Writes the next release and its statement into a directory that is made for it. */
  int propose(Path publication, ReleaseChoice choice, String title, @Nullable Path to)
      throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      Releaser releaser = new Releaser(directory);
      releaser.publishCommitted(ReleaseMonitor.NONE);
      Policy policy = directory.policy();
      int number = releaser.nextNumber();
      Path proposal = to == null ? Path.of("proposal-" + number) : to;
      Files.createDirectory(
          proposal,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      ReleaseStatement statement =
          releaser.preview(
              choice, title, now, proposal.resolve(Integer.toString(number)), ReleaseMonitor.NONE);
      Durable.write(proposal.resolve("statement.txt"), statement.encode());
      Durable.write(proposal.resolve("policy"), bytes(policy.log().print()));
      Durable.write(proposal.resolve("roles"), bytes(policy.roles().print()));
      console.say(statement.print());
      console.say(
          "Proposed in %s; nothing is published. It takes %d of %d editors: each runs"
              .formatted(proposal, policy.roles().threshold(), policy.roles().editors().size()));
      console.say("  broadside sign " + proposal.resolve("statement.txt") + " --key NAME.key");
      console.say(
          "and then: broadside release %s --publish %s"
              .formatted(publication, proposal.resolve("statement.*.note")));
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("proposal", proposal.toString());
      json.put("release", statement.number());
      json.put("statement", statement.sha256());
      console.result(json);
      return ExitCode.OK;
    }
  }

  /** One statement with the signatures of all these notes. */
  static SignedStatement join(List<Path> notes, Policy policy) throws IOException {
    List<NoteSignature> signatures = new ArrayList<>();
    SignedStatement first = null;
    for (Path file : notes) {
      try {
        if (Files.size(file) > EntryBundle.ENTRY_BYTES) {
          throw new FormatException("it is too large");
        }
        SignedStatement signed = SignedStatement.parse(Files.readAllBytes(file));
        if (first != null && !first.statement().equals(signed.statement())) {
          throw new FormatException("it is of another statement than " + notes.getFirst());
        }
        signed.note().signers(policy.editorKeys());
        first = signed;
        signatures.addAll(signed.note().signatures());
      } catch (FormatException e) {
        throw new IOException(file + " cannot be used: " + e.getMessage() + ".", e);
      }
    }
    if (first == null) {
      throw new IOException("No note was given.");
    }
    return SignedStatement.of(first.statement(), signatures);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
