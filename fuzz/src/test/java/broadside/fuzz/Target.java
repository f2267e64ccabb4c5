package broadside.fuzz;

import java.io.IOException;
import java.util.List;

/**
 * Something that reads what strangers write, and what must hold whatever the bytes.
 *
 * <p><b>Threads:</b> one.
 */
sealed interface Target
    permits MailTarget, MboxTarget, HtmlTarget, SignatureTarget, QueryTarget, SignedTextTarget {

  /** All of them, in the order in which they run. */
  static List<Target> all() {
    return List.of(
        new MailTarget(),
        new MboxTarget(),
        new HtmlTarget(),
        new SignatureTarget(),
        new QueryTarget(),
        new SignedTextTarget());
  }

  /** The target of this name. */
  static Target of(String name) {
    return all().stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target " + name));
  }

  /** One word. */
  String name();

  /** Bytes of an input at most. */
  int longest();

  /** Inputs to begin with, each of which is read without a fault. */
  List<byte[]> seeds() throws IOException;

  /** Pieces of the language that a mutation may put in. */
  List<String> words();

  /** How many inputs a short run reads: so many as take a second or two. */
  int shortRun();

  /**
   * Reads the input and looks at what comes of it.
   *
   * @throws AssertionError where something does not hold
   */
  void check(byte[] input) throws IOException;
}
