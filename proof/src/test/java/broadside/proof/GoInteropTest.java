package broadside.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import broadside.proof.fixture.Keys;
import broadside.proof.fixture.Tree;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.TiledTree;
import broadside.proof.merkle.MerkleTree;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What this module makes, Go accepts; what Go makes, it accepts; what neither made, both refuse.
 */
@Tag("slow")
class GoInteropTest {
  private static final Path ROOT = Path.of(System.getProperty("broadside.root"));
  private static final Path LIBRARIES = Path.of("/usr/share/gocode");
  private static final Tree TREE = Tree.counting(70_000);
  private static final String TEXT = "two lines\n\nand — an empty one: é 港\n";

  /** Commands for Go and what it is to answer: "ok", "no", or "ok" with the rest of the line. */
  private final List<String> commands = new ArrayList<>();

  private final List<String> answers = new ArrayList<>();

  private void accepts(Object... command) {
    expects("ok", command);
  }

  private void refuses(Object... command) {
    expects("no", command);
  }

  private void expects(String answer, Object... command) {
    commands.add(List.of(command).stream().map(Object::toString).collect(Collectors.joining(" ")));
    answers.add(answer);
  }

  /** Gives Go all commands at once and compares what it says. */
  private List<String> run() throws IOException, InterruptedException {
    boolean there =
        Files.isDirectory(LIBRARIES.resolve("src/golang.org/x/mod/sumdb"))
            && List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
    assumeTrue(there, "skipped: no Go; install golang and golang-golang-x-mod-dev");
    ProcessBuilder go =
        new ProcessBuilder("go", "run", ROOT.resolve("proof/src/test/go/interop.go").toString());
    go.environment().put("GO111MODULE", "off");
    go.environment().put("GOPATH", LIBRARIES.toString());
    go.environment().put("GOFLAGS", "");
    go.environment().put("GOCACHE", ROOT.resolve("proof/target/go").toAbsolutePath().toString());
    Path output = Files.createTempFile("interop", ".txt");
    go.redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(output.toFile());
    Process process = go.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write((String.join("\n", commands) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    List<String> said = Files.readAllLines(output);
    Files.delete(output);
    assertThat(said).hasSameSizeAs(commands);
    for (int i = 0; i < commands.size(); i++) {
      assertThat(said.get(i)).as(commands.get(i)).startsWith(answers.get(i));
    }
    return said;
  }

  private static String base64(byte[] bytes) {
    return SignedText.base64(bytes);
  }

  private static String join(List<byte[]> hashes) {
    return hashes.isEmpty()
        ? "-"
        : hashes.stream().map(SignedText::base64).collect(Collectors.joining(","));
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8 % bytes.length] ^= (byte) (1 << (bit % 8));
    return flipped;
  }

  private static byte[] root(int size) throws IOException {
    return new TiledTree(size, TREE.tiles(size)).root();
  }

  @Test
  void goAcceptsOurNotesAndNoOthers() throws IOException, InterruptedException {
    SigningKey signer = Keys.note("editor.example/é");
    SigningKey other = Keys.note("editor.example/other");
    SignedNote note = new SignedNote(TEXT, List.of(other.sign(TEXT), signer.sign(TEXT)));
    String text = base64(TEXT.getBytes(StandardCharsets.UTF_8));
    String key = signer.verifier().print();
    expects("ok " + text, "open", key, base64(note.encode()));
    refuses("open", Keys.note("editor.example/unknown").verifier(), base64(note.encode()));
    SignedNote alone = new SignedNote(TEXT, List.of(signer.sign(TEXT)));
    int bits = 8 * (alone.encode().length - 3); // the last bits of the base64 are padding
    for (int bit = 0; bit < bits; bit += 11) {
      refuses("open", key, base64(flip(alone.encode(), bit)));
    }
    run();
  }

  @Test
  void goAcceptsOurCosignaturesAndNoOthers() throws IOException, InterruptedException {
    SigningKey witness = Keys.cosigner("witness.example/w");
    String text = new Checkpoint("log.example", 300, root(300)).print();
    long time = 1_750_000_000;
    SignedNote note =
        new SignedNote(
            text,
            List.of(
                Keys.note("log.example").sign(text),
                witness.cosign(text, Instant.ofEpochSecond(time))));
    expects("ok " + time, "cosigned", witness.verifier(), base64(note.encode()));
    refuses("cosigned", Keys.cosigner("witness.example/v").verifier(), base64(note.encode()));
    String other = note.print().replace("\n300\n", "\n301\n");
    refuses("cosigned", witness.verifier(), base64(other.getBytes(StandardCharsets.UTF_8)));
    run();
  }

  @Test
  void goAcceptsOurProofsAndNoOthers() throws IOException, InterruptedException {
    for (int size : new int[] {1, 2, 3, 7, 8, 255, 256, 257, 300, 511, 513, 65_537, 70_000}) {
      TiledTree tree = new TiledTree(size, TREE.tiles(size));
      String root = base64(tree.root());
      for (int i : new int[] {0, size / 3, size / 2, size - 1}) {
        String leaf = base64(TREE.leaves().get(i));
        List<byte[]> proof = tree.inclusionProof(i);
        accepts("record", size, root, i, leaf, join(proof));
        refuses("record", size, root, i, base64(TREE.leaves().get((i + 1) % 70_000)), join(proof));
        refuses("record", size, root, size, leaf, join(proof));
        refuses("record", size, base64(flip(tree.root(), i)), i, leaf, join(proof));
        List<byte[]> growth = tree.consistencyProof(i + 1);
        String old = base64(root(i + 1));
        accepts("tree", size, root, i + 1, old, join(growth));
        refuses("tree", size, base64(flip(tree.root(), i)), i + 1, old, join(growth));
        refuses("tree", size, root, i + 1, base64(flip(root(i + 1), i)), join(growth));
        refuses("tree", size, root, size + 1, old, join(growth));
        if (!proof.isEmpty()) {
          List<byte[]> changed = new ArrayList<>(proof);
          changed.set(i % proof.size(), flip(proof.get(i % proof.size()), i));
          refuses("record", size, root, i, leaf, join(changed));
          refuses("record", size, root, i ^ 1, leaf, join(proof));
        }
        if (!growth.isEmpty()) {
          refuses("tree", size, root, i + 1, old, join(growth.subList(1, growth.size())));
        }
      }
    }
    run();
  }

  @Test
  void weAcceptGosNotesAndProofs() throws IOException, InterruptedException, FormatException {
    String text = base64(TEXT.getBytes(StandardCharsets.UTF_8));
    accepts("sign", "go.example/signer", text);
    int[] sizes = {1, 2, 3, 255, 256, 257, 300, 513, 70_000};
    for (int size : sizes) {
      for (int i : new int[] {0, size / 3, size - 1}) {
        accepts("prove", size, i);
        accepts("extend", size, i + 1);
      }
    }
    List<String[]> said = new ArrayList<>();
    run().forEach(answer -> said.add(answer.split(" ", -1)));
    VerifierKey key = VerifierKey.parse(said.getFirst()[1]);
    SignedNote note = SignedNote.parse(SignedText.base64(said.getFirst()[2]));
    assertThat(note.text()).isEqualTo(TEXT);
    assertThat(note.signers(List.of(key))).containsExactly(key);
    SignedNote changed = new SignedNote(TEXT + "more\n", note.signatures());
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> changed.signers(List.of(key)));
    int at = 1;
    for (int size : sizes) {
      for (int i : new int[] {0, size / 3, size - 1}) {
        checkInclusion(size, i, said.get(at++));
        checkGrowth(size, i + 1, said.get(at++));
      }
    }
  }

  private static void checkInclusion(int size, int index, String[] said) throws FormatException {
    byte[] root = SignedText.base64(said[1]);
    List<byte[]> proof = hashes(said[2]);
    byte[] leaf = TREE.leaves().get(index);
    assertThat(MerkleTree.verifyInclusion(index, size, leaf, proof, root)).isTrue();
    assertThat(MerkleTree.verifyInclusion(index + 1, size, leaf, proof, root)).isFalse();
    assertThat(MerkleTree.verifyInclusion(index, size, flip(leaf, index), proof, root)).isFalse();
    assertThat(MerkleTree.verifyInclusion(index, size, leaf, proof, flip(root, index))).isFalse();
  }

  private static void checkGrowth(int size, int old, String[] said) throws FormatException {
    byte[] root = SignedText.base64(said[1]);
    byte[] oldRoot = SignedText.base64(said[2]);
    List<byte[]> proof = hashes(said[3]);
    assertThat(MerkleTree.verifyConsistency(old, size, oldRoot, root, proof)).isTrue();
    assertThat(MerkleTree.verifyConsistency(old, size, oldRoot, flip(root, old), proof)).isFalse();
    assertThat(MerkleTree.verifyConsistency(old, size, flip(oldRoot, old), root, proof)).isFalse();
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
}
