package broadside.intake.add;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.About;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.sign.Founding;
import broadside.mail.source.SourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An intake that is asked to stop where no mail is met. */
class StoppedIntakeTest {
  @TempDir Path parent;
  private Path publication;

  /** Says yes from a given question on, and counts what it is told of the count. */
  private static final class Asked implements IntakeMonitor {
    private final int yes;
    private int questions;
    private long counted;

    Asked(int yes) {
      this.yes = yes;
    }

    @Override
    public boolean isCancelled() {
      return ++questions >= yes;
    }

    @Override
    public void counted(long bytes) {
      counted += bytes;
    }

    @Override
    public void progress(Progress progress) {}
  }

  @BeforeEach
  void create() throws IOException {
    publication = parent.resolve("pub");
    Founding.create(publication, new About("Harbour letters", "", "", "en", ""), Settings.DEFAULT);
  }

  @Test
  void stopsWhileTheSourceIsCounted() throws IOException {
    Path inbox = TestMails.mbox(parent.resolve("inbox"), 0, 900);
    Asked asked = new Asked(3);

    IntakeResult stopped = add(inbox, asked);

    assertThat(stopped.cancelled()).isTrue();
    assertThat(stopped.account().recorded()).isZero();
    assertThat(asked.counted).isBetween(1L, 1L << 17);
    assertThat(LedgerDump.of(publication)).isEmpty();
    assertThat(add(inbox, IntakeMonitor.NONE).account().waiting()).isEqualTo(900);
  }

  @Test
  void stopsInASourceOfWhichEverythingIsRefused() throws IOException {
    Path lists = Files.createDirectory(parent.resolve("lists"));
    for (int i = 0; i < 30; i++) {
      Files.writeString(lists.resolve(i + ".txt"), "milk\nbread\n");
    }
    Asked all = new Asked(Integer.MAX_VALUE);
    assertThat(add(lists, all).account().refused()).isEqualTo(30);

    IntakeResult stopped = add(lists, new Asked(all.questions - 20));

    assertThat(stopped.cancelled()).isTrue();
    assertThat(stopped.known()).as("while it was read").isEqualTo(19);
  }

  private IntakeResult add(Path source, IntakeMonitor monitor) throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      return new Intake(directory, SourceOptions.DEFAULT).add(source, monitor);
    }
  }
}
