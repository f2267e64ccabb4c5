package broadside.proof.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.fixture.Publication;
import broadside.proof.fixture.Tree;
import broadside.proof.log.TiledTree;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.Policy;
import broadside.proof.release.Commitment;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;

/** A log with mails, and the parts of a proof of one of them. */
abstract class LoggedMails {
  static final Policy ONE = Publication.policy(1, 1, 3, "anna", "bert");

  static final Policy TWO = Publication.policy(2, 2, 3, "anna", "cleo", "dora");

  static final Policy THREE = Publication.policy(3, 1, 4, "emil");

  static Publication book;

  static final int NUMBERS = 9;

  static final byte[] REDACTED = mail(3, "Subject: 3\n\n[redacted]\n");

  static final List<byte[]> LINES = new ArrayList<>();

  static ReleaseStatement release;

  static TiledTree log;

  static Parts valid;

  /** The parts of a proof, to be changed one by one. */
  static final class Parts {
    byte[] mail = mail(5);
    byte[] salt = salt(5);
    String line = line(5);
    List<byte[]> path = MerkleTree.inclusionProof(leaves(), 5);
    List<Policy> policies = new ArrayList<>(List.of(ONE, TWO, THREE));
    List<LoggedEntry> changes = new ArrayList<>();
    LoggedEntry statement;
    MailProof.Opened opened;
    LoggedEntry withdrawal;
    SignedNote checkpoint;

    MailProof proof() {
      return new MailProof(
          salt,
          line,
          path,
          policies,
          changes,
          List.of(),
          statement,
          opened,
          withdrawal,
          checkpoint);
    }
  }

  static byte[] mail(int i) {
    return mail(i, "Subject: " + i + "\n\nHigh tide.\n");
  }

  static byte[] mail(int i, String text) {
    assertThat(text).contains(Integer.toString(i));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] salt(int i) {
    return SignedText.sha256(new byte[] {(byte) i});
  }

  static String commitment(byte[] salt, byte[] mail) {
    return HexFormat.of().formatHex(Commitment.toMail(salt, mail));
  }

  static String line(int i) {
    return new String(LINES.get(i), StandardCharsets.UTF_8);
  }

  static List<byte[]> leaves() {
    return LINES.stream().map(MerkleTree::leaf).toList();
  }

  static ManifestLine manifestLine(int i) {
    long number = 100L + i;
    String mail = commitment(salt(i), mail(i));
    return i == 8
        ? new ManifestLine.Withheld(number, Publication.HASH, Reason.SAFETY)
        : i == 7
            ? new ManifestLine.Redacted(
                number,
                mail,
                Publication.HASH,
                Reason.SAFETY,
                20,
                Publication.TIME,
                "0".repeat(16),
                null)
            : new ManifestLine.Published(number, mail, 20, Publication.TIME, "0".repeat(16), null);
  }

  @BeforeAll
  static void publish() throws IOException {
    book = new Publication(ONE, TWO, THREE); // another class may have published in this process
    LINES.clear();
    for (int i = 0; i < NUMBERS; i++) {
      LINES.add(manifestLine(i).print().getBytes(StandardCharsets.UTF_8));
    }
    String root = HexFormat.of().formatHex(MerkleTree.root(leaves()));
    ReleaseStatement before = book.release(2, 1, null, 99, Publication.HASH);
    release = book.release(2, 2, before, NUMBERS, root);
    String redacted = commitment(salt(33), REDACTED);
    for (int i = 0; i < 300; i++) {
      book.log(
          switch (i) {
            case 0 -> Publication.sign(book.change(1), "anna");
            case 5 -> Publication.sign(book.change(2), "bert", "anna", "cleo");
            case 7 -> Publication.sign(release, "cleo", "dora");
            case 11 -> Publication.sign(book.change(3), "anna", "cleo", "emil");
            case 20 -> Publication.sign(book.redact(3, 2, 1, 103, redacted), "emil");
            case 21 -> Publication.sign(book.withdraw(3, 2, 2, 104), "emil");
            default -> "void %d\n\n— x AAAAAAA=\n".formatted(i).getBytes(StandardCharsets.UTF_8);
          });
    }
    log = new TiledTree(300, new Tree(book.entries()).tiles(300));
    valid = parts();
  }

  static Parts parts() throws IOException {
    Parts parts = new Parts();
    parts.changes.add(logged(5));
    parts.changes.add(logged(11));
    parts.statement = logged(7);
    parts.checkpoint = book.checkpoint("w1", "w2", "w3", "w4");
    return parts;
  }

  static LoggedEntry logged(int index) throws IOException {
    return new LoggedEntry(index, book.entries().get(index), log.inclusionProof(index));
  }

  static Parts with(Consumer<Parts> change) throws IOException {
    Parts parts = parts();
    change.accept(parts);
    return parts;
  }

  /** Parts with an entry in the log's place 299. */
  static Parts logging(byte[] entry, java.util.function.BiConsumer<Parts, LoggedEntry> use)
      throws IOException {
    return logging(299, entry, use);
  }

  static Parts logging(
      int index, byte[] entry, java.util.function.BiConsumer<Parts, LoggedEntry> use)
      throws IOException {
    Publication other = new Publication(ONE, TWO, THREE);
    for (int i = 0; i < 300; i++) {
      other.log(i == index ? entry : book.entries().get(i));
    }
    TiledTree tree = new TiledTree(300, new Tree(other.entries()).tiles(300));
    Parts parts = new Parts();
    for (int i : new int[] {5, 11}) {
      parts.changes.add(new LoggedEntry(i, other.entries().get(i), tree.inclusionProof(i)));
    }
    parts.statement = new LoggedEntry(7, other.entries().get(7), tree.inclusionProof(7));
    parts.checkpoint = other.checkpoint("w1", "w2", "w3", "w4");
    use.accept(parts, new LoggedEntry(index, entry, tree.inclusionProof(index)));
    return parts;
  }

  static void holds(Parts parts) throws FormatException {
    MailProof proof = parts.proof();
    proof.check(parts.mail);
    MailProof parsed = MailProof.parse(proof.print().getBytes(StandardCharsets.UTF_8));
    assertThat(parsed.print()).isEqualTo(proof.print());
    parsed.check(parts.mail);
  }

  static void refuses(Parts parts, String why) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> parts.proof().check(parts.mail))
        .withMessageContaining(why);
  }

  static byte[] flip(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 1;
    return flipped;
  }

  static LoggedEntry flipPath(LoggedEntry entry, int hash) {
    List<byte[]> path = new ArrayList<>(entry.path());
    path.set(hash, flip(path.get(hash), 31));
    return new LoggedEntry(entry.index(), entry.entry(), path);
  }

  static LoggedEntry at(LoggedEntry entry, long index) {
    return new LoggedEntry(index, entry.entry(), entry.path());
  }

  static byte[] root() {
    try {
      return log.root();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Parts redacted() throws IOException {
    Parts parts = parts();
    parts.mail = REDACTED;
    parts.salt = salt(33);
    parts.line = line(3);
    parts.path = MerkleTree.inclusionProof(leaves(), 3);
    parts.withdrawal = logged(20);
    return parts;
  }

  static Parts withdrawal(int index, byte[] entry) throws IOException {
    return logging(
        index,
        entry,
        (p, e) -> {
          p.mail = REDACTED;
          p.salt = salt(33);
          p.line = line(3);
          p.path = MerkleTree.inclusionProof(leaves(), 3);
          p.withdrawal = e;
        });
  }
}
