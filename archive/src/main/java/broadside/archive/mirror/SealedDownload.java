package broadside.archive.mirror;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.SealedDirectory;
import broadside.proof.release.FileList;
import broadside.proof.statement.SealedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the encrypted files of a sealed release, which its seal names, from whoever has them.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link ReleaseException} where nobody has a file as it
 * is sealed; what came stays for the next run.
 */
record SealedDownload(
    Fetcher fetcher, MirrorLimits limits, Sources sources, Staging staging, CheckMonitor monitor) {

  /**
   * Brings the encrypted files that are missing into the staging directory.
   *
   * @param first who is asked first
   * @param held where they may lie already: there their sizes are believed, and a scrub reads them
   */
  void stage(Upstream first, SealedStatement seal, SealedDirectory held) throws IOException {
    List<FileList.Entry> files = lacking(seal, held);
    checkSpace(seal, files);
    for (FileList.Entry file : files) {
      if (!download(seal, file).bring(sources, first)) {
        throw ReleaseDownload.lacking(path(seal, file.name()));
      }
    }
  }

  /** Bytes that {@link #stage} has to fetch. */
  long missing(SealedStatement seal, SealedDirectory held) throws IOException {
    long bytes = 0;
    for (FileList.Entry file : lacking(seal, held)) {
      bytes += download(seal, file).missing();
    }
    return bytes;
  }

  private static List<FileList.Entry> lacking(SealedStatement seal, SealedDirectory held)
      throws IOException {
    List<FileList.Entry> missing = new ArrayList<>();
    for (FileList.Entry file : SealedDirectory.files(seal)) {
      Path there = held.path().resolve(file.name());
      if (!Files.isRegularFile(there) || Files.size(there) != file.bytes()) {
        missing.add(file);
      }
    }
    return missing;
  }

  /**
   * Brings anew what is bad or missing where it lies, file by file.
   *
   * @return by names in the release's directory
   */
  Repairs repair(Upstream first, SealedStatement seal, SealedDirectory held) throws IOException {
    List<FileList.Entry> bad = new ArrayList<>();
    for (FileList.Entry file : SealedDirectory.files(seal)) {
      if (!download(seal, file).isWhole(held.path().resolve(file.name()))) {
        bad.add(file);
      }
    }
    checkSpace(seal, bad);
    List<String> done = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (FileList.Entry file : bad) {
      if (download(seal, file).bring(sources, first)) {
        Path target = held.path().resolve(file.name());
        Durable.createDirectoryOf(target);
        Durable.rename(staged(seal, file), target);
        done.add(file.name());
      } else {
        missing.add(file.name());
        sources.askAgain(); // the other files may be had
      }
    }
    return new Repairs(done, List.of(), missing);
  }

  private void checkSpace(SealedStatement seal, List<FileList.Entry> files) throws IOException {
    staging.checkSpace(
        files.stream().mapToLong(FileList.Entry::bytes).sum(), "sealed release " + seal.number());
  }

  private FileDownload download(SealedStatement seal, FileList.Entry file) {
    return new FileDownload(
        fetcher,
        limits,
        monitor::progress,
        path(seal, file.name()),
        file,
        staging.sealedPart(seal.number(), file.name()),
        staged(seal, file));
  }

  private Path staged(SealedStatement seal, FileList.Entry file) {
    return staging.sealed(seal.number()).resolve(file.name());
  }

  private static String path(SealedStatement seal, String name) {
    return SealedDirectory.path(seal.number()) + "/" + name;
  }
}
