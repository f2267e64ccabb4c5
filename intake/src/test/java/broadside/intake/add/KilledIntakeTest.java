package broadside.intake.add;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.About;
import broadside.intake.PrivateDirectory;
import broadside.intake.Settings;
import broadside.intake.check.PrivateCheck;
import broadside.intake.sign.Founding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any moment, and running again, ends in the same state as one clean run. */
class KilledIntakeTest {
  private static final String SEGMENT = "private/mail/00000001.seg";

  @TempDir Path parent;

  @Test
  @Tag("slow")
  void endsAsACleanRunWhenKilledAFewTimes() throws Exception {
    killAgainAndAgain(12_000, 1, 6, 20261123);
  }

  @Test
  @Tag("acceptance")
  void endsAsACleanRunWhenKilledManyTimes() throws Exception {
    killAgainAndAgain(30_000, 10, 12, System.nanoTime());
  }

  private void killAgainAndAgain(int mails, int rounds, int kills, long seed) throws Exception {
    Path source = Files.createDirectory(parent.resolve("letters"));
    TestMails.mbox(source.resolve("a.mbox"), 0, mails);
    TestMails.mbox(source.resolve("b.mbox"), mails - 500, mails + 500);
    Files.createFile(source.resolve("c.eml"));
    Path clean = publication("clean");
    runToEnd(clean, source);
    long bytes = Files.size(clean.resolve(SEGMENT));
    List<String> expected = LedgerDump.of(clean);

    Random random = new Random(seed);
    int killed = 0;
    for (int round = 0; round < rounds; round++) {
      Path publication = publication("round" + round);
      for (long at : random.longs(kills, 0, bytes * 9 / 10).sorted().toArray()) {
        if (kill(IntakeProcess.start(publication, source), publication, at, random.nextInt(50))) {
          killed++;
        }
      }
      runToEnd(publication, source);
      assertThat(LedgerDump.of(publication))
          .as("seed %d round %d", seed, round)
          .isEqualTo(expected);
      try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
        assertThat(PrivateCheck.of(directory, () -> false, (n, b) -> {}).problems()).isEmpty();
      }
      assertThat(publication.resolve(SEGMENT)).hasSameBinaryContentAs(clean.resolve(SEGMENT));
    }
    assertThat(killed).as("seed %d", seed).isGreaterThan(rounds);
  }

  /** Kills it some milliseconds after it has written so much; false where it had ended by then. */
  private static boolean kill(Process process, Path publication, long bytes, int millis)
      throws Exception {
    Path segment = publication.resolve(SEGMENT);
    while (process.isAlive() && (!Files.exists(segment) || Files.size(segment) < bytes)) {
      Thread.sleep(1);
    }
    boolean hasEnded = process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return !hasEnded;
  }

  private Path publication(String name) throws IOException {
    Path publication = parent.resolve(name);
    Founding.create(publication, new About("Harbour letters", "", "", "en", ""), Settings.DEFAULT);
    return publication;
  }

  private static void runToEnd(Path publication, Path source) throws Exception {
    Process process = IntakeProcess.start(publication, source);
    assertThat(process.waitFor()).as(publication + ".log").isZero();
  }
}
