package broadside.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.fixture.FormatPage;
import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Publication;
import broadside.proof.fixture.Seal;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.EntryBundle;
import broadside.proof.log.ScheduleNote;
import broadside.proof.log.Tile;
import broadside.proof.mail.LoggedEntry;
import broadside.proof.mail.MailProof;
import broadside.proof.note.KeyFile;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.Policy;
import broadside.proof.release.FileList;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.SignatureVerdict;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.ShareNote;
import broadside.proof.sealed.Verifiers;
import broadside.proof.statement.Continuation;
import broadside.proof.statement.Correction;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that is signed, or proves something: each grammar refuses an input, or prints it again
 * byte for byte. The two texts of a policy have a NUL between them.
 */
final class SignedTextTarget implements Target {
  private static final Checkpoint END = new Checkpoint(Publication.ORIGIN, 12, new byte[32]);
  private static final SignedNote CHECKPOINT = Publication.checkpoint(END, "w1");
  private static final VerifierKey LOG = Keys.note(Publication.ORIGIN).verifier();

  /** Reads and prints. */
  @FunctionalInterface
  interface Grammar {
    byte[] printed(byte[] input) throws FormatException;
  }

  /** The same for a text. */
  @FunctionalInterface
  private interface TextGrammar {
    String printed(String input) throws FormatException;
  }

  static final List<Grammar> GRAMMARS =
      List.of(
          input -> SignedNote.parse(input).encode(),
          input -> SignedStatement.parse(input).encode(),
          input -> FileList.parse(input).encode(),
          input -> KeyFile.parse(input).encode(),
          input -> MailProof.parse(input).print().getBytes(StandardCharsets.UTF_8),
          SignedTextTarget::printedWithin,
          SignedTextTarget::printedPolicy,
          SignedTextTarget::printedBundle,
          SignedTextTarget::printedCheckpoint,
          text(text -> Statement.parse(text).print()),
          text(text -> ManifestLine.parse(text).print()),
          text(text -> SignatureVerdict.print(SignatureVerdict.parse(text))),
          text(text -> NoteSignature.parse(text).print()),
          text(text -> VerifierKey.parse(text).print()),
          text(text -> Checkpoint.parse(text).print()),
          text(text -> ScheduleNote.parse(text).print()),
          text(text -> ShareNote.parse(text).print()),
          text(text -> AgeIdentity.parse(text).print()),
          text(text -> Verifiers.print(Verifiers.parse(text))),
          text(text -> SignedText.time(SignedText.time(text))),
          text(text -> Long.toString(SignedText.count(text))),
          text(text -> SignedText.base64(SignedText.base64(text))));

  @Override
  public String name() {
    return "signed";
  }

  @Override
  public int longest() {
    return 8 << 10;
  }

  @Override
  public int shortRun() {
    return 3_000;
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String line : FormatPage.read("manifest.md").block("vectors").lines().toList()) {
      seeds.addAll(Seeds.of(line));
    }
    FormatPage sealed = FormatPage.read("sealed.md");
    for (String block :
        List.of("release", "sealed", "void", "hold", "receipt", "opened", "share")) {
      seeds.addAll(Seeds.of(sealed.block(block)));
    }
    Policy policy = Seal.withCustodians(Publication.policy(1, 1, 3, "anna", "bert"), 3);
    Publication book = new Publication(policy, Publication.policy(2, 1, 0, "cleo"));
    Statement release = book.release(1, 1, null, 7, Publication.HASH);
    seeds.add(CHECKPOINT.encode());
    seeds.add(Publication.sign(release, "anna", "bert"));
    seeds.add(proof(policy, release).print().getBytes(StandardCharsets.UTF_8));
    seeds.add(EntryBundle.print(List.of(new byte[3], new byte[0])));
    seeds.add(KeyFile.bare(Keys.note("anna")).encode());
    Seal seal = new Seal(book, policy, 1, null, 7, Seal.TERMS, 2);
    seeds.addAll(
        Seeds.of(
            FormatPage.read("schedule.md").block("vector"),
            policy.log().print() + "\0" + policy.roles().print(),
            within(proof(policy, release)),
            book.change(1).print(),
            book.change(2).print(),
            book.withdraw(1, 7, 2, 10, 12).print(),
            book.redact(1, 1, 1, 3, "b".repeat(64)).print(),
            book.correct(1, Correction.Subject.MESSAGE, 12).print(),
            book.verdicts(1, 7, Publication.HASH).print(),
            Continuation.of(Publication.HASH, 2, END, Publication.TIME).print(),
            seal.shareNote(1).print(),
            seal.identity.print(),
            LOG.print(),
            END.print(),
            Verifiers.print(seal.dealing.verifiers().commitments().getFirst()),
            SignedText.time(Publication.TIME),
            "12",
            SignedText.base64(new byte[3]),
            CHECKPOINT.signatures().getFirst().print(),
            "[{\"verdict\":\"pass\",\"arc\":2,\"d\":\"a.example\",\"s\":\"s\",\"key\":\"dns\"}]",
            "# 12 manifest\n" + Publication.HASH + "  manifest\n"));
    return seeds;
  }

  @Override
  public List<String> words() {
    return List.of(
        "broadside/v1 ",
        "\npublication ",
        "\npolicy ",
        "\nnumber ",
        "\nprevious -",
        "\ntitle ",
        "\nmessages ",
        "\npublished ",
        "\nredacted ",
        "\nwithheld ",
        "\nroot ",
        "\nfiles ",
        "\nabout ",
        "\ntime ",
        "\nseal ",
        "\nshare ",
        "\nquorum none\n",
        "\nwitness ",
        "\ngroup ",
        "\neditor ",
        "\neditors 1\n",
        "\ncustodian ",
        "\nsuccessor ",
        "\nexpires ",
        "log ",
        "version 1\n",
        "path 0\n",
        "policies 1\n",
        "withdrawals 0\n",
        "opened ",
        "continuations 1\n",
        "at 0\n",
        "{\"n\":",
        ",\"state\":\"published\"",
        ",\"dkim\":[",
        ",\"date\":\"",
        "\u2014 ",
        "\n\n",
        "2026-01-02T03:04:05Z",
        "999999999999999999",
        "2147483647",
        " -\n",
        "\0",
        "# 0 ",
        "\u202e");
  }

  @Override
  public void check(byte[] input) {
    for (Grammar grammar : GRAMMARS) {
      try {
        assertThat(grammar.printed(input)).isEqualTo(input);
      } catch (FormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }

  private static Grammar text(TextGrammar grammar) {
    return input -> grammar.printed(SignedText.decode(input)).getBytes(StandardCharsets.UTF_8);
  }

  /** The input as the encoded part of a proof, where no mutation would find its way into base64. */
  private static byte[] printedWithin(byte[] input) throws FormatException {
    byte[] proof = proofOf(SignedText.base64(input));
    return Arrays.equals(MailProof.parse(proof).print().getBytes(StandardCharsets.UTF_8), proof)
        ? input
        : new byte[0];
  }

  private static byte[] proofOf(String extra) {
    String head = "c2sp.org/tlog-proof@v1\nextra " + extra + "\nindex 0\n\n";
    return (head + CHECKPOINT.print()).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] printedPolicy(byte[] input) throws FormatException {
    String text = SignedText.decode(input);
    int end = text.indexOf('\0');
    if (end < 0) {
      throw new FormatException("no two texts");
    }
    Policy policy =
        Policy.parse(
            text.substring(0, end).getBytes(StandardCharsets.UTF_8),
            text.substring(end + 1).getBytes(StandardCharsets.UTF_8));
    return (policy.log().print() + "\0" + policy.roles().print()).getBytes(StandardCharsets.UTF_8);
  }

  /** As many entries as are there. */
  private static byte[] printedBundle(byte[] input) throws FormatException {
    int entries = 0;
    for (int at = 0; at + 2 <= input.length && entries < Tile.FULL; entries++) {
      at += 2 + ((input[at] & 0xff) << 8 | (input[at + 1] & 0xff));
    }
    if (entries == 0) {
      throw new FormatException("no entry");
    }
    return EntryBundle.print(EntryBundle.parse(input, entries));
  }

  /** A checkpoint that holds is the one that was signed. */
  private static byte[] printedCheckpoint(byte[] input) throws FormatException {
    SignedNote note = SignedNote.parse(input);
    Checkpoint checkpoint = Checkpoint.of(note, LOG);
    assertThat(checkpoint).isEqualTo(END);
    return note.encode();
  }

  /** A proof that has its form, and proves nothing. */
  private static MailProof proof(Policy policy, Statement release) {
    return new MailProof(
        new byte[32],
        "{}",
        List.of(new byte[32]),
        List.of(policy),
        List.of(),
        List.of(),
        new LoggedEntry(0, Publication.sign(release, "anna"), List.of()),
        null,
        null,
        CHECKPOINT);
  }

  /** What is encoded in a proof. */
  private static String within(MailProof proof) throws IOException {
    String[] lines = proof.print().split("\n", 3);
    try {
      return SignedText.decode(SignedText.base64(lines[1].substring("extra ".length())));
    } catch (FormatException e) {
      throw new IOException(e);
    }
  }
}
