package broadside.archive.search;

import broadside.archive.index.ReleaseIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * The directory of merged pieces: one directory for each, under its key, written aside and renamed.
 *
 * <p><b>Threads:</b> one; other processes may use the same directory.
 */
final class PieceStore {
  /** Part of every key: pieces of another program are not looked at. */
  static final String FORMAT = "merged 2, Lucene " + Version.LATEST;

  private static final String KEY = "key";

  private final CacheDirectory directory;

  PieceStore(Path directory) {
    this.directory = new CacheDirectory(directory);
  }

  /** The piece with this key, every byte checked; null where there is none or it is damaged. */
  @Nullable DirectoryReader open(String key, List<ReleaseIndex> sources) {
    Path path = directory.path().resolve(key);
    if (!Files.isDirectory(path)) {
      return null;
    }
    try {
      DirectoryReader reader = DirectoryReader.open(FSDirectory.open(path));
      try {
        check(reader, key, sources);
        directory.touch(key);
        return reader;
      } catch (IOException | RuntimeException e) {
        reader.close();
        throw e;
      }
    } catch (IOException | RuntimeException damaged) {
      return null; // whatever is wrong with it, it is made anew
    }
  }

  /** Makes the piece, in place of whatever lies there, and opens it. */
  DirectoryReader merge(String key, List<ReleaseIndex> sources) throws IOException {
    directory.make(key, aside -> write(aside, key, sources));
    DirectoryReader reader = open(key, sources);
    if (reader == null) {
      throw new IOException("what was merged in " + directory.path() + " cannot be read back");
    }
    return reader;
  }

  /** Deletes what nobody has used for long; what is in use is marked as such. */
  void keepOnly(Set<String> used) throws IOException {
    used.forEach(directory::touch);
    directory.deleteIf((name, isOld) ->
        isOld && !used.contains(name) && name.matches("[0-9a-f]{64}(\\.aside.*)?"));
  }

  private static void write(Path path, String key, List<ReleaseIndex> sources) throws IOException {
    List<CodecReader> leaves = new ArrayList<>();
    for (ReleaseIndex source : sources) {
      for (LeafReaderContext leaf : source.reader().leaves()) {
        leaves.add(SlowCodecReaderWrapper.wrap(leaf.reader()));
      }
    }
    LogDocMergePolicy whole = new LogDocMergePolicy();
    whole.setNoCFSRatio(0);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setUseCompoundFile(false)
            .setMergePolicy(whole)
            .setMergeScheduler(new SerialMergeScheduler());
    try (Directory files = FSDirectory.open(path);
        IndexWriter writer = new IndexWriter(files, config)) {
      writer.addIndexes(leaves.toArray(new CodecReader[0]));
      writer.setLiveCommitData(Map.of(KEY, key).entrySet());
      writer.commit();
    }
  }

  private static void check(DirectoryReader reader, String key, List<ReleaseIndex> sources)
      throws IOException {
    int documents = sources.stream().mapToInt(ReleaseIndex::count).sum();
    if (!key.equals(reader.getIndexCommit().getUserData().get(KEY))
        || reader.maxDoc() != documents
        || reader.numDocs() != documents) {
      throw new IOException("not the piece of this key");
    }
    for (LeafReaderContext leaf : reader.leaves()) {
      leaf.reader().checkIntegrity();
    }
  }
}
