package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.Durable;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machines, and what is done on them whoever plays what. */
class CutStage implements AutoCloseable {
  /** Releases that are sealed. */
  static final int PARTS = 5;

  /** Mails of each. */
  static final int MAILS = 8;

  static final int MIRRORS = 3;
  static final int CUSTODIANS = 7;
  static final int WITNESSES = 4;
  private static final int PORT = 8080;

  /** From the sealing to the first hour: longer than the sealing takes. */
  private static final Duration AHEAD = Duration.ofMinutes(40);

  /** How wrong the clock of each witness is. */
  private static final List<Duration> WRONG =
      List.of(Duration.ZERO, Duration.ofHours(2), Duration.ofHours(-2), Duration.ZERO);

  private static final Pattern KEY = Pattern.compile("\\S+\\+[0-9a-f]{8}\\+\\S+");

  /**
   * What a run begins with: a publication of which all parts are sealed and armed, its mirrors,
   * custodians and witnesses, each with a directory of its own.
   *
   * @param ports at which each machine serves, which the others know
   * @param first hour
   */
  record Sealed(
      Path directory, Map<String, Integer> ports, List<SealedStatement> seals, Instant first) {}

  final Path directory;
  final Path pub;
  final ProcessMachines machines;
  final Map<String, Integer> ports = new TreeMap<>();

  /**
   * Machines whose directories lie in this one.
   *
   * @param known ports, or none where they are to be chosen
   */
  CutStage(Path directory, Map<String, Integer> known) throws IOException {
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
    machines = ProcessMachines.create(Files.createDirectory(output), names.toArray(new String[0]));
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
