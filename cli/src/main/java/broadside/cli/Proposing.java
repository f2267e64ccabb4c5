package broadside.cli;

import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.TakenBack;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.proof.log.EntryBundle;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
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
  /** What the publication says of itself, as a release commits to it. */
  static final String ABOUT = "about";

  private final Console console;

  Proposing(Console console) {
    this.console = console;
  }

  /** Writes the next release and its statement into a directory that is made for it. */
  int propose(Path publication, ReleaseCommand.Choice choice, String title, Proposal proposal)
      throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      Releaser releaser = new Releaser(directory);
      Pending _ = Pending.publish(console, directory);
      releaser.ask();
      int number = releaser.nextNumber();
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      ReleaseChoice what = choice.in(directory);
      Releasing.sayPart(console, directory, what, number);
      return propose(
          proposal.to("proposal-" + number),
          directory.policy(),
          "release " + publication,
          (to, monitor) -> {
            enclose(directory, to);
            return releaser.preview(
                what, title, now, to.resolve(Integer.toString(number)), monitor);
          });
    }
  }

  /** Writes what a statement speaks of into a proposal's directory, and returns the statement. */
  interface Subject {
    Statement write(Path proposal, ReleaseMonitor monitor) throws IOException;
  }

  /**
   * Makes a proposal's directory and says how it goes on. One that fails or is stopped leaves
   * nothing: it may hold mails, and what opens a sealed release.
   *
   * @param to where nothing is yet
   * @param command what publishes it, without {@code --publish}
   * @return the command's exit code
   */
  int propose(Path to, Policy policy, String command, Subject subject) throws IOException {
    try (Interruption interruption = Interruption.listen();
        Releasing.Meter meter = new Releasing(console, interruption).meter("Preparing")) {
      return propose(to, policy, command, subject, meter);
    }
  }

  private int propose(
      Path to, Policy policy, String command, Subject subject, ReleaseMonitor monitor)
      throws IOException {
    create(to, policy);
    boolean isWhole = false;
    try {
      write(to, subject.write(to, monitor), policy, command);
      isWhole = true;
      return ExitCode.OK;
    } catch (InterruptedIOException e) {
      console.error("stopped; nothing was proposed.");
      return ExitCode.INTERRUPTED;
    } finally {
      if (!isWhole) {
        Durable.deleteTree(to);
      }
    }
  }

  /** Puts beside it what the publication says of itself, to which a release commits. */
  static void enclose(PrivateDirectory directory, Path proposal) throws IOException {
    Durable.copy(directory.publicDirectory().resolve(ABOUT), proposal.resolve(ABOUT));
  }

  /** Makes a proposal's directory, for its owner alone, with the policy that it is under. */
  private static void create(Path proposal, Policy policy) throws IOException {
    Files.createDirectory(
        proposal,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Durable.write(proposal.resolve("policy"), bytes(policy.log().print()));
    Durable.write(proposal.resolve("roles"), bytes(policy.roles().print()));
  }

  /** Puts the statement into it, once all else is there. */
  private void write(Path proposal, Statement statement, Policy policy, String command)
      throws IOException {
    Durable.write(proposal.resolve("statement.txt"), statement.encode());
    console.say(statement.print());
    console.say(
        "Proposed in %s; nothing is published. It takes %d of %d editors: each runs"
            .formatted(proposal, policy.roles().threshold(), policy.roles().editors().size()));
    console.say("  broadside sign " + proposal.resolve("statement.txt") + " --key NAME.key");
    console.say(
        "and then: broadside %s --publish %s"
            .formatted(command, proposal.resolve("statement.*.note")));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("proposal", proposal.toString());
    json.put("statement", statement.sha256());
    console.result(json);
  }

  /** The name of an earlier withdrawal from the same release, in a proposal of a later one. */
  static String earlier(int sequence) {
    return "withdrawal-" + sequence + ".note";
  }

  /**
   * What a release lacks that was written for a withdrawal.
   *
   * @param taken by it, and by those before it
   * @param unchecked earlier ones that were signed under a policy that is not here
   */
  record Withdrawn(TakenBack taken, List<Integer> unchecked) {}

  /** What a proposal and the earlier withdrawals in it take back. */
  static Withdrawn takenBack(Path proposal, Withdrawal statement, Policy policy)
      throws IOException, FormatException {
    List<Withdrawal> all = new ArrayList<>();
    List<Integer> unchecked = new ArrayList<>();
    for (int sequence = 1; sequence < statement.sequence(); sequence++) {
      SignedStatement signed =
          SignedStatement.parse(
              Bounded.read(proposal.resolve(earlier(sequence)), EntryBundle.ENTRY_BYTES));
      if (!(signed.statement() instanceof Withdrawal before)
          || !before.publication().equals(statement.publication())
          || before.release() != statement.release()
          || before.sequence() != sequence) {
        throw new FormatException(earlier(sequence) + " is not the withdrawal before it");
      }
      if (before.policy() == policy.version()) {
        signed.check(policy);
      } else {
        unchecked.add(sequence);
      }
      all.add(before);
    }
    all.add(statement);
    return new Withdrawn(TakenBack.of(all), unchecked);
  }

  /** One statement with the signatures of all these notes. */
  static SignedStatement join(List<Path> notes, List<Policy> policies) throws IOException {
    List<VerifierKey> editors =
        policies.stream().flatMap(p -> p.editorKeys().stream()).distinct().toList();
    List<NoteSignature> signatures = new ArrayList<>();
    SignedStatement first = null;
    for (Path file : notes) {
      try {
        SignedStatement signed = SignedStatement.parse(Bounded.read(file, EntryBundle.ENTRY_BYTES));
        if (first != null && !first.statement().equals(signed.statement())) {
          throw new FormatException("it is of another statement than " + notes.getFirst());
        }
        signed.note().signers(editors);
        first = signed;
        signatures.addAll(signed.note().signatures());
      } catch (FormatException e) {
        throw new ReleaseException(file + " cannot be used: " + e.getMessage() + ".");
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
