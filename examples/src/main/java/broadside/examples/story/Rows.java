package broadside.examples.story;

import java.util.List;
import java.util.Map;

/** Series of small conversations, made from rows of a resource file. */
final class Rows {

  private Rows() {}

  /** The cells of each line, parted by {@code |}. */
  static List<List<String>> of(String file) {
    return Texts.lines(file).stream()
        .filter(line -> !line.isBlank())
        .map(line -> List.of((line + " ").split(" \\|(?: |$)", -1)))
        .map(cells -> cells.stream().map(String::strip).toList())
        .toList();
  }

  /** A conversation that begins at that island time. */
  static Script script(String subject, String when, String to, String cc, List<Post> posts) {
    return new Script(subject, Map.of("when", when, "to", to, "cc", cc), posts);
  }

  static Post post(String who, List<String> paragraphs) {
    return post(who, Map.of(), paragraphs);
  }

  static Post post(String who, Map<String, String> options, List<String> paragraphs) {
    return new Post(who, options, paragraphs);
  }

  static Post post(String who, String option, String value, List<String> paragraphs) {
    return post(who, Map.of(option, value), paragraphs);
  }
}
