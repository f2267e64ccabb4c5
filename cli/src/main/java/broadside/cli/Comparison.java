package broadside.cli;

import broadside.archive.mirror.Fault;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorOptions;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole what each of several addresses serves, and compares their logs with each other.
 * Checkpoints that exclude each other, or were refused, are kept where the reader finds them.
 */
final class Comparison {
  /** Where a mirror keeps such pairs and those that it refused, each in a directory. */
  private static final List<String> EVIDENCE = List.of("evidence", "refused");

  private final Console console;
  private final Interruption interruption;
  private final Path scratch;
  private final Path evidence;
  private final @Nullable String identity;
  private final Map<Upstream, MirrorReport> reports = new LinkedHashMap<>();
  private final List<Fault> compared = new ArrayList<>();
  private final List<Map<String, @Nullable Object>> addresses = new ArrayList<>();
  private int code = ExitCode.OK;
  private boolean isKept;
  private boolean isEvidence;

  /**
   * A comparison.
   *
   * @param scratch an empty directory for copies
   * @param evidence a directory that is not there, for checkpoints that exclude each other
   * @param identity the publication's, as the reader knows it, or null
   */
  Comparison(
      Console console,
      Interruption interruption,
      Path scratch,
      Path evidence,
      @Nullable String identity) {
    this.console = console;
    this.interruption = interruption;
    this.scratch = scratch;
    this.evidence = evidence;
    this.identity = identity;
  }

  /**
   * Returns where the copy of the newest state lies, or null where nobody serves one that holds, or
   * where they serve several publications and nobody knows which is meant.
   */
  @Nullable Path run(List<Upstream> upstreams) throws IOException {
    try {
      Upstream newest = null;
      for (int i = 0; i < upstreams.size(); i++) {
        Upstream upstream = upstreams.get(i);
        MirrorReport report =
            fetch(new Mirror(options(scratch(i), List.of(upstream)).withTiles(true)));
        reports.put(upstream, report);
        say(upstream, report, i);
        if (isNewer(report, newest == null ? null : reports.get(newest))) {
          newest = upstream;
        }
      }
      if (newest == null || areSeveral()) {
        return null;
      }
      Path directory = scratch(upstreams.indexOf(newest));
      if (upstreams.size() > 1) {
        compare(newest, directory);
      }
      if (code != ExitCode.OK) {
        console.say("What " + newest + " serves is the newest that is whole:");
      }
      return directory.resolve("public");
    } finally {
      keepEvidence(upstreams.size());
    }
  }

  /** True for more of the log than the best until now, or as much without a fault. */
  private static boolean isNewer(MirrorReport report, @Nullable MirrorReport best) {
    long entries = best == null ? 0 : best.entries();
    return report.entries() > entries
        || (best != null
            && report.entries() == entries
            && Upstreams.code(report) == ExitCode.OK
            && Upstreams.code(best) != ExitCode.OK);
  }

  /** True where they serve several publications, and the reader has not said which is meant. */
  private boolean areSeveral() {
    Map<String, List<String>> publications = new LinkedHashMap<>();
    reports.forEach((upstream, report) -> {
      if (report.publication() != null && report.entries() > 0) {
        publications
            .computeIfAbsent(report.publication(), _ -> new ArrayList<>())
            .add(upstream.toString());
      }
    });
    if (publications.size() < 2) {
      return false;
    }
    console.error("they serve different publications: say with --publication which is right.");
    publications.forEach((publication, addresses) ->
        console.error("%s is served by %s.".formatted(publication, String.join(", ", addresses))));
    code = ExitCode.worse(code, ExitCode.FORGED);
    return true;
  }

  private MirrorReport fetch(Mirror copy) throws IOException {
    try (Watching watching = new Watching(console, interruption, "Fetching")) {
      return copy.sync(watching);
    }
  }

  /** Compares the logs of all who answer with the newest one. */
  private void compare(Upstream newest, Path directory) throws IOException {
    List<Upstream> all =
        reports.entrySet().stream()
            .filter(e -> e.getValue().outcome() != MirrorReport.Outcome.UNREACHABLE)
            .map(Map.Entry::getKey)
            .toList();
    MirrorReport together = fetch(new Mirror(options(directory, all)));
    List<Fault> known = reports.values().stream().flatMap(r -> r.faults().stream()).toList();
    together.faults().stream().filter(f -> !known.contains(f)).forEach(compared::add);
    if (!compared.isEmpty()) {
      console.say("Compared with the log that " + newest + " shows:");
      compared.forEach(fault -> console.error(fault.sentence()));
    }
    code = ExitCode.worse(code, Upstreams.code(together));
    if (together.faults().stream().anyMatch(f -> f.kind() == Fault.Kind.BEHIND)) {
      code = ExitCode.worse(code, ExitCode.STALE);
    }
  }

  /** The exit code: that of the worst that was found. */
  int code() {
    return code;
  }

  /** False where evidence lies in the scratch directory that could not be copied elsewhere. */
  boolean mayDeleteScratch() {
    return isKept;
  }

  /** Says for programs what each address serves, and what came of comparing them. */
  void describe(Map<String, @Nullable Object> json) {
    json.put("addresses", addresses);
    json.put("faults", compared.stream().map(Upstreams::json).toList());
    json.put("evidence", isEvidence ? evidence.toString() : null);
  }

  private void say(Upstream upstream, MirrorReport report, int i) {
    int found = Upstreams.code(report);
    List<String> notes = report.notes().stream().map(note -> lasting(note, i)).toList();
    console.say(upstream + (found == ExitCode.OK ? " serves what is signed." : ":"));
    report.faults().forEach(fault -> console.error(fault.sentence()));
    notes.forEach(console::error);
    code = ExitCode.worse(code, found);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("address", upstream.toString());
    json.put("verdict", ExitCode.verdict(found));
    json.putAll(Upstreams.json(report));
    json.put("notes", notes);
    addresses.add(json);
  }

  /** A note that names the place where evidence is found once the scratch directory is gone. */
  private String lasting(String note, int i) {
    String lasting = note;
    for (String kind : EVIDENCE) {
      lasting = lasting.replace(scratch(i).resolve(kind).toString(), evidence.toString());
    }
    return lasting;
  }

  private void keepEvidence(int upstreams) throws IOException {
    try {
      for (int i = 0; i < upstreams; i++) {
        for (String kind : EVIDENCE) {
          isEvidence |= keep(scratch(i).resolve(kind));
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "Checkpoints that exclude each other, or were refused, could not be kept in %s (%s): they stay in %s."
              .formatted(evidence, e.getMessage(), scratch),
          e);
    }
    isKept = true;
    if (isEvidence) {
      console.error(
          "checkpoints that exclude each other, or were refused, signed by one log, are kept in %s: show them to the publisher, and to other readers."
              .formatted(evidence));
    }
  }

  /** Copies what lies there; false where nothing does. */
  private boolean keep(Path from) throws IOException {
    if (!Files.isDirectory(from)) {
      return false;
    }
    try (Stream<Path> pairs = Files.list(from)) {
      for (Path pair : pairs.toList()) {
        copy(pair, evidence.resolve(String.valueOf(pair.getFileName())));
      }
    }
    return true;
  }

  /** Copies a pair that is not there yet: two addresses may have shown the same. */
  private static void copy(Path pair, Path to) throws IOException {
    if (Files.isDirectory(to)) {
      return;
    }
    Durable.createDirectories(to);
    try (Stream<Path> files = Files.list(pair)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
      }
    }
  }

  private MirrorOptions options(Path directory, List<Upstream> upstreams) {
    return MirrorOptions.of(directory, upstreams).withPublication(identity);
  }

  private Path scratch(int i) {
    return scratch.resolve(Integer.toString(i));
  }
}
