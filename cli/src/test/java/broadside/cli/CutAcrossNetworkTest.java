package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.archive.sealed.ShareFiles;
import broadside.intake.sign.Keys;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link CutTest} plays by a clock of its own, with the real command, each machine in a
 * network namespace of its own, and real minutes. It lasts ten minutes, most of them spent waiting.
 *
 * <p>{@code -Dcut.runs=100 -Dcut.parallel=3} makes a hundred, three at a time, begun one after the
 * other, with the seeds from {@code cut.seed} on. What comes before the cut is done once, for an
 * hour that is far enough; each run begins with a copy of it, and with clocks that stand shortly
 * before that hour.
 */
class CutAcrossNetworkTest {
  private static final int PARTS = 5;
  private static final int MAILS = 8;
  private static final int MIRRORS = 3;
  private static final int CUSTODIANS = 7;
  private static final int WITNESSES = 4;
  private static final int PORT = 8080;

  /** From the beginning of a run, when all machines start, to the first hour. */
  private static final Duration LEAD = Duration.ofMinutes(2);

  /** How long a run takes, roughly. */
  private static final Duration LASTS = Duration.ofMinutes(8);

  /** From the sealing to the first hour: longer than the sealing takes. */
  private static final Duration AHEAD = Duration.ofMinutes(40);

  /** How wrong the clock of each witness is. */
  private static final List<Duration> WRONG =
      List.of(Duration.ZERO, Duration.ofHours(2), Duration.ofHours(-2), Duration.ZERO);

  /** After its hour, or after the mirror is back, a part is readable within this. */
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  private static final Pattern KEY = Pattern.compile("\\S+\\+[0-9a-f]{8}\\+\\S+");

  @TempDir private Path scratch;

  @Test
  @Tag("acceptance")
  @Timeout(100_000)
  void everyPartIsReadableOnEveryLivingMirror() throws Exception {
    List<Integer> seeds = seeds();
    Sealed sealed;
    try (Stage stage = new Stage(Files.createDirectory(scratch.resolve("sealed")), Map.of())) {
      sealed = stage.prepare();
    }
    List<Duration> all = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    int parallel = Integer.getInteger("cut.parallel", 1);
    try (ExecutorService pool = Executors.newFixedThreadPool(parallel)) {
      List<Future<List<Duration>>> results = new ArrayList<>();
      for (int i = 0; i < seeds.size(); i++) {
        Duration wait = i < parallel ? LASTS.multipliedBy(i).dividedBy(parallel) : Duration.ZERO;
        results.add(pool.submit(run(seeds.get(i), sealed, wait)));
      }
      for (Future<List<Duration>> result : results) {
        try {
          all.addAll(result.get());
        } catch (ExecutionException e) {
          failures.add(e.getCause());
        }
      }
    }
    Collections.sort(all);
    System.out.printf(
        "The cut, %d runs of which %d failed, from due to readable and searchable: %s%n",
        seeds.size(), failures.size(), all.isEmpty() ? "never" : figures(all));
    assertThat(failures).isEmpty();
  }

  /** Those that are listed with commas, or so many from the one that is named. */
  private static List<Integer> seeds() {
    List<Integer> listed =
        Stream.of(System.getProperty("cut.seed", "1").split(",")).map(Integer::valueOf).toList();
    int runs = Integer.getInteger("cut.runs", 1);
    int first = listed.getFirst();
    return listed.size() > 1 ? listed : IntStream.range(first, first + runs).boxed().toList();
  }

  /** Waits so long first: machines that all start at once would be in each other's way. */
  private Callable<List<Duration>> run(int seed, Sealed sealed, Duration wait) {
    return () -> {
      Thread.sleep(wait);
      Path directory = Trees.copy(sealed.directory(), scratch.resolve("cut-" + seed));
      List<Duration> times;
      try (Run run = new Run(seed, directory, sealed)) {
        times = run.play();
      }
      Durable.deleteTree(directory);
      return times;
    };
  }

  private static String figures(List<Duration> sorted) {
    return "median %.1f s, worst %.1f s, of %d"
        .formatted(
            seconds(sorted.get(sorted.size() / 2)), seconds(sorted.getLast()), sorted.size());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  /** Something that happens at a time. */
  private record Event(Instant time, String words, Deed deed) {}

  /** What is done then. */
  private interface Deed {
    void run() throws IOException;
  }

  /**
   * What a run begins with: a publication of which all parts are sealed and armed, its mirrors,
   * custodians and witnesses, each with a directory of its own.
   *
   * @param ports at which each machine serves, which the others know
   * @param first hour
   */
  private record Sealed(
      Path directory, Map<String, Integer> ports, List<SealedStatement> seals, Instant first) {}

  /** The machines, and what is done on them whoever plays what. */
  private static class Stage implements AutoCloseable {
    final Path directory;
    final Path pub;
    final ProcessMachines machines;
    final Map<String, Integer> ports = new TreeMap<>();

    /**
     * Machines whose directories lie in this one.
     *
     * @param known ports, or none where they are to be chosen
     */
    Stage(Path directory, Map<String, Integer> known) throws IOException {
      this.directory = directory;
      this.pub = directory.resolve("pub");
      List<String> names = new ArrayList<>(List.of("origin"));
      for (int m = 0; m < MIRRORS; m++) {
        names.add(mirror(m));
      }
      for (int c = 0; c < CUSTODIANS; c++) {
        names.add(custodian(c));
      }
      for (int w = 0; w < WITNESSES; w++) {
        names.add(witness(w));
      }
      Path output = directory.resolve("output");
      Durable.deleteTree(output);
      machines =
          ProcessMachines.create(Files.createDirectory(output), names.toArray(new String[0]));
      for (String name : names) {
        Integer port = known.get(name);
        ports.put(
            name, port != null ? port : machines.areApart() ? PORT : ProcessMachines.freePort());
      }
      if (!machines.areApart()) {
        System.out.println("No right to make network namespaces: all machines are on loopback.");
      }
    }

    static String mirror(int m) {
      return "mirror" + m;
    }

    static String custodian(int c) {
      return "custodian" + c;
    }

    static String witness(int w) {
      return "witness" + w;
    }

    /** Where a machine serves. */
    final String address(String machine) {
      return "http://%s:%d/".formatted(machines.address(machine), ports.get(machine));
    }

    final String mirrors() {
      List<String> all = new ArrayList<>();
      for (int m = 0; m < MIRRORS; m++) {
        all.add(address(mirror(m)));
      }
      return String.join(",", all);
    }

    final Path keep(int c) {
      return directory.resolve(custodian(c));
    }

    final Command ok(String machine, Object... args) throws IOException {
      Command done = machines.run(machine, args);
      assertThat(done.code())
          .as("%s: %s: %s%s", directory, List.of(args), done.out(), done.err())
          .isZero();
      return done;
    }

    /** Seals the parts, has them armed and mirrored, and ends all machines. */
    Sealed prepare() throws IOException {
      publish();
      Instant first = Instant.now().plus(AHEAD).truncatedTo(ChronoUnit.SECONDS);
      seal(first);
      List<SealedStatement> seals = new ArrayList<>();
      for (SealedRelease release : history().sealedReleases()) {
        assertThat(release.isArmed()).isTrue();
        seals.add(release.sealed().statement());
      }
      assertThat(seals).hasSize(PARTS);
      machines.close();
      return new Sealed(directory, Map.copyOf(ports), seals, first);
    }

    final History history() throws IOException {
      return CheckedLog.open(new LogDirectory(pub.resolve("public"))).history();
    }

    private void publish() throws IOException {
      ok("origin", "init", pub, "--title", "Harbour letters");
      Path letters = Files.createDirectory(directory.resolve("letters"));
      for (int i = 1; i <= PARTS * MAILS; i++) {
        letter(letters.resolve("%03d.eml".formatted(i)), i);
      }
      ok("origin", "add", pub, letters);
      String log = log();
      List<Object> policy = new ArrayList<>(List.of("policy", pub));
      for (int w = 0; w < WITNESSES; w++) {
        Path memory = directory.resolve(witness(w));
        Matcher key =
            KEY.matcher(ok(witness(w), "witness", memory, "--name", "witness.example/" + w).out());
        assertThat(key.find()).isTrue();
        startWitness(w, log);
        policy.add("--add-witness");
        policy.add("w%d %s %s".formatted(w, key.group(), address(witness(w)).replaceAll("/$", "")));
      }
      for (int c = 0; c < CUSTODIANS; c++) {
        Command made =
            ok(
                custodian(c),
                "custodian",
                "init",
                keep(c),
                "--name",
                "c" + c,
                "--from",
                address("origin") + "," + mirrors());
        policy.add("--add-custodian");
        policy.add(made.custodian());
      }
      ok("origin", policy.toArray());
    }

    static void letter(Path file, int i) throws IOException {
      Files.writeString(
          file,
          "From: a@port.example\nDate: %s\nMessage-ID: <%d@port.example>\nSubject: Tide %d\n\nHigh water at berth number%d.\n"
              .formatted(
                  DateTimeFormatter.RFC_1123_DATE_TIME.format(
                      Instant.parse("2019-03-01T09:00:00Z")
                          .plus(Duration.ofDays(i))
                          .atOffset(ZoneOffset.UTC)),
                  i,
                  i,
                  i));
    }

    private void seal(Instant first) throws IOException {
      for (int part = 0; part < PARTS; part++) {
        ok(
            "origin",
            "seal",
            pub,
            "--messages",
            MAILS,
            "--opens",
            first.plus(Duration.ofMinutes(part)));
      }
      startOrigin();
      for (int m = 0; m < MIRRORS; m++) {
        startMirror(m);
      }
      for (int c = 0; c < CUSTODIANS; c++) {
        Command _ = ok(custodian(c), "custodian", "receipt", keep(c));
      }
      // What the log has and no mirror, when the origin goes, would keep custodians waiting:
      // witnesses have signed it, and it could be a hold.
      machines.awaitEntries("origin", 2 + PARTS + PARTS * CUSTODIANS);
      awaitMirrors();
    }

    /** All mirrors have what the origin's log has. */
    final void awaitMirrors() throws IOException {
      long entries = history().size();
      for (int m = 0; m < MIRRORS; m++) {
        machines.awaitEntries(mirror(m), entries);
      }
    }

    final void startOrigin() throws IOException {
      machines.startAt("origin", ports.get("origin"), "run", pub, "--every", "5s");
    }

    final void startWitness(int w, String log) throws IOException {
      String name = witness(w);
      machines.setClockAhead(name, WRONG.get(w));
      machines.startAt(name, ports.get(name), "witness", directory.resolve(name), "--log", log);
    }

    void startMirror(int m) throws IOException {
      List<String> others = new ArrayList<>(List.of(address("origin")));
      for (int other = 0; other < MIRRORS; other++) {
        if (other != m) {
          others.add(address(mirror(other)));
        }
      }
      machines.startAt(
          mirror(m),
          ports.get(mirror(m)),
          "mirror",
          String.join(",", others),
          directory.resolve(mirror(m)),
          "--serve",
          "--open",
          "--every",
          every());
    }

    /** What a mirror looks for is there within seconds, and so waited for by whoever plays. */
    String every() {
      return "5s";
    }

    final String log() throws IOException {
      return new LogDirectory(pub.resolve("public")).read(1).log().log().toString();
    }

    @Override
    public void close() {
      machines.close();
    }
  }

  /** One run: its machines, who plays what, and what happened when. */
  private static final class Run extends Stage {
    private final int seed;
    private final Random random;
    private final List<Integer> who;
    private final List<String> timeline = Collections.synchronizedList(new ArrayList<>());
    private final List<SealedStatement> seals;
    private final Map<Integer, Instant> upAgain = Collections.synchronizedMap(new TreeMap<>());
    private final Map<Integer, Boolean> isUp = Collections.synchronizedMap(new TreeMap<>());

    /** The first hour, by this machine's clock. */
    private final Instant first;

    Run(int seed, Path directory, Sealed sealed) throws IOException {
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
          assertThat(time)
              .as("seed %d: %s: %s", seed, what, timeline)
              .isLessThanOrEqualTo(AT_MOST));
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
          assertThat(mail)
              .hasSameBinaryContentAs(directory.resolve("letters/%03d.eml".formatted(i)));
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
  }
}
