package broadside.intake.release;

import broadside.archive.mirror.Mirror;
import broadside.archive.release.CheckMonitor;
import broadside.intake.PrivateDirectory;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.Signer;
import broadside.proof.release.Reason;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is done to a sealed release in tests that disturb it. Sealing draws a fresh secret each
 * time; opening has the same bytes whenever it is done.
 */
enum SealedTask implements Task {
  /** Seals the letters that wait. */
  SEAL,
  /** Takes that release back, and seals its letters again. */
  RESEAL,
  /** Takes the notes of custodians, logs receipts, opens the release, and tells the log. */
  OPEN,
  /** Takes the notes of custodians into a mirror, and opens the release. */
  OPEN_MIRROR;

  /** The release that it seals, or opens. */
  int number() {
    return this == RESEAL ? SealedLetters.NUMBER + 1 : SealedLetters.NUMBER;
  }

  /** When the release is due: long ago. */
  static final Instant HOUR = Letters.TIME.plus(Duration.ofHours(1));

  /** How many custodians open it. */
  static final int THRESHOLD = 2;

  /** By which it is due. */
  static final Clock CLOCK = Clock.fixed(HOUR, ZoneOffset.UTC);

  /** By which it can be taken back. */
  static final Clock BEFORE = Clock.fixed(Letters.TIME, ZoneOffset.UTC);

  /** Where the notes lie that are taken: beside the directory that takes them. */
  static Path notes(Letters letters) {
    return letters.publication().resolveSibling("notes");
  }

  @Override
  public void make(Letters letters) throws IOException {
    if (this == OPEN_MIRROR) {
      openMirror(letters);
      return;
    }
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
      Signer signer = new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy());
      switch (this) {
        case SEAL -> new Sealer(open).seal(choice(ReleaseChoice.ALL), signer, ReleaseMonitor.NONE);
        case RESEAL -> reseal(open, new SealedReleases(open, BEFORE), signer, ReleaseMonitor.NONE);
        case OPEN -> open(new SealedReleases(open, CLOCK), letters, signer);
        case OPEN_MIRROR -> throw new IllegalStateException();
      }
    }
  }

  static void reseal(
      PrivateDirectory open, SealedReleases sealed, Signer signer, ReleaseMonitor monitor)
      throws IOException {
    SealedStatement _ =
        new Sealer(open)
            .reseal(
                sealed,
                sealed.voiding(SealedLetters.NUMBER, Reason.SAFETY, Letters.TIME),
                choice(new ReleaseChoice.OfVoid(SealedLetters.NUMBER)),
                signer,
                monitor);
  }

  static Sealer.Choice choice(ReleaseChoice messages) {
    Terms terms = new Terms(HOUR, 1, 0, true);
    return new Sealer.Choice(messages, "", terms, THRESHOLD, Letters.TIME);
  }

  private static void open(SealedReleases sealed, Letters letters, Signer signer)
      throws IOException {
    for (byte[] note : read(notes(letters))) {
      sealed.take(note);
    }
    List<String> _ = sealed.logReceipts();
    List<String> told = new ArrayList<>();
    List<Integer> _ = sealed.open(CheckMonitor.NONE, told);
    check(told);
    for (int number : sealed.unlogged()) {
      sealed.publish(sealed.opening(number, HOUR), signer);
    }
  }

  private static void openMirror(Letters letters) throws IOException {
    check(
        Mirror.open(letters.publication(), read(notes(letters)), CLOCK, CheckMonitor.NONE).notes());
  }

  private static void check(List<String> told) throws IOException {
    if (!told.isEmpty()) {
      throw new IOException(String.join(" ", told));
    }
  }

  /** The notes in a directory. */
  static List<byte[]> read(Path directory) throws IOException {
    List<byte[]> notes = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        notes.add(Files.readAllBytes(file));
      }
    }
    return notes;
  }
}
