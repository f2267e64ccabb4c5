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
   * @param notes what is worth knowing, and not wrong
   */
  public record Report(List<ReleaseReport> releases, List<String> damages, List<String> notes) {
    public Report {
      releases = List.copyOf(releases);
      damages = List.copyOf(damages);
      notes = List.copyOf(notes);
    }

    /** True where nothing is wrong. */
    public boolean isWhole() {
      return damages.isEmpty() && releases.stream().allMatch(ReleaseReport::isWhole);
    }

    /** The sum of a count over all releases. */
    public long total(ToLongFunction<ReleaseReport> count) {
      return releases.stream().mapToLong(count).sum();
    }
  }

  /**
   * Checks {@code publication/public}.
   *
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public static Report check(Path directory, CheckMonitor monitor) throws IOException {
    try (Publication publication = Publication.open(directory)) {
      return check(directory, publication, monitor);
    }
  }

  /** The same, where the log was opened before: its entries are not checked again. */
  public static Report check(Path directory, CheckedLog log, CheckMonitor monitor)
      throws IOException {
    try (Publication publication = Publication.open(directory, log)) {
      return check(directory, publication, monitor);
    }
  }

  private static Report check(Path directory, Publication publication, CheckMonitor monitor)
      throws IOException {
    List<ReleaseReport> reports = new ArrayList<>();
    List<String> damages = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Integer> logged = publication.logged();
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
    notes.addAll(aboutNotes(publication));
    return new Report(reports, damages, notes);
  }

  /** The publisher may edit the file about between releases: each release commits to it anew. */
  private static List<String> aboutNotes(Publication publication) {
    if (publication.releases().isEmpty()) {
      return List.of();
    }
    int last = publication.releases().getLast().number();
    ReleaseReader release = publication.release(last);
    String now = SignedText.sha256Hex(publication.about().encode());
    return release == null || release.statement().about().equals(now)
        ? List.of()
        : List.of(
            "about was changed since release %d; the next release will commit to it."
                .formatted(last));
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
