package broadside.intake.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import broadside.archive.About;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.check.PrivateCheck;
import broadside.intake.ledger.SourceAccount;
import broadside.intake.sign.Founding;
import broadside.mail.source.MailSource;
import broadside.mail.source.SourceOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class IntakeLimitsTest {
  @TempDir Path parent;

  @Test
  void takesTheLargestMailsInASmallHeap() throws Exception {
    Path publication = create(parent.resolve("pub"));
    Path inbox = parent.resolve("inbox");
    for (int i = 0; i < 4; i++) {
      appendHugeMail(inbox, i);
      TestMails.mbox(inbox, i * 100, i * 100 + 100);
    }
    Process process = IntakeProcess.start(publication, inbox, "-Xmx512m");
    assertThat(process.waitFor()).as(Files.readString(Path.of(publication + ".log"))).isZero();
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      SourceAccount account = directory.ledger().sources().accounts().getFirst();
      assertThat(account.waiting()).isEqualTo(404);
      assertThat(account.addsUp()).isTrue();
    }
  }

  @Test
  void letsOneProcessIn() throws Exception {
    Path publication = create(parent.resolve("pub"));
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 10);
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      assertThat(IntakeProcess.start(publication, inbox).waitFor()).isNotZero();
      assertThat(Path.of(publication + ".log"))
          .content()
          .contains("Another process (" + ProcessHandle.current().pid() + ") is working on");
      assertThat(directory.ledger().sources().accounts()).isEmpty();
    }
    assertThat(IntakeProcess.start(publication, inbox).waitFor()).isZero();
  }

  @Test
  void goesOnWhenAFullDiskHasRoomAgain() throws Exception {
    Path disk = Files.createDirectory(parent.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0,
        "needs root and the right to mount a small disk");
    try {
      Path publication = create(disk.resolve("pub"));
      Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 30_000);
      assertThatThrownBy(() -> add(publication, inbox))
          .isInstanceOfSatisfying(
              IntakeException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NO_SPACE))
          .hasMessageContaining("make room first");
      assertThatThrownBy(() -> addWithoutAsking(publication, inbox))
          .isInstanceOfSatisfying(
              IntakeException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NO_SPACE))
          .hasMessageContaining("The disk is full");
      try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
        assertThat(PrivateCheck.of(directory, () -> false, (n, b) -> {}).problems()).isEmpty();
      }
      assertThat(run("mount", "-o", "remount,size=200m", disk.toString())).isZero();
      IntakeResult result = add(publication, inbox);
      assertThat(result.addsUp()).isTrue();
      assertThat(result.account().waiting()).isEqualTo(30_000);
      Path clean = create(parent.resolve("clean"));
      add(clean, inbox);
      assertThat(LedgerDump.of(publication)).isEqualTo(LedgerDump.of(clean));
    } finally {
      run("umount", disk.toString());
    }
  }

  private static IntakeResult add(Path publication, Path source) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      return new Intake(directory, SourceOptions.DEFAULT).add(source, IntakeMonitor.NONE);
    }
  }

  /** As if another program had filled the disk after the question whether there is room. */
  private static void addWithoutAsking(Path publication, Path source) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      new Intake(directory, SourceOptions.DEFAULT)
          .add(
              source,
              visitor -> MailSource.open(source, SourceOptions.DEFAULT).read(visitor),
              IntakeMonitor.NONE);
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static Path create(Path publication) throws IOException {
    Founding.create(publication, new About("Harbour letters", "", "", "en", ""), Settings.DEFAULT);
    return publication;
  }

  /** A mail of 60 MiB with an attachment that does not deflate. */
  private static void appendHugeMail(Path mbox, int seed) throws IOException {
    byte[] random = new byte[57 * 1024];
    Random source = new Random(seed);
    Base64.Encoder base64 = Base64.getMimeEncoder(76, new byte[] {'\n'});
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(mbox, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      out.write(
          """
          From clerk@harbour.example Mon Mar  1 10:00:00 2021
          From: clerk@harbour.example
          Date: Mon, 1 Mar 2021 10:00:00 +0000
          Subject: The whole survey
          MIME-Version: 1.0
          Content-Type: application/octet-stream; name=survey.bin
          Content-Transfer-Encoding: base64

          """
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 800; i++) {
        source.nextBytes(random);
        out.write(base64.encode(random));
        out.write('\n');
      }
      out.write('\n');
    }
  }
}
