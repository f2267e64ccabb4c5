package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.LogDirectory;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseSample;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding;
import broadside.proof.log.Tile;
import broadside.proof.note.VerifierKey;
import broadside.proof.policy.LogPolicy;
import broadside.proof.policy.Roles;
import broadside.proof.release.Reason;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertVoid(
        doubled.getBytes(StandardCharsets.UTF_8),
        "its signatures are not in order, or one is there twice.");
  }

  @Test
  void statementOfAnotherPublicationCountsForNothing() throws IOException, FormatException {
    String other = "0".repeat(63) + "1";
    assertVoid(
        origin.log().signed(changed(second, second.publication(), other)).encode(),
        "a statement of another publication.");
  }

  @Test
  void secondClaimOnANumberCountsForNothingAndIsKept() throws IOException, FormatException {
    SignedStatement other = origin.log().signed(changed(second, "time 2026", "time 2027"));
    assertVoid(
        other.encode(),
        "a second claim on release 2. Its editors have signed two things that exclude each other.");
    assertThat(harbour.mirrored().history().voids())
        .singleElement()
        .satisfies(entry -> assertThat(entry.isEvidence()).isTrue());
    assertThat(harbour.mirrored().history().release(2).statement()).isEqualTo(second);
  }

  @Test
  void policyThatSkipsAVersionIsNotInForce() throws IOException {
    String publication = second.publication();
    PolicyStatement skipping =
        new PolicyStatement(
            publication, 2, "a".repeat(64), "b".repeat(64), Instant.parse("2026-03-01T00:00:00Z"));
    assertVoid(
        origin.log().signed(skipping).encode(), "a statement under policy 2 while 1 was in force.");
    assertThat(harbour.mirrored().history().policies().newest().version()).isEqualTo(1);
  }

  @Test
  void releaseThatTooFewEditorsSignedIsNotShown() throws IOException {
    FileServer before = asItIs();
    origin.signedBy(1).release("Third", 2);
    assertTakenAndVoid(
        harbour.origin("releases/3/statement"),
        before,
        "signed by 1 of the editors of policy 1; it takes 2.");
    assertThat(harbour.path("mirror/public/releases/3")).doesNotExist();
  }

  @Test
  void releaseInWhoseManifestANumberStandsTwiceIsNotShown() throws IOException {
    origin.releaseTwice(2);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.FORGED);
    assertThat(report.taken()).isEmpty();
    assertThat(report.notes())
        .filteredOn(note -> note.startsWith("Release 3 has the files that its editors signed"))
        .singleElement()
        .asString()
        .contains("the manifest has 16 in the place of 17", "Ask the publisher");
    assertThat(harbour.path("mirror/public/releases/3")).doesNotExist();
    harbour.assertMirrors(2);
  }

  /** All that they could sign, with the files that go with it, under either policy. */
  @Test
  void editorsWhoWereReplacedDecideNothing() throws IOException, FormatException {
    ReleaseSample retired = origin.copyTo(harbour.path("retired"));
    origin.log().changeEditors();
    origin.release("Third", 2);
    assertThat(harbour.sync(server).taken()).containsExactly(3);
    assertThat(harbour.mirrored().history().policies().newest().version()).isEqualTo(2);
    Map<String, String> before = files();

    retired.release("Third", 2);
    ReleaseStatement fourth =
        changed(
            harbour.mirrored().history().release(3).statement(),
            "number 3\nprevious " + second.sha256(),
            "number 4\nprevious " + harbour.mirrored().history().release(3).statement().sha256());
    fourth = changed(fourth, "messages " + fourth.first(), "messages " + (fourth.last() + 1));
    copy("retired/releases/3", "origin/releases/4");
    List<Statement> all =
        List.of(
            fourth,
            changed(fourth, "policy 2", "policy 1"),
            withdrawal(1),
            withdrawal(2),
            new PolicyStatement(
                second.publication(),
                2,
                "a".repeat(64),
                origin.log().policy().hash(),
                ReleaseSample.TIME));
    long entries = harbour.mirrored().history().size();
    for (Statement statement : all) {
      origin.log().append(retired.log().signed(statement).encode());
      MirrorReport report = harbour.sync(server);
      assertThat(report.outcome()).as(statement.print()).isEqualTo(Outcome.CURRENT);
      assertThat(report.entries()).isEqualTo(++entries);
      assertThat(report.notes())
          .as(statement.print())
          .singleElement()
          .asString()
          .startsWith("Entry %d of the log counts for nothing (".formatted(entries - 1))
          .containsAnyOf(
              "a statement under policy 1 while 2 was in force",
              "signed by somebody who is no editor",
              "not signed by a known key");
      assertThat(files()).as(statement.print()).isEqualTo(before);
    }
    assertThat(harbour.mirrored().history().voids()).hasSize(all.size());
    assertThat(harbour.sync(server).notes()).as("it is told once").isEmpty();
    harbour.assertMirrors(3);
  }

  @Test
  void statementWithAFieldTwiceCountsForNothing() throws IOException {
    String text = text(origin.log().signed(second).encode());
    String statement = second.print();
    List<String> lines = statement.lines().toList();
    assertThat(text).startsWith(statement);
    long voids = 0;
    for (String line : lines.subList(1, lines.size())) {
      String doubled = statement.replace(line + "\n", line + "\n" + line + "\n");
      origin.log().append(origin.log().signedText(doubled));
      MirrorReport report = harbour.sync(server);
      assertThat(report.outcome()).as(line).isEqualTo(Outcome.CURRENT);
      assertThat(report.notes())
          .as(line)
          .singleElement()
          .asString()
          .contains("counts for nothing", "no statement that this program knows");
      assertThat(harbour.mirrored().history().voids()).as(line).hasSize((int) ++voids);
    }
    harbour.assertMirrors(2);
  }

  @Test
  void ofManyEntriesThatCountForNothingTheFirstIsToldAndHowManyFollow() throws IOException {
    origin.log().append(Collections.nCopies(6, new byte[] {1}));
    assertThat(harbour.sync(server).notes())
        .containsExactly(
            "Entry 3 of the log counts for nothing (1 bytes): no statement that this program knows.",
            "So do 5 later ones that are new; broadside verify lists them.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":(\\d+),",
        "\"state\":\"published\",",
        "\"mail\":\"[0-9a-f]{64}\",",
        "\"bytes\":\\d+,",
        "\"thread\":\"[0-9a-f]{16}\"",
      })
  void manifestWithAKeyTwiceIsNotShown(String key) throws IOException {
    Map<String, String> before = allFiles();
    origin.releaseAltered(2, manifest -> doubled(manifest, key));
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.FORGED);
    assertThat(report.taken()).isEmpty();
    assertThat(report.notes())
        .filteredOn(note -> note.startsWith("Release 3 has the files that its editors signed"))
        .singleElement()
        .asString()
        .contains("manifest", "Ask the publisher");
    assertThat(allFiles()).isEqualTo(before);
    assertThat(harbour.path("mirror/verified/checkpoint"))
        .as("what the editors signed is kept")
        .hasBinaryContent(harbour.origin("checkpoint"));
    harbour.assertMirrors(2);
  }

  @Test
  void aboutWithAFieldTwiceIsNotShown() throws IOException {
    byte[] before = Files.readAllBytes(harbour.path("mirror/public/about"));
    String about = text(ReleaseSample.ABOUT.encode());
    origin
        .withAbout(
            about
                .replace("language en\n", "language en\nlanguage ru\n")
                .getBytes(StandardCharsets.UTF_8))
        .release("Third", 2);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.lacksAbout()).isTrue();
    assertThat(report.faults())
        .extracting(Fault::sentence)
        .containsExactly(server.upstream() + " serves a file about that cannot be read.");
    assertThat(harbour.path("mirror/public/about")).hasBinaryContent(before);
  }

  @Test
  void policyWithAFieldTwiceIsRefused() throws IOException {
    Roles roles = origin.log().policy().roles();
    String two = nextRoles(roles);
    assertPolicyRefused(
        origin.log().policy().log().print(), two.replace("editors 2\n", "editors 2\neditors 1\n"));
  }

  @Test
  void policyInWhichAnEditorHasTwoNamesIsRefused() throws IOException, FormatException {
    VerifierKey key = origin.log().policy().roles().editors().getFirst().key();
    String roles =
        nextRoles(origin.log().policy().roles())
            .replace(
                "editors 2\n", "editor other " + renamed(key, "other").print() + "\neditors 2\n");
    assertPolicyRefused(origin.log().policy().log().print(), roles);
  }

  @Test
  void policyInWhichAWitnessHasTwoNamesIsRefused() throws IOException, FormatException {
    LogPolicy policy = origin.log().policy().log();
    VerifierKey other = renamed(policy.witnesses().getFirst().key(), "other.example/w");
    String log =
        policy
            .print()
            .replace(
                "quorum w\n", "witness v %s\ngroup g 2 w v\nquorum g\n".formatted(other.print()));
    assertPolicyRefused(log, nextRoles(origin.log().policy().roles()));
  }

  /** It says the next version, and is as it was otherwise. */
  private static String nextRoles(Roles roles) {
    return roles.print().replace("version 1\n", "version 2\n");
  }

  private static VerifierKey renamed(VerifierKey key, String name) throws FormatException {
    return new VerifierKey(name, key.type(), HexFormat.of().parseHex(key.publicKey()));
  }

  /** All editors have signed these texts, and the log and its witness that entry. */
  private void assertPolicyRefused(String log, String roles) throws IOException {
    Map<String, String> before = allFiles();
    Files.writeString(harbour.path("origin/policy/2"), log);
    Files.writeString(harbour.path("origin/roles/2"), roles);
    String texts =
        SignedText.sha256Hex(
            ("broadside/v1 policy\n" + log + roles).getBytes(StandardCharsets.UTF_8));
    PolicyStatement change =
        new PolicyStatement(
            second.publication(), 1, texts, second.publication(), ReleaseSample.TIME);
    origin.log().append(origin.log().signed(change).encode());
    for (int run = 0; run < 2; run++) {
      MirrorReport report = harbour.sync(server);
      assertThat(report.outcome()).isEqualTo(Outcome.FORGED);
      assertThat(report.faults())
          .singleElement()
          .satisfies(fault ->
              assertThat(fault.sentence())
                  .startsWith(
                      server.upstream() + " shows a log with a policy 2 whose texts are none ("));
      assertThat(allFiles()).isEqualTo(before);
      List<Path> refused = Staging.list(harbour.path("mirror/refused"));
      assertThat(refused).hasSize(1);
      assertThat(refused.getFirst().resolve("other"))
          .hasBinaryContent(harbour.origin("checkpoint"));
      assertThat(refused.getFirst().resolve("said"))
          .content()
          .isEqualTo(report.faults().getFirst().sentence() + "\n");
    }
    harbour.assertMirrors(2);
  }

  private static String doubled(String manifest, String key) {
    String doubled = manifest.replaceAll("(" + key + ")", key.endsWith(",") ? "$1$1" : "$1,$1");
    assertThat(doubled).isNotEqualTo(manifest);
    return doubled;
  }

  /** A withdrawal of the first mail. */
  private Withdrawal withdrawal(int policy) {
    return new Withdrawal(
        second.publication(),
        policy,
        1,
        1,
        List.of(new Withdrawal.Taken(1, Reason.COURT_ORDER, null)),
        1,
        "c".repeat(64),
        ReleaseSample.TIME);
  }

  private void copy(String from, String to) throws IOException {
    try (Stream<Path> all = Files.walk(harbour.path(from))) {
      for (Path path : all.toList()) {
        Files.copy(path, harbour.path(to).resolve(harbour.path(from).relativize(path).toString()));
      }
    }
  }

  /** What readers are shown, with its hashes, but for the log. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = allFiles();
    files.keySet().removeIf(name -> name.equals("checkpoint") || name.startsWith("tile/"));
    return files;
  }

  private Map<String, String> allFiles() throws IOException {
    Path shown = harbour.path("mirror/public");
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(shown)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            shown.relativize(file).toString(), SignedText.sha256Hex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  /** An honest server that does not have what comes. */
  private FileServer asItIs() throws IOException {
    origin.copyTo(harbour.path("before"));
    return harbour.serve("before");
  }

  private void assertVoid(byte[] entry, String why) throws IOException {
    FileServer before = asItIs();
    origin.log().append(entry);
    assertTakenAndVoid(entry, before, why);
  }

  /**
   * The entry, the last one, is taken and kept since the log has it; the mirror's operator and its
   * readers are told why it counts for nothing, and nothing follows from it, whatever an honest
   * upstream shows.
   */
  private void assertTakenAndVoid(byte[] entry, FileServer before, String why) throws IOException {
    Map<String, String> files = files();
    String told =
        "Entry 3 of the log counts for nothing (%d bytes): %s".formatted(entry.length, why);
    MirrorReport report = harbour.sync(server, before);
    assertThat(report.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(report.entries()).isEqualTo(4);
    assertThat(report.taken()).isEmpty();
    assertThat(report.notes()).containsExactly(told);
    assertThat(report.faults())
        .extracting(Fault::sentence)
        .containsExactly(
            before.upstream() + " is behind: it shows 3 entries of the log where there are 4.");
    assertThat(new LogDirectory(harbour.path("mirror/public")).entries(Tile.bundle(3, 4)))
        .last()
        .isEqualTo(entry);
    assertThat(harbour.mirrored().history().voids()).hasSize(1);
    assertThat(files()).isEqualTo(files);

    MirrorReport again = harbour.sync(server, harbour.serve("origin"));
    assertThat(again.outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(again.notes()).as("it is told once").isEmpty();
    assertThat(again.faults()).isEmpty();
    harbour.assertMirrors(2);
    Audit.Report audit =
        Audit.of(harbour.path("mirror/public"), null, Harbour.CLOCK.instant(), CheckMonitor.NONE);
    assertThat(audit.findings()).extracting(Finding::sentence).containsExactly(told);
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
