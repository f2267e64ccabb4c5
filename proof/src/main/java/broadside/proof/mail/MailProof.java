package broadside.proof.mail;

import broadside.proof.history.ChainedLog;
import broadside.proof.history.PolicyChain;
import broadside.proof.log.Checkpoint;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.release.Commitment;
import broadside.proof.release.ManifestLine;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that it takes to check one mail: from its bytes over the release's tree and the
 * editors' statement to a checkpoint of the log. See docs/formats/proof.md.
 *
 * @param salt of the mail's commitment, 32 bytes
 * @param line of the manifest, without LF
 * @param path from the line to the release's root
 * @param policies every version of the policy, from 1
 * @param changes the entries that put versions 2… in force
 * @param continuations the first entries of the successors of the publication's first log
 * @param release the release's statement in the log, or the {@code sealed} one
 * @param opened what was sealed, where it was, or null
 * @param withdrawal the statement that put a redacted mail in the place of this number's, or null
 * @param checkpoint of the log, with its cosignatures
 */
public record MailProof(
    byte[] salt,
    String line,
    List<byte[]> path,
    List<Policy> policies,
    List<LoggedEntry> changes,
    List<LoggedEntry> continuations,
    LoggedEntry release,
    @Nullable Opened opened,
    @Nullable LoggedEntry withdrawal,
    SignedNote checkpoint) {
  /** Bytes of a proof at most: far more than any needs. */
  public static final int BYTES = 1 << 20;

  private static final String HEAD = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "broadside/v1 mail-proof";
  private static final int VERSIONS = 1000;
  private static final int SUCCESSORS = 100;

  public MailProof {
    salt = salt.clone();
    path = List.copyOf(path);
    policies = List.copyOf(policies);
    changes = List.copyOf(changes);
    continuations = List.copyOf(continuations);
    if (policies.isEmpty() || policies.size() != changes.size() + 1) {
      throw new IllegalArgumentException("policies and their changes do not belong together");
    }
  }

  /**
   * What a check has shown.
   *
   * @param line what the manifest says of the number
   * @param release the release that it belongs to; {@code release.policy()} was in force then
   * @param signers names of the editors' keys that signed the release
   * @param policies the versions that were followed
   * @param seen the checkpoint, and when witnesses saw it
   */
  public record Checked(
      ManifestLine line,
      ReleaseStatement release,
      List<String> signers,
      PolicyChain policies,
      LogPolicy.Seen seen) {
    public Checked {
      signers = List.copyOf(signers);
    }
  }

  /**
   * What a sealed release was opened with.
   *
   * @param salt of the commitment, 32 bytes
   */
  public record Opened(ReleaseStatement release, byte[] salt) {
    public Opened {
      salt = salt.clone();
    }
  }

  /** The proof's number of the mail, which nobody vouches for before the check. */
  public long number() throws FormatException {
    return ManifestLine.parse(line).number();
  }

  /**
   * Says that these bytes are the mail of the number, in the publication that {@link
   * PolicyChain#publication} of the result names: whether that is the one the reader means, he has
   * to compare. What the log holds beside the entries of this proof is not known: policies and
   * withdrawals that came later, or an earlier claim on the same release.
   *
   * @throws FormatException naming the first step that does not hold
   */
  public Checked check(byte[] mail) throws FormatException {
    PolicyChain chain = chain();
    LogPolicy.Seen seen = chain.checkpoints().check(checkpoint);
    for (LoggedEntry change : changes) {
      require(change, chain, seen.checkpoint());
    }
    for (LoggedEntry continuation : continuations) {
      require(continuation, chain, seen.checkpoint());
    }
    SignedStatement signed = decided(release, chain, seen.checkpoint());
    ReleaseStatement statement = release(signed.statement());
    ManifestLine parsed = ManifestLine.parse(line);
    boolean inRelease =
        MerkleTree.verifyInclusion(
            parsed.number() - statement.first(),
            statement.count(),
            MerkleTree.leaf(line.getBytes(StandardCharsets.UTF_8)),
            path,
            SignedText.hash(statement.root()));
    if (!inRelease) {
      throw new FormatException("its line of the manifest is not in the release that is signed");
    }
    String commitment = commitment(chain, seen.checkpoint(), statement, parsed);
    if (!HexFormat.of().formatHex(Commitment.toMail(salt, mail)).equals(commitment)) {
      throw new FormatException("the mail is not the one that was published under this number");
    }
    List<String> signers = signed.note().signatures().stream().map(NoteSignature::name).toList();
    return new Checked(parsed, statement, signers, chain, seen);
  }

  /** The policies and the logs, each as the ones before it let it be. */
  private PolicyChain chain() throws FormatException {
    PolicyChain chain = new PolicyChain(policies.getFirst());
    for (LoggedEntry continuation : continuations) {
      addChanges(chain, continuation.index());
      chain.follow(SignedStatement.parse(continuation.entry()), continuation.index());
    }
    addChanges(chain, Long.MAX_VALUE);
    return chain;
  }

  /** Adds the changes of policy below an index that are not there yet. */
  private void addChanges(PolicyChain chain, long end) throws FormatException {
    for (int next = chain.newest().version();
        next < policies.size() && changes.get(next - 1).index() < end;
        next++) {
      LoggedEntry change = changes.get(next - 1);
      chain.add(SignedStatement.parse(change.entry()), change.index(), policies.get(next));
    }
  }

  /** What the entry says, or what it had sealed. */
  private ReleaseStatement release(Statement logged) throws FormatException {
    if (logged instanceof ReleaseStatement statement && opened == null) {
      return statement;
    }
    if (logged instanceof SealedStatement sealed && opened != null) {
      sealed.check(opened.release(), opened.salt());
      return opened.release();
    }
    throw new FormatException("its entry of the log is no release, or not the sealed one");
  }

  /** The statement of an entry that is in the log and that the editors then in force decided. */
  private static SignedStatement decided(LoggedEntry entry, PolicyChain chain, Checkpoint tree)
      throws FormatException {
    require(entry, chain, tree);
    SignedStatement signed = SignedStatement.parse(entry.entry());
    chain.check(signed, entry.index());
    return signed;
  }

  /** The commitment to what is published now under the number. */
  private String commitment(
      PolicyChain chain, Checkpoint tree, ReleaseStatement statement, ManifestLine parsed)
      throws FormatException {
    if (parsed instanceof ManifestLine.Withheld) { // and stays so, whatever a withdrawal says
      throw new FormatException("number " + parsed.number() + " is withheld");
    }
    if (withdrawal != null) {
      SignedStatement signed = decided(withdrawal, chain, tree);
      if (withdrawal.index() < release.index()) {
        throw new FormatException("its withdrawal stands before the release");
      }
      if (signed.statement() instanceof Withdrawal w && w.release() == statement.number()) {
        for (Withdrawal.Taken taken : w.numbers()) {
          if (taken.number() == parsed.number() && taken.mail() != null) {
            return taken.mail();
          }
        }
      }
      throw new FormatException("its withdrawal is not of this number");
    }
    return switch (parsed) {
      case ManifestLine.Published p -> p.mail();
      case ManifestLine.Redacted r -> r.mail();
      case ManifestLine.Withheld w -> throw new IllegalStateException("number " + w.number());
    };
  }

  /** A predecessor's tree is the one that editors have signed in the continuation. */
  private static void require(LoggedEntry entry, PolicyChain chain, Checkpoint newest)
      throws FormatException {
    List<ChainedLog> logs = chain.logs();
    int log = logs.size() - 1;
    while (log > 0 && entry.index() < logs.get(log).first()) {
      log--;
    }
    Checkpoint tree = log < logs.size() - 1 ? chain.predecessors().get(log) : newest;
    if (!entry.isIn(tree, logs.get(log).first())) {
      throw new FormatException("entry " + entry.index() + " is not in the log that is signed");
    }
  }

  /** The file's text. */
  public String print() {
    StringBuilder proof = new StringBuilder(8192).append(HEAD).append("\nextra ");
    proof.append(SignedText.base64(extra().getBytes(StandardCharsets.UTF_8)));
    LoggedEntry shown = isInNewest() ? release : continuations.getLast();
    proof.append("\nindex ").append(shown.index() - newestFirst()).append('\n');
    shown.path().forEach(hash -> proof.append(SignedText.base64(hash)).append('\n'));
    return proof.append('\n').append(checkpoint.print()).toString();
  }

  /** The index of the first entry of the log whose checkpoint this is. */
  private long newestFirst() {
    return continuations.isEmpty() ? 0 : continuations.getLast().index();
  }

  private boolean isInNewest() {
    return release.index() >= newestFirst();
  }

  private String extra() {
    StringBuilder text = new StringBuilder(6144).append(EXTRA).append('\n');
    text.append("salt ").append(HexFormat.of().formatHex(salt)).append('\n');
    text.append("line ").append(line).append('\n');
    LoggedEntry.printPath(text, path);
    LoggedEntry.printText(text, "statement", release.entry());
    text.append("policies ").append(policies.size()).append('\n');
    for (int i = 0; i < policies.size(); i++) {
      Policy policy = policies.get(i);
      LoggedEntry.printText(text, "policy", policy.log().print().getBytes(StandardCharsets.UTF_8));
      LoggedEntry.printText(text, "roles", policy.roles().print().getBytes(StandardCharsets.UTF_8));
      if (i > 0) {
        changes.get(i - 1).print(text);
      }
    }
    text.append("withdrawals ").append(withdrawal == null ? 0 : 1).append('\n');
    if (withdrawal != null) {
      withdrawal.print(text);
    }
    if (opened != null) {
      text.append("opened ").append(HexFormat.of().formatHex(opened.salt())).append('\n');
      LoggedEntry.printText(text, "release", opened.release().encode());
    }
    if (!continuations.isEmpty()) {
      text.append("continuations ").append(continuations.size()).append('\n');
      continuations.forEach(entry -> entry.print(text));
      text.append("at ").append(release.index()).append('\n');
      LoggedEntry.printPath(text, release.path());
    }
    return text.toString();
  }

  /** The inverse of {@link #print()}; nothing is checked. */
  public static MailProof parse(byte[] bytes) throws FormatException {
    if (bytes.length > BYTES) {
      throw new FormatException("a proof of more than " + BYTES + " bytes");
    }
    String text = SignedText.decode(bytes);
    int end = text.indexOf("\n\n");
    if (end < 0 || !text.startsWith(HEAD + "\n")) {
      throw new FormatException("no proof of a mail: its first line is not " + HEAD);
    }
    Fields lines = new Fields(SignedText.lines(text.substring(0, end + 1)));
    String head = lines.line();
    byte[] extra = SignedText.base64(lines.value("extra"));
    long index = lines.count("index");
    List<byte[]> path = LoggedEntry.hashes(lines.rest(LoggedEntry.HASHES));
    SignedNote checkpoint =
        SignedNote.parse(text.substring(end + 2).getBytes(StandardCharsets.UTF_8));
    MailProof proof = read(SignedText.decode(extra), index, path, checkpoint);
    if (!head.equals(HEAD) || !proof.print().equals(text)) {
      throw new FormatException("a proof that is not in its one encoding");
    }
    return proof;
  }

  private static MailProof read(
      String extra, long index, List<byte[]> logPath, SignedNote checkpoint)
      throws FormatException {
    Fields fields = new Fields(SignedText.lines(extra));
    if (!fields.line().equals(EXTRA)) {
      throw new FormatException("a proof, but not of a mail");
    }
    byte[] salt = SignedText.hash(fields.value("salt"));
    String line = fields.value("line");
    List<byte[]> path = LoggedEntry.readPath(fields);
    byte[] statement = LoggedEntry.readText(fields, "statement");
    int versions = fields.integer("policies");
    List<Policy> policies = new ArrayList<>();
    List<LoggedEntry> changes = new ArrayList<>();
    for (int i = 0; i < Math.min(versions, VERSIONS); i++) {
      byte[] log = LoggedEntry.readText(fields, "policy");
      policies.add(Policy.parse(log, LoggedEntry.readText(fields, "roles")));
      if (i > 0) {
        changes.add(LoggedEntry.read(fields));
      }
    }
    LoggedEntry withdrawal = fields.integer("withdrawals") == 0 ? null : LoggedEntry.read(fields);
    Opened opened = null;
    if (fields.has("opened")) {
      byte[] commitmentSalt = SignedText.hash(fields.value("opened"));
      byte[] text = LoggedEntry.readText(fields, "release");
      opened = new Opened(ReleaseStatement.parse(text), commitmentSalt);
    }
    LoggedEntry release = new LoggedEntry(index, statement, logPath);
    List<LoggedEntry> continuations = new ArrayList<>();
    if (fields.has("continuations")) {
      int successors = fields.integer("continuations");
      for (int i = 0; i < Math.min(successors, SUCCESSORS); i++) {
        continuations.add(LoggedEntry.read(fields));
      }
      release = new LoggedEntry(fields.count("at"), statement, LoggedEntry.readPath(fields));
    }
    fields.end();
    try {
      return new MailProof(
          salt,
          line,
          path,
          policies,
          changes,
          continuations,
          release,
          opened,
          withdrawal,
          checkpoint);
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()));
    }
  }
}
