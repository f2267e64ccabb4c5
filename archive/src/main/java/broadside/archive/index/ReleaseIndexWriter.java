package broadside.archive.index;

import broadside.proof.release.ManifestLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Writes the index of one release.
 *
 * <p>The same entries give the same files, byte for byte, on any machine: buffers are flushed by
 * the amount of text and not by the heap's size, one thread merges, and {@link FixedSegment}
 * replaces what Lucene draws at random.
 *
 * <p><b>Threads:</b> one.
 */
public final class ReleaseIndexWriter implements Closeable {
  /** Characters of text, with {@link #PER_MAIL} for each mail, between two flushes: some 85 MB. */
  private static final long FLUSH = 32 << 20;

  private static final int PER_MAIL = 512;

  private final Path directory;
  private final Path scratch;
  private final Directory files;
  private final IndexWriter writer;
  private final MailDocument document;
  private final MessageDigest identity;
  private final long flush;
  private final int release;
  private final long first;
  private long next;
  private long buffered;

  private ReleaseIndexWriter(Path directory, int release, long first, long flush)
      throws IOException {
    this.directory = directory;
    this.release = release;
    this.first = first;
    this.flush = flush;
    next = first;
    scratch = directory.resolveSibling(directory.getFileName() + ".scratch");
    document = new MailDocument(release);
    identity = Sha256.digest();
    Files.createDirectories(scratch);
    files = SparinglyMapped.open(scratch);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setUseCompoundFile(false)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMaxBufferedDocs(Integer.MAX_VALUE)
            .setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH);
    LogDocMergePolicy merges = new LogDocMergePolicy();
    merges.setMergeFactor(16);
    merges.setNoCFSRatio(0);
    merges.setMinMergeDocs(1);
    config.setMergePolicy(merges);
    writer = new IndexWriter(files, config);
  }

  /** A writer into {@code directory}, which must be empty or absent. */
  public static ReleaseIndexWriter create(Path directory, int release, long first)
      throws IOException {
    return create(directory, release, first, FLUSH);
  }

  static ReleaseIndexWriter create(Path directory, int release, long first, long flush)
      throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> held = Files.list(directory)) {
      if (held.findAny().isPresent()) {
        throw new IOException(directory + " is not empty");
      }
    }
    return new ReleaseIndexWriter(directory, release, first, flush);
  }

  /** Adds the next number. */
  public void add(IndexEntry entry) throws IOException {
    ManifestLine line = entry.line();
    if (line.number() != next) {
      throw new IllegalArgumentException("number " + line.number() + " where " + next + " is next");
    }
    next++;
    identify(entry);
    writer.addDocument(document.of(entry));
    buffered += PER_MAIL + document.characters();
    if (buffered >= flush) {
      writer.flush();
      buffered = 0;
      dropBuffers();
    }
  }

  /**
   * What was buffered is garbage at this moment, and hardly anything else is in use: collecting it
   * now takes 40 ms, or some 0.1 s in a service that publishes, whose readers wait so long. Left
   * alone, the collector lets the heap grow to its bound first.
   */
  private static void dropBuffers() {
    System.gc();
  }

  /** Merges to one segment and syncs the files. Without it, close leaves nothing usable. */
  public void finish() throws IOException {
    writer.forceMerge(1);
    writer.commit();
    byte[] id = Arrays.copyOf(identity.digest(), 16);
    try (Directory target = FSDirectory.open(directory)) {
      FixedSegment.copy(files, target, id);
    }
  }

  @Override
  public void close() throws IOException {
    writer.rollback();
    files.close();
    try (Stream<Path> left = Files.list(scratch)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
  }

  private void identify(IndexEntry entry) {
    ManifestLine line = entry.line();
    String mail =
        switch (line) {
          case ManifestLine.Published published -> published.mail();
          case ManifestLine.Redacted redacted -> redacted.mail();
          case ManifestLine.Withheld withheld -> withheld.original();
        };
    String state = entry.message() == null ? " without" : " ";
    String text = release + " " + first + " " + line.number() + state + mail + "\n";
    identity.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
