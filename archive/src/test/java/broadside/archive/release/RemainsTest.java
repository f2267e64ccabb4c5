package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.proof.release.FileList;
import broadside.proof.release.Reason;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemainsTest {
  private static final int MAILS = 30;

  @TempDir Path directory;
  private Path made;

  @BeforeEach
  void makeDirectories() throws IOException {
    Files.createDirectory(directory.resolve("origin"));
    Files.createDirectory(directory.resolve("copy"));
    made = Files.createDirectory(directory.resolve("made"));
  }

  /** Volumes of one mail each, of some, and one volume of all. */
  @ParameterizedTest
  @ValueSource(longs = {300, 2_000, ZipFormat.VOLUME_BYTES})
  @Tag("slow")
  void areTheBytesThatThePublisherWrites(long volumeBytes) throws IOException {
    ReleaseSample sample = sample(volumeBytes);
    Path held = keepACopy();
    TakenBack before = TakenBack.NOTHING;
    for (long[] taken :
        new long[][] {{1}, {30}, {7, 8, 9}, {2, 3, 29}, {4, 5, 6, 10, 11, 12, 13, 14, 15}}) {
      sample.withdraw(1, taken);
      assertMadeAsPublished(held, before, volumeBytes);
      held = keepACopy();
      before = taken();
    }
  }

  @Test
  void areAnEmptyZipWhereNothingRemains() throws IOException {
    ReleaseSample sample = sample(ZipFormat.VOLUME_BYTES);
    Path held = keepACopy();
    long[] all = new long[MAILS];
    for (int i = 0; i < MAILS; i++) {
      all[i] = i + 1L;
    }
    sample.withdraw(1, all);
    assertMadeAsPublished(held, TakenBack.NOTHING, ZipFormat.VOLUME_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.zip", "places", "salts"})
  @Tag("slow")
  void differWhereWhatIsHeldHasRotted(String name) throws IOException {
    ReleaseSample sample = sample(ZipFormat.VOLUME_BYTES);
    sample.withdraw(1, 30);
    Path held = keepACopy();
    TakenBack before = taken();
    sample.withdraw(1, 7);
    byte[] bytes = Files.readAllBytes(held.resolve(name));
    for (int at = 0; at < bytes.length; at += 1 + bytes.length / 40) {
      bytes[at] ^= 1;
      Files.write(held.resolve(name), bytes);
      bytes[at] ^= 1;
      Durable.deleteTree(made);
      Files.createDirectory(made);
      try {
        List<FileList.Entry> files = Remains.write(held, before, taken(), made, CheckMonitor.NONE);
        for (FileList.Entry file : files) {
          boolean isSame =
              Files.mismatch(made.resolve(file.name()), published().resolve(file.name())) == -1;
          assertThat(file.equals(fileList().find(file.name()))).isEqualTo(isSame);
        }
      } catch (ReleaseException e) {
        assertThat(e).hasMessageContaining("Release 1 is damaged");
      }
    }
  }

  @Test
  void stopWhenTheyAreAskedTo() throws IOException {
    ReleaseSample sample = sample(ZipFormat.VOLUME_BYTES);
    Path held = keepACopy();
    sample.withdraw(1, 3);
    CheckMonitor stop =
        new CheckMonitor() {
          private int left = 4;

          @Override
          public boolean isCancelled() {
            return left-- == 0;
          }

          @Override
          public void progress(long bytes) {}
        };
    assertThatThrownBy(() -> Remains.write(held, TakenBack.NOTHING, taken(), made, stop))
        .isInstanceOf(InterruptedIOException.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-,-,true", "-,a,false", "a,a,true", "a,b,false", "a,-,true", "gone,a,false"})
  void areHeldWhereNothingNewTakesThePlaceOfAMail(String before, String after, boolean held) {
    assertThat(Remains.areHeld(taken(before), taken(after))).isEqualTo(held);
  }

  private static TakenBack taken(String mail) {
    if (mail == null) {
      return TakenBack.NOTHING;
    }
    String commitment = mail.equals("gone") ? null : mail.repeat(64);
    Withdrawal.Taken taken = new Withdrawal.Taken(5, Reason.COURT_ORDER, commitment);
    return new TakenBack(1, 0, "", Map.of(5L, new TakenBack.Act(taken, Instant.EPOCH)));
  }

  private ReleaseSample sample(long volumeBytes) throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory.resolve("origin")).withVolumes(volumeBytes);
    sample.release("First", MAILS);
    return sample;
  }

  private Path published() {
    return directory.resolve("origin/releases/1");
  }

  private TakenBack taken() throws IOException {
    CheckedLog log = CheckedLog.open(new LogDirectory(directory.resolve("origin")));
    return TakenBack.of(log.history(), 1);
  }

  private FileList fileList() throws IOException {
    try {
      return FileList.parse(Files.readAllBytes(published().resolve(FileList.FILE)));
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path keepACopy() throws IOException {
    Path copy = directory.resolve("copy/1");
    Durable.deleteTree(copy);
    Files.createDirectory(copy);
    try (var files = Files.list(published())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
      }
    }
    return copy;
  }

  private void assertMadeAsPublished(Path held, TakenBack before, long volumeBytes)
      throws IOException {
    Durable.deleteTree(made);
    Files.createDirectory(made);
    List<FileList.Entry> files =
        Remains.write(held, before, taken(), made, CheckMonitor.NONE, volumeBytes);
    assertThat(files).extracting(FileList.Entry::name).contains("mail.zip", "salts", "places");
    FileList published = fileList();
    for (FileList.Entry file : files) {
      assertThat(file).isEqualTo(published.find(file.name()));
      assertThat(made.resolve(file.name()))
          .hasSameBinaryContentAs(published().resolve(file.name()));
    }
    assertThat(published.files().stream().filter(f -> f.name().endsWith(".zip")))
        .hasSize((int) files.stream().filter(f -> f.name().endsWith(".zip")).count());
  }
}
