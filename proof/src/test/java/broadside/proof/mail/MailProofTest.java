package broadside.proof.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Mutations;
import broadside.proof.fixture.Publication;
import broadside.proof.fixture.Seal;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.Policy;
import broadside.proof.statement.Correction;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A log of 300 entries: 0 makes policy 1, 5 policy 2, 7 is the release under it, 11 makes policy 3,
 * under which 20 redacts number 103 and 21 withdraws number 104; the others are void.
 */
class MailProofTest extends LoggedMails {
  @Test
  void saysWhatItHasShown() throws FormatException {
    MailProof proof = valid.proof();
    assertThat(proof.number()).isEqualTo(105);
    MailProof.Checked checked = proof.check(valid.mail);
    assertThat(checked.line()).isEqualTo(manifestLine(5));
    assertThat(checked.release()).isEqualTo(release);
    assertThat(checked.signers()).containsExactlyInAnyOrder("cleo", "dora");
    assertThat(checked.policies().publication()).isEqualTo(book.id());
    assertThat(checked.policies().all()).containsExactly(ONE, TWO, THREE);
    assertThat(checked.seen().checkpoint().size()).isEqualTo(300);
    assertThat(checked.seen().times()).hasSize(4);
  }

  @Test
  @Tag("slow")
  void provesEveryPublishedMailOfTheRelease() throws IOException, FormatException {
    for (int i = 0; i < 8; i++) {
      Parts parts = parts();
      parts.mail = mail(i);
      parts.salt = salt(i);
      parts.line = line(i);
      parts.path = MerkleTree.inclusionProof(leaves(), i);
      holds(parts);
    }
  }

  @Test
  @Tag("slow")
  void refusesAnotherMailSaltLineOrPath() throws IOException {
    for (int at : new int[] {0, 10, valid.mail.length - 1}) {
      refuses(with(p -> p.mail = flip(p.mail, at)), "the mail is not the one");
    }
    refuses(with(p -> p.mail = mail(6)), "the mail is not the one");
    refuses(with(p -> p.mail = new byte[0]), "the mail is not the one");
    refuses(with(p -> p.mail = Arrays.copyOf(p.mail, p.mail.length + 1)), "the mail is not");
    refuses(with(p -> p.salt = flip(p.salt, 31)), "the mail is not the one");
    refuses(with(p -> p.line = line(6)), "not in the release");
    refuses(with(p -> p.line = p.line.replace(":105,", ":106,")), "not in the release");
    refuses(with(p -> p.line = p.line.replace(":105,", ":99,")), "not in the release");
    refuses(with(p -> p.line = p.line.replace(":105,", ":109,")), "not in the release");
    refuses(with(p -> p.line = p.line.replace(":20,", ":21,")), "not in the release");
    refuses(with(p -> p.line = p.line + " "), "no manifest line");
    for (int i = 0; i < valid.path.size(); i++) {
      int hash = i;
      refuses(with(p -> p.path.set(hash, flip(p.path.get(hash), 0))), "not in the release");
    }
    refuses(with(p -> p.path = p.path.subList(1, p.path.size())), "not in the release");
    refuses(with(p -> p.path.add(new byte[32])), "not in the release");
  }

  @Test
  @Tag("slow")
  void refusesAnotherStatementOrPlaceInTheLog() throws IOException {
    for (int i = 0; i < valid.statement.path().size(); i++) {
      int hash = i;
      refuses(with(p -> p.statement = flipPath(p.statement, hash)), "entry 7 is not in the log");
    }
    refuses(with(p -> p.statement = at(p.statement, 8)), "entry 8 is not in the log");
    refuses(with(p -> p.statement = at(p.statement, 300)), "entry 300 is not in the log");
    byte[] unsigned = Publication.sign(release, "cleo");
    refuses(
        with(p -> p.statement = new LoggedEntry(7, unsigned, p.statement.path())),
        "not in the log");
    refuses(logging(unsigned, (p, e) -> p.statement = e), "while 3 was in force");
    refuses(
        logging(7, unsigned, (p, e) -> p.statement = e), "signed by 1 of the editors of policy 2");
    refuses(
        logging(7, Publication.sign(release, "anna", "bert"), (p, e) -> p.statement = e),
        "no editor");
    Statement correction = book.correct(2, Correction.Subject.MESSAGE, 1);
    refuses(
        logging(7, Publication.sign(correction, "anna", "cleo"), (p, e) -> p.statement = e),
        "is no release");
    ReleaseStatement other = book.release(2, 2, release, NUMBERS, Publication.HASH);
    refuses(
        logging(7, Publication.sign(other, "anna", "cleo"), (p, e) -> p.statement = e),
        "not in the release");
    Publication stranger = new Publication(TWO, ONE);
    ReleaseStatement theirs = stranger.release(2, 2, release, NUMBERS, release.root());
    refuses(
        logging(7, Publication.sign(theirs, "anna", "cleo"), (p, e) -> p.statement = e),
        "another publication");
    refuses(with(p -> p.statement = p.changes.getFirst()), "no editor");
  }

  /** A statement that names the policy of its time, but stands where another was in force. */
  @Test
  void refusesAStatementUnderARetiredPolicy() throws IOException {
    byte[] late = Publication.sign(release, "cleo", "dora");
    refuses(logging(299, late, (p, e) -> p.statement = e), "under policy 2 while 3");
    refuses(logging(4, late, (p, e) -> p.statement = e), "under policy 2 while 1");
  }

  @Test
  void refusesPoliciesThatDoNotFollow() throws IOException {
    refuses(with(p -> p.policies.set(2, Publication.policy(3, 1, 3, "emil"))), "policy 3");
    refuses(with(p -> p.policies.set(1, Publication.policy(2, 1, 3, "anna", "cleo"))), "policy 2");
    refuses(with(p -> p.policies.set(0, TWO)), "of version 2");
    refuses(with(p -> p.policies.set(0, Publication.policy(1, 1, 2, "anna", "bert"))), "another");
    refuses(with(p -> p.changes.set(0, p.changes.get(1))), "under policy 2 while 1");
    refuses(with(p -> p.changes.set(1, at(p.changes.get(1), 4))), "no statement of policy 3");
    refuses(with(p -> p.changes.set(1, at(p.changes.get(1), 12))), "entry 12 is not in the log");
    refuses(with(p -> p.changes.set(0, at(p.changes.get(0), 6))), "entry 6 is not in the log");
    refuses(
        with(p -> p.changes.set(0, flipPath(p.changes.get(0), 3))), "entry 5 is not in the log");
    refuses(with(p -> p.changes.set(1, flipPath(p.changes.get(1), 0))), "entry 11 is not in");
    byte[] onlyOld = Publication.sign(book.change(3), "anna", "cleo");
    byte[] onlyNew = Publication.sign(book.change(3), "emil");
    refuses(logging(11, onlyOld, (p, e) -> p.changes.set(1, e)), "editors of policy 3");
    refuses(logging(11, onlyNew, (p, e) -> p.changes.set(1, e)), "editors of policy 2");
  }

  /** Under version 3 three witnesses of four must cosign. */
  @Test
  void refusesCheckpointsThatDoNotCount() throws IOException, FormatException {
    refuses(with(p -> p.checkpoint = quorum("w1", "w2")), "too few for the quorum");
    refuses(with(p -> p.checkpoint = quorum()), "too few for the quorum");
    holds(with(p -> p.checkpoint = quorum("w2", "w3", "w4")));
    NoteSignature bad = valid.checkpoint.signatures().getLast();
    NoteSignature flipped = new NoteSignature(bad.name(), bad.keyId(), flip(bad.signature(), 70));
    refuses(with(p -> p.checkpoint = p.checkpoint.with(flipped)), "cosignature of w4");
    refuses(
        with(p ->
            p.checkpoint =
                new SignedNote(p.checkpoint.text(), p.checkpoint.signatures().subList(1, 5))),
        "not signed");
    refuses(
        with(p -> p.checkpoint = Publication.checkpoint(300, new byte[32], "w1", "w2", "w3")),
        "is not in the log");
    refuses(
        with(p -> p.checkpoint = Publication.checkpoint(200, root(), "w1", "w2", "w3")),
        "is not in the log");
    String elsewhere = valid.checkpoint.text().replace("log.example/x", "log.example/y");
    refuses(
        with(p ->
            p.checkpoint =
                new SignedNote(elsewhere, List.of(Keys.note("log.example/y").sign(elsewhere)))),
        "not of log.example/x");
  }

  private static SignedNote quorum(String... witnesses) {
    return Publication.checkpoint(300, root(), witnesses);
  }

  /** C2SP tlog-proof: head, extra, index, hashes, an empty line, the checkpoint as it is. */
  @Test
  void isATlogProof() {
    List<String> lines = valid.proof().print().lines().toList();
    assertThat(lines.get(0)).isEqualTo("c2sp.org/tlog-proof@v1");
    assertThat(lines.get(1)).startsWith("extra ");
    assertThat(lines.get(2)).isEqualTo("index 7");
    assertThat(lines.subList(3, 12)).allMatch(l -> Base64.getDecoder().decode(l).length == 32);
    assertThat(lines.get(12)).isEmpty();
    assertThat(valid.proof().print()).endsWith("\n\n" + valid.checkpoint.print());
  }

  private static void refusesFile(String file) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> MailProof.parse(file.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesOtherEncodings() throws FormatException {
    String file = valid.proof().print();
    MailProof.parse(file.getBytes(StandardCharsets.UTF_8));
    refusesFile("");
    refusesFile(file.replace("@v1", "@v2"));
    refusesFile(file.replace("index 7", "index 07"));
    refusesFile(file.replace("index 7\n", ""));
    refusesFile(file.replaceFirst("extra .*\n", ""));
    refusesFile(file.replaceFirst("extra .*\n", "extra \n"));
    refusesFile("\n" + file);
    refusesFile(file + "\n");
    refusesFile(file.replace("\n\n", "\n"));
    String extra =
        new String(
            Base64.getDecoder().decode(file.lines().toList().get(1).substring(6)),
            StandardCharsets.UTF_8);
    for (String[] change :
        new String[][] {
          {"mail-proof", "mail-prove"},
          {"salt ", "salt 0"},
          {"policies 3", "policies 0"},
          {"policies 3", "policies 2"},
          {"policies 3", "policies 4"},
          {"policies 3", "policies 2147483647"},
          {"withdrawals 0", "withdrawals 1"},
          {"withdrawals 0", "withdrawals 2"},
          {"withdrawals 0\n", "withdrawals 0\nmore x\n"},
          {"path 4", "path 3"},
          {"path 4", "path 5"},
          {"path 4", "path 64"},
          {"statement 1", "statement 2147483647\nstatement 1"},
          {"index 5", "index 05"}
        }) {
      assertThat(extra).contains(change[0]);
      String other = extra.replaceFirst(change[0], change[1]);
      refusesFile(
          file.replaceFirst(
              "extra .*", "extra " + SignedText.base64(other.getBytes(StandardCharsets.UTF_8))));
    }
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> MailProof.parse(new byte[MailProof.BYTES + 1]))
        .withMessageContaining("more than");
  }

  /** A flipped bit of the file makes it refused, or its meaning is the same. */
  @Test
  @Tag("slow")
  void refusesEveryFlippedBit() throws IOException, FormatException {
    Parts parts = redacted();
    byte[] file = parts.proof().print().getBytes(StandardCharsets.UTF_8);
    Mutations mutations = new Mutations(4);
    int unknown = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] flipped = mutations.flip(file);
      try {
        MailProof parsed = MailProof.parse(flipped);
        assertThat(parsed.print().getBytes(StandardCharsets.UTF_8)).isEqualTo(flipped);
        MailProof.Checked checked = parsed.check(parts.mail);
        // What may be flipped is a cosigner's name or id: the line is unknown then, three are left.
        assertThat(checked.seen().times()).hasSize(3);
        assertThat(checked.release()).isEqualTo(release);
        unknown++;
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
    assertThat(unknown).isLessThan(40);
  }

  /** The same with the text within "extra", where a flip of the file is seldom valid base64. */
  @Test
  @Tag("slow")
  void neverHoldsWithADamagedExtra() throws IOException {
    Parts parts = redacted();
    String file = parts.proof().print();
    byte[] extra = Base64.getDecoder().decode(file.lines().toList().get(1).substring(6));
    Mutations mutations = new Mutations(5);
    for (int i = 0; i < 1000; i++) {
      byte[] damaged = mutations.mutate(extra);
      if (Arrays.equals(damaged, extra)) {
        continue;
      }
      String other = file.replaceFirst("extra .*", "extra " + SignedText.base64(damaged));
      try {
        MailProof parsed = MailProof.parse(other.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.print()).isEqualTo(other);
        // A proof without its later policies, or of another number, may parse; it must not hold.
        MailProof.Checked checked = parsed.check(parts.mail);
        assertThat(checked.policies().publication()).as("damage %d", i).isNotEqualTo(book.id());
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  @Tag("slow")
  void neverFailsOtherwiseThanByRefusing() throws IOException {
    byte[] file = redacted().proof().print().getBytes(StandardCharsets.UTF_8);
    Mutations mutations = new Mutations(6);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = mutations.mutate(file);
      try {
        assertThat(MailProof.parse(damaged).print().getBytes(StandardCharsets.UTF_8))
            .isEqualTo(damaged);
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }

  /** The sealed entry is the logged leaf; what it commits to holds the root. */
  @Test
  @Tag("slow")
  void provesAMailOfAReleaseThatWasSealed() throws IOException, FormatException {
    Seal seal = new Seal(Seal.withCustodians(TWO, 3), release, Seal.TERMS, 2);
    Parts parts =
        logging(
            7,
            Publication.sign(seal.statement, "cleo", "dora"),
            (p, entry) -> p.opened = new MailProof.Opened(release, seal.salt));
    holds(parts);
    assertThat(parts.proof().check(parts.mail).release()).isEqualTo(release);
    parts.withdrawal = parts.statement;
    refuses(parts, "its withdrawal is not of this number");
    parts.withdrawal = null;
    parts.opened = new MailProof.Opened(release, flip(seal.salt, 0));
    refuses(parts, "not the sealed one");
    ReleaseStatement other = book.release(2, 2, seal.statement, 9, release.root());
    parts.opened = new MailProof.Opened(other, seal.salt);
    refuses(parts, "not the sealed one");
    parts.opened = null;
    refuses(parts, "its entry of the log is no release");
    refuses(
        with(p -> p.opened = new MailProof.Opened(release, seal.salt)),
        "its entry of the log is no release");
  }

  /** Five editors, five witnesses, 60,000 numbers, a log of 100,000: paths of the right length. */
  @Test
  void isSmall() throws FormatException {
    String[] editors = {"anna", "bert", "cleo", "dora", "emil"};
    Policy policy = Publication.policy(1, 3, 5, editors);
    Publication book = new Publication(policy);
    ReleaseStatement large = book.release(1, 1, null, 60_000, Publication.HASH);
    List<byte[]> path16 = java.util.Collections.nCopies(16, new byte[32]);
    List<byte[]> path17 = java.util.Collections.nCopies(17, new byte[32]);
    MailProof proof =
        new MailProof(
            salt(5),
            line(5),
            path16,
            List.of(policy),
            List.of(),
            List.of(),
            new LoggedEntry(70_000, Publication.sign(large, editors), path17),
            null,
            null,
            Publication.checkpoint(100_000, new byte[32], "w1", "w2", "w3", "w4", "w5"));
    byte[] file = proof.print().getBytes(StandardCharsets.UTF_8);
    assertThat(file.length).isLessThan(12 * 1024);
    assertThat(MailProof.parse(file).print()).isEqualTo(proof.print());
  }
}
