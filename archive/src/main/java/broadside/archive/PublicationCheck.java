package broadside.archive;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseCheck;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.ReleaseReport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToLongFunction;

/** Reads a publication whole: every release, and how they follow each other. */
public final class PublicationCheck {
  private PublicationCheck() {}

  /**
   * What a check of a publication found.
   *
   * @param releases one report for each release, oldest first
   * @param damages what is wrong between releases: sentences for the operator
   * @param notes what is worth knowing and not wrong: sentences for the operator
   */
  public record Report(List<ReleaseReport> releases, List<String> damages, List<String> notes) {
    public Report {
      releases = List.copyOf(releases);
      notes = List.copyOf(notes);
      damages = List.copyOf(damages);
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
      List<ReleaseReport> reports = new ArrayList<>();
      List<String> damages = new ArrayList<>();
      int before = 0;
      for (int number : Publication.numbers(directory)) {
        if (number != before + 1) {
          damages.add("Release %d is missing.".formatted(before + 1));
        }
        before = number;
        ReleaseReport report = ReleaseCheck.check(directory.resolve("releases/" + number), monitor);
        reports.add(report);
        if (report.isWhole()) {
          // What is wrong with a whole release is its place among the others.
          publication.refused().stream()
              .filter(r -> r.number() == report.release())
              .forEach(r -> damages.add(r.reason()));
        }
      }
      return new Report(reports, damages, notes(publication));
    }
  }

  /** The publisher may edit the file about between releases: each release commits to it anew. */
  private static List<String> notes(Publication publication) {
    if (publication.releases().isEmpty()) {
      return List.of();
    }
    int last = publication.releases().getLast().number();
    ReleaseReader release = publication.release(last);
    String now = sha256(publication.about().encode());
    return release == null || release.statement().about().equals(now)
        ? List.of()
        : List.of(
            "about was changed since release %d; the next release will commit to it."
                .formatted(last));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
