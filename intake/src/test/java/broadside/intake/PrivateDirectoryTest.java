package broadside.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import broadside.archive.About;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.ledger.LedgerException;
import broadside.intake.sign.Founding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {
  private static final About ABOUT = new About("Harbour letters", "", "", "en", "");

  @TempDir Path parent;

  @Test
  void makesAPublicationThatOnlyItsOwnerCanRead() throws Exception {
    Path publication = create();
    assertThat(permissions("private")).isEqualTo("rwx------");
    assertThat(permissions("private/keys/thread.key")).isEqualTo("rw-------");
    assertThat(About.parse(Files.readAllBytes(publication.resolve("public/about"))))
        .isEqualTo(ABOUT);
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      assertThat(directory.settings()).isEqualTo(Settings.DEFAULT);
      assertThat(directory.threadKey()).hasSize(32);
    }
  }

  @Test
  void goesOnWhereAnInterruptedInitStopped() throws IOException {
    Files.createDirectories(parent.resolve("pub/public"));
    Files.createDirectories(parent.resolve("pub/private.new/keys"));
    Files.writeString(parent.resolve("pub/private.new/keys/thread.key"), "half");
    PrivateDirectory.open(create()).close();
  }

  @Test
  void neverOverwritesWhatIsThere() throws IOException {
    Path publication = create();
    assertRefuses(Refusal.ALREADY_THERE, this::create);
    Files.createDirectory(publication.resolve("public/releases"));
    Files.move(publication.resolve("private"), parent.resolve("elsewhere"));
    assertRefuses(Refusal.ALREADY_THERE, this::create);
  }

  @Test
  @Tag("slow")
  void letsOneWriterIn() throws IOException {
    Path publication = create();
    try (PrivateDirectory first = PrivateDirectory.open(publication)) {
      assertRefuses(Refusal.LOCKED, () -> PrivateDirectory.open(publication));
      PrivateDirectory.read(publication).close();
      assertThat(first.ledger().sources().accounts()).isEmpty();
      assertRefuses(Refusal.LOCKED, () -> PrivateDirectory.open(publication));
    }
    PrivateDirectory.open(publication).close();
  }

  /** As the publisher's service does, beside which commands are used. */
  @Test
  void waitsForAWriterThatIsDoneInAMoment() throws Exception {
    Path publication = create();
    PrivateDirectory first = PrivateDirectory.open(publication);
    FutureTask<Boolean> done =
        new FutureTask<>(() -> {
          Thread.sleep(300);
          first.close();
          return true;
        });
    Thread _ = Thread.ofPlatform().start(done);
    PrivateDirectory.open(publication).close();
    assertThat(done.get()).isTrue();
  }

  /** On a full disk the holder's process id cannot be written: nobody holds the lock then. */
  @Test
  @Tag("slow")
  void isNotLockedByAnOpeningThatFailed() throws IOException {
    Path publication = create();
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    Path lock = publication.resolve("private/lock");
    Files.delete(lock);
    Files.createSymbolicLink(lock, full);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> PrivateDirectory.open(publication))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
    }
    Files.delete(lock);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertRefuses(Refusal.NOT_A_PUBLICATION, () -> PrivateDirectory.open(parent));
    Path publication = create();
    Files.delete(publication.resolve("private/ledger.db"));
    assertThatThrownBy(() -> PrivateDirectory.open(publication))
        .hasMessageContaining("private/ledger.db")
        .hasMessageContaining("restore it from a copy");
  }

  @Test
  void refusesADamagedLedgerAndLetsGoOfTheLock() throws IOException {
    Path publication = create();
    byte[] bytes = Files.readAllBytes(publication.resolve("private/ledger.db"));
    Files.writeString(publication.resolve("private/ledger.db"), "nonsense".repeat(1000));
    assertThatThrownBy(() -> PrivateDirectory.open(publication))
        .isInstanceOf(LedgerException.class);
    Files.write(publication.resolve("private/ledger.db"), bytes);
    PrivateDirectory.open(publication).close();
  }

  @Test
  void refusesSettingsThatNothingReads() throws IOException {
    Path publication = create();
    Path settings = publication.resolve("private/broadside.toml");
    Files.writeString(settings, "hold_attachments = true\n");
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      assertThat(directory.settings().holdAttachments()).isTrue();
    }
    for (String wrong : new String[] {"hold_atachments = true", "hold_attachments = 1", "= ="}) {
      Files.writeString(settings, wrong + "\n");
      assertRefuses(Refusal.BAD_SETTINGS, () -> PrivateDirectory.open(publication));
    }
  }

  private Path create() throws IOException {
    Path publication = parent.resolve("pub");
    Founding.create(publication, ABOUT, Settings.DEFAULT);
    return publication;
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(parent.resolve("pub").resolve(name)));
  }

  private static void assertRefuses(Refusal refusal, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IntakeException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
  }
}
