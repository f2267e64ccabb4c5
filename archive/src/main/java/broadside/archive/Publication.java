package broadside.archive;

import broadside.archive.release.MailInflater;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.ThreadAliases;
import broadside.proof.text.FormatException;
import broadside.proof.release.ManifestLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A publication opened for reading: every release as one.
 *
 * <p>A release that is damaged, or of a newer format, is refused and named; the others go on. A
 * release that was opened is expected to stay as it is.
 *
 * <p><b>Threads:</b> shared by all. {@link #refresh()} makes new releases visible at once and
 * whole. <b>Failures:</b> {@link ReleaseException}.
 */
public final class Publication implements Closeable {
  private final Path directory;
  private final MailInflater inflater = new MailInflater();
  private volatile Releases view;

  private Publication(Path directory) throws IOException {
    this.directory = directory;
    this.view = Releases.none(readAbout(directory));
  }

  /**
   * Opens {@code publication/public}.
   *
   * @throws IOException where it is missing, damaged or of a newer format, with a sentence for the
   *     operator
   */
  public static Publication open(Path directory) throws IOException {
    Publication publication = new Publication(directory);
    publication.refresh();
    return publication;
  }

  public About about() {
    return view.about();
  }

  /** All releases that can be read, oldest first. */
  public List<ReleaseSummary> releases() {
    return view.summaries();
  }

  /** The releases that cannot be read, and why. */
  public List<RefusedRelease> refused() {
    return view.refused();
  }

  /** The release with this number: its statement, its files; or null. */
  public @Nullable ReleaseReader release(int number) {
    return view.release(number);
  }

  /**
   * The mail with this number, or null where no release has it. Reads one byte range.
   *
   * @throws IOException where it is damaged, or in a release that is refused
   */
  public @Nullable PublishedMail mail(long number) throws IOException {
    ReleaseReader release = view.find(number);
    if (release == null) {
      return null;
    }
    ManifestLine line = release.line(number);
    return new PublishedMail(release.statement().number(), line, release.mail(line));
  }

  /** The manifest's line of a number, or null where no release has it. */
  public @Nullable ManifestLine line(long number) throws IOException {
    ReleaseReader release = view.find(number);
    return release == null ? null : release.line(number);
  }

  /** Which thread keys belong together. */
  public ThreadAliases threads() {
    return view.threads();
  }

  /** Looks for new releases; true where something changed. */
  public synchronized boolean refresh() throws IOException {
    Releases now = view.with(readAbout(directory), numbers(directory), this::openRelease);
    boolean changed = !now.equals(view);
    if (changed) {
      view = now;
    }
    return changed;
  }

  @Override
  public synchronized void close() {
    view = Releases.none(view.about());
    inflater.close();
  }

  private ReleaseReader openRelease(int number) throws IOException {
    return ReleaseReader.open(directory.resolve("releases/" + number), inflater);
  }

  /** The numbers of the releases that lie in the directory under their final names, ascending. */
  static List<Integer> numbers(Path directory) throws IOException {
    Path releases = directory.resolve("releases");
    if (!Files.isDirectory(releases)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(releases)) {
      return all.map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.matches("[1-9][0-9]{0,8}"))
          .map(Integer::valueOf)
          .sorted()
          .toList();
    }
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
}
