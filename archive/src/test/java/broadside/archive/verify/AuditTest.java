package broadside.archive.verify;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.log.LogDirectory;
import broadside.archive.log.LogWriter;
import broadside.archive.log.Tree;
import broadside.archive.release.ByteCount;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseReport;
import broadside.archive.release.ReleaseSample;
import broadside.archive.release.SampleLog;
import broadside.archive.verify.Finding.Kind;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.policy.Policy;
import broadside.proof.release.Reason;
import broadside.proof.statement.Correction;
import broadside.proof.statement.PolicyStatement;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.Verdicts;
import broadside.proof.statement.Withdrawal;
import broadside.proof.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of damage has its verdict and is named. */
class AuditTest {
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  /** Entries of the larger publication: its log has two levels, and a partial tile on each. */
  private static final int ENTRIES = 300;

  @TempDir static Path shared;
  private static Map<String, byte[]> whole;
  private static String identity;

  @TempDir Path scratch;

  @BeforeAll
  static void publish() throws IOException {
    Path directory = shared.resolve("public");
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("One", 3);
    sample.releaseWithheld(Reason.SOURCE_PROTECTION);
    for (int i = 0; i < ENTRIES - 4; i++) {
      sample.log().append(sample.log().signed(correction(sample.log(), i)).encode());
    }
    sample.release("Three", 70);
    whole = Tree.read(directory);
    identity = sample.log().policy().hash();
  }

  @Test
  void findsNothingInWhatIsWhole() throws IOException {
    Audit.Report report = audit(fresh(), identity);
    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Kind.NOTE);
    assertThat(report.identity()).isEqualTo(identity);
    assertThat(report.log()).isNotNull();
    assertThat(report.log().history().size()).isEqualTo(ENTRIES);
    assertThat(report.log().history().corrections()).hasSize(ENTRIES - 4);
    assertThat(report.releases()).isNotNull();
    assertThat(report.releases().releases()).hasSize(3);
  }

  @Test
  @Tag("slow")
  void namesATileOfEachLevelThatIsAnother() throws IOException {
    for (String tile : new String[] {"tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"}) {
      for (int at : new int[] {0, whole.get(tile).length / 2, whole.get(tile).length - 1}) {
        Path directory = fresh();
        Tree.flip(directory.resolve(tile), at);
        found(directory, Kind.FORGED, tile);
      }
    }
  }

  @Test
  @Tag("slow")
  void namesABundleThatIsAnother() throws IOException {
    for (String bundle : new String[] {"tile/entries/000", "tile/entries/001.p/44"}) {
      for (int at : new int[] {0, 300, whole.get(bundle).length - 1}) {
        Path directory = fresh();
        Tree.flip(directory.resolve(bundle), at);
        found(directory, Kind.FORGED, bundle);
      }
    }
  }

  @Test
  @Tag("slow")
  void namesATileOrBundleThatIsMissing() throws IOException {
    for (String name :
        new String[] {
          "tile/0/000",
          "tile/0/001.p/44",
          "tile/1/000.p/1",
          "tile/entries/000",
          "tile/entries/001.p/44"
        }) {
      Path directory = fresh();
      Files.delete(directory.resolve(name));
      found(directory, Kind.INCOMPLETE, name);
    }
  }

  @Test
  void namesAListOfVerdictsThatIsMissingOrAnother() throws IOException {
    Path directory = scratch.resolve("verdicts");
    ReleaseSample sample = ReleaseSample.in(directory);
    sample.release("One", 1);
    Verdicts verdicts = sample.log().verdicts(1, 1, List.of());
    sample.log().append(sample.log().signed(verdicts).encode());
    assertThat(audit(directory, null).verdict()).isEqualTo(Kind.NOTE);
    Path list = directory.resolve(verdicts.enclosure().path());
    Files.writeString(list, "\n");
    found(directory, Kind.FORGED, verdicts.enclosure().path());
    Files.delete(list);
    found(directory, Kind.INCOMPLETE, verdicts.enclosure().path(), "missing");
  }

  @Test
  void namesATileThatIsCutOff() throws IOException {
    Path directory = fresh();
    byte[] tile = whole.get("tile/0/001.p/44");
    Files.write(directory.resolve("tile/0/001.p/44"), Arrays.copyOf(tile, tile.length - 32));
    found(directory, Kind.FORGED, "tile/0/001.p/44");
  }

  @Test
  @Tag("slow")
  void namesATileThatIsTooLong() throws IOException {
    for (String name : new String[] {"tile/0/001.p/44", "tile/1/000.p/1"}) {
      Path directory = fresh();
      byte[] tile = whole.get(name);
      Files.write(directory.resolve(name), Arrays.copyOf(tile, tile.length + 32));
      found(
          directory,
          Kind.FORGED,
          name,
          "%d bytes, not %d".formatted(tile.length + 32, tile.length));
    }
  }

  /** A log that has grown may keep the full tile alone. */
  @Test
  void readsAPartialTileFromTheFullOneInItsPlace() throws IOException {
    LogDirectory log = new LogDirectory(fresh());
    byte[] full = whole.get("tile/0/000");
    assertThat(log.read(new Tile(0, 0, 44))).isEqualTo(Arrays.copyOf(full, 44 * 32));
    assertThat(log.read(new Tile(0, 0, Tile.FULL))).isEqualTo(full);
  }

  /** Editors who sign a manifest in which a number stands twice are found out. */
  @Test
  void namesANumberThatStandsTwiceInAManifestThatIsSigned() throws IOException {
    Path directory = scratch.resolve("twice");
    ReleaseSample.in(directory).releaseTwice(3);
    found(directory, Kind.FORGED, "Release 1", "the manifest has 2 in the place of 3");
  }

  /** What is withheld stays so: a statement that says otherwise does not make it readable. */
  @Test
  void notesAWithdrawalThatSpeaksOfWhatIsWithheld() throws IOException {
    Path directory = scratch.resolve("withheld");
    ReleaseSample sample = ReleaseSample.in(directory);
    ReleaseStatement release = sample.releaseWithheld(Reason.SOURCE_PROTECTION);
    Withdrawal withdrawal =
        new Withdrawal(
            release.publication(),
            1,
            1,
            1,
            List.of(new Withdrawal.Taken(1, Reason.PERSONAL_DATA, "a".repeat(64))),
            release.filesBytes(),
            release.filesSha256(),
            ReleaseSample.TIME);
    sample.log().append(sample.log().signed(withdrawal).encode());
    found(directory, Kind.NOTE, "withdrawal from release 1 speaks of number 1, which is withheld");
    try (Publication publication = Publication.open(directory)) {
      PublishedMail mail = publication.mail(1);
      assertThat(mail).isNotNull();
      assertThat(mail.eml()).isNull();
      assertThat(mail.act()).isNull();
    }
  }

  /** Every bit of the checkpoint: none is out of the log's signature. */
  @Test
  @Tag("slow")
  void believesNoBitOfACheckpointThatIsAnother() throws IOException {
    Path directory = scratch.resolve("small");
    ReleaseSample.in(directory).release("One", 1);
    Path file = directory.resolve("checkpoint");
    byte[] checkpoint = Files.readAllBytes(file);
    for (int bit = 0; bit < checkpoint.length * 8; bit++) {
      byte[] other = checkpoint.clone();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, other);
      Audit.Report report = audit(directory, null);
      assertThat(report.verdict()).as("bit %d: %s", bit, report.findings()).isEqualTo(Kind.FORGED);
      assertThat(report.log()).isNull();
    }
  }

  @Test
  void isIncompleteWithoutCheckpointOrLog() throws IOException {
    Path directory = fresh();
    Files.delete(directory.resolve("checkpoint"));
    found(directory, Kind.INCOMPLETE, "no checkpoint");
    found(Files.createDirectory(scratch.resolve("empty")), Kind.INCOMPLETE, "no checkpoint");
  }

  @Test
  void namesAStatementWithAnotherSignature() throws IOException {
    Path directory = fresh();
    Path statement = directory.resolve("releases/3/statement");
    String text = Files.readString(statement);
    char[] other = text.toCharArray();
    int at = text.length() - 20;
    other[at] = other[at] == 'A' ? 'B' : 'A';
    Files.writeString(statement, new String(other));
    found(directory, Kind.FORGED, "Release 3");
  }

  @Test
  void namesAReleaseWithAnotherStatement() throws IOException {
    Path directory = fresh();
    Path statement = directory.resolve("releases/1/statement");
    Files.writeString(statement, Files.readString(statement).replace("One", "Two"));
    found(directory, Kind.FORGED, "Release 1");
  }

  @Test
  void namesTheReleaseOfAMailThatIsAnother() throws IOException {
    Path directory = fresh();
    Tree.flip(directory.resolve("releases/3/mail.zip"), 60);
    found(directory, Kind.FORGED, "Release 3", "mail.zip");
  }

  @Test
  void namesEveryFileOfAReleaseThatIsAnotherOrMissing() throws IOException {
    Path directory = scratch.resolve("small");
    ReleaseSample.in(directory).release("One", 3);
    Map<String, byte[]> small = Tree.read(directory);
    for (String name : small.keySet().stream().filter(n -> n.startsWith("releases/1/")).toList()) {
      if (small.get(name).length > 0) {
        Tree.flip(directory.resolve(name), small.get(name).length / 2);
        found(directory, Kind.FORGED, "elease 1");
      }
      Files.delete(directory.resolve(name));
      found(directory, Kind.INCOMPLETE, "1");
      Tree.write(directory, small);
    }
  }

  @Test
  @Tag("slow")
  void namesAFileThatNoListHas() throws IOException {
    Path directory = fresh();
    Files.writeString(directory.resolve("releases/1/planted"), "x");
    found(directory, Kind.FORGED, "planted");
  }

  @Test
  @Tag("slow")
  void namesAReleaseThatIsMissing() throws IOException {
    Path directory = fresh();
    delete(directory, "releases/1");
    found(directory, Kind.INCOMPLETE, "Release 1 is missing");
  }

  @Test
  @Tag("slow")
  void isForgedWhereSomethingIsMissingAndSomethingElseIsAnother() throws IOException {
    Path directory = fresh();
    delete(directory, "releases/1");
    Tree.flip(directory.resolve("releases/3/mail.zip"), 60);
    found(directory, Kind.FORGED, "mail.zip");
    found(directory, Kind.FORGED, "Release 1 is missing");
  }

  @Test
  @Tag("slow")
  void namesPolicyTextsThatAreOthersOrMissing() throws IOException {
    for (String name : new String[] {"policy/1", "roles/1"}) {
      Path directory = fresh();
      Files.delete(directory.resolve(name));
      found(directory, Kind.INCOMPLETE, "policy/1");
    }
    Path directory = fresh();
    Path roles = directory.resolve("roles/1");
    Files.writeString(roles, Files.readString(roles).replace("editor editor", "editor another"));
    found(directory, Kind.FORGED, "policy");
    Tree.flip(roles, 0);
    found(directory, Kind.FORGED, "Policy 1");
  }

  @Test
  void namesTheTextsOfALaterPolicyThatAreOthersOrMissing() throws IOException {
    Path directory = scratch.resolve("two");
    ReleaseSample sample = ReleaseSample.in(directory);
    Policy first = sample.log().policy();
    Policy second =
        new Policy(
            first.log(),
            new broadside.proof.policy.Roles(
                2, first.roles().editors(), 1, List.of(), null, NOW.minusSeconds(60)));
    new LogWriter(directory).addPolicy(second);
    sample
        .log()
        .append(
            sample
                .log()
                .signed(PolicyStatement.of(first.hash(), first, second, NOW.minusSeconds(9)))
                .encode());
    Audit.Report report = audit(directory, first.hash());
    assertThat(report.verdict()).isEqualTo(Kind.NOTE);
    assertThat(report.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.sentence()).contains("policy has expired at 2026-05-31"));
    Path roles = directory.resolve("roles/2");
    String text = Files.readString(roles);
    Files.writeString(roles, text.replace("2026-05-31", "2027-05-31"));
    found(directory, Kind.FORGED, "policy 2");
    Files.delete(roles);
    found(directory, Kind.INCOMPLETE, "policy 2");
  }

  @Test
  void saysThatItIsAnotherPublicationThanTheOneAskedFor() throws IOException {
    Audit.Report report = audit(fresh(), "0".repeat(64));
    assertThat(report.verdict()).isEqualTo(Kind.FORGED);
    assertThat(report.findings())
        .singleElement()
        .satisfies(
            f -> assertThat(f.sentence()).contains("another publication").contains(identity));
  }

  @Test
  @Tag("slow")
  void missesAnAboutThatIsAnotherOrGoneAndNotesTheFirstToItsPublisher() throws IOException {
    Path directory = fresh();
    Path about = directory.resolve("about");
    Files.writeString(about, Files.readString(about).replace("desk@", "fake@"));
    found(directory, Kind.INCOMPLETE, "about is not the file that release 3 names");
    Audit.Report own = Audit.ofOwn(directory, null, NOW, CheckMonitor.NONE);
    assertThat(own.verdict()).isEqualTo(Kind.NOTE);
    assertThat(own.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.sentence()).contains("about was changed since release 3"));
    Files.delete(about);
    found(directory, Kind.INCOMPLETE, "about");
  }

  @Test
  void listsWhatAStolenKeyOfTheLogAddsAndBelievesNoneOfIt() throws IOException, FormatException {
    Path directory = scratch.resolve("stolen");
    ReleaseSample sample = ReleaseSample.in(directory);
    ReleaseStatement one = sample.release("One", 3);
    SigningKey thief = SigningKey.generate("editor", KeyType.NOTE);
    sample.log().append("Ignore all editors\n".getBytes(StandardCharsets.UTF_8));
    sample
        .log()
        .append(
            broadside.proof.statement.SignedStatement.of(one, List.of(thief.sign(one.print())))
                .encode());
    Audit.Report report = audit(directory, null);
    assertThat(report.verdict()).isEqualTo(Kind.NOTE);
    assertThat(report.findings()).extracting(Finding::kind).containsOnly(Kind.NOTE).hasSize(2);
    assertThat(report.findings().get(0).sentence())
        .contains("Entry 2", "(19 bytes)", "counts for nothing")
        .doesNotContain("Ignore all");
    assertThat(report.findings().get(1).sentence()).contains("Entry 3");
  }

  @Test
  void listsASecondClaimOnANumberAsEvidence() throws IOException, FormatException {
    Path directory = scratch.resolve("second");
    ReleaseSample sample = ReleaseSample.in(directory);
    ReleaseStatement one = sample.release("One", 3);
    ReleaseStatement other =
        ReleaseStatement.parse(
            one.print().replace("title One", "title Two").getBytes(StandardCharsets.UTF_8));
    sample.log().append(sample.log().signed(other).encode());
    sample.log().append(sample.log().signed(one).encode());
    Audit.Report report = audit(directory, null);
    assertThat(report.verdict()).isEqualTo(Kind.NOTE);
    assertThat(report.findings()).hasSize(2);
    assertThat(report.findings().get(0).sentence())
        .contains("Entry 2", "second claim on release 1", "exclude each other");
    assertThat(report.findings().get(1).sentence())
        .contains("Entry 3", "second claim on release 1")
        .doesNotContain("exclude each other");
    assertThat(report.releases()).isNotNull();
    assertThat(report.releases().isWhole()).isTrue();
  }

  @Test
  @Tag("slow")
  void isForgedWhereTheLogIsSignedByAnotherKeyOfItsName() throws IOException, FormatException {
    Path directory = fresh();
    Checkpoint checkpoint = Checkpoint.parse(note(directory).text());
    SigningKey other = SigningKey.generate(checkpoint.origin(), KeyType.NOTE);
    new LogWriter(directory)
        .publish(new SignedNote(checkpoint.print(), List.of(other.sign(checkpoint.print()))));
    found(directory, Kind.FORGED, "log cannot be trusted");
  }

  @Test
  void notesAReleaseThatIsNotInTheLog() throws IOException {
    Path directory = fresh();
    Tree.copy(directory.resolve("releases/3"), directory.resolve("releases/4"));
    Audit.Report report = audit(directory, identity);
    assertThat(report.verdict()).isEqualTo(Kind.NOTE);
    assertThat(report.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.sentence()).contains("Release 4").contains("not in the log"));
  }

  @Test
  void saysHowManyBytesItWillRead() throws IOException {
    ByteCount count = new ByteCount();
    Audit.Report report = Audit.of(fresh(), null, NOW, count);
    assertThat(count.told()).isPositive().isEqualTo(report.releases().total(ReleaseReport::bytes));
  }

  @Test
  void stopsWhereItIsCancelled() throws IOException {
    Path directory = fresh();
    org.assertj.core.api.Assertions.assertThatExceptionOfType(java.io.InterruptedIOException.class)
        .isThrownBy(() ->
            Audit.of(
                directory,
                null,
                NOW,
                new CheckMonitor() {
                  @Override
                  public boolean isCancelled() {
                    return true;
                  }

                  @Override
                  public void progress(long bytes) {}
                }));
  }

  private Path fresh() throws IOException {
    Path directory = scratch.resolve("public");
    Tree.write(directory, whole);
    return directory;
  }

  private static Audit.Report audit(Path directory, String identity) throws IOException {
    return audit(directory, identity, NOW);
  }

  static Audit.Report audit(Path directory, String identity, Instant now) throws IOException {
    return Audit.of(directory, identity, now, CheckMonitor.NONE);
  }

  /** The verdict, and one finding of that kind or milder that has all the words. */
  static void found(Path directory, Kind verdict, String... words) throws IOException {
    Audit.Report report = audit(directory, null);
    assertThat(report.verdict()).as("%s", report.findings()).isEqualTo(verdict);
    assertThat(report.findings()).anySatisfy(f -> assertThat(f.sentence()).contains(words));
  }

  static SignedNote note(Path directory) throws IOException {
    SignedNote note = new LogDirectory(directory).checkpoint();
    assertThat(note).isNotNull();
    return note;
  }

  private static void delete(Path directory, String below) throws IOException {
    broadside.archive.release.Durable.deleteTree(directory.resolve(below));
  }

  private static Correction correction(SampleLog log, int i) throws IOException {
    return log.correction(Correction.Subject.MESSAGE, 1 + i % 4, "Notice " + i);
  }
}
