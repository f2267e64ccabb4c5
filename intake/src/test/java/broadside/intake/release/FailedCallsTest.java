package broadside.intake.release;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.intake.release.FailedCalls.Disturbance;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of which one system call on the publication's files fails, each in its turn. */
@ParameterizedClass
@EnumSource
class FailedCallsTest extends FailedCallsCase {
  private final Change change;

  FailedCallsTest(Change change) {
    this.change = change;
  }

  @Test
  @Tag("slow")
  void endsInTheSameStateAfterAFewFailedCalls() throws IOException, InterruptedException {
    disturb(FailedCalls.ERRORS.subList(0, 1), List.of("fsync", "rename"), 16);
  }

  @Override
  int disturb(List<String> hows, List<String> calls, int step)
      throws IOException, InterruptedException {
    Letters letters = Change.publication(directory.resolve("letters"), 2);
    Changed changed = new Changed(change, letters.files());
    Change.goOn(letters);
    return new FailedCalls(directory).disturb(change, letters, changed, hows, calls, step);
  }

  /** What is to come of a change. */
  private static final class Changed implements FailedCalls.Outcome {
    private final Change change;
    private final Map<String, String> before;
    private Map<String, String> files = Map.of();
    private List<String> remains = List.of();

    Changed(Change change, Map<String, String> before) {
      this.change = change;
      this.before = before;
    }

    @Override
    public List<String> touched() {
      return List.of("private/ledger.db", "public/checkpoint.new", "public");
    }

    @Override
    public void expect(Letters clean) throws IOException {
      files = clean.files();
      remains = Change.remains(clean);
      assertThat(files).isNotEqualTo(before);
    }

    @Override
    public boolean check(Letters letters, Disturbance what) throws IOException {
      boolean isOld = isOld(change, letters, what);
      Change.finish(letters, List.of(change));
      assertThat(letters.files()).as("%s", what).isEqualTo(files);
      assertThat(Change.remains(letters)).as("%s", what).isEqualTo(remains);
      assertThat(audit(letters).findings()).as("%s", what).isEmpty();
      return isOld;
    }
  }

  /**
   * True where readers see the old state, false where they see the new one. While a directory is to
   * be exchanged, they see nothing of its release.
   */
  private static boolean isOld(Change change, Letters letters, Disturbance what)
      throws IOException {
    Audit.Report report = audit(letters);
    assertThat(report.log()).as("%s: %s", what, report.findings()).isNotNull();
    boolean isOld = report.log().history().size() == Change.STATEMENTS;
    assertThat(report.log().history().voids()).as("%s", what).isEmpty();
    boolean isExchanged = change != Change.RELEASE && change != Change.CORRECT;
    if (isOld || !isExchanged) {
      assertThat(report.findings())
          .as("%s: %s", what, report.findings())
          .allMatch(finding -> finding.kind() == Kind.NOTE);
    }
    try (Publication readers = Publication.open(letters.publicDirectory())) {
      if (isOld) {
        assertThat(readers.mail(Change.WITHDRAWN).eml()).as("%s", what).isNotNull();
      } else if (isExchanged && readers.refused().isEmpty()) {
        assertThat(readers.mail(Change.WITHDRAWN).act() == null)
            .as("%s", what)
            .isEqualTo(change == Change.REDACT);
        assertThat(readers.mail(Change.REDACTED).act() == null)
            .as("%s", what)
            .isEqualTo(change == Change.WITHDRAW);
      } else if (isExchanged) {
        assertThat(readers.releases()).as("%s", what).noneMatch(release -> release.number() == 1);
      }
    }
    return isOld;
  }

  private static Audit.Report audit(Letters letters) throws IOException {
    return Audit.of(letters.publicDirectory(), null, Instant.now(), CheckMonitor.NONE);
  }
}
