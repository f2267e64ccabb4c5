package broadside.examples;

import broadside.examples.dkim.KeyRing;
import broadside.examples.story.Story;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes with the archive and is no part of it: keys, and what a verifier should say. */
final class Records {

  static final String KEYS = "-keys.json";
  static final String VERDICTS = "-verdicts.tsv";

  private static final String HEAD = "message-id\tarc\tverdict\tdomain\tselector\tremark\n";

  private Records() {}

  /** The files by what follows the sample's name in theirs. */
  static Map<String, byte[]> files(Story story) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(KEYS, KeyRing.read().json().getBytes(StandardCharsets.UTF_8));
    String verdicts = HEAD + String.join("\n", story.verdicts()) + "\n";
    files.put(VERDICTS, verdicts.getBytes(StandardCharsets.UTF_8));
    return files;
  }
}
