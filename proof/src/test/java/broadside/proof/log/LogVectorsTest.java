package broadside.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import broadside.proof.fixture.Tree;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.Cosignature;
import broadside.proof.note.SignedNote;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logs that other programs made: {@code vectors.txt} by Go, others beside the project. */
class LogVectorsTest {
  private static final Tree TREE = Tree.counting(70_000);

  @Test
  @Tag("slow")
  void hasTheTilesRootsProofsAndSignaturesOfGo() throws IOException, FormatException {
    List<VerifierKey> witnesses = new ArrayList<>();
    VerifierKey log = null;
    int size = 0;
    byte[] root = {};
    int checked = 0;
    for (String line : resource().lines().filter(l -> !l.startsWith("#")).toList()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "log" -> log = VerifierKey.parse(words[1]);
        case "witness" -> witnesses.add(VerifierKey.parse(words[1]));
        case "size" -> size = Integer.parseInt(words[1]);
        case "checkpoint" -> root = checkCheckpoint(words[1], size, log, witnesses);
        case "tile" -> assertThat(tiles(size)).contains(words[1] + " " + words[2]);
        case "tiles" -> checkTiles(size, words);
        case "inclusion" -> checkInclusion(size, root, Integer.parseInt(words[1]), words[2]);
        case "consistency" -> checkConsistency(size, root, Integer.parseInt(words[1]), words[2]);
        default -> throw new IllegalStateException(line);
      }
      checked++;
    }
    assertThat(checked).isGreaterThan(80);
  }

  private static String resource() throws IOException {
    try (InputStream in = LogVectorsTest.class.getResourceAsStream("vectors.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] checkCheckpoint(
      String note, int size, VerifierKey log, List<VerifierKey> witnesses)
      throws FormatException, IOException {
    SignedNote signed = SignedNote.parse(SignedText.base64(note));
    Checkpoint checkpoint = Checkpoint.of(signed, log);
    assertThat(checkpoint.size()).isEqualTo(size);
    assertThat(new TiledTree(size, TREE.tiles(size)).root()).isEqualTo(checkpoint.root());
    long time = 1_700_000_000L + size;
    assertThat(Cosignature.times(signed, witnesses))
        .isEqualTo(
            Map.of(
                witnesses.get(0).publicKey(), Instant.ofEpochSecond(time),
                witnesses.get(1).publicKey(), Instant.ofEpochSecond(time + 1)));
    return checkpoint.root();
  }

  private static List<String> tiles(int size) {
    return Tile.of(size).stream()
        .map(t -> t.path() + " " + HexFormat.of().formatHex(SignedText.sha256(TREE.tile(t))))
        .toList();
  }

  private static void checkTiles(int size, String[] words) {
    List<String> tiles = tiles(size);
    assertThat(tiles).hasSize(Integer.parseInt(words[1]));
    byte[] all = (String.join("\n", tiles) + "\n").getBytes(StandardCharsets.UTF_8);
    assertThat(HexFormat.of().formatHex(SignedText.sha256(all))).isEqualTo(words[2]);
  }

  private static void checkInclusion(int size, byte[] root, int index, String hashes)
      throws IOException, FormatException {
    List<byte[]> proof = new TiledTree(size, TREE.tiles(size)).inclusionProof(index);
    assertThat(proof).containsExactlyElementsOf(hashes(hashes));
    byte[] leaf = TREE.leaves().get(index);
    assertThat(MerkleTree.verifyInclusion(index, size, leaf, proof, root)).isTrue();
  }

  private static void checkConsistency(int size, byte[] root, int old, String hashes)
      throws IOException, FormatException {
    List<byte[]> proof = new TiledTree(size, TREE.tiles(size)).consistencyProof(old);
    assertThat(proof).containsExactlyElementsOf(hashes(hashes));
    byte[] oldRoot = new TiledTree(old, TREE.tiles(old)).root();
    assertThat(MerkleTree.verifyConsistency(old, size, oldRoot, root, proof)).isTrue();
  }

  private static List<byte[]> hashes(String joined) throws FormatException {
    List<byte[]> hashes = new ArrayList<>();
    if (!joined.equals("-")) {
      for (String hash : joined.split(",", -1)) {
        hashes.add(SignedText.base64(hash));
      }
    }
    return hashes;
  }

  /** Whole logs, read as a mirror would: from their files. */
  @Test
  @Tag("acceptance")
  void readsTheLogsBesideTheProject() throws IOException, FormatException {
    String given = System.getenv("BROADSIDE_VECTORS");
    Path folder =
        given == null
            ? Path.of(System.getProperty("broadside.root"), "..", "shared", "design", "vectors")
            : Path.of(given);
    Path archive = folder.resolve("logs.tar.gz");
    assumeTrue(Files.exists(archive), "skipped: no logs.tar.gz; set BROADSIDE_VECTORS");
    Map<String, byte[]> files = untar(archive);
    List<Integer> sizes = List.of(1, 2, 255, 256, 257, 300);
    for (int size : sizes) {
      checkLog(files, "log/" + size + "/", size);
    }
  }

  private static void checkLog(Map<String, byte[]> files, String folder, int size)
      throws IOException, FormatException {
    VerifierKey log = null;
    List<VerifierKey> witnesses = new ArrayList<>();
    for (String line :
        new String(files.get(folder + "VKEYS"), StandardCharsets.UTF_8).lines().toList()) {
      VerifierKey key = VerifierKey.parse(line.substring(4));
      if (line.startsWith("log ")) {
        log = key;
      } else {
        witnesses.add(key);
      }
    }
    SignedNote note = SignedNote.parse(files.get(folder + "checkpoint"));
    Checkpoint checkpoint = Checkpoint.of(note, log);
    assertThat(checkpoint.size()).isEqualTo(size);
    assertThat(Cosignature.times(note, witnesses)).hasSize(3);
    TiledTree tree = new TiledTree(size, tile -> files.get(folder + tile.path()));
    assertThat(tree.root()).isEqualTo(checkpoint.root());
    List<byte[]> entries = new ArrayList<>();
    for (Tile tile : Tile.of(size).stream().filter(t -> t.level() == 0).toList()) {
      entries.addAll(EntryBundle.parse(files.get(folder + tile.entriesPath()), tile.width()));
    }
    assertThat(MerkleTree.root(entries.stream().map(MerkleTree::leaf).toList()))
        .isEqualTo(checkpoint.root());
    for (Tile tile : Tile.of(size)) {
      assertThat(new Tree(entries).tile(tile)).isEqualTo(files.get(folder + tile.path()));
    }
  }

  /** The files of a tar (POSIX ustar) by path. */
  private static Map<String, byte[]> untar(Path archive) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    byte[] tar;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      tar = in.readAllBytes();
    }
    for (int at = 0; at + 512 <= tar.length && tar[at] != 0; ) {
      int length = Integer.parseInt(field(tar, at + 124, 12), 8);
      if (tar[at + 156] == '0') {
        byte[] content = Arrays.copyOfRange(tar, at + 512, at + 512 + length);
        files.put(field(tar, at, 100).replaceFirst("^\\./", ""), content);
      }
      at += 512 + (length + 511) / 512 * 512;
    }
    return files;
  }

  private static String field(byte[] tar, int at, int length) {
    String field = new String(tar, at, length, StandardCharsets.UTF_8);
    return Stream.of(field.split("\0", 2)).findFirst().orElseThrow().strip();
  }
}
