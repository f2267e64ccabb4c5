package broadside.proof.mail;

import static broadside.proof.fixture.Publication.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Publication;
import broadside.proof.fixture.Tree;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.TiledTree;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.Policy;
import broadside.proof.release.Commitment;
import broadside.proof.release.ManifestLine;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Proofs over two logs: entries 0…4 stand in the first, of which 2 makes policy 2 and 3 is release
 * 1; 5…8 in its successor, of which 5 continues it, 6 makes policy 3, 7 is release 2 and 8 redacts
 * the mail of release 1.
 */
class SuccessorProofTest {
  private static final String NEXT = "next.example/x";
  private static final Policy ONE = Publication.policy(1, 1, 3, "anna", "bert");
  private static final Policy TWO =
      Publication.naming(NEXT, Publication.policy(2, 2, 3, "anna", "bert"));
  private static final Policy THREE = three();
  private static final String ID = ONE.hash();
  private static final byte[] SALT = SignedText.sha256(new byte[] {1});
  private static final byte[] REDACTED =
      "Subject: 1\n\n[removed]\n".getBytes(StandardCharsets.UTF_8);

  private final List<byte[]> entries = new ArrayList<>();
  private Checkpoint end;
  private int first;

  private static Policy three() {
    Policy plain = Publication.policy(3, 1, 3, "anna");
    return new Policy(plain.log().of(Keys.note(NEXT).verifier()), plain.roles());
  }

  private static byte[] mail(int number) {
    return ("Subject: " + number + "\n\nHigh tide.\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String commitment(byte[] mail) {
    return HexFormat.of().formatHex(Commitment.toMail(SALT, mail));
  }

  private static String line(int number) {
    return new ManifestLine.Published(
            number, commitment(mail(number)), 20, Publication.TIME, "0".repeat(16), null)
        .print();
  }

  @BeforeEach
  void log() throws IOException {
    Publication book = new Publication(ONE, TWO, THREE);
    ReleaseStatement one = book.release(2, 1, null, 1, root(1));
    entries.add(sign(book.change(1), "anna"));
    entries.add("void\n\n— x AAAAAAA=\n".getBytes(StandardCharsets.UTF_8));
    entries.add(sign(book.change(2), "anna", "bert"));
    entries.add(sign(one, "anna", "bert"));
    entries.add("void too\n\n— x AAAAAAA=\n".getBytes(StandardCharsets.UTF_8));
    first = entries.size();
    end = new Checkpoint(Publication.ORIGIN, first, root(0, first));
    entries.add(sign(Continuation.of(ID, 2, end, Publication.TIME), "anna", "bert"));
    entries.add(sign(PolicyStatement.of(ID, TWO, THREE, Publication.TIME), "anna", "bert"));
    entries.add(sign(book.release(3, 2, one, 1, root(2)), "anna"));
    entries.add(sign(book.redact(3, 1, 1, 1, commitment(REDACTED)), "anna"));
  }

  private static String root(int number) {
    return HexFormat.of().formatHex(MerkleTree.leaf(line(number).getBytes(StandardCharsets.UTF_8)));
  }

  private TiledTree tree(int from, int to) {
    return new TiledTree(to - from, new Tree(entries.subList(from, to)).tiles(to - from));
  }

  private byte[] root(int from, int to) throws IOException {
    return tree(from, to).root();
  }

  private LoggedEntry entry(int index) throws IOException {
    return index < first
        ? new LoggedEntry(index, entries.get(index), tree(0, first).inclusionProof(index))
        : new LoggedEntry(
            index, entries.get(index), tree(first, entries.size()).inclusionProof(index - first));
  }

  private SignedNote checkpoint() throws IOException {
    int size = entries.size() - first;
    return Publication.checkpoint(
        new Checkpoint(NEXT, size, root(first, entries.size())), "w1", "w2", "w3");
  }

  private MailProof proof(int number, int release, @Nullable LoggedEntry withdrawal)
      throws IOException {
    return new MailProof(
        SALT,
        line(number),
        List.of(),
        List.of(ONE, TWO, THREE),
        List.of(entry(2), entry(6)),
        List.of(entry(5)),
        entry(release),
        null,
        withdrawal,
        checkpoint());
  }

  private static MailProof again(MailProof proof) throws FormatException {
    return MailProof.parse(proof.print().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aMailOfTheSuccessorIsChecked() throws Exception {
    MailProof.Checked checked = again(proof(2, 7, null)).check(mail(2));
    assertThat(checked.release().number()).isEqualTo(2);
    assertThat(checked.policies().publication()).isEqualTo(ID);
    assertThat(checked.seen().checkpoint().origin()).isEqualTo(NEXT);
    assertThat(checked.signers()).containsExactly("anna");
  }

  @Test
  void aMailOfThePredecessorIsCheckedAgainstTheSuccessor() throws Exception {
    MailProof.Checked checked = again(proof(1, 3, null)).check(mail(1));
    assertThat(checked.release().number()).isEqualTo(1);
    assertThat(checked.release().policy()).isEqualTo(2);
    MailProof.Checked redacted = again(proof(1, 3, entry(8))).check(REDACTED);
    assertThat(redacted.line().number()).isEqualTo(1);
    assertThatThrownBy(() -> proof(1, 3, entry(8)).check(mail(1)))
        .isInstanceOf(FormatException.class);
  }

  /** Any tool for C2SP tlog-proofs can check the entry that stands in the log that is shown. */
  @Test
  void theHeadSpeaksOfTheLogThatIsShown() throws Exception {
    for (MailProof proof : List.of(proof(1, 3, null), proof(2, 7, null))) {
      List<String> lines =
          proof.print().substring(0, proof.print().indexOf("\n\n")).lines().toList();
      long index = Long.parseLong(lines.get(2).substring("index ".length()));
      List<byte[]> path = new ArrayList<>();
      for (String hash : lines.subList(3, lines.size())) {
        path.add(SignedText.base64(hash));
      }
      assertThat(
              MerkleTree.verifyInclusion(
                  index,
                  entries.size() - first,
                  MerkleTree.leaf(entries.get((int) (first + index))),
                  path,
                  root(first, entries.size())))
          .isTrue();
    }
  }

  @Test
  void withoutTheContinuationNothingHolds() throws Exception {
    MailProof whole = proof(1, 3, null);
    refuses(
        new MailProof(
            SALT,
            line(1),
            List.of(),
            whole.policies(),
            whole.changes(),
            List.of(),
            whole.release(),
            null,
            null,
            whole.checkpoint()),
        "another log");
    refuses(
        new MailProof(
            SALT,
            line(1),
            List.of(),
            List.of(ONE, TWO),
            List.of(entry(2)),
            List.of(),
            whole.release(),
            null,
            null,
            whole.checkpoint()),
        "a checkpoint of the log next.example/x");
  }

  @Test
  void aContinuationOfAnotherEndHoldsNothing() throws Exception {
    Checkpoint other = new Checkpoint(Publication.ORIGIN, first, new byte[32]);
    entries.set(first, sign(Continuation.of(ID, 2, other, Publication.TIME), "anna", "bert"));
    refuses(proof(1, 3, null), "entry 2 is not in the log");
    Checkpoint shorter = new Checkpoint(Publication.ORIGIN, 3, root(0, 3));
    entries.set(first, sign(Continuation.of(ID, 2, shorter, Publication.TIME), "anna", "bert"));
    refuses(proof(1, 3, null), "no statement that continues the 5 entries");
    entries.set(first, sign(Continuation.of(ID, 2, end, Publication.TIME), "anna"));
    refuses(proof(1, 3, null), "signed by 1 of the editors of policy 2");
  }

  @Test
  void aContinuationThatIsNotInTheLogHoldsNothing() throws Exception {
    MailProof whole = proof(1, 3, null);
    LoggedEntry elsewhere = new LoggedEntry(5, entry(5).entry(), entry(6).path());
    refuses(
        new MailProof(
            SALT,
            line(1),
            List.of(),
            whole.policies(),
            whole.changes(),
            List.of(elsewhere),
            whole.release(),
            null,
            null,
            whole.checkpoint()),
        "entry 5 is not in the log");
  }

  private static void refuses(MailProof proof, String why) {
    assertThatThrownBy(() -> proof.check(mail(1)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(why);
  }
}
