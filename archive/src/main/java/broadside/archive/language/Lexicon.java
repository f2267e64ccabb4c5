package broadside.archive.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One language of {@code function-words.txt}.
 *
 * @param code as ISO 639-1 writes it, or "" for a language that is only kept from being taken for
 *     another
 * @param letters those that not every language of the script has
 * @param words the commonest first
 */
record Lexicon(Script script, String code, String letters, List<String> words) {
  private static final String NAME = "function-words.txt";

  Lexicon {
    words = List.copyOf(words);
  }

  /** All languages of the file, in its order. */
  static List<Lexicon> all() {
    List<Lexicon> all = new ArrayList<>();
    try (InputStream bytes = Objects.requireNonNull(Lexicon.class.getResourceAsStream(NAME));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      Script script = Script.LATIN;
      Lexicon last = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(" ", -1);
        switch (fields[0]) {
          case "script" -> script = Script.valueOf(fields[1]);
          case "language", "neighbour" -> {
            String code = fields[0].equals("language") ? fields[1] : "";
            last = new Lexicon(script, code, fields.length > 2 ? fields[2] : "", List.of());
            all.add(last);
          }
          case "words" -> {
            last = Objects.requireNonNull(last).with(List.of(fields).subList(1, fields.length));
            all.set(all.size() - 1, last);
          }
          default -> {} // empty lines and remarks
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private Lexicon with(List<String> more) {
    List<String> both = new ArrayList<>(words);
    both.addAll(more);
    return new Lexicon(script, code, letters, both);
  }
}
