package broadside.archive.release;

import broadside.proof.merkle.MerkleTree;
import broadside.proof.release.FileList;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Reads a release whole and compares everything in it with everything else: every file with {@code
 * SHA256SUMS}; the manifest's lines with the statement's root and counts; every mail, inflated,
 * with its line's commitment; {@code places} and every byte of the zip volumes with what they must
 * be.
 *
 * <p>Files are hashed, and stretches of the manifest with their mails are checked, by several
 * threads; the report is the same as if one had read all in order. The volumes are hashed right
 * behind the mails that were read from them, so that a large one comes from the disk once.
 *
 * <p><b>Threads:</b> one; it uses others, and none is left when it returns. <b>Memory:</b> for each
 * thread one mail and some stretches of the manifest.
 */
public final class ReleaseCheck {
  private final ReleaseReader reader;
  private final ReleaseStatement statement;
  private final CheckMonitor monitor;

  /** Every file by its name, in the order of the list. */
  private final Map<String, FileCheck> files = new LinkedHashMap<>();

  private final ReleaseReport.Builder lines;
  private final MerkleTree.RootBuilder stretches = new MerkleTree.RootBuilder();
  private final ZipLayout layout;
  private long count;
  private long published;
  private long redacted;

  private ReleaseCheck(ReleaseReader reader, Set<String> hashed, CheckMonitor monitor) {
    this.reader = reader;
    this.statement = reader.statement();
    this.monitor = monitor;
    this.lines = new ReleaseReport.Builder(statement.number());
    this.layout = new ZipLayout(reader);
    for (FileList.Entry file : reader.files().files()) {
      boolean isKnown = hashed.contains(file.name());
      files.put(file.name(), new FileCheck(reader, file, isKnown, monitor));
    }
  }

  /**
   * What is wrong with the release in {@code directory}, if anything.
   *
   * @throws InterruptedIOException where the monitor cancelled
   */
  public static ReleaseReport check(Path directory, CheckMonitor monitor) throws IOException {
    return check(directory, TakenBack.NOTHING, monitor);
  }

  /** The same of a release from which mails were taken back. */
  public static ReleaseReport check(Path directory, TakenBack taken, CheckMonitor monitor)
      throws IOException {
    return check(directory, taken, Set.of(), monitor);
  }

  /**
   * The same, where some files need not be hashed again.
   *
   * @param hashed names of files that this process has compared with the same list of files after
   *     it wrote them
   */
  public static ReleaseReport check(
      Path directory, TakenBack taken, Set<String> hashed, CheckMonitor monitor)
      throws IOException {
    ReleaseReport.Builder refused =
        new ReleaseReport.Builder(Integer.parseInt(String.valueOf(directory.getFileName())));
    if (!Files.isDirectory(directory)) {
      refused.absent("Release %s is missing.".formatted(directory.getFileName()));
      return refused.build();
    }
    try (MailInflater inflater = new MailInflater()) {
      ReleaseReader reader = ReleaseReader.open(directory, taken, inflater);
      return new ReleaseCheck(reader, hashed, monitor).run();
    } catch (ReleaseException e) {
      if (e.isMissing()) {
        refused.absent(String.valueOf(e.getMessage()));
      } else {
        refused.damage(String.valueOf(e.getMessage()));
      }
      return refused.build();
    }
  }

  /**
   * The same, where the release must be the one of this statement.
   *
   * @throws InterruptedIOException where the monitor cancelled
   */
  public static ReleaseReport check(Path directory, ReleaseStatement expected, CheckMonitor monitor)
      throws IOException {
    ReleaseReport report = check(directory, monitor);
    try (MailInflater inflater = new MailInflater()) {
      if (report.isWhole()
          && !ReleaseReader.open(directory, inflater).statement().equals(expected)) {
        ReleaseReport.Builder other = new ReleaseReport.Builder(expected.number());
        other.damage(
            "The release in %s has another statement than the one that is asked about."
                .formatted(directory));
        return other.build();
      }
    }
    return report;
  }

  private ReleaseReport run() throws IOException {
    ReleaseReport.Builder report = new ReleaseReport.Builder(statement.number());
    try (CheckPool pool = new CheckPool()) {
      List<Future<?>> others = new ArrayList<>();
      Set<FileCheck> volumes = new HashSet<>();
      for (int v = 1; v <= reader.volumes(); v++) {
        volumes.add(volume(v));
      }
      for (FileCheck file : files.values()) {
        if (!volumes.contains(file)) {
          others.add(pool.submit(file::finish));
        }
      }
      checkManifest(pool);
      for (Future<?> other : others) {
        Object _ = CheckPool.await(other);
      }
      for (FileCheck file : files.values()) {
        report.add(file.finish());
      }
    } finally {
      for (FileCheck file : files.values()) {
        file.close();
      }
    }
    findStrangers(report);
    report.add(lines);
    checkStatement(report);
    layout.end().forEach(report::damage);
    return report.build();
  }

  private void findStrangers(ReleaseReport.Builder report) throws IOException {
    try (Stream<Path> all = Files.walk(reader.directory(), 2)) {
      for (Path path : all.filter(p -> !Files.isDirectory(p)).toList()) {
        String name = reader.directory().relativize(path).toString().replace('\\', '/');
        boolean listed =
            name.equals(ReleaseFiles.LIST)
                || name.equals(ReleaseFiles.STATEMENT)
                || reader.files().find(name) != null;
        if (!listed) {
          report.damaged(name + " is not in SHA256SUMS");
        }
      }
    }
  }

  /** Has stretches of the manifest checked, some ahead, and takes what was found in their order. */
  private void checkManifest(CheckPool pool) throws IOException {
    Deque<Future<StretchCheck>> begun = new ArrayDeque<>();
    Path manifest = reader.directory().resolve(ReleaseFiles.MANIFEST);
    try (ManifestCutter cutter = new ManifestCutter(manifest, statement.first())) {
      ManifestStretch stretch = cutter.next();
      for (; stretch != null && last(stretch) <= statement.last(); stretch = cutter.next()) {
        begin(stretch, pool, begun);
      }
      if (stretch != null) {
        begin(stretch.head((int) (statement.last() - stretch.first() + 1)), pool, begun);
      }
      while (!begun.isEmpty()) {
        take(CheckPool.await(begun.remove()));
      }
      if (stretch != null) {
        lines.damaged("the manifest has more lines than the statement says");
      } else if (cutter.isCutOff()) {
        lines.damaged("the manifest's last line is cut off");
      }
    }
  }

  private static long last(ManifestStretch stretch) {
    return stretch.first() + stretch.lines() - 1;
  }

  private void begin(ManifestStretch stretch, CheckPool pool, Deque<Future<StretchCheck>> begun)
      throws IOException {
    monitor.checkCancelled();
    if (begun.size() == pool.ahead()) {
      take(CheckPool.await(begun.remove()));
    }
    begun.add(pool.submit(new StretchCheck(reader, stretch, monitor)::run));
  }

  private void take(StretchCheck stretch) throws IOException {
    lines.add(stretch.report());
    published += stretch.published();
    redacted += stretch.redacted();
    if (stretch.lines() > 0) {
      stretches.add(stretch.root());
      count += stretch.lines();
    }
    MailPlace end = MailPlace.NONE;
    for (long number : stretch.found()) {
      end = reader.place(number);
      layout.add(number, end);
    }
    for (int v = 1; v < end.volume(); v++) {
      ReleaseReport.Builder _ = volume(v).finish();
    }
    if (end.volume() > 0) {
      volume(end.volume()).readTo(end.offset() + end.deflated());
    }
  }

  private FileCheck volume(int number) {
    return Objects.requireNonNull(files.get(ReleaseFiles.volume(number)));
  }

  private void checkStatement(ReleaseReport.Builder report) {
    if (count != statement.count()) {
      report.damaged("the manifest has %d lines, not %d".formatted(count, statement.count()));
    } else if (!HexFormat.of().formatHex(stretches.root()).equals(statement.root())) {
      report.damaged("the manifest is not the one that the statement's root commits to");
    } else if (published != statement.published()
        || redacted != statement.redacted()
        || lines.withheld != statement.withheld()) {
      report.damaged("the statement's counts are not those of the manifest");
    }
  }
}
