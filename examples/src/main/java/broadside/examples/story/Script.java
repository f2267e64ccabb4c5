package broadside.examples.story;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation as it is written down: a subject, where it goes, and posts.
 *
 * <pre>
 * === The subject
 * when: 2017-01-09 08:40
 * to: tamsin, mirek
 * --- hesper
 * One line is one paragraph.
 * --- mirek +2h ^hesper attach=pdf:survey
 * Lines that begin with "- ", "> " or a space stay close to the line before.
 * </pre>
 *
 * <p>{@code docs} of the options: {@link Post}.
 */
record Script(String subject, Map<String, String> fields, List<Post> posts) {

  Script {
    fields = Map.copyOf(fields);
    posts = List.copyOf(posts);
  }

  /** The scripts of one resource file, in its order. */
  static List<Script> read(String file) {
    List<Script> scripts = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : Texts.lines(file)) {
      if (line.startsWith("=== ") && !block.isEmpty()) {
        scripts.add(parse(block));
        block.clear();
      }
      block.add(line);
    }
    scripts.add(parse(block));
    return scripts;
  }

  /** When the conversation begins, in island time. */
  LocalDateTime begins() {
    return LocalDateTime.parse(field("when").replace(' ', 'T'));
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  private static Script parse(List<String> lines) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<Post> posts = new ArrayList<>();
    String opening = "";
    List<String> text = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("--- ")) {
        if (!opening.isEmpty()) {
          posts.add(Post.parse(opening, text));
        }
        opening = line.substring(4);
        text.clear();
      } else if (!opening.isEmpty()) {
        text.add(line);
      } else if (line.indexOf(':') > 0) {
        int colon = line.indexOf(':');
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    posts.add(Post.parse(opening, text));
    return new Script(lines.getFirst().substring(4).strip(), fields, posts);
  }
}
