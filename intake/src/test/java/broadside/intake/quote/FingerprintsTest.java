package broadside.intake.quote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  private final Random random = new Random(42);

  @Test
  void findsEverySharedRunOf24Words() {
    for (int round = 0; round < 2_000; round++) {
      String shared = words(24);
      String one = words(random.nextInt(40)) + " " + shared + " " + words(random.nextInt(40));
      String other = words(random.nextInt(40)) + " " + shared + " " + words(random.nextInt(40));
      assertThat(shares(one, other)).isTrue();
    }
  }

  @Test
  void findsAWholeParagraphOf10To23Words() {
    for (int length = 10; length < 24; length++) {
      String shared = words(length);
      assertThat(shares(words(30) + "\n\n" + shared + "\n\n" + words(5), shared)).isTrue();
    }
  }

  @Test
  void sharesNothingBetweenTextsWith15WordsInCommon() {
    for (int round = 0; round < 2_000; round++) {
      String shared = words(15);
      assertThat(shares(words(30) + " " + shared, shared + " " + words(30))).isFalse();
    }
  }

  @Test
  void looksThroughLineBreaksQuoteMarksCaseAndPunctuation() {
    List<String> words = Arrays.asList(words(60).split(" "));
    String plain = String.join(" ", words);
    String wrapped =
        IntStream.range(0, words.size())
            .mapToObj(i -> words.get(i) + (i % 7 == 6 ? ",\n> " : " "))
            .collect(Collectors.joining())
            .toUpperCase(Locale.ROOT);
    assertThat(fingerprints(wrapped)).isEqualTo(fingerprints(plain));
  }

  @Test
  void countsEachIdeographAsAWord() {
    String sentence = "我们明天早上九点在港口办公室见面讨论潮汐表";
    assertThat(shares("前言。\n\n" + sentence + "\n", sentence)).isTrue();
  }

  @Test
  void givesNothingForShortTexts() {
    assertThat(fingerprints("")).isEmpty();
    assertThat(fingerprints(words(9))).isEmpty();
    assertThat(fingerprints(words(9) + "\n \n" + words(9))).isEmpty();
  }

  private String words(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Integer.toString(random.nextInt(1 << 24), 36))
        .collect(Collectors.joining(" "));
  }

  private static boolean shares(String one, String other) {
    long[] second = fingerprints(other);
    return Arrays.stream(fingerprints(one)).anyMatch(f -> Arrays.binarySearch(second, f) >= 0);
  }

  private static long[] fingerprints(String text) {
    Fingerprints fingerprints = new Fingerprints();
    fingerprints.add(text);
    return fingerprints.sorted();
  }
}
