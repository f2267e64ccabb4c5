package broadside.archive.mirror;

import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.proof.log.TileReader;
import broadside.proof.text.Fields;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a mirror keeps in its file {@code mirror}: whose copy it is.
 *
 * @param publication the publication's identity, which never changes
 * @param upstreams addresses of the last run
 * @param log number of the log that was held last, from 1: each follows the one before it
 * @param size its entries that were held
 * @param root over them
 */
record Remembered(String publication, List<String> upstreams, int log, long size, byte[] root) {
  private static final String FILE = "mirror";
  private static final String HEAD = "broadside/v1 mirror";

  Remembered {
    upstreams = List.copyOf(upstreams);
    root = root.clone();
  }

  /** What is remembered in a mirror's directory, or null on first use. */
  static @Nullable Remembered read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      if (Files.size(file) > 1 << 16) {
        throw new FormatException("it has more than 64 KiB");
      }
      Fields fields = new Fields(SignedText.lines(SignedText.decode(Files.readAllBytes(file))));
      if (!fields.line().equals(HEAD)) {
        throw new FormatException("it does not begin with \"" + HEAD + "\"");
      }
      String publication = fields.value("publication");
      List<String> upstreams = fields.all("upstream");
      int log = fields.has("log") ? fields.integer("log") : 1;
      List<String> held = Fields.words(fields.value("held"), 2);
      fields.end();
      return new Remembered(
          publication,
          upstreams,
          log,
          SignedText.count(held.getFirst()),
          SignedText.base64(held.getLast()));
    } catch (FormatException e) {
      throw new ReleaseException(
          "%s cannot be read (%s): this is no mirror's directory, or it is damaged."
              .formatted(file, e.getMessage()));
    }
  }

  /**
   * True where a log at hand is the one that was held, or extends it.
   *
   * @param tiles of the log of this number
   * @param entries that it has
   */
  boolean isWithin(TileReader tiles, long entries) throws IOException {
    return size <= entries && Arrays.equals(Claim.prefix(tiles, entries, size), root);
  }

  /**
   * The same of logs at hand that follow one another.
   *
   * @param logs how many there are
   * @param tiles of each by its number, from 1
   * @param sizes of each
   */
  boolean isWithin(int logs, IntFunction<TileReader> tiles, IntToLongFunction sizes)
      throws IOException {
    return log <= logs && isWithin(tiles.apply(log), sizes.applyAsLong(log));
  }

  void write(Path directory) throws IOException {
    StringBuilder text = new StringBuilder(256).append(HEAD);
    text.append("\npublication ").append(publication).append('\n');
    upstreams.forEach(u -> text.append("upstream ").append(u).append('\n'));
    if (log > 1) {
      text.append("log ").append(log).append('\n');
    }
    text.append("held ").append(size).append(' ').append(SignedText.base64(root)).append('\n');
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve(FILE);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
      Durable.replace(file, bytes);
    }
  }
}
