package broadside.archive;

import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.proof.release.FormatException;
import broadside.proof.release.ManifestLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A publication opened for reading: every release as one.
 *
 * <p><b>Threads:</b> shared by all. {@link #refresh()} makes new releases visible at once and
 * whole.
 */
public final class Publication implements Closeable {
  private final Path directory;
  private volatile View view;

  private Publication(Path directory, View view) {
    this.directory = directory;
    this.view = view;
  }

  /**
   * Opens {@code publication/public}.
   *
   * @throws IOException where it is missing, damaged or of a newer format, with a sentence for the
   *     operator
   */
  public static Publication open(Path directory) throws IOException {
    Publication publication = new Publication(directory, new View(readAbout(directory), List.of()));
    publication.refresh();
    return publication;
  }

  public About about() {
    return view.about;
  }

  /** All releases, oldest first. */
  public List<ReleaseSummary> releases() {
    return view.releases.stream().map(Publication::summary).toList();
  }

  /** The mail with this number, or null where no release has it. Reads one byte range. */
  public @Nullable PublishedMail mail(long number) throws IOException {
    ReleaseReader release = view.find(number);
    if (release == null) {
      return null;
    }
    ManifestLine line = release.line(number);
    return new PublishedMail(release.statement().number(), line, release.mail(line));
  }

  /** Looks for new releases; true where there were some. */
  public synchronized boolean refresh() throws IOException {
    List<ReleaseReader> releases = new ArrayList<>(view.releases);
    for (int number : numbers()) {
      if (releases.stream().noneMatch(r -> r.statement().number() == number)) {
        releases.add(ReleaseReader.open(directory.resolve("releases/" + number)));
      }
    }
    boolean changed = releases.size() > view.releases.size();
    view = new View(readAbout(directory), List.copyOf(releases));
    return changed;
  }

  @Override
  public synchronized void close() {
    view.releases.forEach(ReleaseReader::close);
    view = new View(view.about, List.of());
  }

  /** The releases that lie in the directory under their final names. */
  private Set<Integer> numbers() throws IOException {
    Set<Integer> numbers = new TreeSet<>();
    Path releases = directory.resolve("releases");
    if (Files.isDirectory(releases)) {
      try (Stream<Path> all = Files.list(releases)) {
        all.map(p -> String.valueOf(p.getFileName()))
            .filter(n -> n.matches("[1-9][0-9]{0,8}"))
            .forEach(n -> numbers.add(Integer.valueOf(n)));
      }
    }
    return numbers;
  }

  private static About readAbout(Path directory) throws IOException {
    Path file = directory.resolve("about");
    try {
      if (Files.size(file) > About.FILE_BYTES) {
        throw new ReleaseException(file + " is larger than 64 KiB: this is no publication.");
      }
      return About.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new ReleaseException(directory + " holds no publication: it has no file \"about\".");
    } catch (FormatException e) {
      throw new ReleaseException(file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private static ReleaseSummary summary(ReleaseReader release) {
    var s = release.statement();
    return new ReleaseSummary(
        s.number(),
        s.title(),
        s.first(),
        s.count(),
        s.published(),
        s.redacted(),
        s.withheld(),
        s.time(),
        release.mailBytes());
  }

  /** What is visible at one moment. */
  private record View(About about, List<ReleaseReader> releases) {

    @Nullable ReleaseReader find(long number) {
      int low = 0;
      int high = releases.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        ReleaseReader release = releases.get(middle);
        if (number < release.statement().first()) {
          high = middle - 1;
        } else if (number > release.statement().last()) {
          low = middle + 1;
        } else {
          return release;
        }
      }
      return null;
    }
  }
}
