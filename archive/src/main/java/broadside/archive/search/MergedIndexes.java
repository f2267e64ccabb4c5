package broadside.archive.search;

import broadside.archive.index.ReleaseIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.lucene.index.DirectoryReader;
import org.jspecify.annotations.Nullable;

/**
 * A disposable cache of merged indexes: hundreds of releases are searched as a dozen indexes.
 *
 * <p>Releases are merged in aligned runs of 8, 64, 512…, by number, so that a new release is merged
 * as often as its archive has such sizes and not whenever another one comes. A piece is named by
 * the hash of its releases' states: what belongs to other releases, to another state of the same,
 * or to an older program, is never looked at.
 *
 * <p><b>Threads:</b> one calls {@link #update} and {@link #close}; {@link #pieces} is for all.
 * Several processes may share a directory.
 */
public final class MergedIndexes implements Closeable {
  private static final int RUN = 8;

  /** Longer than any search runs: what is replaced is closed after it. */
  private static final long GRACE_NANOS = 60_000_000_000L;

  private final @Nullable PieceStore store;
  private final List<Retired> retired = new ArrayList<>();
  private volatile SortedMap<String, MergedPiece> pieces = new TreeMap<>();

  /** Releases that are merged to one piece. */
  private record Run(int first, int last, String key) {}

  /** A reader that old searches may still use. */
  private record Retired(DirectoryReader reader, long since) {}

  /** A cache in this directory, made when something is merged; without one nothing is merged. */
  public MergedIndexes(@Nullable Path directory) {
    store = directory == null ? null : new PieceStore(directory);
  }

  /** What is merged, by first release. */
  List<MergedPiece> pieces() {
    return pieces.values().stream()
        .sorted((a, b) -> Integer.compare(a.first(), b.first()))
        .toList();
  }

  /**
   * Opens or makes what these releases can be merged to; true where {@link #pieces} changed.
   *
   * @param indexes by release number
   * @param states the state that a release's index was opened in, by its number: two states have
   *     the same text only where they have the same index
   * @throws IOException where a piece cannot be written; those made before are kept and used where
   *     they are of these indexes
   */
  public boolean update(SortedMap<Integer, ReleaseIndex> indexes, IntFunction<String> states)
      throws IOException {
    if (store == null) {
      return false;
    }
    closeRetired(System.nanoTime() - GRACE_NANOS);
    SortedMap<String, MergedPiece> now = new TreeMap<>();
    boolean changed = false;
    try {
      for (Run run : runs(indexes, states)) {
        List<ReleaseIndex> sources = sources(indexes, run.first, run.last);
        MergedPiece known = pieces.get(run.key);
        if (known == null) {
          changed = true;
          known = new MergedPiece(sources, piece(store, run.key, sources));
        } else if (!known.isOf(sources)) {
          changed = true; // the same state, opened again
          known = new MergedPiece(sources, known.reader());
        }
        now.put(run.key, known);
      }
    } catch (IOException | RuntimeException e) {
      TreeMap<String, MergedPiece> all = new TreeMap<>(pieces);
      all.entrySet()
          .removeIf(held ->
              !now.containsKey(held.getKey())
                  && !isUseful(held.getValue(), indexes, now.values())
                  && retire(held.getValue()));
      all.putAll(now);
      pieces = all;
      throw e;
    }
    pieces.forEach((key, piece) -> {
      if (!now.containsKey(key)) {
        retire(piece);
      }
    });
    changed |= now.size() != pieces.size();
    pieces = now;
    store.keepOnly(now.keySet());
    return changed;
  }

  @Override
  public void close() throws IOException {
    closeRetired(Long.MAX_VALUE);
    for (MergedPiece piece : pieces.values()) {
      piece.reader().close();
    }
    pieces = new TreeMap<>();
  }

  private static DirectoryReader piece(PieceStore store, String key, List<ReleaseIndex> sources)
      throws IOException {
    DirectoryReader held = store.open(key, sources);
    return held == null ? store.merge(key, sources) : held;
  }

  private static List<ReleaseIndex> sources(
      SortedMap<Integer, ReleaseIndex> indexes, int first, int last) {
    return List.copyOf(indexes.subMap(first, last + 1).values());
  }

  /** True for a piece of these indexes that no other one holds. */
  private static boolean isUseful(
      MergedPiece piece, SortedMap<Integer, ReleaseIndex> indexes, Collection<MergedPiece> made) {
    return piece.isOf(sources(indexes, piece.first(), piece.last()))
        && made.stream().noneMatch(outer -> isWithin(piece, outer));
  }

  private static boolean isWithin(MergedPiece inner, MergedPiece outer) {
    return inner.first() >= outer.first() && inner.last() <= outer.last();
  }

  private boolean retire(MergedPiece piece) {
    return retired.add(new Retired(piece.reader(), System.nanoTime()));
  }

  private void closeRetired(long before) throws IOException {
    for (Retired old : List.copyOf(retired)) {
      if (before == Long.MAX_VALUE || old.since - before <= 0) {
        old.reader.close();
        retired.remove(old);
      }
    }
  }

  /** The longest runs whose releases are all there. */
  private static List<Run> runs(
      SortedMap<Integer, ReleaseIndex> indexes, IntFunction<String> states) {
    List<Run> runs = new ArrayList<>();
    int last = indexes.isEmpty() ? 0 : indexes.lastKey();
    int first = 1;
    while (first <= last) {
      int size = 1;
      while (size <= last / RUN
          && (first - 1) % (size * RUN) == 0
          && indexes.subMap(first, first + size * RUN).size() == size * RUN) {
        size *= RUN;
      }
      if (size > 1) {
        runs.add(new Run(first, first + size - 1, key(first, first + size - 1, states)));
      }
      first += size;
    }
    return runs;
  }

  private static String key(int first, int last, IntFunction<String> states) {
    MessageDigest hash;
    try {
      hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    hash.update((PieceStore.FORMAT + "\n").getBytes(StandardCharsets.UTF_8));
    for (int release = first; release <= last; release++) {
      String line = release + " " + states.apply(release) + "\n";
      hash.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(hash.digest());
  }
}
