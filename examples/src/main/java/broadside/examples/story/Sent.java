package broadside.examples.story;

import broadside.examples.mime.Letter;
import broadside.examples.mime.LetterWriter;
import java.util.List;

/**
 * A letter as it arrived.
 *
 * @param bytes lines ending in LF
 * @param verdicts what a verifier should say of it, as {@link Story#verdicts()} tells
 */
record Sent(byte[] bytes, List<String> verdicts) {

  Sent {
    verdicts = List.copyOf(verdicts);
  }

  /** As its writer's program wrote it. */
  static Sent unsigned(Letter letter) {
    return new Sent(LetterWriter.bytes(letter), List.of());
  }
}
