package broadside.archive.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.NoteBox.Taken;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.release.Reason;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Voiding;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteBoxTest {
  @TempDir Path directory;
  private SealSample sample;
  private SealedStatement seal;
  private SealedRelease release;
  private SealedDirectory place;
  private NoteBox box;
  private Instant due;

  @BeforeEach
  void prepare() throws IOException, FormatException {
    sample = SealSample.in(directory);
    seal = sample.seal();
    release = sample.release(seal);
    place = SealedDirectory.of(directory.resolve("public"), seal.number());
    box = NoteBox.open(seal, place);
    due = release.due();
  }

  private byte[] share(int custodian) {
    return sample.note(seal, custodian, sample.share(custodian));
  }

  private byte[] bad(int custodian) {
    return sample.note(seal, custodian, new Share(custodian, Secret.draw(new SecureRandom())));
  }

  private byte[] receipt(int custodian, SealedStatement of) {
    SigningKey key = sample.keys.get(custodian - 1);
    Receipt receipt =
        new Receipt(of.publication(), of.policy(), of.number(), of.sha256(), of.time());
    return SignedStatement.of(receipt, List.of(key.sign(receipt.print()))).encode();
  }

  @Test
  void aShareIsKeptFromTheHourOnAndNotBefore() throws IOException {
    assertThat(box.add(share(1), release, due.minusSeconds(1))).isEqualTo(Taken.EARLY);
    assertThat(place.path()).doesNotExist();
    assertThat(box.add(share(1), release, due)).isEqualTo(Taken.GOOD);
    assertThat(place.published(1)).hasBinaryContent(share(1));
    assertThat(box.add(share(1), release, due)).isEqualTo(Taken.KNOWN);
    assertThat(box.shares().missing()).containsExactly("custodian2", "custodian3");
  }

  @Test
  void aBadShareIsKeptAsEvidenceBesideAGoodOne() throws IOException {
    byte[] first = bad(2);
    assertThat(box.add(first, release, due)).isEqualTo(Taken.BAD);
    assertThat(box.add(bad(2), release, due)).isEqualTo(Taken.KNOWN);
    assertThat(box.add(share(2), release, due)).isEqualTo(Taken.GOOD);
    assertThat(place.evidence(2)).hasBinaryContent(first);
    assertThat(place.published(2)).exists();
  }

  @Test
  void aReceiptIsKeptWhenItComes() throws IOException {
    assertThat(box.add(receipt(3, seal), release, due.minusSeconds(1_000))).isEqualTo(Taken.GOOD);
    assertThat(box.add(receipt(3, seal), release, due)).isEqualTo(Taken.KNOWN);
    assertThat(box.hasReceipt(3)).isTrue();
    assertThat(place.receipt(3)).exists();
    SealedStatement other =
        sample.seal(
            sample.statement, List.of(new SealedStatement.Part((1 << 24) + 4312, "b".repeat(64))));
    assertThat(box.add(receipt(1, other), release, due)).isEqualTo(Taken.NOTHING);
    byte[] forged = receipt(2, seal);
    forged[forged.length - 10] ^= 1;
    assertThat(box.add(forged, release, due)).isEqualTo(Taken.NOTHING);
    assertThat(box.receipts()).hasSize(1);
  }

  @Test
  void whatIsNoNoteOfACustodianIsNotKept() throws IOException {
    for (byte[] note :
        List.of(
            new byte[0],
            new byte[NoteBox.BYTES + 1],
            "no note".getBytes(StandardCharsets.UTF_8),
            seal.print().getBytes(StandardCharsets.UTF_8))) {
      assertThat(box.add(note, release, due)).isEqualTo(Taken.NOTHING);
      assertThat(box.add(note, release, due.minusSeconds(1))).isEqualTo(Taken.NOTHING);
    }
    assertThat(place.path()).doesNotExist();
  }

  /** Whose bad share is kept may sign as many as it likes, and each costs an exponentiation. */
  @Test
  @Tag("slow")
  void ofACustodianWithABadShareAFewAreLookedAtEachMinute() throws IOException {
    byte[] first = bad(2);
    assertThat(box.add(first, release, due)).isEqualTo(Taken.BAD);
    for (int i = 0; i < NoteBox.TRIES; i++) {
      assertThat(box.add(bad(2), release, due)).isEqualTo(Taken.KNOWN);
    }
    byte[] forged = bad(2);
    forged[forged.length - 10] ^= 1;
    for (int second = 0; second < NoteBox.PAUSE.toSeconds(); second += 20) {
      Instant now = due.plusSeconds(second);
      assertThat(box.add(share(2), release, now)).isEqualTo(Taken.LATER);
      assertThat(box.add(first, release, now)).isEqualTo(Taken.KNOWN);
      assertThat(box.add(forged, release, now)).isEqualTo(Taken.NOTHING);
    }
    assertThat(place.published(2)).doesNotExist();
    assertThat(box.add(share(1), release, due)).as("others pay nothing").isEqualTo(Taken.GOOD);
    Instant later = due.plus(NoteBox.PAUSE);
    for (int i = 0; i < 100; i++) { // what a stranger sends in its name uses nothing up
      assertThat(box.add(forged, release, later)).isEqualTo(Taken.NOTHING);
    }
    assertThat(box.add(share(2), release, later)).isEqualTo(Taken.GOOD);
  }

  @Test
  @Tag("slow")
  void aClockThatIsSetBackEndsThePause() throws IOException {
    Instant ahead = due.plusSeconds(86_400);
    assertThat(box.add(bad(2), release, ahead)).isEqualTo(Taken.BAD);
    for (int i = 0; i < NoteBox.TRIES; i++) {
      assertThat(box.add(bad(2), release, ahead)).isEqualTo(Taken.KNOWN);
    }
    assertThat(box.add(share(2), release, ahead)).isEqualTo(Taken.LATER);
    assertThat(box.add(share(2), release, due)).isEqualTo(Taken.GOOD);
  }

  /** Of this seal no share is good, and to find that out takes arithmetic. */
  @Test
  void beforeTheHourNothingIsCalculated() throws IOException {
    SealedStatement broken = sample.brokenSeal();
    SealedRelease of = sample.release(broken);
    NoteBox asked = NoteBox.open(broken, SealedDirectory.of(directory.resolve("public"), 1));
    byte[] note = sample.note(broken, 1, sample.share(1));
    assertThat(asked.add(note, of, due.minusSeconds(1))).isEqualTo(Taken.EARLY);
    assertThat(asked.add(note, of, due)).isEqualTo(Taken.NOTHING);
    assertThat(asked.add(sample.note(broken, 1, sample.share(2)), of, due.minusSeconds(1)))
        .isEqualTo(Taken.EARLY);
  }

  @Test
  void aNoteTakesThePlaceOfWhatIsNone() throws IOException {
    Files.createDirectories(place.path());
    for (Path file : List.of(place.published(1), place.evidence(1), place.receipt(1))) {
      Files.writeString(file, "a note that a disk has forgotten");
    }
    byte[] wrong = bad(1);
    assertThat(box.add(share(1), release, due)).isEqualTo(Taken.GOOD);
    assertThat(box.add(wrong, release, due)).isEqualTo(Taken.BAD);
    assertThat(box.add(receipt(1, seal), release, due)).isEqualTo(Taken.GOOD);
    assertThat(place.published(1)).hasBinaryContent(share(1));
    assertThat(place.evidence(1)).hasBinaryContent(wrong);
    assertThat(place.receipt(1)).hasBinaryContent(receipt(1, seal));
    NoteBox other = NoteBox.open(seal, place);
    assertThat(other.shares().has(1)).isTrue();
    assertThat(other.shares().hasBad(1)).isTrue();
    assertThat(other.hasReceipt(1)).isTrue();
  }

  /** Of two processes the first one's evidence stays. */
  @Test
  @Tag("slow")
  void aNoteThatAnotherProcessHasKeptStays() throws IOException {
    byte[] first = bad(1);
    assertThat(NoteBox.open(seal, place).add(first, release, due)).isEqualTo(Taken.BAD);
    assertThat(box.add(bad(1), release, due)).isEqualTo(Taken.BAD);
    assertThat(place.evidence(1)).hasBinaryContent(first);
  }

  /** A note costs an exponentiation once only who signs it may have written it. */
  @Test
  @Tag("slow")
  void notesOfStrangersCostNoArithmetic() throws IOException, FormatException {
    SigningKey stranger = SigningKey.generate("custodian1", KeyType.NOTE);
    String text =
        new ShareNote(seal.publication(), seal.number(), seal.sha256(), sample.share(1)).print();
    byte[] named = new SignedNote(text, List.of(stranger.sign(text))).encode();
    byte[] forged = share(1);
    forged[forged.length - 10] ^= 1;
    Taken first = box.add(forged, release, due); // from now on the verifiers are checked
    long begun = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(box.add(named, release, due)).isEqualTo(Taken.NOTHING);
      assertThat(box.add(forged, release, due)).isEqualTo(Taken.NOTHING);
    }
    long strangers = System.nanoTime() - begun;
    begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(sample.dealing.verifiers().hold(sample.share(1))).isTrue();
    }
    assertThat(strangers / 200).isLessThan((System.nanoTime() - begun) / 20 / 2);
    assertThat(first).isEqualTo(Taken.NOTHING);
  }

  @Test
  void aShareOfAReleaseThatIsVoidIsNotKept() throws IOException {
    Voiding voiding =
        new Voiding(
            seal.publication(),
            seal.policy(),
            seal.number(),
            seal.sha256(),
            Reason.SAFETY,
            seal.time());
    SealedRelease gone =
        new SealedRelease(
            release.sealed(),
            new TreeMap<>(),
            List.of(),
            new Logged<>(2, voiding, release.sealed().note()),
            null,
            null,
            null);
    assertThat(box.add(share(1), gone, due.plusSeconds(9))).isEqualTo(Taken.EARLY);
    assertThat(place.published(1)).doesNotExist();
  }

  @Test
  void aNoteThatCouldNotBeKeptIsTakenWhenItComesAgain() throws IOException {
    Files.createDirectories(directory.resolve("public/sealed"));
    Files.writeString(place.path(), "in the way");
    for (byte[] note : List.of(share(1), bad(1), receipt(1, seal))) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> box.add(note, release, due));
    }
    Files.delete(place.path());
    assertThat(box.add(share(1), release, due)).isEqualTo(Taken.GOOD);
    assertThat(box.add(bad(1), release, due)).isEqualTo(Taken.BAD);
    assertThat(box.add(receipt(1, seal), release, due)).isEqualTo(Taken.GOOD);
  }

  @Test
  @Tag("slow")
  void notesOfAnotherProcessAreFoundAndCheckedAgain() throws IOException {
    NoteBox other = NoteBox.open(seal, place);
    other.add(share(1), release, due);
    Files.write(place.published(2), bad(2)); // a file that somebody put there
    Files.write(place.published(3), new byte[NoteBox.BYTES + 1]);
    box.refresh();
    assertThat(box.shares().good()).hasSize(1);
    assertThat(box.shares().shamed()).containsExactly("custodian2");
    assertThat(NoteBox.open(seal, place).shares().good()).hasSize(1);
  }

  @Test
  void anOpeningIsReadAsItWasWritten() throws IOException, FormatException {
    LocalOpening opening = new LocalOpening("0a".repeat(32), 7, sample.statement);
    assertThat(place.opening()).isNull();
    Files.createDirectories(place.path());
    opening.write(place.path().resolve(LocalOpening.FILE));
    assertThat(place.opening()).isEqualTo(opening);
    assertThat(LocalOpening.parse(opening.print().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(opening);
    Files.writeString(place.path().resolve(LocalOpening.FILE), opening.print() + "more\n");
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> place.opening())
        .withMessageContaining("cannot be read");
  }
}
