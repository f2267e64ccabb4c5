package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a stolen key of the log, or some of the editors' keys, puts into it: a mirror shows none.
 */
@Tag("slow")
class MirrorForgeriesTest extends MirrorCase {
  private ReleaseStatement second;

  @BeforeEach
  void publish() throws IOException {
    serve(2, 2, true);
    harbour.sync(server);
    second = harbour.mirrored().history().release(2).statement();
  }

  @Test
  void oneKeyThatSignsTwiceIsOneEditor() throws IOException, FormatException {
    ReleaseStatement third = changed(second, "number 2", "number 3");
    String note = text(origin.log().signed(third).encode());
    List<String> lines = note.lines().toList();
    String first = lines.get(lines.size() - 2);
    assertThat(first).startsWith("— ");
    String doubled = note.replace(lines.getLast(), first);
    assertVoid(doubled.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void statementOfAnotherPublicationCountsForNothing() throws IOException, FormatException {
    String other = "0".repeat(63) + "1";
    assertVoid(origin.log().signed(changed(second, second.publication(), other)).encode());
  }

  @Test
  void secondClaimOnANumberCountsForNothingAndIsKept() throws IOException, FormatException {
    SignedStatement other = origin.log().signed(changed(second, "time 2026", "time 2027"));
    assertVoid(other.encode());
    assertThat(harbour.mirrored().history().release(2).statement()).isEqualTo(second);
  }

  @Test
  void policyThatSkipsAVersionIsNotInForce() throws IOException {
    String publication = second.publication();
    PolicyStatement skipping =
        new PolicyStatement(
            publication, 2, "a".repeat(64), "b".repeat(64), Instant.parse("2026-03-01T00:00:00Z"));
    assertVoid(origin.log().signed(skipping).encode());
    assertThat(harbour.mirrored().history().policies().newest().version()).isEqualTo(1);
  }

  @Test
  void releaseInWhoseManifestANumberStandsTwiceIsNotShown() throws IOException {
    origin.releaseTwice(2);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isNotEqualTo(Outcome.UPDATED);
    assertThat(report.taken()).isEmpty();
    assertThat(harbour.path("mirror/public/releases/3")).doesNotExist();
    harbour.assertMirrors(2);
  }

  /** The entry is taken, since the log has it, and nothing follows from it. */
  private void assertVoid(byte[] entry) throws IOException {
    origin.log().append(entry);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(report.entries()).isEqualTo(4);
    assertThat(report.taken()).isEmpty();
    assertThat(harbour.mirrored().history().voids()).hasSize(1);
    harbour.assertMirrors(2);
  }

  private static ReleaseStatement changed(ReleaseStatement of, String what, String to)
      throws FormatException {
    assertThat(of.print()).contains(what);
    return ReleaseStatement.parse(of.print().replace(what, to).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
