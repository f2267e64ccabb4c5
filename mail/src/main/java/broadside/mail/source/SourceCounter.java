package broadside.mail.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.io.input.ChecksumInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a source should yield, by means simpler than reading it: "From " separators, files,
 * an archive's own directory. Shares no code with {@link MailSource}, so that a loss in one shows
 * against the other; docs/formats/sources.md states the rules that both follow.
 */
public final class SourceCounter {
  private static final Pattern LEADS_OUT = Pattern.compile("(.*[/\\\\])?\\.\\.([/\\\\].*)?");

  private final SourceOptions options;
  private final Monitor monitor;
  private long members;

  /** The file or folder that is counted. */
  private final Path top;

  /** The file at hand. */
  private Path current;

  private SourceCounter(Path top, SourceOptions options, Monitor monitor) {
    this.top = top;
    this.current = top;
    this.options = options;
    this.monitor = monitor;
  }

  /** Watches a count, and may stop it. */
  public interface Monitor {
    /** Asked before every file and every block: true ends the count. */
    boolean isCancelled();

    /** So many more bytes were looked at. */
    void progress(long bytes);

    /**
     * Most mails of an mbox seem to have no empty line before their separators, so that they are
     * read as text of the mail before.
     *
     * @param file where it lies, perhaps packed
     * @param lines lines with a date and a header field after them, but no empty line before
     * @param mails separators
     */
    default void runsTogether(Path file, long lines, long mails) {}
  }

  /** The number of mails and refusals that {@link MailSource#read} must report for {@code root}. */
  public static long count(Path root, SourceOptions options) throws IOException {
    return count(
        root,
        options,
        new Monitor() {
          @Override
          public boolean isCancelled() {
            return false;
          }

          @Override
          public void progress(long bytes) {}
        });
  }

  /**
   * The same, watched.
   *
   * @throws CancellationException where the monitor cancelled
   */
  public static long count(Path root, SourceOptions options, Monitor monitor) throws IOException {
    if (!Files.exists(root)) {
      throw new IOException("no such file: " + root);
    }
    Path top = root.toRealPath();
    SourceCounter counter = new SourceCounter(top, options, monitor);
    return Files.isDirectory(top) ? counter.folders() : counter.file(top);
  }

  private long folders() throws IOException {
    long count = 0;
    Deque<Path> waiting = new ArrayDeque<>();
    waiting.add(top);
    while (!waiting.isEmpty()) {
      Path folder = waiting.remove();
      boolean unfinished = isTmpOfMaildir(folder);
      try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
        for (Path path : paths) {
          if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            waiting.add(path);
          } else {
            count += unfinished ? 1 : file(path);
          }
        }
      } catch (DirectoryIteratorException | IOException e) {
        count++; // one refusal for a folder that cannot be listed
      }
    }
    return count;
  }

  private static boolean isTmpOfMaildir(Path folder) {
    return folder.endsWith("tmp")
        && Files.isDirectory(folder.resolveSibling("cur"), LinkOption.NOFOLLOW_LINKS)
        && Files.isDirectory(folder.resolveSibling("new"), LinkOption.NOFOLLOW_LINKS);
  }

  private long file(Path path) throws IOException {
    members = 0;
    current = path;
    check();
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return 1;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return content(new Blocks(watched(in)), DisplayName.of(top, path), path, 0, false);
    } catch (IOException e) {
      return 1;
    }
  }

  /**
   * What {@code bytes} should yield, all of which are taken where they are packed.
   *
   * @param name in a {@link Place}
   * @param path the file itself, or null for what is packed in another
   * @param unpacked whether the bytes come right out of a compressed file
   */
  private long content(Blocks bytes, String name, @Nullable Path path, int level, boolean unpacked)
      throws IOException {
    int nesting = options.archive().nesting();
    if (bytes.startsWith(0x1f, 0x8b, 8) || ZstdCount.begins(bytes)) {
      return level >= nesting ? single(bytes) : compressed(bytes, name, level + 1);
    } else if (bytes.startsWith('P', 'K', 3, 4) || bytes.startsWith('P', 'K', 5, 6)) {
      return level >= nesting ? single(bytes) : zip(bytes, name, path, level + 1);
    } else if (bytes.startsWithTarHeader()) {
      int inside = unpacked ? level : level + 1;
      return inside > nesting ? single(bytes) : tar(bytes, name, inside);
    }
    SeparatorCount counted = new SeparatorCount(options, name, bytes);
    long separators = counted.count();
    if (counted.withoutEmptyLine() > separators) {
      monitor.runsTogether(current, counted.withoutEmptyLine(), separators);
    }
    if (separators == 0 && path == null) {
      return single(bytes);
    }
    return Math.max(separators, 1);
  }

  /** Not checked, since whatever is an {@link IOException} is a source's own fault. */
  private void check() {
    if (monitor.isCancelled()) {
      throw new CancellationException("the count was stopped");
    }
  }

  private InputStream watched(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int from, int wanted) throws IOException {
        check();
        int n = in.read(target, from, wanted);
        monitor.progress(Math.max(n, 0));
        return n;
      }
    };
  }

  /** The name of a member; of several that bear the same in one archive, that of the first. */
  private static String member(String archive, String name) {
    return archive + '!' + DisplayName.safe(name);
  }

  private static long single(Blocks bytes) {
    bytes.skipAll();
    return 1;
  }

  private long compressed(Blocks bytes, String name, int level) throws IOException {
    if (bytes.startsWith(0x1f, 0x8b, 8)) {
      return gzip(bytes, name, level);
    }
    ZstdCount packed = new ZstdCount(bytes.stream());
    InputStream zstd;
    try {
      zstd = new ZstdInputStream(packed);
    } catch (IOException e) {
      return 1;
    }
    try (zstd) {
      return packed(zstd, packed, name, level);
    }
  }

  private long gzip(Blocks bytes, String name, int level) throws IOException {
    try (GzipCount packed = new GzipCount(bytes.stream())) {
      return packed(packed, packed, name, level);
    }
  }

  /** What is packed, and one more for what lies behind it. */
  private long packed(InputStream content, PackedCount packed, String name, int level)
      throws IOException {
    Blocks unpacked = new Blocks(content, packed::consumed, options.archive().ratio());
    long count = content(unpacked, name, null, level, true);
    unpacked.skipAll();
    return !unpacked.hasFailed() && packed.isStray() ? count + 1 : count;
  }

  private long tar(Blocks bytes, String name, int level) throws IOException {
    long count = 0;
    TarArchiveInputStream tar = new TarArchiveInputStream(bytes.stream(), "UTF-8");
    try {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        if (e.isDirectory()) {
          continue;
        }
        if (++members > options.archive().entries()) {
          return count + 1;
        }
        boolean read = (e.isFile() || e.isSparse()) && !e.isLink() && !e.isSymbolicLink();
        if (!read || !tar.canReadEntryData(e) || LEADS_OUT.matcher(e.getName()).matches()) {
          count++;
          continue;
        }
        Blocks member = new Blocks(tar);
        count += content(member, member(name, e.getName()), null, level, false);
        if (member.hasFailed()) {
          return count;
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return count + 1;
    }
    bytes.skipAll();
    return bytes.hasFailed() ? count + 1 : Math.max(count, 1);
  }

  private long zip(Blocks bytes, String name, @Nullable Path path, int level) throws IOException {
    if (path != null) {
      return zip(path, name, level);
    }
    Path spool = options.spoolFile();
    try {
      Files.copy(bytes.stream(), spool, StandardCopyOption.REPLACE_EXISTING);
      return zip(spool, name, level);
    } catch (IOException e) {
      return 1;
    } finally {
      Files.delete(spool);
    }
  }

  private long zip(Path path, String name, int level) throws IOException {
    long count = 0;
    try (ZipFile zip = ZipFile.builder().setPath(path).setIgnoreLocalFileHeader(true).get()) {
      long packed = 0;
      for (ZipArchiveEntry e : Collections.list(zip.getEntries())) {
        packed += e.getCompressedSize();
      }
      if (packed > Files.size(path)) {
        return 1;
      }
      for (ZipArchiveEntry e : Collections.list(zip.getEntries())) {
        if (e.isDirectory()) {
          continue;
        }
        if (++members > options.archive().entries()) {
          return count + 1;
        }
        count += member(zip, e, member(name, e.getName()), level);
      }
    } catch (IOException | IllegalArgumentException e) {
      return count + 1;
    }
    return Math.max(count, 1);
  }

  private long member(ZipFile zip, ZipArchiveEntry e, String name, int level) {
    if (e.isUnixSymlink() || !zip.canReadEntryData(e) || LEADS_OUT.matcher(e.getName()).matches()) {
      return 1;
    }
    try (InputStream in =
        ChecksumInputStream.builder()
            .setChecksum(new CRC32())
            .setExpectedChecksumValue(e.getCrc())
            .setCountThreshold(e.getSize())
            .setInputStream(watched(zip.getInputStream(e)))
            .get()) {
      return content(
          new Blocks(in, e::getCompressedSize, options.archive().ratio()),
          name,
          null,
          level,
          false);
    } catch (IOException broken) {
      return 1;
    }
  }
}
