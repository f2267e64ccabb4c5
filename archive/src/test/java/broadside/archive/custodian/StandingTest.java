package broadside.archive.custodian;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.log.Tree;
import broadside.archive.mirror.FileServer;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.proof.history.Turn;
import broadside.proof.log.Checkpoint;
import broadside.proof.policy.Witness;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When it is a custodian's turn, by its clock, and by three witnesses of whom two must agree. */
class StandingTest {
  private static final Instant HOUR = Chamber.HOUR;

  @TempDir private Path directory;
  private Chamber chamber;
  private CustodianDirectory keep;

  @BeforeEach
  void found() throws Exception {
    chamber = new Chamber(directory);
    keep = chamber.keep(chamber.server);
    chamber.seal(Chamber.TERMS);
  }

  @AfterEach
  void close() throws IOException {
    chamber.close();
  }

  private Turn turn(Instant now) throws IOException {
    return chamber.standing(keep, 1, now).turn();
  }

  private static List<String> names(List<Witness> witnesses) {
    return witnesses.stream().map(Witness::name).toList();
  }

  @Test
  @Tag("slow")
  void itsOwnClockComesFirst() throws Exception {
    for (int witness = 1; witness <= 3; witness++) {
      chamber.reach(witness, HOUR.plus(Duration.ofDays(1)));
    }
    assertThat(turn(HOUR.minusSeconds(1))).isEqualTo(Turn.EARLY);
    assertThat(turn(HOUR)).isEqualTo(Turn.NOW);
  }

  @Test
  @Tag("slow")
  void moreThanHalfOfTheWitnessesMustSaySo() throws Exception {
    chamber.reach(1, HOUR);
    chamber.reach(2, HOUR.minusSeconds(1));
    Standing one = chamber.standing(keep, 1, HOUR);
    assertThat(one.turn()).isEqualTo(Turn.UNWITNESSED);
    assertThat(names(one.said())).containsExactly("w1");
    assertThat(names(one.silent())).containsExactly("w2", "w3");
    assertThat(one.needed()).isEqualTo(2);
    assertThat(one.told()).anyMatch(sentence -> sentence.contains("Witness w3 answered 503"));
    chamber.reach(2, HOUR);
    Standing two = chamber.standing(keep, 1, HOUR.plusSeconds(5));
    assertThat(two.turn()).isEqualTo(Turn.NOW);
    assertThat(names(two.said())).containsExactly("w1", "w2");
  }

  @Test
  @Tag("slow")
  void witnessesAreAskedAtOnceThoughTheirTimeIsNotAnHourOld() throws Exception {
    Instant before = HOUR.minus(Duration.ofMinutes(30));
    chamber.publish(chamber.witnessed(Map.of(1, before, 2, before, 3, before)));
    assertThat(turn(before)).isEqualTo(Turn.EARLY);
    chamber.reach(1, HOUR.plusSeconds(3));
    chamber.reach(2, HOUR.plusSeconds(3));
    assertThat(turn(HOUR.plusSeconds(3))).isEqualTo(Turn.NOW);
  }

  @Test
  @Tag("slow")
  void timesOnWhatUpstreamsShowCountWhereNoWitnessAnswers() throws Exception {
    chamber.publish(chamber.witnessed(Map.of(1, HOUR, 3, HOUR)));
    assertThat(turn(HOUR)).isEqualTo(Turn.NOW);
  }

  @Test
  @Tag("slow")
  void timesOnAnEarlierStateCount() throws Exception {
    FileServer second = chamber.second();
    byte[] earlier = chamber.witnessed(Map.of(1, HOUR, 2, HOUR)).encode();
    chamber.append(new byte[] {'x', '\n'});
    second.answer("checkpoint", FileServer.body(earlier));
    keep = keep.asking(List.of(chamber.server.upstream(), second.upstream()));
    assertThat(turn(HOUR)).isEqualTo(Turn.NOW);
  }

  @Test
  @Tag("slow")
  void oneFastWitnessIsNotEnoughAndOwnClockIsNeeded() throws Exception {
    chamber.publish(chamber.witnessed(Map.of(1, HOUR.plus(Duration.ofDays(300)))));
    assertThat(turn(HOUR.minusSeconds(1))).isEqualTo(Turn.EARLY);
    assertThat(turn(HOUR)).isEqualTo(Turn.UNWITNESSED);
    assertThat(turn(HOUR.plus(Duration.ofHours(47)))).isEqualTo(Turn.UNWITNESSED);
  }

  @Test
  @Tag("slow")
  void afterTheGraceItsClockIsEnough() throws Exception {
    Instant end = HOUR.plus(Duration.ofDays(2));
    assertThat(turn(end.minusSeconds(1))).isEqualTo(Turn.UNWITNESSED);
    assertThat(turn(end)).isEqualTo(Turn.NOW);
  }

  @Test
  @Tag("slow")
  void withoutAGraceItsClockIsNeverEnough() throws Exception {
    chamber.seal(new Terms(HOUR, 0, 10, true));
    Instant late = HOUR.plus(Duration.ofDays(3650));
    assertThat(chamber.standing(keep, 2, late).turn()).isEqualTo(Turn.UNWITNESSED);
    chamber.reach(2, late);
    chamber.reach(3, late);
    assertThat(chamber.standing(keep, 2, late).turn()).isEqualTo(Turn.NOW);
  }

  @Test
  @Tag("slow")
  void aHoldMovesTheHourForClocksAndForWitnesses() throws Exception {
    Instant until = HOUR.plus(Duration.ofDays(3));
    chamber.hold(1, until, 2);
    chamber.publish(chamber.witnessed(Map.of(1, HOUR, 2, HOUR, 3, HOUR)));
    assertThat(turn(HOUR)).isEqualTo(Turn.HELD);
    assertThat(turn(until.minusSeconds(1))).isEqualTo(Turn.HELD);
    assertThat(turn(until)).isEqualTo(Turn.UNWITNESSED);
    chamber.reach(1, until);
    chamber.reach(2, until);
    assertThat(turn(until)).isEqualTo(Turn.NOW);
  }

  /** The log then names nothing that anybody has to keep. */
  @Test
  @Tag("slow")
  void aVoidCountsThoughNothingElseWasEverPublished() throws Exception {
    assertThat(turn(Chamber.TIME)).isEqualTo(Turn.EARLY);
    chamber.takeBack(1);
    assertThat(turn(HOUR.plus(Duration.ofDays(2)))).isEqualTo(Turn.VOID);
  }

  /** After the hold the log names a file that nobody has. */
  private void holdWithoutAllThatFollows() throws Exception {
    assertThat(turn(Chamber.TIME)).isEqualTo(Turn.EARLY);
    chamber.hold(1, HOUR.plus(Duration.ofDays(3)), 2);
    chamber.seal(Chamber.TERMS);
    chamber.server.answer(
        "sealed/2/part-1.age", exchange -> FileServer.send(exchange, 404, new byte[0]));
  }

  @Test
  @Tag("slow")
  void aHoldThatIsVerifiedCountsThoughWhatFollowsIsNotComplete() throws Exception {
    holdWithoutAllThatFollows();
    Instant late = HOUR.plus(Duration.ofDays(2)); // its own clock would be enough
    Mirror mirror = new Mirror(keep.mirror(chamber.here));
    assertThat(chamber.standing(mirror, keep, 1, late).turn()).isEqualTo(Turn.HELD);
    assertThat(Chamber.log(keep).history().size()).isEqualTo(2);
    assertThat(keep.publicDirectory().resolve("sealed/2/share-1.age")).doesNotExist();
    assertThat(keep.path().resolve("verified/checkpoint")).exists();

    // nobody shows it any more
    FileServer second = chamber.second();
    second.answer(
        "checkpoint",
        FileServer.body(Files.readAllBytes(keep.publicDirectory().resolve("checkpoint"))));
    CustodianDirectory other = keep.asking(List.of(second.upstream()));
    assertThat(chamber.standing(mirror, keep, 1, late).turn()).isEqualTo(Turn.HELD);
    assertThat(chamber.standing(other, 1, late).turn()).isEqualTo(Turn.HELD);
    chamber.server.close();
    assertThat(turn(late)).isEqualTo(Turn.HELD);
  }

  @Test
  @Tag("slow")
  void whatIsVerifiedIsToldBeforeFilesAreFetched() throws Exception {
    assertThat(turn(Chamber.TIME)).isEqualTo(Turn.EARLY);
    chamber.hold(1, HOUR.plus(Duration.ofDays(3)), 2);
    chamber.seal(Chamber.TERMS);
    List<String> order = new CopyOnWriteArrayList<>();
    byte[] part = Files.readAllBytes(chamber.origin.resolve("sealed/2/part-1.age"));
    chamber.server.answer(
        "sealed/2/part-1.age",
        exchange -> {
          order.add("fetched");
          FileServer.send(exchange, 200, part);
        });
    Mirror mirror = new Mirror(keep.mirror(chamber.here));
    MirrorReport last =
        mirror.sync(
            CheckMonitor.NONE,
            report -> {
              order.add(
                  Objects.requireNonNull(mirror.newest()).log().history().size() + " entries");
              assertThat(report.claims()).hasSize(1);
              assertThat(report.entries()).isEqualTo(2);
            });
    assertThat(order).containsExactly("4 entries", "fetched");
    assertThat(last.entries()).isEqualTo(4);
  }

  @Test
  @Tag("slow")
  void whatWasVerifiedGoesOnceItIsHeld() throws Exception {
    holdWithoutAllThatFollows();
    Instant late = HOUR.plus(Duration.ofDays(2));
    assertThat(turn(late)).isEqualTo(Turn.HELD);
    chamber.append(new byte[] {'x', '\n'});
    assertThat(turn(late)).isEqualTo(Turn.HELD);
    Path verified = keep.path().resolve("verified");
    assertThat(CheckedLog.open(new LogDirectory(verified)).history().size()).isEqualTo(5);
    chamber.server.behave();
    assertThat(turn(late)).isEqualTo(Turn.HELD);
    assertThat(Chamber.log(keep).history().size()).isEqualTo(5);
    assertThat(verified).doesNotExist();
  }

  /** Of a copy that has rotted nothing counts; whoever shows the log shows it again. */
  @Test
  @Tag("slow")
  void whatWasVerifiedIsVerifiedAgain() throws Exception {
    holdWithoutAllThatFollows();
    Instant late = HOUR.plus(Duration.ofDays(2));
    assertThat(turn(late)).isEqualTo(Turn.HELD);
    Path entries = keep.path().resolve("verified/tile/entries/000.p/4");
    byte[] bytes = Files.readAllBytes(entries);
    bytes[bytes.length - 40] ^= 1;
    Files.delete(entries);
    Files.write(entries, bytes);
    assertThat(turn(late)).isEqualTo(Turn.HELD);
    assertThat(entries).exists();
    chamber.server.close();
    bytes = Files.readAllBytes(entries);
    bytes[bytes.length - 40] ^= 1;
    Files.write(entries, bytes);
    assertThat(turn(late)).isEqualTo(Turn.NOW);
    assertThat(entries).doesNotExist();
  }

  @Test
  @Tag("slow")
  void aMirrorOpensNothingThatIsHeldBackByWhatItHasVerified() throws Exception {
    SealedStatement seal = chamber.sealing(1).seal();
    holdWithoutAllThatFollows();
    Instant late = HOUR.plus(Duration.ofDays(2));
    assertThat(turn(late)).isEqualTo(Turn.HELD);
    List<byte[]> shares = List.of(chamber.published(seal, 1), chamber.published(seal, 2));
    assertThat(Mirror.open(keep.path(), shares, chamber.here, CheckMonitor.NONE).notes()).isEmpty();
    Durable.deleteTree(keep.path().resolve("verified"));
    assertThat(Mirror.open(keep.path(), List.of(), chamber.here, CheckMonitor.NONE).notes())
        .as("the parts here are no release")
        .anyMatch(note -> note.contains("part-1.age is no age file that this identity decrypts"));
  }

  @Test
  @Tag("slow")
  void twoStatesThatFollowOneAnotherInNoOrderAreAContradictionThoughNeitherIsHeld()
      throws Exception {
    assertThat(turn(Chamber.TIME)).isEqualTo(Turn.EARLY);
    Path fork = directory.resolve("fork");
    Tree.copy(chamber.origin, fork);
    holdWithoutAllThatFollows();
    Instant late = HOUR.plus(Duration.ofDays(2));
    assertThat(turn(late)).isEqualTo(Turn.HELD);
    try (FileServer other = FileServer.of(fork)) {
      chamber.appendIn(fork, new byte[] {'y', '\n'});
      keep = keep.asking(List.of(other.upstream()));
      chamber.here.set(late);
      MirrorReport report = Chamber.sync(keep, chamber.here);
      assertThat(report.outcome()).isEqualTo(MirrorReport.Outcome.CONTRADICTION);
      assertThat(turn(late)).isEqualTo(Turn.HELD);
      chamber.appendIn(fork, new byte[] {'y', 'y', '\n'});
      chamber.appendIn(fork, new byte[] {'y', 'y', 'y', '\n'});
      MirrorReport larger = Chamber.sync(keep, chamber.here);
      assertThat(larger.outcome()).isEqualTo(MirrorReport.Outcome.CONTRADICTION);
      assertThat(larger.claims().getFirst().checkpoint().size()).isEqualTo(5);
      assertThat(turn(late)).isEqualTo(Turn.HELD);
      assertThat(Chamber.log(keep).history().size()).isEqualTo(2);
    }
  }

  @Test
  @Tag("slow")
  void aHoldOfTooFewEditorsHoldsNothing() throws Exception {
    chamber.hold(1, HOUR.plus(Duration.ofDays(3)), 1);
    chamber.publish(chamber.witnessed(Map.of(1, HOUR, 2, HOUR)));
    assertThat(turn(HOUR)).isEqualTo(Turn.NOW);
  }

  @Test
  @Tag("slow")
  void aContradictingCheckpointSaysNothing() throws Exception {
    chamber.standing(keep, 1, Chamber.TIME);
    FileServer second = chamber.second();
    Checkpoint other = new Checkpoint("chamber.example/log", 2, new byte[32]);
    second.answer(
        "checkpoint",
        FileServer.body(chamber.signed(other, Map.of(1, HOUR, 2, HOUR, 3, HOUR)).encode()));
    keep = keep.asking(List.of(chamber.server.upstream(), second.upstream()));
    Standing standing = chamber.standing(keep, 1, HOUR);
    assertThat(standing.turn()).isEqualTo(Turn.UNWITNESSED);
    assertThat(standing.said()).isEmpty();
    assertThat(standing.told())
        .anyMatch(s -> s.contains(second.upstream().toString()) && s.contains("contradicts"));
  }

  @Test
  @Tag("slow")
  void aForgedCosignatureSpoilsNoOther() throws Exception {
    chamber.publish(chamber.witnessed(Map.of(1, HOUR, 2, HOUR)));
    byte[] good = Files.readAllBytes(chamber.origin.resolve("checkpoint"));
    FileServer second = chamber.second();
    second.answer("checkpoint", FileServer.body(good));
    String forged = chamber.witnessed(Map.of(1, HOUR, 3, HOUR)).print();
    int last = forged.length() - 10; // in the signature of one of the two
    String changed =
        forged.substring(0, last)
            + (forged.charAt(last) == 'A' ? 'B' : 'A')
            + forged.substring(last + 1);
    chamber.server.answer("checkpoint", FileServer.body(changed.getBytes(StandardCharsets.UTF_8)));
    keep = keep.asking(List.of(second.upstream()));
    assertThat(turn(Chamber.TIME)).isEqualTo(Turn.EARLY);
    keep = keep.asking(List.of(chamber.server.upstream(), second.upstream()));
    chamber.here.set(HOUR);
    MirrorReport report = Chamber.sync(keep, chamber.here);
    assertThat(report.hasLiar()).isTrue();
    assertThat(report.faults())
        .anyMatch(f ->
            f.upstream().equals(chamber.server.upstream())
                && f.sentence().contains("does not hold"));
    Standing standing = chamber.standing(keep, 1, HOUR);
    assertThat(standing.turn()).isEqualTo(Turn.NOW);
    assertThat(names(standing.said())).contains("w1", "w2");
    assertThat(standing.told()).anyMatch(s -> s.contains("A line of a checkpoint does not count"));
  }

  @Test
  @Tag("slow")
  void aLargerStateThatIsKeptBackSaysNothing() throws Exception {
    chamber.standing(keep, 1, Chamber.TIME);
    chamber.server.answer(
        "checkpoint",
        FileServer.body(
            chamber
                .signed(
                    new Checkpoint("chamber.example/log", 7, new byte[32]),
                    Map.of(1, HOUR, 2, HOUR, 3, HOUR))
                .encode()));
    Standing standing = chamber.standing(keep, 1, HOUR);
    assertThat(standing.turn()).isEqualTo(Turn.UNWITNESSED);
    assertThat(standing.said()).isEmpty();
    assertThat(standing.told()).anyMatch(s -> s.contains("shows 7 entries of the log"));
    assertThat(turn(HOUR.plus(Duration.ofDays(2)))).isEqualTo(Turn.NOW);
  }

  @Test
  @Tag("slow")
  void aWitnessThatIsAheadOfWhatIsHeldSaysNothing() throws Exception {
    chamber.standing(keep, 1, Chamber.TIME);
    chamber.hold(1, HOUR.plus(Duration.ofDays(3)), 2);
    for (int witness = 1; witness <= 3; witness++) {
      chamber.reach(witness, HOUR);
    }
    CustodianDirectory reader =
        CustodianDirectory.create(
            directory.resolve("reader"), null, List.of(chamber.server.upstream()));
    chamber.here.set(HOUR);
    Chamber.sync(reader, chamber.here); // it shows the hold to the witnesses
    byte[] checkpoint = Files.readAllBytes(keep.publicDirectory().resolve("checkpoint"));
    chamber.server.answer("checkpoint", FileServer.body(checkpoint));
    Standing standing = chamber.standing(keep, 1, HOUR);
    assertThat(standing.turn()).isEqualTo(Turn.UNWITNESSED);
    assertThat(standing.told())
        .anyMatch(s -> s.contains("Witness w1 has signed a log of 3 entries, and 2 are held here"));
    chamber.server.behave();
    assertThat(turn(HOUR)).isEqualTo(Turn.HELD);
  }

  @Test
  @Tag("slow")
  void theWitnessesOfTheSealsPolicyDecideThoughOthersAreInForce() throws Exception {
    chamber.standing(keep, 1, Chamber.TIME);
    chamber.amend(List.of("w2", "w3", "c1"));
    chamber.publish(chamber.witnessed(Map.of(1, HOUR)));
    assertThat(turn(HOUR)).isEqualTo(Turn.UNWITNESSED);
    assertThat(Chamber.log(keep).history().policies().newest().version()).isEqualTo(2);
    chamber.reach(3, HOUR);
    Standing standing = chamber.standing(keep, 1, HOUR);
    assertThat(standing.turn()).isEqualTo(Turn.NOW);
    assertThat(names(standing.said())).containsExactly("w1", "w3");
    assertThat(chamber.custodian(1).share(chamber.entrusted(keep, 1, 1), standing)).isNotEmpty();
  }

  @Test
  @Tag("slow")
  void otherTextsOfAPolicyAreRefusedAndTheNextAddressIsAsked() throws Exception {
    chamber.standing(keep, 1, Chamber.TIME);
    chamber.amend(List.of("w3"));
    byte[] roles = Files.readAllBytes(chamber.origin.resolve("roles/1"));
    chamber.server.answer("roles/2", FileServer.body(roles));
    MirrorReport alone = Chamber.sync(keep, chamber.here);
    assertThat(alone.hasLiar()).isTrue();
    assertThat(alone.faults()).anyMatch(f -> f.sentence().contains("texts of a policy"));
    assertThat(Chamber.log(keep).history().policies().newest().version()).isEqualTo(1);
    keep = keep.asking(List.of(chamber.server.upstream(), chamber.second().upstream()));
    Chamber.sync(keep, chamber.here);
    assertThat(Chamber.log(keep).history().policies().newest().version()).isEqualTo(2);
  }

  @Test
  @Tag("slow")
  void goesByWhatIsHeldWhereNobodyAnswers() throws Exception {
    chamber.publish(chamber.witnessed(Map.of(1, HOUR, 2, HOUR)));
    assertThat(turn(Chamber.TIME)).isEqualTo(Turn.EARLY);
    chamber.server.close();
    assertThat(turn(HOUR)).isEqualTo(Turn.NOW);
  }
}
