package broadside.cli;

import broadside.archive.About;
import broadside.archive.dkim.VerdictList;
import broadside.archive.log.CorrectionText;
import broadside.archive.release.Durable;
import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseCheck;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.ReleaseReport;
import broadside.archive.release.TakenBack;
import broadside.archive.sealed.SealReader;
import broadside.intake.ledger.SignatureCounts;
import broadside.intake.release.IndexCheck;
import broadside.intake.release.Sealer;
import broadside.intake.sign.OwnCopy;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.SignedNote;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes again, from the files of a proposal, everything that its statement says, and tells what
 * was checked and what was not.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link FormatException} where nothing may be signed,
 * {@link java.io.InterruptedIOException} with Ctrl-C.
 *
 * @param proposal the directory in which the statement and what belongs to it lie
 * @param policy the one that the statement names
 * @param intake the editor's own publication, with whose mails these are compared, or null
 */
record ProposalCheck(
    Console console,
    Interruption interruption,
    Path proposal,
    Policy policy,
    @Nullable Path intake) {
  private static final int STATEMENT_BYTES = 1 << 16;

  /** False where something is wrong, which was told. */
  boolean holds(Statement statement) throws IOException, FormatException {
    return switch (statement) {
      case ReleaseStatement release -> holds(release);
      case Withdrawal withdrawal -> holds(withdrawal);
      case Correction correction -> holds(correction);
      case Verdicts verdicts -> holds(verdicts);
      case PolicyStatement _ ->
          true; // its files are its text, which is compared and shown before it is signed
      case SealedStatement seal -> holds(seal);
      case Opening opening -> holds(opening);
      case Continuation continuation -> holds(continuation);
      case AboutSeal _ -> true; // all of it is in its text
    };
  }

  private Watching watching(Path files, TakenBack taken) throws IOException {
    Watching watching = new Watching(console, interruption, "Checking");
    try (MailInflater inflater = new MailInflater()) {
      watching.expect(ReleaseReader.open(files, taken, inflater).files().bytes());
    } catch (ReleaseException e) {
      // the check says what is wrong
    }
    return watching;
  }

  private boolean holds(ReleaseStatement release) throws IOException, FormatException {
    Path files = proposal.resolve(Integer.toString(release.number()));
    return areSound(release, files);
  }

  /** The files of a release that is not published yet. */
  private boolean areSound(ReleaseStatement release, Path files)
      throws IOException, FormatException {
    showAbout(release);
    ReleaseReport report;
    try (Watching watching = watching(files, TakenBack.NOTHING)) {
      report = ReleaseCheck.check(files, release, watching);
    }
    return isWhole(report)
        && isIndexed(files, TakenBack.NOTHING)
        && areOwn(files, TakenBack.NOTHING);
  }

  /** Shows what readers will be told of the publication, which the release commits to. */
  private void showAbout(ReleaseStatement release) throws IOException, FormatException {
    Path about = proposal.resolve(Proposing.ABOUT);
    if (!Files.exists(about)) {
      console.say(
          "Not checked: what the publication says of itself, since no file \"about\" is beside the statement.");
    } else {
      byte[] bytes = Bounded.read(about, About.FILE_BYTES);
      if (!SignedText.sha256Hex(bytes).equals(release.about())) {
        throw new FormatException("the file about beside it is not the one that it names");
      }
      console.say(About.parse(bytes).print());
      console.say("Checked: the release commits to the text above, which readers are told of it.");
    }
    console.say(
        "Not checked: whether its number, its first message and the release before it are those that follow what is published.");
  }

  /** Never blind: the parts are decrypted, and must be the release that lies beside them. */
  private boolean holds(SealedStatement seal) throws IOException, FormatException {
    Path files = proposal.resolve(Integer.toString(seal.number()));
    ReleaseStatement release =
        ReleaseStatement.parse(Bounded.read(files.resolve(SignedStatement.FILE), STATEMENT_BYTES));
    seal.check(release, read(Sealer.SALT));
    console.say(release.print());
    if (!seal.shares().stream()
        .map(SealedStatement.Custody::custodian)
        .toList()
        .equals(policy.custodianKeys())) {
      throw new FormatException("it is sealed to others than the policy's custodians");
    }
    if (!areSound(release, files)) {
      return false;
    }
    Path aside = proposal.resolve("decrypted");
    Durable.deleteTree(aside); // left behind by a stop
    byte[] bytes = read(Sealer.SECRET);
    try (Watching watching = new Watching(console, interruption, "Decrypting");
        Secret secret = Secret.of(bytes);
        AgeIdentity identity = AgeIdentity.of(secret, policy.log().log().name(), seal.number())) {
      if (!seal.sharing().hold(secret)) {
        throw new FormatException("its custodians' shares do not make the secret beside it");
      }
      SealReader.Opened opened =
          SealReader.of(seal).open(proposal.resolve(Sealer.SEALED), identity, aside, watching);
      if (!opened.release().equals(release)) {
        throw new FormatException("what is encrypted is not the release beside it");
      }
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Durable.deleteTree(aside);
    }
    console.say(
        "Checked: the encrypted parts are this release, %d of %d shares make their key, and the commitment is to it."
            .formatted(seal.threshold(), seal.shares().size()));
    console.say(
        "Not checked: what is encrypted to each custodian; their receipts will say. Delete the file \"secret\" here once all have signed.");
    return true;
  }

  private boolean holds(Opening opening) {
    console.say(
        "Checked by everyone who reads the log: salt and identity are those of release %d's seal, or the entry counts for nothing."
            .formatted(opening.number()));
    return true;
  }

  /** Where the log ended a quorum has signed; that there is nothing later, only copies can tell. */
  private boolean holds(Continuation continuation) throws IOException, FormatException {
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
    console.say(
        "Checked: the log %s goes on as %s; %s."
            .formatted(
                end.origin(),
                successor.key(),
                isOfPolicy
                    ? "a quorum has signed the %s at which it ended"
                        .formatted(Figures.count(end.size(), "entry", "entries"))
                    : "that a quorum signed its end was not checked"));
    console.say(
        "Not checked: whether anybody has more than %s of it. Look into your own copy; mirrors that have more will not follow."
            .formatted(Figures.count(end.size(), "entry", "entries")));
    return true;
  }

  /** What a line of hex digits says, which is never made a string: no string can be overwritten. */
  private byte[] read(String name) throws IOException, FormatException {
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

  private boolean holds(Withdrawal withdrawal) throws IOException, FormatException {
    Path files = proposal.resolve(Integer.toString(withdrawal.release()));
    Proposing.Withdrawn all = Proposing.takenBack(proposal, withdrawal, policy);
    all.unchecked()
        .forEach(sequence ->
            console.say(
                "Not checked: the signatures of withdrawal %d, which is of another policy."
                    .formatted(sequence)));
    for (Withdrawal.Taken taken : withdrawal.numbers()) {
      console.say(
          taken.mail() == null
              ? "Number %d is taken back.".formatted(taken.number())
              : "Number %d is published as it lies in %s: read it there."
                  .formatted(taken.number(), files.resolve("mail.zip")));
    }
    ReleaseReport report;
    try (Watching watching = watching(files, all.taken())) {
      report = ReleaseCheck.check(files, all.taken(), watching);
    }
    return isWhole(report)
        && isReleased(withdrawal, files, all.taken())
        && isIndexed(files, all.taken())
        && areOwn(files, all.taken());
  }

  /** Nothing of a withheld number is published that could be taken back, or redacted. */
  private boolean isReleased(Withdrawal withdrawal, Path files, TakenBack taken)
      throws IOException {
    try (MailInflater inflater = new MailInflater()) {
      List<Long> withheld = ReleaseReader.open(files, taken, inflater).takenThoughWithheld();
      for (Withdrawal.Taken one : withdrawal.numbers()) {
        if (withheld.contains(one.number())) {
          console.error("nothing was signed: number %d is withheld.".formatted(one.number()));
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
  private boolean isIndexed(Path files, TakenBack taken) throws IOException {
    IndexCheck check;
    try (MeteredMails meter =
        new MeteredMails(console, "Indexing", count(files, taken), interruption::isRequested)) {
      check = IndexCheck.of(files, taken, proposal.resolve("indexed"), meter);
    }
    if (check.difference() != null) {
      console.error(
          "nothing was signed: the index is not what the mails make (%s is another), or another version of this program made it."
              .formatted(check.difference()));
      return false;
    }
    console.say(
        switch (check.extent()) {
          case BYTES ->
              "Checked: the index, by which lists and searches go, is made of these mails.";
          case CARDS ->
              "Checked: sender, subject and date of each mail are in the index. Not checked: its words, since another version of Lucene wrote it.";
          case NOTHING ->
              "The index was not checked: there is none, or none that this program can read.";
        });
    console.say(
        "Not checked: which mails the file \"aliases\" and thread keys put together, and whether the file \"keys\" has the domains' own.");
    return true;
  }

  /** Nothing of a text is shown that is not the one to be signed, or that readers would refuse. */
  private boolean holds(Correction correction) throws IOException, FormatException {
    console.say(
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

  private boolean holds(Verdicts statement) throws IOException, FormatException {
    byte[] bytes =
        enclosed("list", statement.enclosure(), proposal.resolve(AuthenticateCommand.LIST));
    VerdictList list = VerdictList.parse(bytes);
    console.say(
        "It says what the signatures of %s are worth, by %s: read it in %s."
            .formatted(
                Figures.mails(list.verdicts().size()),
                Figures.count(list.keys().size(), "key", "keys"),
                proposal.resolve(AuthenticateCommand.LIST)));
    console.say("  " + SignatureFigures.verdicts(SignatureCounts.of(list.verdicts().values())));
    console.say(
        "Not checked: whether the mails bear it out (\"verify --dkim\" does, once it is published),"
            + " nor whether the keys are those that the domains had.");
    return true;
  }

  private boolean isWhole(ReleaseReport report) {
    report.damages().forEach(console::error);
    if (!report.isWhole()) {
      console.error("nothing was signed: the release is not what the statement says.");
      return false;
    }
    console.say(
        "Checked: %s files, %s; every mail (%s) is the one that is committed to; the root is the statement's."
            .formatted(
                Figures.count(report.files()),
                Figures.bytes(report.bytes()),
                Figures.count(report.mails())));
    return true;
  }

  private boolean areOwn(Path files, TakenBack taken) throws IOException {
    if (intake == null) {
      console.say("Not checked: whether these are the mails that you have yourself (--intake).");
      return true;
    }
    OwnCopy compared;
    try (MeteredMails meter =
        new MeteredMails(console, "Comparing", count(files, taken), interruption::isRequested)) {
      compared = OwnCopy.compare(intake, files, taken, meter);
    }
    console.say(
        "%s of %s are in your own intake, byte for byte."
            .formatted(Figures.count(compared.known()), Figures.mails(compared.all())));
    if (compared.redacted() > 0) {
      console.say(
          "Not checked: %s published with parts removed."
              .formatted(Figures.mails(compared.redacted())));
    }
    if (!compared.unknown().isEmpty()) {
      console.error(
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
