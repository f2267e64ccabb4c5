package broadside.examples.mime;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The letters of {@link Picture}: three dots by five, the first row in the highest bits. */
final class Glyphs {

  private static final Map<Character, Integer> GLYPHS =
      Stream.of(
              "A2bed B6bae C3923 D6b6e E79a7 F79a4 G396b H5bed I7497 J126a",
              "K5bad L4927 M5fed N6b6d O2b6a P6ba4 Q2b73 R6bad S388e T7492",
              "U5b6f V5b6a W5bfd X5aad Y5a92 Z72a7 07b6f 12c97 262a7 3628e",
              "45bc9 5798e 639aa 77292 82aaa 92ace -01c0 .0002 :0410")
          .flatMap(row -> Stream.of(row.split(" ", -1)))
          .collect(
              Collectors.toUnmodifiableMap(
                  glyph -> glyph.charAt(0), glyph -> Integer.parseInt(glyph.substring(1), 16)));

  private Glyphs() {}

  /** The fifteen bits of a character; none for one that has no letter here. */
  static int of(char c) {
    return GLYPHS.getOrDefault(String.valueOf(c).toUpperCase(Locale.ROOT).charAt(0), 0);
  }
}
