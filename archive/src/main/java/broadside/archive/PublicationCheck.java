package broadside.archive;

import broadside.archive.log.CheckedLog;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseCheck;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.ReleaseReport;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads a publication whole: every release, and how they follow each other. */
public final class PublicationCheck {
  private PublicationCheck() {}

  /**
   * What a check of a publication found.
   *
   * @param releases one report for each release, oldest first
   * @param damages what is wrong between releases: sentences for the operator
   * @param missing what a release names and is not there, beside its own files
   * @param notes what is worth knowing, and not wrong
   */
  public record Report(
      List<ReleaseReport> releases,
      List<String> damages,
      List<String> missing,
      List<String> notes) {
    public Report {
      releases = List.copyOf(releases);
      damages = List.copyOf(damages);
      missing = List.copyOf(missing);
      notes = List.copyOf(notes);
    }

    /** True where nothing is wrong. */
    public boolean isWhole() {
      return damages.isEmpty()
          && missing.isEmpty()
          && releases.stream().allMatch(ReleaseReport::isWhole);
    }

    /** The sum of a count over all releases. */
    public long total(ToLongFunction<ReleaseReport> count) {
      return releases.stream().mapToLong(count).sum();
    }
  }

  /**
   * Checks {@code publication/public}.
   *
   * @param isOwn true in a publisher's own directory, where {@code about} may be newer than the
   *     newest release
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public static Report check(Path directory, boolean isOwn, CheckMonitor monitor)
      throws IOException {
    try (Publication publication = Publication.open(directory)) {
      return check(directory, publication, isOwn, monitor);
    }
  }

  /** The same, where the log was opened before: its entries are not checked again. */
  public static Report check(Path directory, CheckedLog log, boolean isOwn, CheckMonitor monitor)
      throws IOException {
    try (Publication publication = Publication.open(directory, log)) {
      return check(directory, publication, isOwn, monitor);
    }
  }

  private static Report check(
      Path directory, Publication publication, boolean isOwn, CheckMonitor monitor)
      throws IOException {
    List<ReleaseReport> reports = new ArrayList<>();
    List<String> damages = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Integer> logged = publication.logged();
    monitor.expect(bytes(publication));
    for (int number : logged) {
      ReleaseReport report =
          ReleaseCheck.check(
              directory.resolve("releases/" + number), publication.taken(number), monitor);
      reports.add(report);
      if (report.isWhole()) {
        // What is wrong with a whole release is its place among the others, or its statement.
        publication.refused().stream()
            .filter(r -> r.number() == report.release())
            .forEach(r -> damages.add(r.reason()));
        notes.addAll(withheldNotes(publication.release(number)));
      }
    }
    for (int number : Publication.numbers(directory)) {
      if (!logged.contains(number)) {
        notes.add(
            "Release %d lies there and is not in the log yet: nobody is shown it."
                .formatted(number));
      }
    }
    int names = otherAbout(publication);
    if (names > 0 && isOwn) {
      notes.add(
          "about was changed since release %d; the next release will commit to it."
              .formatted(names));
    } else if (names > 0 && isUnsigned(publication, names)) {
      notes.add(
          "What release %d names as about is not here yet; nothing is said of the publication meanwhile."
              .formatted(names));
    } else if (names > 0) {
      missing.add(
          "about is not the file that release %d names: what is said there of the publication, nobody has signed."
              .formatted(names));
    }
    return new Report(reports, damages, missing, notes);
  }

  /** Bytes of the files of all releases that can be read. */
  private static long bytes(Publication publication) {
    return publication.releases().stream()
        .map(release -> publication.release(release.number()))
        .filter(Objects::nonNull)
        .mapToLong(release -> release.files().bytes())
        .sum();
  }

  /**
   * True where nothing is said of the publication, since its newest release was opened here and
   * what it names could not be fetched before.
   */
  private static boolean isUnsigned(Publication publication, int release) {
    CheckedLog log = publication.log();
    return log.history().sealedRelease(release) != null
        && publication.about().equals(About.unsigned(log.seen().checkpoint().origin()));
  }

  /** The number of the newest release where the file about is another than it names, or 0. */
  private static int otherAbout(Publication publication) {
    if (publication.releases().isEmpty()) {
      return 0;
    }
    int last = publication.releases().getLast().number();
    ReleaseReader release = publication.release(last);
    String now = SignedText.sha256Hex(publication.about().encode());
    return release == null || release.statement().about().equals(now) ? 0 : last;
  }

  /** Of withheld numbers nothing is published, whatever a withdrawal says. */
  private static List<String> withheldNotes(@Nullable ReleaseReader release) throws IOException {
    if (release == null) {
      return List.of();
    }
    int of = release.statement().number();
    return release.takenThoughWithheld().stream()
        .map(number ->
            "A withdrawal from release %d speaks of number %d, which is withheld: that counts for nothing."
                .formatted(of, number))
        .toList();
  }
}
