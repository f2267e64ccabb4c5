package broadside.archive.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/**
 * Copies an index of one segment so that its bytes depend on its content alone.
 *
 * <p>Lucene gives each segment and each commit a random identity of 16 bytes, which stands in the
 * headers within every file and is covered by the checksum in its footer, names the segment after
 * the number of flushes, and records machine, operating system and time. Here the identity is
 * given, the segment is {@code _0}, and nothing is recorded. The format stays Lucene's own: any
 * program that reads its indexes reads this one.
 */
final class FixedSegment {
  private static final String SEGMENT = "_0";
  private static final int ID = 16;

  private FixedSegment() {}

  /** Copies and syncs the newest commit of {@code from}, which has one segment, into {@code to}. */
  static void copy(Directory from, Directory to, byte[] id) throws IOException {
    SegmentInfos commit = SegmentInfos.readLatestCommit(from);
    if (commit.size() != 1 || commit.info(0).hasDeletions()) {
      throw new IllegalArgumentException("one segment without deletions, not " + commit);
    }
    SegmentInfo info = commit.info(0).info;
    SegmentInfo fixed =
        new SegmentInfo(
            to,
            info.getVersion(),
            info.getMinVersion(),
            SEGMENT,
            info.maxDoc(),
            info.getUseCompoundFile(),
            info.getHasBlocks(),
            info.getCodec(),
            Map.of(),
            id,
            info.getAttributes(),
            info.getIndexSort());
    Set<String> written = new HashSet<>();
    List<String> sources = new ArrayList<>(info.files());
    sources.sort(null);
    for (String source : sources) {
      if (!source.endsWith(".si")) {
        String name = SEGMENT + IndexFileNames.stripSegmentName(source);
        copyFile(from, source, to, name, id);
        written.add(name);
      }
    }
    fixed.setFiles(written);
    info.getCodec().segmentInfoFormat().write(to, fixed, IOContext.DEFAULT);
    written.add(SEGMENT + ".si");
    to.sync(written);
    commit(to, fixed, id, commit.getIndexCreatedVersionMajor());
  }

  private static void commit(Directory to, SegmentInfo segment, byte[] id, int major)
      throws IOException {
    SegmentInfos infos = new SegmentInfos(major);
    infos.counter = 1;
    infos.setNextWriteGeneration(1);
    infos.add(new SegmentCommitInfo(segment, 0, 0, -1, -1, -1, id));
    String aside = "aside";
    try (IndexOutput out = to.createOutput(aside, IOContext.DEFAULT)) {
      infos.write(out);
    }
    String name = IndexFileNames.fileNameFromGeneration(IndexFileNames.SEGMENTS, "", 1);
    copyFile(to, aside, to, name, id);
    to.deleteFile(aside);
    to.sync(Set.of(name));
    to.syncMetaData();
  }

  /** Copies with {@code id} in every place of the identity that the file's header has. */
  private static void copyFile(Directory from, String source, Directory to, String name, byte[] id)
      throws IOException {
    try (IndexInput in = from.openInput(source, IOContext.READONCE);
        IndexOutput out = to.createOutput(name, IOContext.DEFAULT)) {
      long end = in.length() - Long.BYTES;
      ByteReplacement replacement = new ByteReplacement(identity(in), id);
      CRC32 sum = new CRC32();
      byte[] buffer = new byte[1 << 16];
      in.seek(0);
      for (long at = 0; at < end; ) {
        int size = (int) Math.min(end - at, buffer.length);
        in.readBytes(buffer, 0, size);
        write(replacement.next(buffer, size), sum, out);
        at += size;
      }
      write(replacement.rest(), sum, out);
      CodecUtil.writeBELong(out, sum.getValue());
    }
  }

  private static void write(byte[] bytes, CRC32 sum, IndexOutput out) throws IOException {
    sum.update(bytes);
    out.writeBytes(bytes, bytes.length);
  }

  /** The header is magic (4 bytes), name with its length in one byte, version (4), identity. */
  private static byte[] identity(IndexInput in) throws IOException {
    CodecUtil.readIndexHeader(in); // refuses what has none
    in.seek(4);
    in.skipBytes(in.readByte() + 4L);
    byte[] identity = new byte[ID];
    in.readBytes(identity, 0, ID);
    return identity;
  }
}
