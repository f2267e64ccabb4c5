package broadside.archive.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.ReleaseException;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.merkle.MerkleTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
  private static final Checkpoint EMPTY =
      new Checkpoint("harbour.example/log", 0, MerkleTree.emptyRoot());
  private static final int MOST = 600;

  @TempDir Path scratch;

  @Test
  @Tag("slow")
  void oneByOneGivesTheFilesOfOneBatch() throws IOException {
    Path single = scratch.resolve("single");
    LogWriter writer = new LogWriter(single);
    MerkleTree.RootBuilder tree = new MerkleTree.RootBuilder();
    Checkpoint at = EMPTY;
    for (int size = 1; size <= MOST; size++) {
      byte[] entry = entry(size - 1);
      Checkpoint next = writer.append(at, List.of(entry));
      writer.removePartial(at.size(), next.size());
      tree.add(MerkleTree.leaf(entry));
      assertThat(next.size()).isEqualTo(size);
      assertThat(next.root()).as("root of %d", size).isEqualTo(tree.root());
      at = next;
      if (List.of(1, 2, 255, 256, 257, 511, 512, 513, MOST).contains(size)) {
        Path batch = scratch.resolve("batch-" + size);
        assertThat(new LogWriter(batch).append(EMPTY, entries(0, size))).isEqualTo(next);
        Map<String, String> kept = Tree.texts(single);
        kept.keySet().removeIf(name -> name.contains(".p/"));
        Map<String, String> expected = Tree.texts(batch);
        assertThat(Tree.texts(single)).containsAllEntriesOf(expected);
        expected.keySet().removeIf(name -> name.contains(".p/"));
        assertThat(kept).isEqualTo(expected);
      }
    }
  }

  @Test
  @Tag("slow")
  void batchesOfAnySizesGiveTheFilesOfOneBatch() throws IOException {
    Path whole = scratch.resolve("whole");
    Checkpoint expected = new LogWriter(whole).append(EMPTY, entries(0, MOST));
    Random random = new Random(11);
    for (int run = 0; run < 12; run++) {
      Path cut = scratch.resolve("cut-" + run);
      LogWriter writer = new LogWriter(cut);
      Checkpoint at = EMPTY;
      List<Long> sizes = new ArrayList<>();
      while (at.size() < MOST) {
        int more = (int) Math.min(MOST - at.size(), 1 + random.nextInt(run < 6 ? 40 : 400));
        Checkpoint next = writer.append(at, entries((int) at.size(), more));
        writer.removePartial(at.size(), next.size());
        at = next;
        sizes.add(at.size());
      }
      assertThat(at).as("sizes %s", sizes).isEqualTo(expected);
      assertThat(Tree.texts(cut)).containsAllEntriesOf(Tree.texts(whole));
      assertThat(Tree.texts(cut).keySet())
          .as("partial tiles beside full ones, sizes %s", sizes)
          .noneMatch(name -> name.contains("000.p/") && !name.startsWith("tile/1/"))
          .noneMatch(name -> name.contains("001.p/") && !name.startsWith("tile/1/"));
    }
  }

  @Test
  void keepsThePartialTilesOfEarlierCheckpointsUntilTheyAreFull() throws IOException {
    Path directory = scratch.resolve("log");
    LogWriter writer = new LogWriter(directory);
    Checkpoint five = writer.append(EMPTY, entries(0, 5));
    Checkpoint nine = writer.append(five, entries(5, 4));
    writer.removePartial(five.size(), nine.size());
    for (int width : new int[] {5, 9}) {
      assertThat(directory.resolve("tile/0/000.p/" + width)).exists();
      assertThat(directory.resolve("tile/entries/000.p/" + width)).exists();
    }
    Checkpoint full = writer.append(nine, entries(9, 247));
    writer.removePartial(nine.size(), full.size());
    assertThat(directory.resolve("tile/0/000.p")).doesNotExist();
    assertThat(directory.resolve("tile/entries/000.p")).doesNotExist();
    LogDirectory log = new LogDirectory(directory);
    assertThat(log.read(Tile.at(0, 0, 9))).hasSize(9 * MerkleTree.HASH_BYTES);
    assertThat(log.entries(Tile.bundle(8, 9)).getLast()).isEqualTo(entry(8));
  }

  /** A stop after any of the files, with the next one half written under its first name. */
  @Test
  @Tag("slow")
  void appendsTheSameAfterAStopAtEachFile() throws IOException {
    for (int[] step : new int[][] {{0, 1}, {3, 1}, {255, 1}, {256, 1}, {250, 20}, {100, 500}}) {
      Path directory = scratch.resolve("log-" + step[0] + "-" + step[1]);
      Files.createDirectories(directory);
      Checkpoint before = new LogWriter(directory).append(EMPTY, entries(0, step[0]));
      Map<String, byte[]> old = Tree.read(directory);
      List<byte[]> more = entries(step[0], step[1]);
      Checkpoint after = new LogWriter(directory).append(before, more);
      Map<String, byte[]> done = Tree.read(directory);
      Map<String, byte[]> added = new LinkedHashMap<>();
      for (String name : inOrder(step[0], step[0] + step[1])) {
        added.put(name, done.get(name));
      }
      assertThat(added).hasSize(done.size() - old.size());
      for (int kept = 0; kept <= added.size(); kept++) {
        Map<String, byte[]> stopped = new TreeMap<>(old);
        int i = 0;
        for (Map.Entry<String, byte[]> file : added.entrySet()) {
          if (i < kept) {
            stopped.put(file.getKey(), file.getValue());
          } else if (i == kept) {
            byte[] half = Arrays.copyOf(file.getValue(), file.getValue().length / 2);
            stopped.put(file.getKey() + ".new", half);
          }
          i++;
        }
        Tree.write(directory, stopped);
        assertThat(new LogWriter(directory).append(before, more)).isEqualTo(after);
        assertThat(Tree.texts(directory))
            .as("stopped after %d files of %s", kept, added.keySet())
            .isEqualTo(texts(done));
      }
    }
  }

  @Test
  void refusesOtherContentInThePlaceOfAFile() throws IOException {
    Path directory = scratch.resolve("log");
    Checkpoint before = new LogWriter(directory).append(EMPTY, entries(0, 250));
    Map<String, byte[]> old = Tree.read(directory);
    for (String name : inOrder(250, 270)) {
      Tree.write(directory, old);
      Path file = directory.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, "another log");
      assertThatExceptionOfType(ReleaseException.class)
          .as(name)
          .isThrownBy(() -> new LogWriter(directory).append(before, entries(250, 20)))
          .withMessageContaining(name)
          .withMessageContaining("other content");
      assertThat(file).hasContent("another log");
    }
  }

  @Test
  void refusesToAppendToTilesThatTheCheckpointDoesNotSign() throws IOException {
    Path directory = scratch.resolve("log");
    Checkpoint before = new LogWriter(directory).append(EMPTY, entries(0, 300));
    Map<String, byte[]> whole = Tree.read(directory);
    for (String name : new String[] {"tile/1/000.p/1", "tile/0/001.p/44"}) {
      Tree.write(directory, whole);
      Tree.flip(directory.resolve(name), 7);
      assertThatExceptionOfType(ReleaseException.class)
          .as(name)
          .isThrownBy(() -> new LogWriter(directory).append(before, entries(300, 1)))
          .withMessageContaining("its tiles are not those that its checkpoint signs");
    }
    Tree.write(directory, whole);
    Files.delete(directory.resolve("tile/0/001.p/44"));
    assertThatExceptionOfType(ReleaseException.class)
        .isThrownBy(() -> new LogWriter(directory).append(before, entries(300, 1)))
        .withMessageContaining("tile/0/001.p/44 is missing");
  }

  @Test
  void takesTheLargestEntryAndRefusesALargerOne() throws IOException {
    byte[] largest = new byte[(1 << 16) - 1];
    Arrays.fill(largest, (byte) 'x');
    Path directory = scratch.resolve("log");
    Checkpoint one = new LogWriter(directory).append(EMPTY, List.of(largest));
    assertThat(new LogDirectory(directory).entries(Tile.bundle(0, 1)).getFirst())
        .isEqualTo(largest);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new LogWriter(directory).append(one, List.of(new byte[1 << 16])))
        .withMessageContaining("65536 bytes");
  }

  @Test
  void readsEveryEntryInOrderFromAnyPlace() throws IOException {
    Path directory = scratch.resolve("log");
    new LogWriter(directory).append(EMPTY, entries(0, MOST));
    LogDirectory log = new LogDirectory(directory);
    for (int from : new int[] {0, 1, 255, 256, 257, 511, 599, 600}) {
      for (int size : new int[] {from, Math.min(MOST, from + 1), 300, MOST}) {
        List<byte[]> found = new ArrayList<>();
        log.forEachEntry(
            from,
            size,
            (index, entry) -> {
              assertThat(index).isEqualTo(from + found.size());
              found.add(entry);
            });
        assertThat(found).containsExactlyElementsOf(entries(from, Math.max(0, size - from)));
      }
    }
  }

  /** The files that an append writes, in the order in which it does. */
  private static List<String> inOrder(int old, int size) {
    List<String> names = new ArrayList<>();
    List<Tile> tiles = Tile.since(old, size);
    tiles.stream().filter(t -> t.level() == 0).forEach(t -> names.add(t.entriesPath()));
    tiles.forEach(t -> names.add(t.path()));
    return names;
  }

  private static List<byte[]> entries(int from, int count) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  private static byte[] entry(int index) {
    String text = "entry " + index + " of a log\n" + "x".repeat(index % 7 * 20);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> texts(Map<String, byte[]> files) {
    Map<String, String> texts = new TreeMap<>();
    files.forEach((name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.ISO_8859_1)));
    return texts;
  }
}
