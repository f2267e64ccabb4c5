package broadside.mail.source;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What lies in one folder, by name, in the order of the names' bytes.
 *
 * <p>Holds at most so many names at once: a folder with more (a Maildir of millions) is listed
 * again for each further batch.
 */
final class FolderListing {
  /** Names held: some 40 MB at the worst. */
  static final int BATCH = 250_000;

  private final Path folder;
  private final int batch;
  private final boolean maildirTmp;
  private final ArrayDeque<Path> names = new ArrayDeque<>();
  private @Nullable Path last;
  private boolean more;

  private FolderListing(Path folder, int batch) {
    this.folder = folder;
    this.batch = batch;
    this.maildirTmp = isMaildirTmp(folder);
  }

  /** The listing of {@code folder}; fails where it cannot be read. */
  static FolderListing of(Path folder, int batch) throws IOException {
    FolderListing listing = new FolderListing(folder, batch);
    listing.list();
    return listing;
  }

  /** The next path, or null at the end. */
  @Nullable Path next() throws IOException {
    if (names.isEmpty() && more) {
      list();
    }
    return names.poll();
  }

  Path folder() {
    return folder;
  }

  /** True for the folder of a Maildir that holds deliveries which were not finished. */
  boolean holdsUnfinishedDeliveries() {
    return maildirTmp;
  }

  private void list() throws IOException {
    PriorityQueue<Path> smallest = new PriorityQueue<>(Collections.reverseOrder());
    Path after = last;
    more = false;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path path : stream) {
        if (after == null || path.compareTo(after) > 0) {
          smallest.add(path);
          if (smallest.size() > batch) {
            smallest.poll();
            more = true;
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    last = smallest.peek();
    names.addAll(new TreeSet<>(smallest));
  }

  private static boolean isMaildirTmp(Path folder) {
    Path name = folder.getFileName();
    return name != null
        && name.toString().equals("tmp")
        && Files.isDirectory(folder.resolveSibling("cur"), LinkOption.NOFOLLOW_LINKS)
        && Files.isDirectory(folder.resolveSibling("new"), LinkOption.NOFOLLOW_LINKS);
  }
}
