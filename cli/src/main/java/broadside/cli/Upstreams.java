package broadside.cli;

import broadside.archive.mirror.Fault;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.NoteFetcher;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.CheckMonitor;
import broadside.intake.release.SealedReleases;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Addresses of publications on a command line, and what came of asking them. */
final class Upstreams {
  private Upstreams() {}

  /** True for what is an address and no path. */
  static boolean isAddress(String typed) {
    return typed.startsWith("http://") || typed.startsWith("https://");
  }

  /** The upstreams of a list of addresses with commas between them. */
  static List<Upstream> parse(CommandLine command, String addresses) {
    try {
      List<Upstream> all =
          Stream.of(addresses.split(",", -1)).map(Upstream::of).distinct().toList();
      if (all.size() == addresses.split(",", -1).length) {
        return all;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new ParameterException(
        command,
        "Give addresses such as https://letters.example/, each once, with commas between them: not "
            + addresses
            + ".");
  }

  /** Says what a run came to, for a person. */
  static void say(Console console, MirrorReport report) {
    say(console, report, new LastRun().followedBy(report));
  }

  /** Says what is new in a run. */
  static void say(Console console, MirrorReport report, LastRun.News news) {
    if (news.isHeadline()) {
      console.say(sentence(report));
    }
    for (int number : report.opened()) {
      console.say("  Release %d is open.".formatted(number));
    }
    if (!report.repaired().isEmpty()) {
      console.say("  Brought anew: " + String.join(", ", report.repaired()) + ".");
    }
    if (!report.deleted().isEmpty()) {
      console.say(
          "  Deleted, since nobody signed %s: %s."
              .formatted(
                  report.deleted().size() == 1 ? "it" : "them",
                  String.join(", ", report.deleted())));
    }
    news.troubles().forEach(console::error);
  }

  private static String sentence(MirrorReport report) {
    String held =
        "%s%s of %s, %s of the log"
            .formatted(
                Figures.count(report.releases(), "release", "releases"),
                report.sealed() == 0 ? "" : " and %d sealed".formatted(report.sealed()),
                report.publication() == null ? "?" : report.publication().substring(0, 12),
                Figures.count(report.entries(), "entry", "entries"));
    return switch (report.outcome()) {
      case CURRENT, UPDATED -> news(report) + held + cost(report);
      case STALE ->
          "It may be an old state"
              + seen(report.seen())
              + ". "
              + news(report)
              + held
              + cost(report);
      case CONTRADICTION -> "Nothing was taken: what is shown contradicts itself" + cost(report);
      case WAITING ->
          "Nothing was taken: the editors take back so much that you are asked first"
              + cost(report);
      case FORGED -> "Nothing was taken: what is served does not hold" + cost(report);
      case INCOMPLETE ->
          "Nothing was taken: something that is signed is missing. What came is kept, and the next run goes on"
              + cost(report);
      case UNREACHABLE -> "Nobody answers as the publication does" + cost(report);
    };
  }

  /** What the run has brought: releases, sealed ones, entries of the log. */
  private static String news(MirrorReport report) {
    List<String> news = new ArrayList<>();
    if (!report.taken().isEmpty()) {
      news.add("release" + numbers(report.taken()));
    }
    if (!report.takenSealed().isEmpty()) {
      news.add("sealed release" + numbers(report.takenSealed()));
    }
    if (report.newEntries() > 0) {
      news.add(Figures.count(report.newEntries(), "entry", "entries") + " of the log");
    }
    if (!report.opened().isEmpty()) {
      news.add("the mails of release" + numbers(report.opened()));
    }
    return news.isEmpty()
        ? "Nothing new: "
        : "New: %s. Held and checked: ".formatted(String.join("; ", news));
  }

  private static String numbers(List<Integer> releases) {
    return (releases.size() == 1 ? " " : "s ")
        + String.join(", ", releases.stream().map(String::valueOf).toList());
  }

  private static String seen(@Nullable Instant time) {
    return time == null ? "" : ", last seen by a quorum of witnesses at " + SignedText.time(time);
  }

  private static String cost(MirrorReport report) {
    return " (%s, %s)."
        .formatted(
            Figures.count(report.requests(), "request", "requests"), Figures.bytes(report.bytes()))
        .replace(".. ", ". ");
  }

  /** The same as an object. */
  static Map<String, @Nullable Object> json(MirrorReport report) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
    json.put("publication", report.publication());
    json.put("entries", report.entries());
    json.put("new_entries", report.newEntries());
    json.put("releases", report.releases());
    json.put("sealed", report.sealed());
    json.put("opened", report.opened());
    json.put("taken", report.taken());
    json.put("taken_sealed", report.takenSealed());
    json.put("repaired", report.repaired());
    json.put("deleted", report.deleted());
    json.put("missing", report.missing());
    json.put("bytes", report.bytes());
    json.put("requests", report.requests());
    json.put("seen", report.seen() == null ? null : SignedText.time(report.seen()));
    json.put("faults", report.faults().stream().map(Upstreams::json).toList());
    json.put("notes", report.notes());
    return json;
  }

  /** A fault as an object. */
  static Map<String, @Nullable Object> json(Fault fault) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("upstream", fault.upstream().toString());
    json.put("kind", fault.kind().name().toLowerCase(Locale.ROOT));
    json.put("sentence", fault.sentence());
    return json;
  }

  /** The exit code of a run. */
  static int code(MirrorReport report) {
    boolean isWhole = !report.lacksAbout() && report.missing().isEmpty();
    int missing = isWhole ? ExitCode.OK : ExitCode.INCOMPLETE;
    return switch (report.outcome()) {
      case CURRENT, UPDATED -> report.hasLiar() ? ExitCode.FORGED : missing;
      case STALE -> report.hasLiar() ? ExitCode.FORGED : ExitCode.worse(ExitCode.STALE, missing);
      case CONTRADICTION, FORGED -> ExitCode.FORGED;
      case WAITING -> ExitCode.FOUND_WRONG;
      case INCOMPLETE -> ExitCode.INCOMPLETE;
      case UNREACHABLE -> ExitCode.UNREACHABLE;
    };
  }

  /** Asks mirrors for the notes that custodians have given them. */
  static void gather(List<Upstream> mirrors, SealedReleases sealed, CheckMonitor monitor)
      throws IOException {
    try (NoteFetcher fetcher = NoteFetcher.of(mirrors, Clock.systemUTC(), monitor)) {
      sealed.gather(fetcher);
    }
  }
}
