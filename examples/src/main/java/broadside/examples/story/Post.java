package broadside.examples.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One mail of a script.
 *
 * @param who the writer's key
 * @param options {@code delay} after the mail before, {@code parent} (the writer of the mail that
 *     is answered; default the mail before), {@code to}, {@code cc}, {@code subject}, {@code
 *     charset}, {@code transfer}, {@code attach} (several, parted by commas), {@code fate} (see
 *     {@link Fate}), and the flags {@code fresh} (quotes nothing), {@code new} (answers nothing),
 *     {@code forward}, {@code html}
 * @param paragraphs the text
 */
record Post(String who, Map<String, String> options, List<String> paragraphs) {

  Post {
    options = Map.copyOf(options);
    paragraphs = List.copyOf(paragraphs);
  }

  static Post parse(String opening, List<String> text) {
    String[] words = opening.strip().split(" +", -1);
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      int equals = word.indexOf('=');
      if (word.startsWith("+")) {
        options.put("delay", word.substring(1));
      } else if (word.startsWith("^")) {
        options.put("parent", word.substring(1));
      } else if (equals > 0) {
        options.put(word.substring(0, equals), word.substring(equals + 1).replace('_', ' '));
      } else {
        options.put(word, "yes");
      }
    }
    List<String> paragraphs = new ArrayList<>(text);
    while (!paragraphs.isEmpty() && paragraphs.getLast().isBlank()) {
      paragraphs.removeLast();
    }
    return new Post(words[0], options, paragraphs);
  }

  boolean is(String flag) {
    return options.containsKey(flag);
  }

  String option(String name) {
    return options.getOrDefault(name, "");
  }

  /** How long after the mail before: {@code 40m}, {@code 3h}, {@code 2d}; zero when not said. */
  Duration delay() {
    String delay = option("delay");
    if (delay.isEmpty()) {
      return Duration.ZERO;
    }
    long amount = Long.parseLong(delay.substring(0, delay.length() - 1));
    return switch (delay.charAt(delay.length() - 1)) {
      case 'm' -> Duration.ofMinutes(amount);
      case 'h' -> Duration.ofHours(amount);
      case 'd' -> Duration.ofDays(amount);
      default -> throw new IllegalArgumentException("delay " + delay);
    };
  }
}
