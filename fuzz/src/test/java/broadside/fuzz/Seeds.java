package broadside.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Inputs to begin with. */
final class Seeds {
  private Seeds() {}

  /** The UTF-8 bytes of these texts. */
  static List<byte[]> of(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
