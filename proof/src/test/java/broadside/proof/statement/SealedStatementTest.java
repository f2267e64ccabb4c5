package broadside.proof.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Publication;
import broadside.proof.fixture.Seal;
import broadside.proof.log.EntryBundle;
import broadside.proof.note.KeyType;
import broadside.proof.note.NoteSignature;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.Policy;
import broadside.proof.sealed.Parts;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.text.FormatException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Two of three custodians open. */
class SealedStatementTest {
  private static final Policy POLICY = Seal.withCustodians(Publication.policy(1, 1, 0, "anna"), 3);
  private static final Publication BOOK = new Publication(POLICY);
  private static final Seal SEAL = new Seal(BOOK, POLICY, 1, null, 7, Seal.TERMS, 2);
  private static final Seal OTHER = new Seal(BOOK, POLICY, 2, SEAL.statement, 7, Seal.TERMS, 2);

  private static void refuses(UnaryOperator<String> change) {
    String text = SEAL.statement.print();
    String changed = change.apply(text);
    assertThat(changed).isNotEqualTo(text);
    assertThatExceptionOfType(FormatException.class)
        .as(changed)
        .isThrownBy(() -> Statement.parse(changed));
  }

  @Test
  void itsFieldsFitEachOther() {
    refuses(t -> t.replace("previous -", "previous " + Publication.HASH));
    refuses(t -> t.replace("messages 1 7", "messages 0 7"));
    refuses(t -> t.replace("messages 1 7", "messages 1 0"));
    refuses(t -> t.replace("messages 1 7", "messages 999999999999999999 7"));
    refuses(t -> t.replace("not-before 2026-02-01", "not-before 2026-01-01"));
    refuses(t -> t.replace("grace 48", "grace 0"));
    refuses(t -> t.replace("grace 48", "grace 87601"));
    refuses(t -> t.replace("hold 10", "hold 0"));
    refuses(t -> t.replace("hold 10", "hold 3651"));
    refuses(t -> t.replace("voidable yes", "voidable perhaps"));
    refuses(t -> t.replace("step 16777216", "step 16777217"));
    refuses(t -> t.replace("step 16777216", "step 33554432"));
    refuses(t -> t.replace("part 16781528", "part 16777216"));
    refuses(t -> t.replace("part 16781528", "part 17825793"));
    refuses(t -> t.replace("threshold 2", "threshold 3"));
    refuses(t -> t.replace("verifier 1 ", "verifier 2 "));
    refuses(t -> t.replaceAll("verifier 1 [0-9a-f]+", "verifier 1 " + "f".repeat(768)));
    refuses(t -> t.replaceAll("verifier 1 [0-9a-f]+", "verifier 1 " + "0".repeat(767) + "1"));
    refuses(t -> t.replaceAll("verifier 1 [0-9a-f]+", "verifier 1 02"));
    refuses(t -> t.replaceAll("share 3 (.*) 600", "share 3 $1 0"));
    refuses(t -> t.replaceAll("share 3 (.*) 600", "share 3 $1 16385"));
    refuses(t -> t.replaceAll("share 3 (.*)\n", "")); // two of two
    refuses(t -> t.replaceAll("share 2 (.*)\nshare 3 .*\n", "share 2 $1\nshare 3 $1\n"));
    refuses(t -> t.replaceAll("recipient age1.", "recipient age1b"));
  }

  /** 31 of 32 custodians with the longest names, 128 parts, and as many editors. */
  @Test
  void theLargestFitsAnEntry() throws FormatException {
    List<SealedStatement.Custody> shares = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      String name = "c".repeat(198) + (10 + i);
      shares.add(
          new SealedStatement.Custody(
              Keys.note(name).verifier(),
              new SealedStatement.Part(SealedStatement.SHARE_BYTES, Publication.HASH)));
    }
    SealedStatement largest =
        with(
            Parts.MOST,
            Collections.nCopies(
                128, new SealedStatement.Part(Parts.PART + Parts.OVERHEAD, Publication.HASH)),
            Collections.nCopies(31, SEAL.statement.verifiers().getFirst()),
            shares);
    int signatures =
        32
            * ("— " + "e".repeat(200) + " " + "x".repeat(92) + "\n")
                .getBytes(StandardCharsets.UTF_8)
                .length;
    assertThat(largest.encode().length + 1 + signatures).isLessThan(EntryBundle.ENTRY_BYTES);
    assertThat(Statement.parse(largest.print())).isEqualTo(largest);
    shares.add(
        new SealedStatement.Custody(
            Keys.note("more").verifier(), SEAL.statement.shares().getFirst().file()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(Parts.MOST, largest.parts(), largest.verifiers(), shares));
  }

  private static SealedStatement with(
      long step,
      List<SealedStatement.Part> parts,
      List<BigInteger> verifiers,
      List<SealedStatement.Custody> shares) {
    SealedStatement s = SEAL.statement;
    return new SealedStatement(
        s.publication(),
        s.policy(),
        s.number(),
        s.previous(),
        s.first(),
        s.count(),
        s.terms(),
        step,
        parts,
        s.commitment(),
        s.recipient(),
        verifiers,
        shares,
        s.time());
  }

  @Test
  void takesTheSharesOfItsCustodians() throws FormatException {
    List<Share> shares = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      SealedStatement.Published published = SEAL.statement.share(Seal.signed(i, SEAL.shareNote(i)));
      assertThat(published.index()).isEqualTo(i);
      assertThat(published.isGood()).isTrue();
      shares.add(published.share().share());
    }
    assertThat(SEAL.statement.sharing().secret(shares.subList(1, 3)))
        .isEqualTo(SEAL.statement.sharing().secret(shares.subList(0, 2)));
  }

  /** A custodian who signs a share that is none, or another's, has signed the evidence. */
  @Test
  void aBadShareIsEvidenceAgainstWhoSignedIt() throws FormatException {
    byte[] value = SEAL.dealing.shares().get(1).value().bytes();
    value[200] ^= 1;
    Share bad = new Share(2, broadside.proof.sealed.Secret.of(value));
    byte[] note = Seal.signed(2, SEAL.shareNote(bad));
    SealedStatement.Published published = SEAL.statement.share(note);
    assertThat(published.isGood()).isFalse();
    assertThat(published.index()).isEqualTo(2);
    assertThat(published.note().encode()).isEqualTo(note);
    SealedStatement.Published foreign = SEAL.statement.share(Seal.signed(2, SEAL.shareNote(3)));
    assertThat(foreign.isGood()).isFalse();
    assertThat(foreign.index()).isEqualTo(2); // share 3 holds, and is not custodian 2's to publish
    Share replayed = OTHER.dealing.shares().get(1); // of another seal, under this one's name
    assertThat(SEAL.statement.share(Seal.signed(2, SEAL.shareNote(replayed))).isGood()).isFalse();
  }

  @Test
  void whatNoCustodianSignedForThisSealIsNothing() {
    nothing(Seal.signed(2, OTHER.shareNote(2))); // replayed as it is
    ShareNote mine = SEAL.shareNote(2);
    nothing(Seal.signed(2, new ShareNote(mine.publication(), 2, mine.seal(), mine.share())));
    nothing(Seal.signed(2, new ShareNote("c".repeat(64), 1, mine.seal(), mine.share())));
    nothing(Seal.signed(4, mine)); // nobody's key
    String text = mine.print();
    NoteSignature own = Keys.note("c2").sign(text);
    nothing(note(text, Keys.note("anna").sign(text)));
    nothing(note(text, own, Keys.note("c3").sign(text)));
    nothing(note(text, Keys.key("c2", KeyType.NOTE, "not hers").sign(text)));
    byte[] flipped = own.signature().clone();
    flipped[9] ^= 1;
    nothing(note(text, new NoteSignature(own.name(), own.keyId(), flipped)));
    nothing(new byte[ShareNote.BYTES + 1]);
    nothing(new byte[0]);
    nothing(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] note(String text, NoteSignature... lines) {
    return new SignedNote(text, List.of(lines)).encode();
  }

  private static void nothing(byte[] note) {
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> SEAL.statement.share(note));
  }

  @Test
  void takesOnlyTheReleaseThatWasSealed() throws FormatException {
    SEAL.statement.check(SEAL.release, SEAL.salt);
    notSealed(SEAL.release, OTHER.salt);
    notSealed(SEAL.release, new byte[31]);
    notSealed(OTHER.release, SEAL.salt);
    notSealed(OTHER.release, OTHER.salt);
  }

  private static void notSealed(ReleaseStatement release, byte[] salt) {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> SEAL.statement.check(release, salt));
  }

  /** Editors who committed to a release of other numbers than the seal claims. */
  @Test
  void refusesACommitmentToWhatDoesNotFit() {
    Seal wide = new Seal(BOOK, POLICY, 1, null, 9, Seal.TERMS, 2);
    SealedStatement lie =
        (SealedStatement) parse(wide.statement.print().replace("messages 1 9", "messages 1 7"));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> lie.check(wide.release, wide.salt))
        .withMessageContaining("does not fit");
  }

  private static Statement parse(String text) {
    try {
      return Statement.parse(text);
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An opening in an opening would make the parser call itself as deep as a stranger likes. */
  @Test
  void openingsHoldReleasesOnly() {
    String opening = SEAL.opening(1).print();
    for (Statement inner : List.of(SEAL.opening(1), SEAL.receipt())) {
      String text =
          opening.replace(
              "statement %d\n%s"
                  .formatted(SEAL.release.print().lines().count(), SEAL.release.print()),
              "statement %d\n%s".formatted(inner.print().lines().count(), inner.print()));
      assertThat(text).isNotEqualTo(opening);
      assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Statement.parse(text));
    }
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Statement.parse(opening.replaceAll("statement \\d+", "statement 0")));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Opening(
                Publication.HASH,
                1,
                1,
                Publication.HASH,
                Publication.HASH,
                SEAL.identity.recipient(),
                SEAL.release,
                Seal.HOUR));
  }

  @Test
  void receiptsAreSignedByOneCustodianAndNobodyElse() throws FormatException {
    Receipt receipt = SEAL.receipt();
    SignedStatement.parse(Publication.sign(receipt, "c2")).check(POLICY);
    for (String[] signers :
        new String[][] {{"anna"}, {"c1", "c2"}, {"anna", "c1"}, {"zoe"}, {"c4"}}) {
      SignedStatement signed = SignedStatement.parse(Publication.sign(receipt, signers));
      assertThatExceptionOfType(FormatException.class).isThrownBy(() -> signed.check(POLICY));
    }
    for (Statement statement : List.of(SEAL.statement, SEAL.opening(1), SEAL.release)) {
      SignedStatement signed = SignedStatement.parse(Publication.sign(statement, "c1"));
      assertThatExceptionOfType(FormatException.class).isThrownBy(() -> signed.check(POLICY));
    }
  }
}
