package broadside.archive.verify;

import broadside.archive.PublicationCheck;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.GrownTiles;
import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReport;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.verify.Finding.Kind;
import broadside.proof.history.VoidEntry;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.log.TiledTree;
import broadside.proof.note.SignedNote;
import broadside.proof.statement.Enclosure;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The full audit of a publication: every entry and tile of its log, every statement under the
 * policy that was in force, and every file of every release.
 *
 * <p><b>Threads:</b> one. <b>Memory:</b> one mail, and what the log says.
 */
public final class Audit {
  /** A quorum of witness times older than this is told: they are renewed every hour. */
  public static final Duration FRESH = Duration.ofHours(24);

  private final Path directory;
  private final boolean isOwn;
  private final List<Finding> findings = new ArrayList<>();

  private Audit(Path directory, boolean isOwn) {
    this.directory = directory;
    this.isOwn = isOwn;
  }

  /**
   * What an audit has found.
   *
   * @param identity the publication's identity, or null where its log cannot be read
   * @param log the log, or null where it does not hold
   * @param releases what the check of the releases counted, or null where there is no log
   * @param findings what is wrong, or worth knowing
   */
  public record Report(
      @Nullable String identity,
      @Nullable CheckedLog log,
      PublicationCheck.@Nullable Report releases,
      List<Finding> findings) {
    public Report {
      findings = List.copyOf(findings);
    }

    /** The worst of the findings; {@link Kind#NOTE} where all holds. */
    public Kind verdict() {
      return findings.stream().map(Finding::kind).min(Kind::compareTo).orElse(Kind.NOTE);
    }
  }

  /**
   * Audits {@code publication/public}.
   *
   * @param identity the publication's identity as the reader knows it, or null
   * @param now the time to judge freshness by
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public static Report of(
      Path directory, @Nullable String identity, Instant now, CheckMonitor monitor)
      throws IOException {
    return new Audit(directory, false).run(identity, now, monitor);
  }

  /**
   * The same of a publisher's own directory, or for one who takes a publication up again: the file
   * {@code about} may be another than the newest release names, since it is edited between
   * releases.
   */
  public static Report ofOwn(
      Path directory, @Nullable String identity, Instant now, CheckMonitor monitor)
      throws IOException {
    return new Audit(directory, true).run(identity, now, monitor);
  }

  private Report run(@Nullable String identity, Instant now, CheckMonitor monitor)
      throws IOException {
    LogDirectory files = new LogDirectory(directory);
    CheckedLog log;
    try {
      log = CheckedLog.open(files);
    } catch (ReleaseException e) {
      findings.add(new Finding(kind(e), String.valueOf(e.getMessage())));
      if (!e.isMissing()) {
        locate(files);
      }
      return new Report(null, null, null, findings);
    }
    String found = log.history().policies().publication();
    if (identity != null && !identity.equals(found)) {
      findings.add(
          new Finding(
              Kind.FORGED,
              "This is another publication: its identity is %s, not %s."
                  .formatted(found, identity)));
    }
    for (int number = 1; number <= log.number(); number++) {
      checkTiles(files.log(number), log.end(number));
    }
    log.history().voids().forEach(this::tell);
    List<SealedStatement> sealed = SealedDirectory.kept(log.history());
    monitor.expect(sealed.stream().mapToLong(SealedDirectory::bytes).sum());
    checkEnclosures(files, log);
    PublicationCheck.Report releases = checkReleases(log, monitor);
    checkSealed(sealed, monitor);
    checkFreshness(log, now);
    findings.addAll(Overdue.of(directory, log, now));
    return new Report(found, log, releases, findings);
  }

  /** Null where the releases cannot be read at all. */
  private PublicationCheck.@Nullable Report checkReleases(CheckedLog log, CheckMonitor monitor)
      throws IOException {
    PublicationCheck.Report releases;
    try {
      releases = PublicationCheck.check(directory, log, isOwn, monitor);
    } catch (ReleaseException e) {
      findings.add(new Finding(kind(e), String.valueOf(e.getMessage())));
      return null;
    }
    for (ReleaseReport report : releases.releases()) {
      report.damages().forEach(d -> findings.add(new Finding(kind(report), d)));
    }
    releases.damages().forEach(d -> findings.add(new Finding(Kind.FORGED, d)));
    releases.missing().forEach(m -> findings.add(new Finding(Kind.INCOMPLETE, m)));
    releases.notes().forEach(n -> findings.add(new Finding(Kind.NOTE, n)));
    return releases;
  }

  private void checkEnclosures(LogDirectory files, CheckedLog log) throws IOException {
    for (Enclosure enclosure : log.history().enclosures()) {
      try {
        byte[] _ = files.enclosure(enclosure);
      } catch (ReleaseException e) {
        findings.add(new Finding(kind(e), String.valueOf(e.getMessage())));
      }
    }
  }

  /** What is encrypted must be there until it is opened: it is what custodians open. */
  private void checkSealed(List<SealedStatement> sealed, CheckMonitor monitor) throws IOException {
    for (SealedStatement seal : sealed) {
      try {
        SealedDirectory.of(directory, seal.number()).check(seal, monitor);
      } catch (ReleaseException e) {
        findings.add(
            new Finding(kind(e), "Sealed release %d: %s".formatted(seal.number(), e.getMessage())));
      }
    }
  }

  /** Says which file it is that makes a log be refused, where that can be told. */
  private void locate(LogDirectory files) throws IOException {
    try {
      SignedNote note = files.checkpoint();
      if (note != null) {
        checkTiles(files, Checkpoint.parse(note.text()));
      }
    } catch (ReleaseException | FormatException e) {
      // it is the checkpoint itself, which was told
    }
  }

  /** Computes every tile again from the entries, level by level. */
  private void checkTiles(LogDirectory files, Checkpoint signed) throws IOException {
    try {
      GrownTiles tiles = GrownTiles.of(files, signed.size());
      List<Tile> wrong = tiles.differing(files);
      boolean areEntriesSigned =
          Arrays.equals(new TiledTree(signed.size(), tiles).root(), signed.root());
      boolean isBelow = wrong.stream().anyMatch(tile -> tile.level() == 0);
      for (Tile tile : wrong) {
        if (areEntriesSigned) {
          tellForged("%s is not what the entries give.".formatted(tile.path()));
        } else if (tile.level() == 0) {
          tellForged(
              "%s and %s do not belong together.".formatted(tile.entriesPath(), tile.path()));
        } else if (!isBelow) {
          tellForged("%s is not what the tiles below it give.".formatted(tile.path()));
        }
      }
    } catch (ReleaseException e) {
      Finding finding = new Finding(kind(e), String.valueOf(e.getMessage()));
      if (!findings.contains(finding)) {
        findings.add(finding);
      }
    }
  }

  private void tellForged(String sentence) {
    findings.add(new Finding(Kind.FORGED, sentence));
  }

  private void tell(VoidEntry entry) {
    findings.add(new Finding(Kind.NOTE, entry.sentence()));
  }

  private void checkFreshness(CheckedLog log, Instant now) {
    Freshness freshness = Freshness.of(log, now);
    Instant seen = freshness.seen();
    freshness.notes().forEach(note -> findings.add(new Finding(Kind.NOTE, note)));
    if (freshness.isStale()) {
      findings.add(
          new Finding(
              Kind.STALE,
              seen == null
                  ? "No quorum of witnesses has seen this state at a time that has been: there may be a newer one."
                  : "A quorum of witnesses has last seen this state at %s: there may be a newer one."
                      .formatted(SignedText.time(seen))));
    }
    Instant expires = log.history().policies().newest().roles().expires();
    if (expires != null && expires.isBefore(now)) {
      findings.add(
          new Finding(
              Kind.NOTE,
              "The policy has expired at %s; ask the publisher."
                  .formatted(SignedText.time(expires))));
    }
  }

  private static Kind kind(ReleaseException e) {
    return e.isMissing() ? Kind.INCOMPLETE : Kind.FORGED;
  }

  private static Kind kind(ReleaseReport report) {
    return report.isMissing() ? Kind.INCOMPLETE : Kind.FORGED;
  }
}
