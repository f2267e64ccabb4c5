package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.archive.Publication;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseSample;
import broadside.archive.verify.MailProofs;
import broadside.proof.mail.MailProof;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.proof.statement.Correction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three editors of whom two sign, a witness, and a log that goes on in its successor. */
class MirrorSuccessorTest extends MirrorCase {
  private static final String OLD = "harbour.example/log";
  private static final String NEXT = "harbour.example/next";

  @BeforeEach
  void publish() throws IOException {
    serve(3, 2, true);
  }

  private void follow() throws IOException {
    origin.log().follow(origin.log().continuation().encode());
  }

  /** The origin as it is now, in another directory. */
  private ReleaseSample copy(String name) throws IOException {
    return origin.copyTo(harbour.path(name));
  }

  private void assertFollowed(int releases) throws IOException {
    harbour.assertMirrors(releases);
    CheckedLog log = harbour.mirrored();
    assertThat(log.number()).isEqualTo(2);
    assertThat(log.seen().checkpoint().origin()).isEqualTo(NEXT);
    assertThat(log.end(1).origin()).isEqualTo(OLD);
    assertThat(log.history().voids()).isEmpty();
    assertThat(harbour.path("mirror/staging/checkpoint")).doesNotExist();
  }

  private void assertHeld(int releases) throws IOException {
    harbour.assertMirrors(releases);
    assertThat(harbour.mirrored().seen().checkpoint().origin()).isEqualTo(OLD);
  }

  private static String faults(MirrorReport report) {
    return report.faults().stream().map(Fault::sentence).toList() + " " + report.notes();
  }

  @Test
  @Tag("slow")
  void followsByItselfAndGoesOnWithTheNextNumber() throws Exception {
    harbour.sync(server);
    CheckedLog before = harbour.mirrored();
    follow();
    origin.release("Third", 5);
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).as(faults(report)).isEqualTo(Outcome.UPDATED);
    assertThat(report.taken()).containsExactly(3);
    assertThat(report.entries()).isEqualTo(5);
    assertFollowed(3);
    CheckedLog next = before.next(new LogDirectory(harbour.path("mirror/public")));
    assertThat(next.history().size()).isEqualTo(5);

    server.forget();
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
    assertThat(server.requests()).containsExactly("checkpoint", "schedule");
    origin.release("Fourth", 2);
    assertThat(harbour.sync(server).taken()).containsExactly(4);
    assertFollowed(4);
    assertThat(Files.readString(harbour.path("mirror/mirror"))).contains("\nlog 2\n");
  }

  @Test
  void followsWhereTheEndOfThePredecessorIsNewToo() throws IOException {
    harbour.sync(server);
    origin.release("Third", 5);
    follow();
    origin.log().append(origin.log().signed(correction(1)).encode());
    MirrorReport report = harbour.sync(server);
    assertThat(report.outcome()).as(faults(report)).isEqualTo(Outcome.UPDATED);
    assertFollowed(3);
    assertThat(harbour.mirrored().history().corrections()).hasSize(1);
  }

  private Correction correction(long number) throws IOException {
    return origin.log().correction(Correction.Subject.MESSAGE, number, "Another date");
  }

  @Test
  @Tag("slow")
  void takesAllOnFirstUse() throws IOException {
    follow();
    origin.release("Third", 5);
    MirrorReport report =
        new Mirror(harbour.options(server).withTiles(true)).sync(CheckMonitor.NONE);
    assertThat(report.outcome()).as(faults(report)).isEqualTo(Outcome.UPDATED);
    assertThat(report.publication()).isEqualTo(origin.log().policy().hash());
    assertFollowed(3);
    assertThat(harbour.sync(harbour.serve("mirror/public")).outcome()).isEqualTo(Outcome.CURRENT);
  }

  @Test
  void provesMailsOfBothLogs() throws Exception {
    follow();
    origin.release("Third", 5);
    origin.withdraw(1, 2);
    harbour.sync(server);
    try (Publication publication = Publication.open(harbour.path("mirror/public"))) {
      MailProofs proofs = new MailProofs(publication, harbour.path("mirror/public"));
      for (long number : new long[] {1, 13, 16}) {
        MailProof proof = Objects.requireNonNull(proofs.of(number));
        MailProof read = MailProof.parse(proof.print().getBytes(StandardCharsets.UTF_8));
        MailProof.Checked checked = read.check(origin.mail(number));
        assertThat(checked.line().number()).isEqualTo(number);
        assertThat(checked.seen().checkpoint().origin()).isEqualTo(NEXT);
        assertThat(checked.policies().publication()).isEqualTo(origin.log().policy().hash());
      }
      assertThat(proofs.of(2)).isNull();
    }
  }

  @Test
  @Tag("slow")
  void refusesASuccessorOfLessThanIsHeldAndNamesTheContradiction() throws IOException {
    ReleaseSample lost = copy("lost");
    origin.release("Third", 5);
    harbour.sync(server);
    lost.log().follow(lost.log().continuation().encode());
    FileServer other = harbour.serve("lost");
    MirrorReport report = harbour.sync(other);
    assertThat(report.outcome()).isEqualTo(Outcome.CONTRADICTION);
    assertThat(report.faults().getFirst().sentence())
        .contains(
            "the log " + NEXT,
            "continues the first 3 entries of the log " + OLD,
            "4 of them are held here");
    assertThat(report.notes().toString()).contains("Both signed checkpoints are kept in");
    assertHeld(3);
    assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.CURRENT);
  }

  @Test
  @Tag("slow")
  void refusesASuccessorWhileAnotherShowsMoreOfThePredecessor() throws IOException {
    harbour.sync(server);
    ReleaseSample lost = copy("lost");
    origin.release("Third", 5);
    lost.log().follow(lost.log().continuation().encode());
    MirrorReport report = harbour.sync(harbour.serve("lost"), server);
    assertThat(report.outcome()).isEqualTo(Outcome.CONTRADICTION);
    assertThat(faults(report))
        .contains("shows 4 entries of the log " + OLD + " with its quorum", "continues only 3");
    assertHeld(2);
  }

  /** What no quorum has cosigned counts for nothing: a thief of the key stops no mirror with it. */
  @Test
  void followsThoughAThiefShowsMoreWithoutAQuorum() throws IOException {
    harbour.sync(server);
    ReleaseSample thief = copy("thief");
    thief.log().witnessedAt(null).append("void".getBytes(StandardCharsets.UTF_8));
    follow();
    MirrorReport report = harbour.sync(harbour.serve("thief"), server);
    assertThat(report.outcome()).as(faults(report)).isEqualTo(Outcome.CURRENT);
    assertThat(faults(report)).contains("shows 4 entries of the log " + OLD);
    assertFollowed(2);
  }

  @Test
  void refusesLaterCheckpointsOfThePredecessor() throws IOException {
    ReleaseSample seized = copy("seized");
    follow();
    harbour.sync(server);
    seized.log().append("void".getBytes(StandardCharsets.UTF_8));
    FileServer other = harbour.serve("seized");
    MirrorReport report = harbour.sync(other, server);
    assertThat(report.outcome()).as(faults(report)).isEqualTo(Outcome.CURRENT);
    assertThat(report.faults())
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.kind()).isEqualTo(Fault.Kind.CONTRADICTION);
          assertThat(fault.sentence())
              .contains("shows 4 entries of the log " + OLD, "ended at 3 and continue as " + NEXT);
        });
    assertThat(harbour.sync(other).outcome()).isEqualTo(Outcome.FORGED);
    assertFollowed(2);
  }

  @Test
  @Tag("slow")
  void tellsWhoHasNotFollowed() throws IOException {
    ReleaseSample _ = copy("late");
    FileServer late = harbour.serve("late");
    harbour.sync(server);
    follow();
    for (int run = 0; run < 2; run++) {
      MirrorReport report = harbour.sync(late, server);
      assertThat(report.outcome()).as(faults(report)).isEqualTo(Outcome.CURRENT);
      assertThat(report.faults())
          .singleElement()
          .satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.BEHIND);
            assertThat(fault.sentence()).contains("the log " + OLD + ", which the log " + NEXT);
          });
    }
    assertFollowed(2);
  }

  @Test
  void refusesASuccessorThatTooFewSigned() throws IOException {
    harbour.sync(server);
    ReleaseSample forged = copy("forged");
    forged.log().follow(forged.log().signedBy(1, forged.log().continuation().statement()).encode());
    MirrorReport report = harbour.sync(harbour.serve("forged"), server);
    assertThat(report.outcome()).as(faults(report)).isEqualTo(Outcome.CURRENT);
    assertThat(faults(report)).contains("signed by 1 of the editors of policy 1; it takes 2");
    assertHeld(2);
  }

  @Test
  void refusesASuccessorThatThePolicyDoesNotName() throws Exception {
    harbour.sync(server);
    ReleaseSample forged = copy("forged");
    SigningKey stranger = SigningKey.generate(NEXT, KeyType.NOTE);
    forged.log().follow(stranger, forged.log().continuation().encode());
    ReleaseSample renamed = copy("renamed");
    SigningKey other = SigningKey.generate("stranger.example/log", KeyType.NOTE);
    renamed.log().follow(other, renamed.log().continuation().encode());
    MirrorReport report = harbour.sync(harbour.serve("forged"), harbour.serve("renamed"));
    assertThat(report.outcome()).as(faults(report)).isEqualTo(Outcome.FORGED);
    assertThat(report.faults()).extracting(Fault::kind).containsOnly(Fault.Kind.FORGED);
    assertHeld(2);
    MirrorReport empty =
        new Mirror(
                MirrorOptions.of(harbour.path("fresh"), List.of(harbour.serve("forged").upstream()))
                    .withLimits(Harbour.LIMITS)
                    .withClock(Harbour.CLOCK))
            .sync(CheckMonitor.NONE);
    assertThat(empty.outcome()).isEqualTo(Outcome.FORGED);
    assertThat(harbour.path("fresh/public/checkpoint")).doesNotExist();
  }

  /** Every moment at which the power can fail while a successor takes the place of a log. */
  @Test
  @Tag("slow")
  void finishesOrShowsOneOfTheTwoWhateverWasMoved() throws IOException {
    harbour.sync(server);
    copyTree(harbour.path("mirror"), harbour.path("before"));
    follow();
    origin.log().append(origin.log().signed(correction(1)).encode());
    harbour.sync(server);
    copyTree(harbour.path("mirror"), harbour.path("after"));
    server.close();
    for (int moved = 0; moved <= 4; moved++) {
      Durable.deleteTree(harbour.path("mirror"));
      copyTree(harbour.path("before"), harbour.path("mirror"));
      stage(moved);
      assertThat(harbour.mirrored().number())
          .as("after %d steps", moved)
          .isEqualTo(moved < 4 ? 1 : 2);
      assertThat(harbour.sync(server).outcome()).isEqualTo(Outcome.UNREACHABLE);
      assertFollowed(2);
      assertThat(harbour.mirrored().history().corrections()).hasSize(1);
    }
  }

  /** The new state in the staging directory, of which so many steps were done. */
  private void stage(int moved) throws IOException {
    Path staging = harbour.path("mirror/staging");
    Path target = harbour.path("mirror/public");
    Path made = harbour.path("after/public");
    copyTree(made.resolve("tile/entries"), staging.resolve("log/tile/entries"));
    copyTree(
        made.resolve("predecessor/1/checkpoint"), staging.resolve("log/predecessor/1/checkpoint"));
    copyTree(made.resolve("corrections"), staging.resolve("texts/corrections"));
    copyTree(made.resolve("checkpoint"), staging.resolve("checkpoint"));
    if (moved > 0) {
      copyTree(made.resolve("predecessor"), target.resolve("predecessor"));
    }
    if (moved > 1) {
      Durable.deleteTree(target.resolve("tile"));
    }
    if (moved > 2) {
      copyTree(made.resolve("tile"), target.resolve("tile"));
    }
    if (moved > 3) {
      copyTree(made.resolve("checkpoint"), target.resolve("checkpoint"));
      copyTree(made.resolve("corrections"), target.resolve("corrections"));
    }
  }

  @Test
  @Tag("slow")
  void scrubsAPredecessorToo() throws IOException {
    follow();
    harbour.sync(server);
    Path tile = harbour.path("mirror/public/predecessor/1/tile/0/000.p/3");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[0] ^= 1;
    Files.write(tile, bytes);
    assertThatThrownBy(harbour::mirrored)
        .isInstanceOf(ReleaseException.class)
        .hasMessageContaining("its tiles are not those");
    MirrorReport report = new Mirror(harbour.options(server)).scrub(CheckMonitor.NONE);
    assertThat(report.repaired()).contains("the log");
    assertFollowed(2);
  }

  /** A directory in which something else took the log's place is refused by who has read it. */
  @Test
  void aReaderFollowsOnlyWhatContinuesWhatItHasRead() throws IOException {
    ReleaseSample lost = copy("lost");
    origin.release("Third", 5);
    CheckedLog read = CheckedLog.open(new LogDirectory(harbour.path("origin")));
    lost.log().follow(lost.log().continuation().encode());
    assertThatThrownBy(() -> read.next(new LogDirectory(harbour.path("lost"))))
        .isInstanceOf(ReleaseException.class)
        .hasMessageContaining("does not extend the one of 4 entries");
  }

  private static void copyTree(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = from.equals(file) ? to : to.resolve(from.relativize(file).toString());
      Files.createDirectories(Durable.directoryOf(copy));
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
