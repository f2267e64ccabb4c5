package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.PrivateDirectory;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.proof.release.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithdrawerTest {
  @TempDir Path directory;

  /** A stop between the two renames that exchange the directories: the newest release is away. */
  @Test
  @Tag("slow")
  void aStopWhileDirectoriesAreExchangedNeverBringsTheMailBack() throws IOException {
    Letters letters = Letters.create(directory.resolve("pub"));
    letters.add(1, 2, 3);
    letters.release(ReleaseChoice.ALL);
    Map<String, String> before = letters.files();
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      Withdrawer withdrawer = new Withdrawer(open);
      withdrawer.withdraw(
          new TreeMap<>(Map.of(2L, new Withdrawer.Act(Reason.SAFETY, null))),
          Letters.TIME,
          new Keys(open.keysDirectory(), Passphrases.NONE).unlock(open.policy()),
          ReleaseMonitor.NONE);
    }
    Map<String, String> after = letters.files();
    assertThat(after.get("releases/1/mail.zip")).isNotEqualTo(before.get("releases/1/mail.zip"));
    letters.deletePublished(1);
    try (PrivateDirectory open = PrivateDirectory.open(letters.publication())) {
      new Releaser(open).publishCommitted(ReleaseMonitor.NONE);
    }
    assertThat(letters.files()).isEqualTo(after);
    Audit.Report report =
        Audit.of(letters.publicDirectory(), null, Letters.TIME, CheckMonitor.NONE);
    assertThat(report.verdict()).as("%s", report.findings()).isEqualTo(Kind.NOTE);
  }
}
