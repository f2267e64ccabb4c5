package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import broadside.archive.release.CheckMonitor;
import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.MailState;
import broadside.intake.release.ReleaseMonitor.Step;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.Signer;
import broadside.proof.history.History;
import broadside.proof.release.Reason;
import broadside.proof.statement.Numbered;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Voiding;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stop has left to do of a sealed release. */
class SealedReleasesTest {
  @TempDir Path directory;
  private SealedLetters sealed;
  private Path encrypted;

  @BeforeEach
  void seal() throws IOException, FormatException {
    sealed = SealedLetters.create(directory);
    SealedTask.SEAL.make(sealed.letters());
    sealed.writeNotes(sealed.letters());
    encrypted = Files.createDirectory(directory.resolve("encrypted"));
    copy(SealedLetters.encrypted(sealed.letters()), encrypted);
  }

  @Test
  @Tag("slow")
  void theNextRunDeletesWhatIsEncryptedWhereAStopCameBefore() throws IOException {
    SealedTask.OPEN.make(sealed.letters());
    assertThat(SealedLetters.encrypted(sealed.letters())).isEmpty();

    leave(sealed.letters());
    complete();
    assertThat(SealedLetters.encrypted(sealed.letters())).isEmpty();
  }

  @Test
  @Tag("slow")
  void soDoesTheNextRunOfAMirrorWhereNothingIsNew() throws IOException {
    assertThat(SealedLetters.encrypted(sealed.mirror())).isNotEmpty();
    SealedTask.OPEN.make(sealed.letters());
    Letters mirror = sealed.mirror();
    assertThat(SealedLetters.encrypted(mirror)).isEmpty();

    leave(mirror);
    assertThat(SealedLetters.encrypted(sealed.mirror())).isEmpty();
  }

  @Test
  @Tag("slow")
  void keepsWhatIsEncryptedUntilTheLogHasOpenedIt() throws IOException {
    List<Path> before = SealedLetters.encrypted(sealed.letters());
    complete();
    assertThat(SealedLetters.encrypted(sealed.letters())).isEqualTo(before).hasSize(4);
  }

  /** A statement can bear any time; which entries an opening knew is written down with it. */
  @Test
  @Tag("slow")
  void aMirrorThatOpenedItStaysOpenThoughAVoidWithAnEarlierTimeComes() throws IOException {
    Letters mirror = sealed.mirror();
    SealedTask.OPEN_MIRROR.make(mirror);
    assertThat(mirror.published()).containsExactly(1, 2, 3, 4, 5);

    SealedTask.RESEAL.make(sealed.letters());
    for (int run = 1; run <= 2; run++) { // each reads the log anew
      assertThat(sealed.mirror().published()).containsExactly(1, 2, 3, 4, 5);
      assertThat(SealedLetters.encrypted(mirror)).as("nobody has them any more").isEmpty();
    }
    assertThat(SealedLetters.history(mirror).sealedRelease(2).isOpen()).isTrue();
    assertThat(SealedLetters.history(sealed.letters()).sealedRelease(2).isVoid()).isTrue();
  }

  /** What the log took back is the publisher's again, wherever it was opened before. */
  @Test
  @Tag("slow")
  void aLedgerThatCatchesUpTakesForVoidWhatTheLogTookBack() throws IOException, FormatException {
    SealedLetters second = SealedLetters.create(Files.createDirectory(directory.resolve("second")));
    Letters older = second.letters().copy(directory.resolve("older"));
    SealedTask.SEAL.make(second.letters());
    second.writeNotes(second.letters());
    Letters mirror = second.mirror();
    SealedTask.OPEN_MIRROR.make(mirror);
    takeBack(second.letters(), SealedLetters.NUMBER);
    assertThat(second.mirror().published()).containsExactly(1, 2, 3, 4, 5);

    try (PrivateDirectory open = PrivateDirectory.open(older.publication())) {
      CatchUp.Done _ = new CatchUp(open, ReleaseMonitor.NONE).from(mirror.publicDirectory());
    }
    assertThat(SealedLetters.history(older).sealedRelease(SealedLetters.NUMBER).isVoid()).isTrue();
    assertThat(older.published()).containsExactly(1, 2, 3);
    assertThat(older.release(ReleaseChoice.ALL).count()).isEqualTo(2);
    assertThat(older.published()).containsExactly(1, 2, 3, 4, 5);
  }

  /** A copy that learns of seal and void at once never has its files, and nobody needs them. */
  @Test
  @Tag("slow")
  void nobodyMissesAVoidReleaseWhoseFilesNeverCame() throws IOException, FormatException {
    SealedLetters second = SealedLetters.create(Files.createDirectory(directory.resolve("second")));
    Letters letters = second.letters();
    Letters older = letters.copy(directory.resolve("older"));
    letters.release(new ReleaseChoice.Oldest(1));
    SealedTask.SEAL.make(letters);
    takeBack(letters, 3);
    Letters mirror = second.mirror();
    assertThat(mirror.publicDirectory().resolve("sealed/3")).doesNotExist();

    try (PrivateDirectory open = PrivateDirectory.open(older.publication())) {
      CatchUp.Done _ = new CatchUp(open, ReleaseMonitor.NONE).from(mirror.publicDirectory());
    }
    complete(older);
    assertThat(older.published())
        .as("the release before it has its name")
        .containsExactly(1, 2, 3, 4);

    Letters anew = new Letters(directory.resolve("anew"));
    new Refounding(mirror.publicDirectory()).create(anew.publication(), CheckMonitor.NONE);
    complete(anew);
    assertThat(older.release(ReleaseChoice.ALL).number()).isEqualTo(4);
  }

  private static void takeBack(Letters letters, int release) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      SealedReleases releases = new SealedReleases(open, SealedTask.BEFORE);
      releases.publish(releases.voiding(release, Reason.SAFETY, Letters.TIME), signer(open));
    }
  }

  private static Signer signer(PrivateDirectory open) throws IOException {
    return new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy());
  }

  /** Editors elsewhere sign in time, and it is published too late. */
  @Test
  @Tag("slow")
  void aVoidIsNotPublishedFromItsHourOn() throws IOException {
    Map<String, String> files = sealed.letters().files();
    try (PrivateDirectory open = PrivateDirectory.open(sealed.letters().publication())) {
      Voiding voiding =
          new SealedReleases(open, SealedTask.BEFORE)
              .voiding(SealedLetters.NUMBER, Reason.SAFETY, Letters.TIME);
      SealedReleases late = new SealedReleases(open, SealedTask.CLOCK);
      assertThatExceptionOfType(IntakeException.class)
          .isThrownBy(() -> late.publish(voiding, signer(open)))
          .withMessageContaining("could be taken back until", "Nothing was changed");
    }
    assertThat(sealed.letters().files()).isEqualTo(files);
    assertThat(sealed.letters().counts().getOrDefault(MailState.WAITING, 0L)).isZero();
  }

  /** Whose clock is behind must not publish mails twice. */
  @Test
  @Tag("slow")
  void aVoidIsNotPublishedOfWhatWasOpened() throws IOException {
    Voiding voiding;
    try (PrivateDirectory open = PrivateDirectory.open(sealed.letters().publication())) {
      voiding =
          new SealedReleases(open, SealedTask.BEFORE)
              .voiding(SealedLetters.NUMBER, Reason.SAFETY, Letters.TIME);
    }
    SealedTask.OPEN.make(sealed.letters());
    try (PrivateDirectory open = PrivateDirectory.open(sealed.letters().publication())) {
      SealedReleases behind = new SealedReleases(open, SealedTask.BEFORE);
      assertThatExceptionOfType(IntakeException.class)
          .isThrownBy(() -> behind.publish(voiding, signer(open)))
          .withMessageContaining("is open already");
    }
    assertThat(SealedLetters.history(sealed.letters()).voids()).isEmpty();
    assertThat(sealed.letters().counts().getOrDefault(MailState.WAITING, 0L)).isZero();
  }

  /** Encrypting takes long where there is much. */
  @Test
  @Tag("slow")
  void aResealThatIsNotDoneBeforeTheHourChangesNothing() throws IOException {
    Map<String, String> files = sealed.letters().files();
    AtomicReference<Instant> now = new AtomicReference<>(Letters.TIME);
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    try (PrivateDirectory open = PrivateDirectory.open(sealed.letters().publication())) {
      ReleaseMonitor slow = new Steps(Step.WRITING, () -> now.set(SealedTask.HOUR));
      assertThatExceptionOfType(IntakeException.class)
          .isThrownBy(
              () -> SealedTask.reseal(open, new SealedReleases(open, clock), signer(open), slow))
          .withMessageContaining("could be taken back until");
    }
    assertThat(sealed.letters().files()).isEqualTo(files);
    assertThat(sealed.letters().publication().resolve("private/releases")).isEmptyDirectory();
    SealedTask.RESEAL.make(sealed.letters());
    assertThat(SealedLetters.history(sealed.letters()).sealedRelease(3)).isNotNull();
  }

  /** What the ledger has is published, and needs its secret no more. */
  @Test
  @Tag("slow")
  void aProposedSealThatWasNotPublishedIsFinishedByTheNextRun() throws IOException {
    sealed.letters().add(6);
    Path inTheWay = sealed.letters().publicDirectory().resolve("sealed/3");
    Files.writeString(inTheWay, "in the way");
    Path proposal = Files.createDirectory(directory.resolve("proposal"));
    try (PrivateDirectory open = PrivateDirectory.open(sealed.letters().publication())) {
      Sealer sealer = new Sealer(open);
      SignedStatement signed =
          signer(open)
              .sign(
                  sealer.propose(
                      SealedTask.choice(ReleaseChoice.ALL), proposal, ReleaseMonitor.NONE));
      Path secret = proposal.resolve(Sealer.SECRET);
      Path other = Files.createLink(directory.resolve("other"), secret);
      byte[] bytes = Files.readAllBytes(other);

      assertThatIllegalStateException()
          .as("killed")
          .isThrownBy(() ->
              sealer.seal(
                  signed,
                  proposal,
                  new Steps(
                      Step.COMMITTED,
                      () -> {
                        throw new IllegalStateException("killed");
                      })));
      assertThat(secret).hasBinaryContent(bytes);
      assertThatExceptionOfType(IOException.class)
          .as("not to be published")
          .isThrownBy(() -> sealer.seal(signed, proposal, ReleaseMonitor.NONE));
      assertThat(secret).doesNotExist();
      assertThat(other).as("overwritten").hasBinaryContent(new byte[bytes.length]);

      Files.delete(inTheWay);
      assertThat(sealer.seal(signed, proposal, ReleaseMonitor.NONE)).isEqualTo(signed.statement());
    }
    History history = SealedLetters.history(sealed.letters());
    assertThat(history.sealedReleases()).hasSize(2);
    assertThat(history.newest()).isNotNull().extracting(Numbered::number).isEqualTo(3);
  }

  /** A ledger that caught up names the release, then what lies beside its parts. */
  @Test
  @Tag("slow")
  void theNextRunNamesTheOpeningWhereAStopCameAfterTheRelease() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(sealed.letters().publication())) {
      SealedReleases releases = new SealedReleases(open, SealedTask.CLOCK);
      for (byte[] note : SealedTask.read(SealedTask.notes(sealed.letters()))) {
        releases.take(note);
      }
      assertThat(releases.open(CheckMonitor.NONE, new ArrayList<>())).containsExactly(2);
    }
    Map<String, String> files = sealed.letters().files();
    Path aside = sealed.letters().publication().resolve("private/releases/sealed-2");
    Files.move(sealed.letters().publicDirectory().resolve("sealed/2"), aside);

    complete();
    assertThat(aside).doesNotExist();
    assertThat(sealed.letters().files()).isEqualTo(files);
    assertThat(sealed.letters().published()).containsExactly(1, 2, 3, 4, 5);
  }

  /** A stop before the commit leaves encrypted files of a release that is not made after all. */
  @Test
  @Tag("slow")
  void aReleaseLeavesNothingOfASealThatWasStopped() throws IOException {
    Path asides = sealed.letters().publication().resolve("private/releases");
    Path stopped = Files.createDirectory(asides.resolve("sealed-3"));
    copy(SealedLetters.encrypted(sealed.letters()), stopped);
    sealed.letters().add(6);

    assertThat(sealed.letters().release(ReleaseChoice.ALL).number()).isEqualTo(3);
    assertThat(asides).isEmptyDirectory();
  }

  /** Does something at a step. */
  private record Steps(Step at, Runnable action) implements ReleaseMonitor {
    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void step(Step step) {
      if (step == at) {
        action.run();
      }
    }

    @Override
    public void progress(Progress progress) {}
  }

  private void complete() throws IOException {
    complete(sealed.letters());
  }

  private static void complete(Letters letters) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
    }
  }

  /** As a stop leaves it that came when the first file was deleted. */
  private void leave(Letters letters) throws IOException {
    try (Stream<Path> files = Files.list(encrypted)) {
      copy(
          files.filter(file -> !file.endsWith("share-3.age")).toList(),
          letters.publicDirectory().resolve("sealed/2"));
    }
    assertThat(SealedLetters.encrypted(letters)).hasSize(3);
  }

  private static void copy(List<Path> files, Path to) throws IOException {
    for (Path file : files) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }
}
