package broadside.archive.mirror;

import broadside.archive.release.Durable;
import broadside.proof.note.SignedNote;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two checkpoints that one log signed and that cannot both be, kept in {@code evidence/} for
 * whoever wants to see them.
 */
final class Evidence {
  private Evidence() {}

  /** Keeps both, with a sentence; the same pair once. Returns where. */
  static Path keep(Path directory, SignedNote held, SignedNote other, String sentence)
      throws IOException {
    byte[] texts = (held.text() + other.text()).getBytes(StandardCharsets.UTF_8);
    String name = SignedText.sha256Hex(texts).substring(0, 16);
    Path pair = directory.resolve("evidence").resolve(name);
    if (!Files.isDirectory(pair)) {
      Path aside = pair.resolveSibling(name + ".new");
      Durable.createDirectoryOf(pair);
      Durable.deleteTree(aside);
      Files.createDirectories(aside);
      Durable.write(aside.resolve("held"), held.encode());
      Durable.write(aside.resolve("other"), other.encode());
      Durable.write(aside.resolve("said"), (sentence + "\n").getBytes(StandardCharsets.UTF_8));
      Durable.sync(aside);
      Durable.rename(aside, pair);
    }
    return pair;
  }
}
