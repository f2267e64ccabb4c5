package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.CheckMonitor;
import broadside.intake.PrivateDirectory;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private void complete() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(sealed.letters().publication())) {
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
