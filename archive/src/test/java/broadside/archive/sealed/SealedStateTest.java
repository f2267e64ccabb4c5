package broadside.archive.sealed;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.sealed.SealedState.Stage;
import broadside.proof.history.Logged;
import broadside.proof.history.SealedRelease;
import broadside.proof.note.SignedNote;
import broadside.proof.release.Reason;
import broadside.proof.statement.Hold;
import broadside.proof.statement.Receipt;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Voiding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedStateTest {
  @TempDir static Path directory;
  private static SealSample sample;
  private static SealedStatement seal;
  private static Instant hour;
  private final ShareBox shares = new ShareBox(seal);
  private final TreeMap<Integer, Logged<Receipt>> receipts = new TreeMap<>();

  @BeforeAll
  static void prepare() throws Exception {
    sample = SealSample.in(directory);
    seal = sample.seal(sample.statement, List.of());
    hour = seal.terms().notBefore();
  }

  private <S extends Statement> Logged<S> logged(S statement) {
    String text = statement.print();
    return new Logged<>(
        1, statement, new SignedNote(text, List.of(sample.keys.getFirst().sign(text))));
  }

  private SealedRelease release(List<Logged<Hold>> holds) {
    return new SealedRelease(logged(seal), receipts, holds, null, null, null, null);
  }

  private String words(Instant now) {
    return SealedState.of(release(List.of()), shares, now).words(Instant::toString);
  }

  @Test
  void goesFromSealedToOverdueByTheClock() {
    assertThat(words(hour.minusSeconds(1))).isEqualTo("sealed");
    assertThat(words(hour))
        .isEqualTo("due: 0 of 2 shares, missing custodian1, custodian2, custodian3");
    assertThat(words(hour.plus(SealedState.PATIENCE).minusSeconds(1))).startsWith("due: ");
    assertThat(words(hour.plus(SealedState.PATIENCE))).startsWith("overdue: 0 of 2 shares");
  }

  @Test
  void isArmedWithOneReceiptMoreThanItTakes() {
    for (int i = 1; i <= 3; i++) {
      assertThat(words(hour.minusSeconds(1))).isEqualTo("sealed");
      receipts.put(
          i,
          logged(
              new Receipt(
                  seal.publication(), seal.policy(), seal.number(), seal.sha256(), seal.time())));
    }
    assertThat(words(hour.minusSeconds(1))).isEqualTo("armed");
  }

  @Test
  void namesWhoIsMissingUntilThereAreEnough() {
    assertThat(shares.add(sample.note(seal, 2, sample.share(2)))).isEqualTo(ShareBox.Taken.GOOD);
    assertThat(words(hour)).isEqualTo("due: 1 of 2 shares, missing custodian1, custodian3");
    assertThat(shares.add(sample.note(seal, 1, sample.share(1)))).isEqualTo(ShareBox.Taken.GOOD);
    assertThat(words(hour)).isEqualTo("due: 2 of 2 shares");
    assertThat(shares.add(sample.note(seal, 3, sample.share(3)))).isEqualTo(ShareBox.Taken.GOOD);
    assertThat(words(hour)).isEqualTo("due: 2 of 2 shares");
    assertThat(SealedState.of(release(List.of()), shares, hour).isEnough()).isTrue();
    assertThat(SealedState.of(release(List.of()), null, hour).isEnough()).isFalse();
  }

  @Test
  void isHeldUntilTheEndOfAHoldAndDueThen() {
    Instant until = hour.plus(Duration.ofDays(3));
    Hold hold =
        new Hold(
            seal.publication(), seal.policy(), seal.number(), seal.sha256(), until, seal.time());
    SealedRelease held = release(List.of(logged(hold)));
    SealedState state = SealedState.of(held, shares, hour.plusSeconds(9_000));
    assertThat(state.words(Instant::toString)).isEqualTo("held until " + until);
    assertThat(SealedState.of(held, shares, until).stage()).isEqualTo(Stage.DUE);
    assertThat(SealedState.of(held, shares, until.plusSeconds(3_600)).stage())
        .isEqualTo(Stage.OVERDUE);
  }

  @Test
  void isVoidOrOpenedWhateverTheClockShows() {
    Voiding voiding =
        new Voiding(
            seal.publication(),
            seal.policy(),
            seal.number(),
            seal.sha256(),
            Reason.SAFETY,
            seal.time());
    SealedRelease gone =
        new SealedRelease(logged(seal), receipts, List.of(), logged(voiding), null, null, null);
    SealedRelease open =
        new SealedRelease(
            logged(seal), receipts, List.of(), null, null, sample.statement, "0".repeat(64));
    for (Instant now : List.of(hour.minusSeconds(1), hour.plusSeconds(9_000))) {
      assertThat(SealedState.of(gone, shares, now).words(Instant::toString)).isEqualTo("void");
      assertThat(SealedState.of(open, shares, now).words(Instant::toString)).isEqualTo("opened");
      assertThat(SealedState.of(gone, shares, now).isToCome()).isFalse();
    }
  }
}
