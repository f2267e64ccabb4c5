package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.Publication;
import broadside.archive.custodian.Custodian;
import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.custodian.Standing;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorOptions;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.SetClock;
import broadside.archive.sealed.NoteBox;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.archive.witness.Witness;
import broadside.intake.sign.Keys;
import broadside.proof.history.SealedRelease;
import broadside.proof.history.Turn;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.statement.SealedStatement;
import broadside.site.Site;
import broadside.site.SiteOptions;
import broadside.site.witness.WitnessServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An origin, three mirrors, seven custodians, four witnesses, and five parts that are due a minute
 * apart; five custodians and two parts where it must not take long. The origin is cut off once they
 * are sealed. Two mirrors are killed and start again, one custodian is lost, one sends bad shares,
 * one tries early, one's clock jumps an hour ahead and then an hour back, one witness runs fast and
 * one slow. Who, and when, the seed says. Time is told by a clock that the test moves; all else is
 * real.
 */
class CutTest {
  private static final int MIRRORS = 3;
  private static final int WITNESSES = 4;
  private static final Duration APART = Duration.ofMinutes(1);

  private static final Duration JUMP = Duration.ofHours(1);

  /** After its hour, or after the mirror is back, a part is readable within this. */
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  @TempDir private Path scratch;

  /** The time that everybody goes by, but for those whose clock is wrong. */
  private final SetClock world = new SetClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));

  private final List<FileServer> servers = new ArrayList<>();
  private final List<WitnessServer> witnesses = new ArrayList<>();
  private Path pub;
  private Path base;
  private Path live;
  private final List<Integer> ports = new ArrayList<>();
  private int parts;
  private int custodians;
  private Duration tick;
  private final List<SealedStatement> seals = new ArrayList<>();

  private void sealAndCut(int ofParts, int ofCustodians, Duration seen) throws Exception {
    parts = ofParts;
    custodians = ofCustodians;
    tick = seen;
    pub = scratch.resolve("pub");
    base = Files.createDirectory(scratch.resolve("base"));
    live = scratch.resolve("live");
    ok("init", pub, "--title", "Harbour letters");
    Path letters = Files.createDirectory(scratch.resolve("letters"));
    for (int i = 1; i <= 2 * parts; i++) {
      Files.writeString(
          letters.resolve(i + ".eml"),
          "From: a@port.example\nDate: %d Mar 2019 09:00:00 +0000\nMessage-ID: <%d@port.example>\nSubject: Tide %d\n\nHigh water at berth number%d.\n"
              .formatted(i, i, i, i));
    }
    ok("add", pub, letters);
    var log = new LogDirectory(pub.resolve("public")).read(1).log().log();
    Duration[] wrong = {Duration.ZERO, Duration.ofHours(2), Duration.ofHours(-2), Duration.ZERO};
    for (int i = 0; i < WITNESSES; i++) {
      SigningKey key = SigningKey.generate("witness.example/" + i, KeyType.COSIGNATURE);
      Path directory = Files.createDirectory(scratch.resolve("witness-" + i));
      Clock clock = Clock.offset(world, wrong[i]);
      witnesses.add(
          WitnessServer.start(new Witness(directory, key, List.of(log), clock), "127.0.0.1", 0));
      ok(
          "policy",
          pub,
          "--add-witness",
          "w%d %s %s".formatted(i, key.verifier().print(), witnesses.get(i).uri()));
    }
    List<String> addresses = new ArrayList<>();
    for (int m = 0; m < MIRRORS; m++) {
      Files.createDirectories(base.resolve("mirror-" + m).resolve("public"));
      ports.add(ProcessMachines.freePort());
      addresses.add("http://127.0.0.1:" + ports.get(m) + "/");
    }
    for (int c = 0; c < custodians; c++) {
      Command made =
          ok(
              "custodian",
              "init",
              base.resolve("custodian-" + c),
              "--name",
              "c" + c,
              "--from",
              String.join(",", addresses));
      ok("policy", pub, "--add-custodian", made.custodian());
    }
    Instant first = world.instant().plus(Duration.ofHours(3));
    for (int i = 0; i < parts; i++) {
      ok("seal", pub, "--messages", 2, "--opens", first.plus(APART.multipliedBy(i)));
    }
    for (SealedRelease release : log(pub).history().sealedReleases()) {
      seals.add(release.sealed().statement());
    }
    assertThat(seals).hasSize(parts);
    FileServer origin = serve(pub.resolve("public"), 0);
    Upstream upstream = Upstream.of(origin.address());
    for (int m = 0; m < MIRRORS; m++) {
      MirrorReport report =
          new Mirror(MirrorOptions.of(base.resolve("mirror-" + m), List.of(upstream)))
              .sync(CheckMonitor.NONE);
      assertThat(report.sealed()).as("%s", report.notes()).isEqualTo(parts);
    }
    origin.close();
    for (int c = 0; c < custodians; c++) { // as if fetched, which other tests do
      Path _ =
          Trees.copy(
              base.resolve("mirror-0/public/sealed"),
              Files.createDirectories(base.resolve("custodian-" + c).resolve("public"))
                  .resolve("sealed"));
    }
  }

  @AfterEach
  void stop() throws IOException {
    servers.forEach(FileServer::close);
    for (WitnessServer witness : witnesses) {
      witness.close();
    }
  }

  @Test
  @Tag("slow")
  void everyPartIsReadableOnEveryLivingMirror() throws Exception {
    sealAndCut(2, 5, Duration.ofSeconds(15));
    play(1);
  }

  /** {@code -Dcut.seeds=100} plays a hundred. */
  @Test
  @Tag("acceptance")
  void everyPartIsReadableOnEveryLivingMirrorTimeAndAgain() throws Exception {
    sealAndCut(5, 7, Duration.ofSeconds(10));
    List<Duration> all = new ArrayList<>();
    int seeds = Integer.getInteger("cut.seeds", 10);
    for (int seed = 1; seed <= seeds; seed++) {
      all.addAll(play(seed));
    }
    Collections.sort(all);
    System.out.printf(
        "The cut, %d seeds, from due to readable on a mirror: median %d s, worst %d s, of %d%n",
        seeds, all.get(all.size() / 2).toSeconds(), all.getLast().toSeconds(), all.size());
  }

  /** One run; how long each part took on each mirror, from its hour or the mirror's return on. */
  private List<Duration> play(long seed) throws Exception {
    Durable.deleteTree(live);
    Path _ = Trees.copy(base, live);
    Random random = new Random(seed);
    Instant first = seals.getFirst().terms().notBefore();
    Instant end = seals.getLast().terms().notBefore().plus(Duration.ofMinutes(3));
    List<Integer> who = shuffled(custodians, random);
    int lost = who.get(0);
    int bad = who.get(1);
    int early = who.get(2);
    int jumper = who.get(3);
    Instant ahead = first.plusSeconds(random.nextInt(90) - 30L);
    Instant back = ahead.plusSeconds(20 + random.nextInt(30));
    Instant right = back.plusSeconds(20 + random.nextInt(30));
    List<Integer> killed = shuffled(MIRRORS, random).subList(0, 2);
    Map<Integer, Instant> downFrom = new TreeMap<>();
    Map<Integer, Instant> upAgain = new TreeMap<>();
    for (int i = 0; i < 2; i++) { // one after the other
      Instant down = first.plusSeconds(i * 90L + random.nextInt(60));
      downFrom.put(killed.get(i), down);
      upAgain.put(killed.get(i), down.plusSeconds(30 + random.nextInt(60)));
    }
    FileServer[] running = new FileServer[MIRRORS];
    Map<String, Duration> readable = new TreeMap<>();
    boolean[] triedEarly = new boolean[parts];
    Map<Integer, Integer> published = new TreeMap<>();
    for (world.set(first.minusSeconds(30));
        world.instant().isBefore(end);
        world.set(world.instant().plus(tick))) {
      for (int m = 0; m < MIRRORS; m++) {
        boolean isDown =
            downFrom.containsKey(m)
                && !world.instant().isBefore(downFrom.get(m))
                && world.instant().isBefore(upAgain.get(m));
        if (isDown && running[m] != null) {
          running[m].close();
          running[m] = null;
        } else if (!isDown && running[m] == null) {
          running[m] = serve(mirror(m).resolve("public"), ports.get(m));
        }
      }
      List<Integer> living = new ArrayList<>();
      for (int m = 0; m < MIRRORS; m++) {
        if (running[m] != null) {
          living.add(m);
        }
      }
      if (!triedEarly[0]) {
        triedEarly[0] = true;
        assertEarlyIsRefused(early, living.getFirst());
      }
      for (int c : shuffled(custodians, random)) {
        boolean isWrong =
            c == jumper && !world.instant().isBefore(ahead) && world.instant().isBefore(right);
        Duration wrong =
            !isWrong ? Duration.ZERO : world.instant().isBefore(back) ? JUMP : JUMP.negated();
        Clock clock = Clock.offset(world, wrong);
        if (c != lost && published.getOrDefault(c, 0) < dueBy(clock.instant())) {
          published.put(c, act(c, clock, c == bad, living));
        }
      }
      for (int m : living) {
        sync(m, random.nextInt(4) == 0);
        note(readable, m, upAgain.get(m));
      }
    }
    return check(seed, readable, running, "c" + bad);
  }

  private static List<Integer> shuffled(int count, Random random) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(i);
    }
    Collections.shuffle(all, random);
    return all;
  }

  private Path mirror(int m) {
    return live.resolve("mirror-" + m);
  }

  /** How many parts are due at a time. */
  private int dueBy(Instant time) {
    return (int) seals.stream().filter(s -> !time.isBefore(s.terms().notBefore())).count();
  }

  /**
   * A custodian looks what is due, and hands its notes to the mirrors that it reaches.
   *
   * @return for how many parts its share is published by now, or is not needed
   */
  private int act(int custodian, Clock clock, boolean isBad, List<Integer> to) throws IOException {
    CustodianDirectory directory = CustodianDirectory.open(live.resolve("custodian-" + custodian));
    SigningKey key = Keys.open(directory.key(), name -> new char[0]);
    MirrorReport report = new Mirror(directory.mirror(clock)).sync(CheckMonitor.NONE);
    CheckedLog log = CheckedLog.open(new LogDirectory(directory.publicDirectory()));
    LogDirectory files = new LogDirectory(directory.publicDirectory());
    int done = 0;
    for (Entrusted of : Entrusted.all(log, directory.publicDirectory(), key.verifier())) {
      done += of.isPublished() || !of.isPending() ? 1 : 0;
      if (of.isPending() && !of.isPublished() && !clock.instant().isBefore(of.release().due())) {
        Standing standing = Standing.of(of, log, files, report.claims(), clock.instant());
        if (standing.turn() == Turn.NOW) {
          assertThat(world.instant())
              .as("whatever its clock shows")
              .isAfterOrEqualTo(of.release().due());
          byte[] note = new Custodian(key, clock).share(of, standing);
          for (int mirror : to) {
            deliver(isBad ? forged(of, key) : note, mirror);
          }
          done++;
        } else {
          assertThat(standing.turn()).isEqualTo(Turn.UNWITNESSED);
        }
      }
    }
    return done;
  }

  private static byte[] forged(Entrusted of, SigningKey key) {
    SealedStatement seal = of.seal();
    Share share = new Share(of.index(), Secret.draw(new SecureRandom()));
    String text = new ShareNote(seal.publication(), seal.number(), seal.sha256(), share).print();
    return new SignedNote(text, List.of(key.sign(text))).encode();
  }

  private void deliver(byte[] note, int mirror) throws IOException {
    Mirror.Opened taken = Mirror.open(mirror(mirror), List.of(note), world, CheckMonitor.NONE);
    assertThat(taken.taken().getFirst()).isNotIn(NoteBox.Taken.EARLY, NoteBox.Taken.NOTHING);
  }

  /** A careless custodian: its own tool refuses, and so does a mirror. */
  private void assertEarlyIsRefused(int custodian, int mirror) throws IOException {
    CustodianDirectory directory = CustodianDirectory.open(live.resolve("custodian-" + custodian));
    SigningKey key = Keys.open(directory.key(), name -> new char[0]);
    MirrorReport report = new Mirror(directory.mirror(world)).sync(CheckMonitor.NONE);
    LogDirectory files = new LogDirectory(directory.publicDirectory());
    CheckedLog log = CheckedLog.open(files);
    Entrusted of = Entrusted.all(log, directory.publicDirectory(), key.verifier()).getLast();
    assertThat(Standing.of(of, log, files, report.claims(), world.instant()).turn())
        .isEqualTo(Turn.EARLY);
    assertThat(
            Mirror.open(mirror(mirror), List.of(forged(of, key)), world, CheckMonitor.NONE).taken())
        .containsExactly(NoteBox.Taken.EARLY);
  }

  /** A mirror asks the two others; sometimes it is killed in the middle of that. */
  private void sync(int m, boolean isKilled) throws IOException {
    List<Upstream> others = new ArrayList<>();
    for (int other = 0; other < MIRRORS; other++) {
      if (other != m) {
        others.add(Upstream.of("http://127.0.0.1:" + ports.get(other) + "/"));
      }
    }
    MirrorOptions options = MirrorOptions.of(mirror(m), others).withOpens(true).withClock(world);
    if (isKilled) {
      int[] asked = {0};
      CheckMonitor killer =
          new CheckMonitor() {
            @Override
            public boolean isCancelled() {
              return ++asked[0] > 40;
            }

            @Override
            public void progress(long bytes) {}
          };
      try {
        MirrorReport _ = new Mirror(options).sync(killer);
      } catch (java.io.InterruptedIOException e) {
        return; // the next tick's run goes on
      }
    } else {
      MirrorReport _ = new Mirror(options).sync(CheckMonitor.NONE);
    }
  }

  /** Remembers since when a mirror's parts are readable. */
  private void note(Map<String, Duration> readable, int m, Instant upAgain) throws IOException {
    try (Publication publication = Publication.open(mirror(m).resolve("public"))) {
      for (SealedStatement seal : seals) {
        String what = "part %d on mirror %d".formatted(seal.number(), m);
        if (!readable.containsKey(what) && publication.release(seal.number()) != null) {
          assertThat(publication.mail(seal.last()).eml()).isNotNull();
          Instant hour = seal.terms().notBefore();
          Instant from =
              upAgain != null && upAgain.isAfter(hour) && !world.instant().isBefore(upAgain)
                  ? upAgain
                  : hour;
          readable.put(what, Duration.between(from, world.instant()));
        }
      }
    }
  }

  private List<Duration> check(
      long seed, Map<String, Duration> readable, FileServer[] running, String bad)
      throws Exception {
    List<Duration> all = new ArrayList<>(readable.values());
    Collections.sort(all);
    assertThat(readable).as("seed %d", seed).hasSize(parts * MIRRORS);
    readable.forEach((what, time) ->
        assertThat(time).as("seed %d: %s", seed, what).isLessThanOrEqualTo(AT_MOST));
    assertThat(readable.values()).as("nothing before its hour").noneMatch(Duration::isNegative);
    Map<String, String> same = Trees.files(mirror(0).resolve("public/releases"));
    for (int m = 0; m < MIRRORS; m++) {
      assertThat(Trees.files(mirror(m).resolve("public/releases"))).isEqualTo(same);
      Audit.Report report =
          Audit.of(mirror(m).resolve("public"), null, world.instant(), CheckMonitor.NONE);
      assertThat(report.findings()).allMatch(f -> f.kind() == Kind.NOTE || f.kind() == Kind.STALE);
      assertThat(report.log().history().releases()).hasSize(parts);
      try (Site site =
          Site.start(SiteOptions.of(mirror(m).resolve("public")).withPort(0).withClock(world))) {
        for (int i = 1; i <= 2 * parts; i++) {
          assertThat(Served.get(site, "/search?q=number" + i).body()).contains("Tide " + i);
        }
      }
      running[m].close();
    }
    assertThat(same.keySet().stream().filter(name -> name.endsWith("mail.zip")).count())
        .isEqualTo(parts);
    assertThat(evidence()).as("bad shares are kept").isPositive();
    System.out.printf(
        "The cut, seed %d: from due to readable: median %d s, worst %d s; %s sent bad shares%n",
        seed, all.get(all.size() / 2).toSeconds(), all.getLast().toSeconds(), bad);
    return all;
  }

  private long evidence() throws IOException {
    long count = 0;
    for (int m = 0; m < MIRRORS; m++) {
      try (Stream<Path> files = Files.walk(mirror(m).resolve("public/sealed"))) {
        count += files.filter(f -> f.toString().endsWith(".bad.note")).count();
      }
    }
    return count;
  }

  private static CheckedLog log(Path publication) throws IOException {
    return CheckedLog.open(new LogDirectory(publication.resolve("public")));
  }

  /** A plain server of files. */
  private FileServer serve(Path directory, int port) {
    FileServer server = FileServer.at(directory, port);
    servers.add(server);
    return server;
  }
}
