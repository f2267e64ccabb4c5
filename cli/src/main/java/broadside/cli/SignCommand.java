package broadside.cli;

import broadside.archive.dkim.VerdictList;
import broadside.archive.log.CorrectionText;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseCheck;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.ReleaseReport;
import broadside.archive.release.TakenBack;
import broadside.archive.sealed.SealReader;
import broadside.intake.ledger.SignatureCounts;
import broadside.intake.release.IndexCheck;
import broadside.intake.release.Sealer;
import broadside.intake.sign.Keys;
import broadside.intake.sign.OwnCopy;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Secret;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.Opening;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Verdicts;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
              Bounded.read(proposal.resolve("policy"), Policy.TEXT_BYTES),
              Bounded.read(proposal.resolve("roles"), Policy.TEXT_BYTES));
      if (statement.policy() != policy.version()) {
        throw new FormatException("the policy beside it is not the one that it names");
      }
      boolean holds =
          switch (statement) {
            case ReleaseStatement release -> holds(release, proposal);
            case Withdrawal withdrawal -> holds(withdrawal, proposal, policy);
            case Correction correction -> holds(correction, proposal);
            case Verdicts verdicts -> holds(verdicts, proposal);
            case PolicyStatement _ ->
                true; // judged below, with the policy that it would put in force
            case SealedStatement seal -> holds(seal, proposal, policy);
            case Opening opening -> holds(opening);
            case Continuation continuation -> holds(continuation, proposal, policy);
            case AboutSeal _ -> true; // all of it is in its text
          };
      if (!holds) {
        return ExitCode.FOUND_WRONG;
      }
      SigningKey open = Keys.open(key, secrets.existing());
      List<VerifierKey> editors = new ArrayList<>(policy.editorKeys());
      if (statement instanceof PolicyStatement change) {
        editors.addAll(next(change, policy, proposal).editorKeys());
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

  /** Computes everything again; false where something is wrong, which was told. */
  private boolean holds(ReleaseStatement release, Path proposal) throws IOException {
    Path files = proposal.resolve(Integer.toString(release.number()));
    return areSound(release, files, proposal);
  }

  /** The files of a release that is not published yet. */
  private boolean areSound(ReleaseStatement release, Path files, Path proposal) throws IOException {
    return isWhole(ReleaseCheck.check(files, release, CheckMonitor.NONE))
        && isIndexed(files, TakenBack.NOTHING, proposal)
        && areOwn(files, TakenBack.NOTHING);
  }

  /** Never blind: the parts are decrypted, and must be the release that lies beside them. */
  private boolean holds(SealedStatement seal, Path proposal, Policy policy)
      throws IOException, FormatException {
    Path files = proposal.resolve(Integer.toString(seal.number()));
    ReleaseStatement release =
        ReleaseStatement.parse(Bounded.read(files.resolve(SignedStatement.FILE), STATEMENT_BYTES));
    seal.check(release, read(proposal, Sealer.SALT));
    console().say(release.print());
    if (!seal.shares().stream()
        .map(SealedStatement.Custody::custodian)
        .toList()
        .equals(policy.custodianKeys())) {
      throw new FormatException("it is sealed to others than the policy's custodians");
    }
    if (!areSound(release, files, proposal)) {
      return false;
    }
    Path aside = proposal.resolve("decrypted");
    Durable.deleteTree(aside); // left behind by a stop
    byte[] bytes = read(proposal, Sealer.SECRET);
    try (Secret secret = Secret.of(bytes);
        AgeIdentity identity = AgeIdentity.of(secret, policy.log().log().name(), seal.number())) {
      if (!seal.sharing().hold(secret)) {
        throw new FormatException("its custodians' shares do not make the secret beside it");
      }
      SealReader.Opened opened =
          SealReader.of(seal)
              .open(proposal.resolve(Sealer.SEALED), identity, aside, CheckMonitor.NONE);
      if (!opened.release().equals(release)) {
        throw new FormatException("what is encrypted is not the release beside it");
      }
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Durable.deleteTree(aside);
    }
    console()
        .say(
            "Checked: the encrypted parts are this release, %d of %d shares make their key, and the commitment is to it."
                .formatted(seal.threshold(), seal.shares().size()));
    console()
        .say(
            "Not checked: what is encrypted to each custodian; their receipts will say. Delete the file \"secret\" here once all have signed.");
    return true;
  }

  private boolean holds(Opening opening) {
    console()
        .say(
            "Checked by everyone who reads the log: salt and identity are those of release %d's seal, or the entry counts for nothing."
                .formatted(opening.number()));
    return true;
  }

  /** Where the log ended a quorum has signed; that there is nothing later, only copies can tell. */
  private boolean holds(Continuation continuation, Path proposal, Policy policy)
      throws IOException, FormatException {
    SignedNote note =
        SignedNote.parse(
            Bounded.read(proposal.resolve(ContinueCommand.CHECKPOINT), STATEMENT_BYTES));
    Checkpoint end = Checkpoint.parse(note.text());
    Roles.Successor successor = policy.roles().successor();
    if (!end.equals(continuation.predecessor())) {
      throw new FormatException("the checkpoint beside it is not where it says that the log ended");
    }
    if (successor == null) {
      throw new FormatException(
          "policy %d names no successor of the log".formatted(policy.version()));
    }
    boolean isOfPolicy = end.origin().equals(policy.log().log().name());
    if (isOfPolicy) {
      LogPolicy.Seen _ = policy.log().check(note);
    }
    console()
        .say(
            "Checked: the log %s goes on as %s; %s."
                .formatted(
                    end.origin(),
                    successor.key(),
                    isOfPolicy
                        ? "a quorum has signed the %s at which it ended"
                            .formatted(Figures.count(end.size(), "entry", "entries"))
                        : "that a quorum signed its end was not checked"));
    console()
        .say(
            "Not checked: whether anybody has more than %s of it. Look into your own copy; mirrors that have more will not follow."
                .formatted(Figures.count(end.size(), "entry", "entries")));
    return true;
  }

  /** What a line of hex digits says, which is never made a string: no string can be overwritten. */
  private static byte[] read(Path proposal, String name) throws IOException, FormatException {
    byte[] text = Bounded.read(proposal.resolve(name), STATEMENT_BYTES);
    int digits = text.length;
    while (digits > 0 && text[digits - 1] <= ' ') {
      digits--; // the end of the line
    }
    byte[] bytes = new byte[digits / 2];
    boolean isHex = digits % 2 == 0;
    for (int i = 0; isHex && i < digits; i++) {
      int digit = "0123456789abcdef".indexOf(text[i]);
      isHex = digit >= 0;
      bytes[i / 2] = (byte) (bytes[i / 2] << 4 | digit);
    }
    Arrays.fill(text, (byte) 0);
    if (!isHex) {
      Arrays.fill(bytes, (byte) 0);
      throw new FormatException("the file " + name + " beside it is not of hex digits");
    }
    return bytes;
  }

  private boolean holds(Withdrawal withdrawal, Path proposal, Policy policy)
      throws IOException, FormatException {
    Path files = proposal.resolve(Integer.toString(withdrawal.release()));
    Proposing.Withdrawn all = Proposing.takenBack(proposal, withdrawal, policy);
    all.unchecked()
        .forEach(sequence ->
            console()
                .say(
                    "Not checked: the signatures of withdrawal %d, which is of another policy."
                        .formatted(sequence)));
    for (Withdrawal.Taken taken : withdrawal.numbers()) {
      console()
          .say(
              taken.mail() == null
                  ? "Number %d is taken back.".formatted(taken.number())
                  : "Number %d is published as it lies in %s: read it there."
                      .formatted(taken.number(), files.resolve("mail.zip")));
    }
    return isWhole(ReleaseCheck.check(files, all.taken(), CheckMonitor.NONE))
        && isReleased(withdrawal, files, all.taken())
        && isIndexed(files, all.taken(), proposal)
        && areOwn(files, all.taken());
  }

  /** Nothing of a withheld number is published that could be taken back, or redacted. */
  private boolean isReleased(Withdrawal withdrawal, Path files, TakenBack taken)
      throws IOException {
    try (MailInflater inflater = new MailInflater()) {
      List<Long> withheld = ReleaseReader.open(files, taken, inflater).takenThoughWithheld();
      for (Withdrawal.Taken one : withdrawal.numbers()) {
        if (withheld.contains(one.number())) {
          console().error("nothing was signed: number %d is withheld.".formatted(one.number()));
          return false;
        }
      }
      return true;
    }
  }

  private static long count(Path files, TakenBack taken) throws IOException {
    try (MailInflater inflater = new MailInflater()) {
      return ReleaseReader.open(files, taken, inflater).statement().count();
    }
  }

  /** What lists and searches show comes of the index: it must be the one that the mails make. */
  private boolean isIndexed(Path files, TakenBack taken, Path proposal) throws IOException {
    IndexCheck check;
    try (MeteredMails meter =
        new MeteredMails(console(), "Indexing", count(files, taken), () -> false)) {
      check = IndexCheck.of(files, taken, proposal.resolve("indexed"), meter);
    }
    if (check.difference() != null) {
      console()
          .error(
              "nothing was signed: the index is not what the mails make (%s is another), or another version of this program made it."
                  .formatted(check.difference()));
      return false;
    }
    console()
        .say(
            switch (check.extent()) {
              case BYTES ->
                  "Checked: the index, by which lists and searches go, is made of these mails.";
              case CARDS ->
                  "Checked: sender, subject and date of each mail are in the index. Not checked: its words, since another version of Lucene wrote it.";
              case NOTHING ->
                  "The index was not checked: there is none, or none that this program can read.";
            });
    console()
        .say(
            "Not checked: which mails the file \"aliases\" and thread keys put together, and whether the file \"keys\" has the domains' own.");
    return true;
  }

  /** Nothing of a text is shown that is not the one to be signed, or that readers would refuse. */
  private boolean holds(Correction correction, Path proposal) throws IOException, FormatException {
    console()
        .say(
            CorrectionText.parse(
                enclosed("notice", correction.enclosure(), proposal.resolve(CorrectCommand.TEXT))));
    return true;
  }

  /** The bytes of the file beside a statement that it names. */
  private static byte[] enclosed(String what, Enclosure named, Path file)
      throws IOException, FormatException {
    byte[] bytes = Bounded.read(file, named.kind().mostBytes());
    if (!SignedText.sha256Hex(bytes).equals(named.sha256())) {
      throw new FormatException("the " + what + " beside it is not the one that it names");
    }
    return bytes;
  }

  private boolean holds(Verdicts statement, Path proposal) throws IOException, FormatException {
    byte[] bytes =
        enclosed("list", statement.enclosure(), proposal.resolve(AuthenticateCommand.LIST));
    VerdictList list = VerdictList.parse(bytes);
    console()
        .say(
            "It says what the signatures of %s are worth, by %s: read it in %s."
                .formatted(
                    Figures.mails(list.verdicts().size()),
                    Figures.count(list.keys().size(), "key", "keys"),
                    proposal.resolve(AuthenticateCommand.LIST)));
    console().say("  " + SignatureFigures.verdicts(SignatureCounts.of(list.verdicts().values())));
    console()
        .say(
            "Not checked: whether the mails bear it out (\"verify --dkim\" does, once it is published),"
                + " nor whether the keys are those that the domains had.");
    return true;
  }

  private boolean isWhole(ReleaseReport report) {
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
    return true;
  }

  private boolean areOwn(Path files, TakenBack taken) throws IOException {
    if (intake == null) {
      console().say("Not checked: whether these are the mails that you have yourself (--intake).");
      return true;
    }
    OwnCopy compared = OwnCopy.compare(intake, files, taken);
    console()
        .say(
            "%s of %s are in your own intake, byte for byte."
                .formatted(Figures.count(compared.known()), Figures.mails(compared.all())));
    if (compared.redacted() > 0) {
      console()
          .say(
              "Not checked: %s published with parts removed."
                  .formatted(Figures.mails(compared.redacted())));
    }
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
