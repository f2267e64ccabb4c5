package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.sealed.ShareFiles;
import broadside.intake.sign.Keys;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.sealed.Secret;
import broadside.proof.sealed.Share;
import broadside.proof.sealed.ShareNote;
import broadside.proof.statement.SealedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One run: its machines, who plays what, and what happened when. */
final class CutRun extends CutStage {
  /** From the beginning of a run, when all machines start, to the first hour. */
  private static final Duration LEAD = Duration.ofMinutes(2);

  /** After its hour, or after the mirror is back, a part is readable within this. */
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  /** Something that happens at a time. */
  private record Event(Instant time, String words, Deed deed) {}

  /** What is done then. */
  private interface Deed {
    void run() throws IOException;
  }

  private final int seed;
  private final Random random;
  private final List<Integer> who;
  private final List<String> timeline = Collections.synchronizedList(new ArrayList<>());
  private final List<SealedStatement> seals;
  private final Map<Integer, Instant> upAgain = Collections.synchronizedMap(new TreeMap<>());
  private final Map<Integer, Boolean> isUp = Collections.synchronizedMap(new TreeMap<>());

  /** The first hour, by this machine's clock. */
  private final Instant first;

  CutRun(int seed, Path directory, Sealed sealed) throws IOException {
    super(directory, sealed.ports());
    this.seed = seed;
    this.random = new Random(seed);
    this.who = shuffled(CUSTODIANS);
    this.seals = sealed.seals();
    this.first = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(LEAD);
    machines.setClocksAhead(Duration.between(first, sealed.first()));
  }

  private List<Integer> shuffled(int count) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(i);
    }
    Collections.shuffle(all, random);
    return all;
  }

  private void tell(String words) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    timeline.add("%s %+7.1f s  %s".formatted(now, seconds(Duration.between(first, now)), words));
  }

  List<Duration> play() throws Exception {
    start();
    Map<String, Duration> readable = cutOff();
    List<Duration> all = check(readable);
    returnOfTheEditor();
    tell("from due to readable and searchable: " + figures(all));
    synchronized (timeline) {
      System.out.println("The cut, seed " + seed + "\n  " + String.join("\n  ", timeline));
    }
    return all;
  }

  private void start() throws IOException {
    for (int w = 0; w < WITNESSES; w++) {
      startWitness(w, log());
    }
    startOrigin();
    for (int m = 0; m < MIRRORS; m++) {
      startMirror(m);
    }
    awaitMirrors();
    tell(
        "five parts are sealed and armed; three mirrors have %d entries of the log"
            .formatted(history().size()));
    assertThat(Instant.now()).as("ready before the first hour").isBefore(first.minusSeconds(35));
  }

  /** As long as a part may be late: what is due does not depend on it. */
  @Override
  String every() {
    return "60s";
  }

  @Override
  void startMirror(int m) throws IOException {
    super.startMirror(m);
    isUp.put(m, true);
  }

  /** What happens from the cut on; how long each part took on each mirror. */
  private Map<String, Duration> cutOff() throws Exception {
    int lost = who.get(0);
    int bad = who.get(1);
    int early = who.get(2);
    machines.kill("origin");
    machines.setConnected("origin", false);
    tell("the origin is cut off");
    tell("custodian %s is lost, %s will send bad shares".formatted("c" + lost, "c" + bad));
    assertEarlyIsRefused(early);
    for (int c = 0; c < CUSTODIANS; c++) {
      if (c != lost && c != bad) {
        Path _ = machines.leave(custodian(c), "custodian", "share", keep(c), "--watch");
      }
    }
    List<Event> events = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      int of = part;
      events.add(
          new Event(
              first.plus(Duration.ofMinutes(part)).plusSeconds(1),
              "c%d sends a bad share of release %d".formatted(bad, part + 1),
              () -> sendBad(bad, of)));
    }
    List<Integer> killed = shuffled(MIRRORS).subList(0, 2);
    for (int i = 0; i < 2; i++) { // one after the other
      int m = killed.get(i);
      Instant down = first.plusSeconds(i * 90L + random.nextInt(60));
      Instant up = down.plusSeconds(30 + random.nextInt(60));
      events.add(
          new Event(
              down,
              mirror(m) + " is killed",
              () -> {
                isUp.put(m, false);
                machines.kill(mirror(m));
              }));
      events.add(
          new Event(
              up,
              mirror(m) + " starts again",
              () -> {
                upAgain.put(m, Instant.now());
                startMirror(m);
              }));
    }
    events.sort(Comparator.comparing(Event::time));
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      List<Future<Map<String, Duration>>> watches = new ArrayList<>();
      for (int m = 0; m < MIRRORS; m++) {
        int mirror = m;
        watches.add(pool.submit(() -> watch(mirror)));
      }
      List<Future<@Nullable Void>> deeds = new ArrayList<>();
      for (Event event : events) {
        deeds.add(
            pool.submit(() -> {
              Thread.sleep(Math.max(0, Duration.between(Instant.now(), event.time()).toMillis()));
              tell(event.words());
              event.deed().run();
              return null;
            }));
      }
      Map<String, Duration> readable = new TreeMap<>();
      for (Future<Map<String, Duration>> watch : watches) {
        readable.putAll(watch.get());
      }
      for (Future<@Nullable Void> deed : deeds) {
        @Nullable Void _ = deed.get();
      }
      return readable;
    }
  }

  /** Its own tool refuses, and so does a mirror whom it hands the true share. */
  private void assertEarlyIsRefused(int c) throws IOException {
    Command refused = machines.run(custodian(c), "custodian", "share", keep(c), "2");
    assertThat(refused.code()).as(refused.out()).isEqualTo(1);
    assertThat(refused.err()).contains("is sealed until");
    SealedStatement seal = seals.get(1);
    CustodianDirectory held = CustodianDirectory.open(keep(c));
    SigningKey key = Keys.open(held.key(), name -> new char[0]);
    Entrusted of = entrusted(held, key, 1);
    Share share = ShareFiles.read(seal, of.index(), AgeIdentity.of(key), of.directory().path());
    String answer = post(c, seal, key, share, 0);
    assertThat(answer).isEqualTo("425");
    tell("c%d tries early: its tool refuses, and a mirror does not take its share".formatted(c));
  }

  private static Entrusted entrusted(CustodianDirectory held, SigningKey key, int part)
      throws IOException {
    CheckedLog log = CheckedLog.open(new LogDirectory(held.publicDirectory()));
    return Entrusted.all(log, held.publicDirectory(), key.verifier()).stream()
        .filter(of -> of.number() == part + 1)
        .findFirst()
        .orElseThrow();
  }

  private void sendBad(int c, int part) throws IOException {
    CustodianDirectory held = CustodianDirectory.open(keep(c));
    SigningKey key = Keys.open(held.key(), name -> new char[0]);
    Share share = new Share(entrusted(held, key, part).index(), Secret.draw(new SecureRandom()));
    for (int m = 0; m < MIRRORS; m++) {
      if (isUp.getOrDefault(m, false)) {
        String answer = post(c, seals.get(part), key, share, m);
        assertThat(answer)
            .isIn("422", "200", "000"); // bad, known already, or it was killed meanwhile
        tell("%s answers the bad share of c%d with %s".formatted(mirror(m), c, answer));
      }
    }
  }

  /** Hands a note to a mirror; the status of its answer. */
  private String post(int c, SealedStatement seal, SigningKey key, Share share, int m)
      throws IOException {
    String text = new ShareNote(seal.publication(), seal.number(), seal.sha256(), share).print();
    Path note = directory.resolve("note-%d-%d-%d".formatted(c, seal.number(), m));
    Files.write(note, new SignedNote(text, List.of(key.sign(text))).encode());
    return machines
        .curl(
            custodian(c),
            "--data-binary",
            "@" + note,
            "--output",
            "/dev/null",
            "--write-out",
            "%{http_code}",
            address(mirror(m)) + "sealed/" + seal.number() + "/notes")
        .out()
        .strip();
  }

  /** Looks every second whether a mirror's next part is there for a reader. */
  private Map<String, Duration> watch(int m) throws IOException, InterruptedException {
    Map<String, Duration> readable = new TreeMap<>();
    Instant end = first.plus(Duration.ofMinutes(PARTS - 1)).plus(AT_MOST).plusSeconds(60);
    List<Integer> missing = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      missing.add(part);
    }
    while (!missing.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(1000);
      if (!isUp.getOrDefault(m, false)) {
        continue;
      }
      for (int part : List.copyOf(missing)) {
        Instant hour = first.plus(Duration.ofMinutes(part));
        if (Instant.now().isBefore(hour.minusSeconds(5))) {
          break;
        }
        if (isReadable(m, (part + 1) * MAILS)) {
          Instant now = Instant.now();
          Instant from = hour;
          Instant up = upAgain.get(m);
          if (up != null && up.isAfter(hour)) {
            from = up;
          }
          Duration time = Duration.between(from, now);
          readable.put("release %d on mirror%d".formatted(part + 1, m), time);
          missing.removeIf(other -> other == part);
          tell("release %d is readable and searchable on mirror%d".formatted(part + 1, m));
        }
      }
    }
    return readable;
  }

  private boolean isReadable(int m, int number) throws IOException {
    Command found = machines.curl("reader", address(mirror(m)) + "search?q=number" + number);
    return found.out().contains("Tide " + number)
        && machines
            .curl("reader", address(mirror(m)) + "messages/" + number)
            .out()
            .contains("High water");
  }

  private List<Duration> check(Map<String, Duration> readable) throws IOException {
    List<Duration> all = new ArrayList<>(readable.values());
    Collections.sort(all);
    assertThat(readable).as("seed %d: %s", seed, timeline).hasSize(PARTS * MIRRORS);
    readable.forEach((what, time) ->
        assertThat(time).as("seed %d: %s: %s", seed, what, timeline).isLessThanOrEqualTo(AT_MOST));
    assertThat(all).as("nothing before its hour").noneMatch(Duration::isNegative);
    Map<String, String> same = Trees.files(directory.resolve("mirror0/public/releases"));
    for (int m = 0; m < MIRRORS; m++) {
      Path copy = directory.resolve(mirror(m));
      assertThat(Trees.files(copy.resolve("public/releases"))).isEqualTo(same);
      for (int i = 1; i <= PARTS * MAILS; i++) {
        Path mail = directory.resolve("mail");
        Command _ =
            machines.curl(
                "reader", "--output", mail, address(mirror(m)) + "messages/" + i + ".eml");
        assertThat(mail).hasSameBinaryContentAs(directory.resolve("letters/%03d.eml".formatted(i)));
      }
      assertThat(ok("reader", "verify", copy).out()).contains("It holds.");
      assertThat(Trees.files(copy.resolve("public/sealed")).keySet())
          .as("bad shares are kept")
          .anyMatch(name -> name.endsWith(".bad.note"));
    }
    tell("the same bytes on all mirrors, those of the letters; verify holds on each");
    return all;
  }

  /** Who was cut off takes what others opened, and goes on where the series is. */
  private void returnOfTheEditor() throws IOException {
    machines.setConnected("origin", true);
    Command back = ok("origin", "run", pub, "--once", "--from", mirrors());
    for (int number = 1; number <= PARTS; number++) {
      assertThat(back.out())
          .contains(
              "Release %d is open.".formatted(number),
              "The log tells that release %d is open.".formatted(number));
    }
    tell("the editor is back, has opened what others opened, and told the log");
    Path letter = directory.resolve("later.eml");
    letter(letter, PARTS * MAILS + 1);
    ok("origin", "add", pub, letter);
    assertThat(ok("origin", "release", pub).out()).contains("Release %d:".formatted(PARTS + 1));
    startOrigin();
    awaitMirrors();
    Machines.await(
        "all mirrors have release 6",
        () -> {
          boolean all = true;
          for (int m = 0; m < MIRRORS; m++) {
            all &= isReadable(m, PARTS * MAILS + 1);
          }
          return all;
        });
    assertThat(ok("reader", "verify", address("origin") + "," + mirrors()).out())
        .contains("It holds.");
    tell("release 6 went on without a fork: verify asks all four, and it holds");
  }

  static String figures(List<Duration> sorted) {
    return "median %.1f s, worst %.1f s, of %d"
        .formatted(
            seconds(sorted.get(sorted.size() / 2)), seconds(sorted.getLast()), sorted.size());
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
