package broadside.intake.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.About;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.ledger.SourceAccount;
import broadside.intake.sign.Founding;
import broadside.mail.source.SourceOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceAddedAgainTest {
  private static final byte[] NO_MAIL = {0, 1, 2, 3, 4, 5, 6, 7};

  @TempDir Path parent;
  private Path publication;

  @BeforeEach
  void create() throws IOException {
    publication = parent.resolve("pub");
    Founding.create(publication, new About("Harbour letters", "", "", "en", ""), Settings.DEFAULT);
  }

  @Test
  void forgetsWhatWasRefusedOfASourceThatWasMended() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("folder"));
    TestMails.mbox(folder.resolve("a.mbox"), 0, 5);
    Files.write(folder.resolve("b.mbox"), NO_MAIL);
    Files.createFile(folder.resolve("c.eml"));
    Path other = Files.write(parent.resolve("other.mbox"), NO_MAIL);
    add(other);
    assertThat(add(folder).account().refused()).isEqualTo(2);

    Files.delete(folder.resolve("b.mbox"));
    TestMails.mbox(folder.resolve("b.mbox"), 5, 8);
    SourceAccount account = add(folder).account();
    assertThat(account.refused()).isEqualTo(1);
    assertThat(account.waiting()).isEqualTo(8);
    assertThat(account.gone()).isZero();
    assertThat(account.addsUp()).isTrue();
    assertThat(refused()).containsExactly("other.mbox", "c.eml");
    assertThat(add(folder).account()).isEqualTo(account);
  }

  @Test
  void keepsWhatWasRefusedWhereTheReadingIsStopped() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("folder"));
    TestMails.mbox(folder.resolve("a.mbox"), 0, 5);
    Files.write(folder.resolve("b.mbox"), NO_MAIL);
    add(folder);
    Files.delete(folder.resolve("b.mbox"));
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      Intake intake = new Intake(directory, SourceOptions.DEFAULT);
      assertThatThrownBy(() ->
              intake.add(
                  folder,
                  visitor -> {
                    throw new IOException("the disk is gone");
                  },
                  IntakeMonitor.NONE))
          .hasMessage("the disk is gone");
    }
    assertThat(refused()).containsExactly("b.mbox");
    assertThat(add(folder).account().gone()).isZero();
    assertThat(refused()).isEmpty();
  }

  @Test
  void asksForRoomForWhatIsNewAlone() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("folder"));
    TestMails.mbox(folder.resolve("a.mbox"), 0, 1);
    Path outlook =
        Files.write(folder.resolve("b.pst"), "!BDN and more".getBytes(StandardCharsets.UTF_8));
    add(folder);
    long free = Files.getFileStore(parent).getUsableSpace();
    try (RandomAccessFile sparse = new RandomAccessFile(outlook.toFile(), "rw")) {
      sparse.setLength(free * 10); // it takes no room, and nothing of it is read
    }
    IntakeResult again = add(folder);
    assertThat(again.known()).isEqualTo(2);
    assertThat(again.addsUp()).isTrue();

    TestMails.mbox(folder.resolve("c.mbox"), 1, 2);
    assertThatThrownBy(() -> add(folder))
        .isInstanceOfSatisfying(
            IntakeException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NO_SPACE))
        .hasMessageContaining("make room first");
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      assertThat(directory.ledger().sources().accounts()).containsExactly(again.account());
    }
  }

  private List<String> refused() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      return directory.ledger().sources().refused(100).stream().map(o -> o.file()).toList();
    }
  }

  private IntakeResult add(Path source) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      return new Intake(directory, SourceOptions.DEFAULT).add(source, IntakeMonitor.NONE);
    }
  }
}
