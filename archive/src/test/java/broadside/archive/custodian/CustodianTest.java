package broadside.archive.custodian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.LocalOpening;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.history.Turn;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts, each of whose checks is provoked, and shares. */
class CustodianTest {
  @TempDir private Path directory;
  private Chamber chamber;
  private CustodianDirectory keep;

  @BeforeEach
  void found() throws Exception {
    chamber = new Chamber(directory);
    keep = chamber.keep(chamber.server);
  }

  @AfterEach
  void close() throws IOException {
    chamber.close();
  }

  private Entrusted held(int custodian) throws IOException {
    Chamber.sync(keep, chamber.here);
    return chamber.entrusted(keep, 1, custodian);
  }

  private void assertRefused(Entrusted of, Custodian custodian, String... why) {
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> custodian.receipt(of, CheckMonitor.NONE))
        .satisfies(e -> assertThat(e.getMessage()).contains(why));
    assertThat(of.directory().path().resolve("receipt-1.note")).doesNotExist();
  }

  @Test
  @Tag("slow")
  void aReceiptIsTheOneThatTheLogTakes() throws Exception {
    SealedStatement seal = chamber.seal(Chamber.TERMS);
    Entrusted of = held(1);
    assertThat(of.isMine()).isTrue();
    assertThat(of.isReceiptSigned()).isFalse();
    byte[] note = chamber.custodian(1).receipt(of, CheckMonitor.NONE);
    SignedStatement receipt = SignedStatement.parse(note);
    receipt.check(chamber.policy);
    assertThat(receipt.statement())
        .isEqualTo(new Receipt(seal.publication(), 1, 1, seal.sha256(), Chamber.TIME));
    assertThat(of.isReceiptSigned()).isTrue();
    assertThat(of.directory().receipt(1)).hasBinaryContent(note);
    chamber.here.set(Chamber.TIME.plusSeconds(60));
    assertThat(chamber.custodian(1).receipt(of, CheckMonitor.NONE)).isEqualTo(note);

    chamber.append(note);
    assertThat(held(1).isReceiptLogged()).isTrue();
    assertThat(held(2).isReceiptLogged()).isFalse();
    chamber.append(chamber.custodian(2).receipt(held(2), CheckMonitor.NONE));
    assertThat(held(1).release().isArmed()).isFalse();
    chamber.append(chamber.custodian(3).receipt(held(3), CheckMonitor.NONE));
    assertThat(held(1).release().isArmed()).isTrue();
  }

  @Test
  @Tag("slow")
  void aBadShareGetsNoReceipt() throws Exception {
    chamber.seal(
        Chamber.TERMS,
        dealt -> {
          Share other = new Share(1, Secret.draw(new SecureRandom()));
          return List.of(other, dealt.get(1), dealt.get(2));
        });
    assertRefused(held(1), chamber.custodian(1), "is bad", "Tell the publisher");
    assertThat(chamber.custodian(2).receipt(held(2), CheckMonitor.NONE)).isNotEmpty();
  }

  @Test
  @Tag("slow")
  void theShareOfAnotherGetsNoReceipt() throws Exception {
    chamber.seal(
        Chamber.TERMS,
        dealt -> List.of(new Share(1, dealt.get(1).value()), dealt.get(1), dealt.get(2)));
    assertRefused(held(1), chamber.custodian(1), "is bad");
  }

  @Test
  @Tag("slow")
  void whoIsNoCustodianOfTheSealGivesNone() throws Exception {
    chamber.seal(Chamber.TERMS);
    SigningKey stranger = SigningKey.generate("c1", KeyType.NOTE);
    assertRefused(held(1), new Custodian(stranger, chamber.here), "is sealed for others");
    assertRefused(held(2), chamber.custodian(1), "is sealed for others");
    Entrusted none =
        Entrusted.all(Chamber.log(keep), keep.publicDirectory(), stranger.verifier()).getFirst();
    assertThat(none.isMine()).isFalse();
    assertRefused(none, new Custodian(stranger, chamber.here), "is sealed for others");
  }

  @Test
  @Tag("slow")
  void aChangedPartGetsNoReceipt() throws Exception {
    chamber.seal(Chamber.TERMS);
    Entrusted of = held(1);
    Path part = of.directory().part(1);
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    assertRefused(of, chamber.custodian(1), "part-1.age", "another SHA-256");
    Files.write(part, new byte[77]);
    assertRefused(of, chamber.custodian(1), "part-1.age", "77 bytes");
    Files.delete(part);
    assertRefused(of, chamber.custodian(1), "part-1.age is missing");
  }

  /** A release is open where it can be read. */
  @Test
  @Tag("slow")
  void anOpeningWithoutTheReleaseOpensNothing() throws Exception {
    chamber.seal(Chamber.TERMS);
    Entrusted of = held(1);
    Chamber.Sealing it = chamber.sealing(1);
    new LocalOpening(it.salt(), 2, it.release())
        .write(of.directory().path().resolve(LocalOpening.FILE));
    assertThat(chamber.entrusted(keep, 1, 1).release().isOpen()).isFalse();
    Files.createDirectories(keep.publicDirectory().resolve("releases/1"));
    assertThat(chamber.entrusted(keep, 1, 1).release().isOpen()).isTrue();
  }

  @Test
  @Tag("slow")
  void aChangedOrMissingShareOfAnyoneGetsNoReceipt() throws Exception {
    chamber.seal(Chamber.TERMS);
    Entrusted of = held(1);
    for (int custodian : List.of(3, 1)) {
      Path share = of.directory().share(custodian);
      byte[] kept = Files.readAllBytes(share);
      byte[] changed = kept.clone();
      changed[changed.length - 1] ^= 1;
      Files.write(share, changed);
      assertRefused(of, chamber.custodian(1), share.getFileName().toString());
      Files.delete(share);
      assertRefused(of, chamber.custodian(1), share.getFileName() + " is missing");
      Files.write(share, kept);
    }
    assertThat(chamber.custodian(1).receipt(of, CheckMonitor.NONE)).isNotEmpty();
  }

  @Test
  @Tag("slow")
  void whatIsVoidOrOpenGetsNoReceiptAndNoShare() throws Exception {
    chamber.seal(Chamber.TERMS);
    chamber.seal(Chamber.TERMS);
    chamber.takeBack(1);
    chamber.open(2);
    assertRefused(held(1), chamber.custodian(1), "taken back by its editors");
    Entrusted open = chamber.entrusted(keep, 2, 1);
    assertRefused(open, chamber.custodian(1), "open already");
    Instant after = Chamber.HOUR.plus(Duration.ofDays(9));
    assertThat(chamber.standing(keep, 1, after).turn()).isEqualTo(Turn.VOID);
    assertThat(chamber.standing(keep, 2, after).turn()).isEqualTo(Turn.OPEN);
    for (int number : List.of(1, 2)) {
      Standing standing = chamber.standing(keep, number, after);
      Entrusted of = chamber.entrusted(keep, number, 1);
      assertThatExceptionOfType(ReleaseException.class)
          .isThrownBy(() -> chamber.custodian(1).share(of, standing));
      assertThat(of.isPublished()).isFalse();
    }
  }

  @Test
  @Tag("slow")
  void whatLiesInTheReceiptsPlaceIsNotPassedOff() throws Exception {
    chamber.seal(Chamber.TERMS);
    Entrusted of = held(1);
    Files.writeString(of.directory().receipt(1), "Paid in full.\n");
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> chamber.custodian(1).receipt(of, CheckMonitor.NONE))
        .withMessageContaining("none of your notes");
  }

  @Test
  @Tag("slow")
  void sharesOpenWhatWasSealedAndAreTheSameAgain() throws Exception {
    SealedStatement seal = chamber.seal(Chamber.TERMS);
    chamber.publish(chamber.witnessed(Map.of(1, Chamber.HOUR, 2, Chamber.HOUR)));
    Standing standing = chamber.standing(keep, 1, Chamber.HOUR);
    assertThat(standing.turn()).isEqualTo(Turn.NOW);
    Entrusted of = chamber.entrusted(keep, 1, 1);
    byte[] note = chamber.custodian(1).share(of, standing);
    assertThat(seal.share(note).isGood()).isTrue();
    assertThat(of.directory().published(1)).hasBinaryContent(note);
    assertThat(of.isPublished()).isTrue();
    Files.delete(of.directory().share(1)); // it is not decrypted again
    assertThat(chamber.custodian(1).share(of, standing)).isEqualTo(note);

    byte[] second = chamber.custodian(2).share(chamber.entrusted(keep, 1, 2), standing);
    NoteBox box = NoteBox.open(seal, SealedDirectory.of(keep.publicDirectory(), 1));
    assertThat(box.shares().isEnough()).isTrue();
    assertThat(box.shares().good().getLast().note().encode()).isEqualTo(second);
    assertThat(box.shares().identity("chamber.example/log").recipient())
        .isEqualTo(seal.recipient());
  }

  @Test
  @Tag("slow")
  void aStandingIsGoodForNoOtherRelease() throws Exception {
    chamber.seal(Chamber.TERMS);
    chamber.seal(
        new broadside.proof.statement.Terms(Chamber.HOUR.plus(Duration.ofDays(1)), 48, 10, true));
    chamber.publish(chamber.witnessed(Map.of(1, Chamber.HOUR, 2, Chamber.HOUR)));
    Standing first = chamber.standing(keep, 1, Chamber.HOUR);
    assertThat(first.turn()).isEqualTo(Turn.NOW);
    Entrusted later = chamber.entrusted(keep, 2, 1);
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> chamber.custodian(1).share(later, first))
        .withMessageContaining("not your turn");
    assertThat(chamber.standing(keep, 2, Chamber.HOUR).turn()).isEqualTo(Turn.EARLY);
    byte[] note = chamber.custodian(1).share(chamber.entrusted(keep, 1, 1), first);
    NoteBox other =
        NoteBox.open(later.seal(), SealedDirectory.of(directory.resolve("elsewhere"), 2));
    assertThat(other.add(note, later.release(), Chamber.HOUR.plus(Duration.ofDays(2))))
        .isEqualTo(NoteBox.Taken.NOTHING);
  }
}
