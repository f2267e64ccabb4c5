package broadside.archive.mirror;

import broadside.archive.release.Durable;
import broadside.proof.note.SignedNote;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one log signed, kept in {@code evidence/} for whoever wants to see it: two checkpoints that
 * cannot both be, and in {@code refused/} those that were not taken and contradict nothing that is
 * held.
 */
final class Evidence {
  /** Where those lie that were refused, below the mirror's directory. */
  static final String REFUSED = "refused";

  /** So many that were refused are kept, the first: of who has the key one is enough. */
  private static final int MOST_REFUSED = 64;

  private Evidence() {}

  /** Keeps both, with a sentence; the same pair once. Returns where. */
  static Path keep(Path directory, SignedNote held, SignedNote other, String sentence)
      throws IOException {
    Path pair = directory.resolve("evidence").resolve(name(held.text() + other.text()));
    return keep(pair, Map.of("held", held, "other", other), sentence);
  }

  /**
   * Keeps one that was refused, with a sentence; the same text once.
   *
   * @return where, or null where there are too many already
   */
  static @Nullable Path keepRefused(Path directory, SignedNote note, String sentence)
      throws IOException {
    Path all = directory.resolve(REFUSED);
    Path place = all.resolve(name(note.text()));
    return Files.isDirectory(place) || Staging.list(all).size() < MOST_REFUSED
        ? keep(place, Map.of("other", note), sentence)
        : null;
  }

  private static String name(String texts) {
    return SignedText.sha256Hex(texts.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  private static Path keep(Path place, Map<String, SignedNote> notes, String sentence)
      throws IOException {
    if (!Files.isDirectory(place)) {
      Path aside = place.resolveSibling(place.getFileName() + ".new");
      Durable.createDirectoryOf(place);
      Durable.deleteTree(aside);
      Files.createDirectories(aside);
      for (Map.Entry<String, SignedNote> note : notes.entrySet()) {
        Durable.write(aside.resolve(note.getKey()), note.getValue().encode());
      }
      Durable.write(aside.resolve("said"), (sentence + "\n").getBytes(StandardCharsets.UTF_8));
      Durable.sync(aside);
      Durable.rename(aside, place);
    }
    return place;
  }
}
