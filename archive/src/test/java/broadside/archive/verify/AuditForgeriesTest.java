package broadside.archive.verify;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.ReleaseSample;
import broadside.archive.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What some of the editors sign, or all of them against the format: none of it is believed. */
class AuditForgeriesTest {
  @TempDir private Path directory;

  /** Its files lie where they would be shown. */
  @Test
  void believesNoReleaseThatTooFewEditorsSigned() throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory, 3, 3, false);
    sample.release("One", 3);
    sample.signedBy(2).release("Two", 2);
    Audit.Report report = AuditTest.audit(directory, null, AuditTest.NOW);
    assertThat(report.verdict()).isEqualTo(Kind.NOTE);
    assertThat(report.findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "Entry 2 of the log counts for nothing (%d bytes): signed by 2 of the editors of policy 1; it takes 3."
                .formatted(Files.size(directory.resolve("releases/2/statement"))),
            "Release 2 lies there and is not in the log yet: nobody is shown it.");
    assertThat(report.log()).isNotNull();
    assertThat(report.log().history().release(2)).isNull();
    assertThat(report.releases()).isNotNull();
    assertThat(report.releases().releases()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "state", "mail", "bytes", "thread"})
  void namesTheLineOfAManifestThatHasAKeyTwice(String key) throws IOException {
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("One", 1);
    sample.releaseAltered(
        1, manifest -> manifest.replaceAll("(\"%s\":[^,}]*)".formatted(key), "$1,$1"));
    assertThat(directory.resolve("releases/2/manifest"))
        .content()
        .containsPattern("(\"%s\":[^,}]*),\\1".formatted(key));
    Audit.Report report = AuditTest.audit(directory, null, AuditTest.NOW);
    assertThat(report.verdict()).isEqualTo(Kind.FORGED);
    assertThat(report.findings())
        .extracting(Finding::sentence)
        .contains(
            "Release 2 is damaged: the manifest's line for number 2 is not in its one encoding.");
  }
}
