package broadside.archive.release;

import broadside.archive.dkim.VerdictList;
import broadside.archive.log.LogDirectory;
import broadside.archive.log.LogWriter;
import broadside.proof.log.Checkpoint;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Policy;
import broadside.proof.policy.Roles;
import broadside.proof.policy.Witness;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.Correction;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Verdicts;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The log of a publication for tests: one editor and no witness, or as its options say. */
public final class SampleLog {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final Path directory;
  private final LogWriter writer;
  private final String publication;
  private Keys keys;
  private @Nullable Instant witnessed = TIME;

  private SampleLog(Path directory, String publication, Keys keys) {
    this.directory = directory;
    this.writer = new LogWriter(directory);
    this.publication = publication;
    this.keys = keys;
  }

  private record Keys(
      SigningKey log,
      SigningKey next,
      List<SigningKey> editors,
      @Nullable SigningKey witness,
      Policy policy) {

    static Keys generate(int editors, int threshold, boolean isWitnessed) throws FormatException {
      return generate(
          editors,
          threshold,
          isWitnessed ? SigningKey.generate("witness.example/w", KeyType.COSIGNATURE) : null,
          null,
          null);
    }

    /** The same with custodians of sealed releases. */
    Keys with(List<Roles.Custodian> custodians) {
      return with(editors, policy.version(), custodians);
    }

    /** The next version, with other editors of the same names. */
    Keys withNewEditors() {
      Roles roles = policy.roles();
      List<SigningKey> all = roles.editors().stream().map(e -> generated(e.name())).toList();
      return with(all, roles.version() + 1, roles.custodians());
    }

    private Keys with(List<SigningKey> all, int version, List<Roles.Custodian> custodians) {
      Roles roles = policy.roles();
      return new Keys(
          log,
          next,
          all,
          witness,
          new Policy(
              policy.log(),
              new Roles(
                  version,
                  named(all),
                  roles.threshold(),
                  custodians,
                  roles.successor(),
                  roles.expires())));
    }

    private static List<Roles.Editor> named(List<SigningKey> editors) {
      return editors.stream()
          .map(key -> new Roles.Editor(key.verifier().name(), key.verifier()))
          .toList();
    }

    private static SigningKey generated(String name) {
      try {
        return SigningKey.generate(name, KeyType.NOTE);
      } catch (FormatException e) {
        throw new IllegalStateException(e);
      }
    }

    static Keys generate(
        int editors,
        int threshold,
        @Nullable SigningKey witness,
        @Nullable URI url,
        @Nullable Instant expires)
        throws FormatException {
      SigningKey log = SigningKey.generate("harbour.example/log", KeyType.NOTE);
      SigningKey next = SigningKey.generate("harbour.example/next", KeyType.NOTE);
      List<SigningKey> all = new ArrayList<>();
      for (int i = 1; i <= editors; i++) {
        all.add(SigningKey.generate(i == 1 ? "editor" : "editor" + i, KeyType.NOTE));
      }
      return new Keys(
          log,
          next,
          all,
          witness,
          new Policy(
              new LogPolicy(
                  log.verifier(),
                  null,
                  witness == null ? List.of() : List.of(new Witness("w", witness.verifier(), url)),
                  List.of(),
                  witness == null ? LogPolicy.NONE : "w"),
              new Roles(
                  1,
                  named(all),
                  threshold,
                  List.of(),
                  new Roles.Successor(next.verifier().name(), next.verifier()),
                  expires)));
    }
  }

  /** A log whose first entry is its policy. */
  public static SampleLog begin(Path directory) throws IOException {
    return begin(directory, 1, 1, false);
  }

  /** A log with one editor, no witness, and custodians. */
  public static SampleLog begin(Path directory, List<Roles.Custodian> custodians)
      throws IOException {
    try {
      return begin(directory, Keys.generate(1, 1, false).with(custodians));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same with so many editors, of whom so many must sign, and with a witness or none. */
  public static SampleLog begin(Path directory, int editors, int threshold, boolean isWitnessed)
      throws IOException {
    try {
      return begin(directory, Keys.generate(editors, threshold, isWitnessed));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A log with one editor.
   *
   * @param witness who cosigns every checkpoint, or null
   * @param expires when readers are warned of the policy, or null
   */
  public static SampleLog begin(
      Path directory, @Nullable SigningKey witness, @Nullable Instant expires) throws IOException {
    try {
      return begin(directory, Keys.generate(1, 1, witness, null, expires));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A log with one editor and a witness that listens at an address. */
  public static SampleLog witnessedBy(SigningKey witness, URI url, Path directory)
      throws IOException {
    try {
      return begin(directory, Keys.generate(1, 1, witness, url, null));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SampleLog begin(Path directory, Keys keys) throws IOException {
    SampleLog log = new SampleLog(directory, keys.policy().hash(), keys);
    log.writer.addPolicy(log.policy());
    log.append(
        log.signed(PolicyStatement.of(log.publication(), null, log.policy(), TIME)).encode());
    return log;
  }

  /** The log's own key. */
  public SigningKey key() {
    return keys.log();
  }

  /** Says that the successor continues the log as it is published, signed by enough editors. */
  public SignedStatement continuation() throws IOException {
    return signed(Continuation.of(publication, policy().version(), published(), TIME));
  }

  private Checkpoint published() throws IOException {
    try {
      return Checkpoint.of(
          Objects.requireNonNull(new LogDirectory(directory).checkpoint()), keys.log().verifier());
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Goes on with the successor, which begins with this entry, whatever it is. */
  public void follow(byte[] first) throws IOException {
    follow(keys.next(), first);
  }

  /** The same, with another key than the policy names. */
  public void follow(SigningKey key, byte[] first) throws IOException {
    Path next = directory.resolveSibling("next");
    Durable.createDirectories(next);
    keys = new Keys(key, keys.next(), keys.editors(), keys.witness(), keys.policy());
    Checkpoint none = new Checkpoint(key.verifier().name(), 0, MerkleTree.emptyRoot());
    writer.follow(1, next, signed(new LogWriter(next).append(none, List.of(first))));
  }

  /** A correction, whose text lies where readers find it. */
  public Correction correction(Correction.Subject subject, long number, String title)
      throws IOException {
    byte[] text = "Corrected.\n".getBytes(StandardCharsets.UTF_8);
    new LogWriter(directory).addEnclosure(Enclosure.Kind.CORRECTION, text);
    return new Correction(
        publication,
        policy().version(),
        subject,
        number,
        title,
        SignedText.sha256Hex(text),
        ReleaseSample.TIME);
  }

  /** Verdicts on one number of a release; their list lies where readers find it. */
  public Verdicts verdicts(int release, long number, List<SignatureVerdict> said)
      throws IOException {
    byte[] list = new VerdictList(List.of(), new TreeMap<>(Map.of(number, said))).encode();
    new LogWriter(directory).addEnclosure(Enclosure.Kind.VERDICTS, list);
    return new Verdicts(
        publication, policy().version(), release, SignedText.sha256Hex(list), ReleaseSample.TIME);
  }

  /** From now on the witness signs at this time. */
  public void seenAt(Instant time) {
    witnessed = time;
  }

  /** The same log in another directory, to which its files were copied. */
  public SampleLog in(Path other) {
    SampleLog copy = new SampleLog(other, publication, keys);
    copy.witnessed = witnessed;
    return copy;
  }

  /** The identity of the publication. */
  public String publication() {
    return publication;
  }

  /** The policy in force. */
  public Policy policy() {
    return keys.policy();
  }

  /** Puts other editors in force, as many as before, who and whose predecessors sign that. */
  public void changeEditors() throws IOException {
    List<SigningKey> before = keys.editors();
    Policy old = policy();
    keys = keys.withNewEditors();
    PolicyStatement change = PolicyStatement.of(publication, old, policy(), TIME);
    List<NoteSignature> lines = new ArrayList<>();
    before.forEach(editor -> lines.add(editor.sign(change.print())));
    keys.editors().forEach(editor -> lines.add(editor.sign(change.print())));
    writer.addPolicy(policy());
    append(SignedStatement.of(change, lines).encode());
  }

  /** A statement as so many editors sign it as it takes. */
  public SignedStatement signed(Statement statement) {
    return signedBy(policy().roles().threshold(), statement);
  }

  /** A statement as so many editors sign it. */
  public SignedStatement signedBy(int editors, Statement statement) {
    return SignedStatement.of(
        statement,
        keys.editors().stream().limit(editors).map(e -> e.sign(statement.print())).toList());
  }

  /** An entry of this text, whatever it is, with the signatures of enough editors. */
  public byte[] signedText(String text) {
    return new SignedNote(
            text,
            keys.editors().stream()
                .limit(policy().roles().threshold())
                .map(e -> e.sign(text))
                .toList())
        .encode();
  }

  /** When the witness signs from now on; null for never. */
  public SampleLog witnessedAt(@Nullable Instant time) {
    witnessed = time;
    return this;
  }

  /** Appends an entry, whatever it is, and publishes a checkpoint. */
  public void append(byte[] entry) throws IOException {
    append(List.of(entry));
  }

  /** Appends entries, whatever they are, and publishes a checkpoint. */
  public void append(List<byte[]> entries) throws IOException {
    try {
      SignedNote note = new LogDirectory(directory).checkpoint();
      Checkpoint before =
          note == null
              ? new Checkpoint(keys.log().verifier().name(), 0, MerkleTree.emptyRoot())
              : Checkpoint.of(note, keys.log().verifier());
      publish(writer.append(before, entries));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes the same checkpoint with another time of the witness. */
  public void renew() throws IOException {
    try {
      SignedNote note = new LogDirectory(directory).checkpoint();
      if (note != null) {
        publish(Checkpoint.of(note, keys.log().verifier()));
      }
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  private void publish(Checkpoint checkpoint) throws IOException {
    writer.publish(signed(checkpoint));
  }

  private SignedNote signed(Checkpoint checkpoint) {
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(keys.log().sign(checkpoint.print()));
    if (keys.witness() != null && witnessed != null) {
      lines.add(keys.witness().cosign(checkpoint.print(), witnessed));
    }
    return new SignedNote(checkpoint.print(), lines);
  }
}
