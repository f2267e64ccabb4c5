package broadside.mail.source;

import static broadside.mail.source.Packing.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCounterTest {
  private static final String FROM = "From ada@example.org Thu Apr  2 10:00:00 2015\n";

  @TempDir Path root;

  @Test
  void countsSeparatorsFilesAndMembers() throws IOException {
    Files.write(root.resolve("box"), bytes((FROM + "Subject: a\n\none\n\n").repeat(3)));
    Files.write(root.resolve("picture"), new byte[] {1, 2, 3});
    Files.createDirectories(root.resolve("deep/deeper"));
    Files.write(
        root.resolve("deep/deeper/x.zip"),
        Packing.zip(Map.of("1.eml", bytes("Subject: a\n\n"), "note", bytes("hello"))));
    assertThat(SourceCounter.count(root, SourceOptions.DEFAULT)).isEqualTo(3 + 1 + 2);
  }

  @Test
  @Tag("slow")
  void countsBoxesWhoseSeparatorsFallOnBlockEdges() throws IOException {
    for (int padding = 65_536 - 120; padding < 65_536 + 60; padding++) {
      String first = FROM + "Subject: a\n\n" + "x".repeat(padding) + "\n\n";
      Files.write(root.resolve("box"), bytes(first + FROM + "Subject: b\n\ntwo\n\n"));
      assertThat(Events.of(root.resolve("box")).mails).hasSize(2);
    }
  }

  /** A reader that loses mails must not go unnoticed. */
  @Test
  void differsFromReaderThatLosesOneMail() throws IOException {
    Path box = root.resolve("box");
    String mail = FROM + "Subject: a\n\none\n\n";
    Files.write(box, bytes(mail.repeat(100)));
    long expected = SourceCounter.count(box, SourceOptions.DEFAULT);
    Files.write(box, bytes(mail.repeat(60) + mail.replace("From ", "Form ") + mail.repeat(39)));
    Events lossy = new Events();
    MailSource.open(box, SourceOptions.DEFAULT).read(lossy);
    assertThat(expected).isEqualTo(100);
    assertThat(lossy.count()).isEqualTo(99);
  }
}
