package broadside.intake.release;

import broadside.archive.index.MailCard;
import broadside.archive.index.ReleaseIndex;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.TakenBack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the index of a release again, of its manifest and mails, and compares: lists and searches
 * show what the index says.
 *
 * @param extent how much could be compared
 * @param difference the first thing that is another than the mails make it, or null
 */
public record IndexCheck(Extent extent, @Nullable String difference) {
  private static final String INDEX = "index";

  /** How much of an index can be compared. */
  public enum Extent {
    /** Every byte. */
    BYTES,
    /** What lists show of each number: another version of Lucene wrote the index. */
    CARDS,
    /** Nothing: the release has no index, or one that cannot be read. */
    NOTHING
  }

  /**
   * Compares the index of a release that is whole.
   *
   * @param files the release's directory
   * @param taken what was taken back from it
   * @param aside a directory for the index that is made, which is deleted again
   * @throws java.io.InterruptedIOException where the monitor cancelled
   */
  public static IndexCheck of(Path files, TakenBack taken, Path aside, CheckMonitor monitor)
      throws IOException {
    Path index = files.resolve(INDEX);
    boolean isSameVersion;
    try {
      isSameVersion = ReleaseIndex.isOfThisVersion(index);
    } catch (IOException e) {
      return new IndexCheck(Extent.NOTHING, null);
    }
    Durable.deleteTree(aside); // left behind by a stop
    try (MailInflater inflater = new MailInflater()) {
      ReleaseReader release = ReleaseReader.open(files, taken, inflater);
      IndexMaker.make(release, aside, monitor);
      return isSameVersion
          ? new IndexCheck(Extent.BYTES, otherFile(index, aside))
          : new IndexCheck(Extent.CARDS, otherCard(release, index, aside));
    } finally {
      Durable.deleteTree(aside);
    }
  }

  /** The name of the first file that is not the same in both, or null. */
  private static @Nullable String otherFile(Path index, Path made) throws IOException {
    SortedSet<String> names = new TreeSet<>(names(index));
    names.addAll(names(made));
    for (String name : names) {
      Path there = index.resolve(name);
      Path here = made.resolve(name);
      if (!Files.exists(there) || !Files.exists(here) || Files.mismatch(there, here) >= 0) {
        return INDEX + "/" + name;
      }
    }
    return null;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  /** The first number of which the two say something else, or null. */
  private static @Nullable String otherCard(ReleaseReader release, Path index, Path made)
      throws IOException {
    int number = release.statement().number();
    long first = release.statement().first();
    try (ReleaseIndex there = ReleaseIndex.open(index, number, first);
        ReleaseIndex here = ReleaseIndex.open(made, number, first)) {
      for (long n = first; n <= release.statement().last(); n++) {
        MailCard said = there.card(n);
        if (said == null || !said.equals(here.card(n))) {
          return "number " + n;
        }
      }
      return there.count() == here.count() ? null : "how many numbers there are";
    }
  }
}
