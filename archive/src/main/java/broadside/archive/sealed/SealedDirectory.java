package broadside.archive.sealed;

import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.release.FileList;
import broadside.proof.statement.SealedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a sealed release lies: {@code sealed/<number>/} below the public directory. Its encrypted
 * parts and shares are those that the seal names; its notes come from custodians; {@code opening}
 * is there once it was opened here.
 */
public record SealedDirectory(Path path) {
  /** The directory in which each sealed release has its own. */
  public static final String ALL = "sealed";

  /** What an encrypted file ends with. */
  private static final String ENCRYPTED = ".age";

  /** What a file of a custodian's note ends with. */
  public static final String NOTE = ".note";

  /** The directory of a release. */
  public static SealedDirectory of(Path publicDirectory, int number) {
    return new SealedDirectory(publicDirectory.resolve(path(number)));
  }

  /** Its name below the public directory. */
  public static String path(int number) {
    return ALL + "/" + number;
  }

  /** The release numbers that have one, ascending. */
  public static List<Integer> numbers(Path publicDirectory) throws IOException {
    Path all = publicDirectory.resolve(ALL);
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> directories = Files.list(all)) {
      return directories
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.matches("[1-9][0-9]{0,8}"))
          .map(Integer::valueOf)
          .sorted()
          .toList();
    }
  }

  /** What a seal says lies there until it is opened: encrypted parts and shares, in order. */
  public static List<FileList.Entry> files(SealedStatement seal) {
    List<FileList.Entry> files = new ArrayList<>();
    for (int i = 1; i <= seal.parts().size(); i++) {
      files.add(entry(SealedFiles.part(i), seal.parts().get(i - 1)));
    }
    for (int i = 1; i <= seal.shares().size(); i++) {
      files.add(entry(ShareFiles.name(i), seal.shares().get(i - 1).file()));
    }
    return files;
  }

  private static FileList.Entry entry(String name, SealedStatement.Part said) {
    return new FileList.Entry(name, said.bytes(), said.sha256());
  }

  /**
   * True where every mirror keeps the encrypted files: from the seal on, until the log tells that
   * it was opened or taken back. One that was opened here before it was taken back needs them no
   * more, and upstreams have none.
   */
  public static boolean isKept(SealedRelease release) {
    return release.opening() == null && release.voiding() == null;
  }

  /** Bytes of all that a seal says lies there. */
  public static long bytes(SealedStatement seal) {
    return files(seal).stream().mapToLong(FileList.Entry::bytes).sum();
  }

  /** The seals whose encrypted files every mirror keeps. */
  public static List<SealedStatement> kept(History history) {
    return history.sealedReleases().stream()
        .filter(SealedDirectory::isKept)
        .map(release -> release.sealed().statement())
        .toList();
  }

  /** Compares all that a seal names with what lies here. */
  public void check(SealedStatement seal, CheckMonitor monitor) throws IOException {
    PartsReader.check(path, seal.parts(), monitor);
    for (int i = 1; i <= seal.shares().size(); i++) {
      PartsReader.check(share(i), seal.shares().get(i - 1).file(), monitor);
    }
  }

  /** Deletes the encrypted files of releases of which the log has an opening or a void. */
  public static void deleteOpened(Path publicDirectory, History history) throws IOException {
    for (SealedRelease release : history.sealedReleases()) {
      if (!isKept(release)) {
        SealedStatement seal = release.sealed().statement();
        boolean _ = of(publicDirectory, seal.number()).deleteFiles(seal);
      }
    }
  }

  /** True where there is an encrypted file. */
  public boolean hasFiles() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.anyMatch(file -> String.valueOf(file.getFileName()).endsWith(ENCRYPTED));
    }
  }

  /** Deletes the encrypted files; the notes stay. Returns true where there were some. */
  public boolean deleteFiles(SealedStatement seal) throws IOException {
    boolean isDeleted = false;
    for (FileList.Entry file : files(seal)) {
      isDeleted |= Files.deleteIfExists(path.resolve(file.name()));
    }
    if (isDeleted) {
      Durable.sync(path);
    }
    return isDeleted;
  }

  /** An encrypted part, from 1. */
  public Path part(int number) {
    return path.resolve(SealedFiles.part(number));
  }

  /** The encrypted share of a custodian, from 1. */
  public Path share(int custodian) {
    return path.resolve(ShareFiles.name(custodian));
  }

  /** The name of the note with which a custodian has published its share. */
  public static String publishedName(int custodian) {
    return "share-" + custodian + NOTE;
  }

  /** The note with which a custodian has published its share. */
  public Path published(int custodian) {
    return path.resolve(publishedName(custodian));
  }

  /** The name of the note with a bad share that a custodian has signed. */
  public static String evidenceName(int custodian) {
    return "share-" + custodian + ".bad" + NOTE;
  }

  /** The note with a bad share that a custodian has signed. */
  public Path evidence(int custodian) {
    return path.resolve(evidenceName(custodian));
  }

  /** The name of a custodian's receipt. */
  public static String receiptName(int custodian) {
    return "receipt-" + custodian + NOTE;
  }

  /** The receipt of a custodian, whether the log has it or not. */
  public Path receipt(int custodian) {
    return path.resolve(receiptName(custodian));
  }

  /** What is known of its opening here, or null. */
  public @Nullable LocalOpening opening() throws IOException {
    return LocalOpening.read(path.resolve(LocalOpening.FILE));
  }

  /**
   * A small file that was put there.
   *
   * @throws ReleaseException where it is larger than anything that is
   */
  static byte[] small(Path file, int most) throws IOException {
    if (Files.size(file) > most) {
      throw new ReleaseException(file + " is larger than " + most + " bytes.");
    }
    return Files.readAllBytes(file);
  }
}
