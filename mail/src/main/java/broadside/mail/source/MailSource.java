package broadside.mail.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A file or folder that holds mail, told apart by content.
 *
 * <p>Reading twice tells the same events in the same order: folders go by the bytes of their names.
 * Links below the root are not followed.
 *
 * <p><b>Threads:</b> not shared. <b>Failures:</b> what lies in the source is never an exception but
 * a refusal; {@link IOException} means that the source itself is missing or the visitor failed.
 */
public final class MailSource {
  private final Path root;
  private final SourceOptions options;

  private MailSource(Path root, SourceOptions options) {
    this.root = root;
    this.options = options;
  }

  /** A source over {@code root}, which must exist when it is read. */
  public static MailSource open(Path root, SourceOptions options) {
    return new MailSource(root, options);
  }

  /** Walks the whole source once, in a fixed order, and tells the visitor everything met. */
  public void read(SourceVisitor visitor) throws IOException {
    if (!Files.exists(root)) {
      throw new IOException("no such file: " + root);
    }
    if (!Files.isReadable(root)) {
      throw new IOException("cannot be read: " + root + "; give yourself the right to read it");
    }
    Path real = root.toRealPath(); // the source itself may be a link
    ContentReader reader = new ContentReader(options, visitor);
    if (Files.isDirectory(real)) {
      walk(real, reader, visitor);
    } else {
      met(real, real, false, reader, visitor);
    }
  }

  private static void walk(Path top, ContentReader reader, SourceVisitor visitor)
      throws IOException {
    Deque<FolderListing> open = new ArrayDeque<>();
    open.push(FolderListing.of(top, FolderListing.BATCH));
    while (!open.isEmpty()) {
      FolderListing folder = open.peek();
      Path path = folder.next();
      if (path == null) {
        open.pop();
      } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        try {
          open.push(FolderListing.of(path, FolderListing.BATCH));
        } catch (IOException e) {
          refuse(
              visitor,
              DisplayName.of(top, path),
              Refusal.UNREADABLE,
              "a folder that cannot be listed; give yourself the right to read it");
        }
      } else {
        met(top, path, folder.holdsUnfinishedDeliveries(), reader, visitor);
      }
    }
  }

  private static void met(
      Path top, Path path, boolean unfinished, ContentReader reader, SourceVisitor visitor)
      throws IOException {
    String name = DisplayName.of(top, path);
    BasicFileAttributes file;
    try {
      file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      refuse(visitor, name, Refusal.UNREADABLE, "vanished while the folder was read");
      return;
    }
    if (file.isSymbolicLink()) {
      refuse(
          visitor,
          name,
          Refusal.NOT_MAIL,
          "a link, not followed; what it leads to is read where it lies, if that is within the source");
    } else if (!file.isRegularFile()) {
      refuse(visitor, name, Refusal.NOT_MAIL, "not a regular file");
    } else if (unfinished) {
      refuse(
          visitor,
          name,
          Refusal.NOT_MAIL,
          "in a Maildir's tmp: a delivery that was not finished; add the file by itself if it counts");
    } else {
      reader.file(path, name);
    }
  }

  private static void refuse(SourceVisitor visitor, String name, Refusal reason, String detail)
      throws IOException {
    visitor.file(name, SourceFormat.OTHER);
    visitor.refused(new Place(name, 0, 0), reason, detail);
  }
}
