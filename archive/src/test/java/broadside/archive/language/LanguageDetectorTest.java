package broadside.archive.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageDetectorTest {
  private static final String ENGLISH =
      "Thank you for the drawings, which we have passed on to the harbour office as you asked.";
  private static final Map<String, String> SPECIMENS = new TreeMap<>();

  private final LanguageDetector detector = new LanguageDetector();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LanguageDetectorTest.class.getResourceAsStream("specimens.txt"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.indexOf('\t') > 0)
          .forEach(line -> SPECIMENS.put(line.split("\t", -1)[0], line.split("\t", -1)[1]));
    }
  }

  private String tell(String... paragraphs) {
    detector.clear();
    for (String paragraph : paragraphs) {
      detector.add(paragraph);
    }
    return detector.language();
  }

  @Test
  void tellsEachLanguageThatItClaims() {
    assertThat(SPECIMENS.keySet()).containsExactlyInAnyOrderElementsOf(LanguageDetector.codes());
    assertThat(SPECIMENS)
        .allSatisfy((language, text) -> assertThat(tell(text)).as(text).isEqualTo(language));
  }

  @Test
  void tellsTheSameInCapitalsAndAfterOtherTexts() {
    for (String language : List.of("fr", "de", "ru", "el", "sv")) {
      String text = Objects.requireNonNull(SPECIMENS.get(language));
      assertThat(tell(text.toUpperCase(Locale.ROOT))).isEqualTo(language);
    }
  }

  @Test
  void tellsTextsThatWereTypedWithoutAccents() {
    assertThat(tell("Dziekuje za list. Spotkamy sie we wtorek, bo nie mam juz czasu dla was."))
        .isEqualTo("pl");
    assertThat(tell("Je vous ecris a propos de la reunion qui a ete reportee, desole pour ca."))
        .isEqualTo("fr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Thanks!",
        "OK, see you there.",
        "Merci beaucoup !",
        "Jolyon Finch, Halyard & Finch, Quillhaven",
        "Start Date: 10/22/01; HourAhead hour: 15; No variances detected.",
        "https://www.example.de/the/and/of?in=to&for=you http://die.der.das.example/und/nicht",
        "From: der@the.example To: la.de.los@example.org Cc: und@example.de",
        "ha ha ha ha ha ha ha ha ha ha ha ha",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z a e i o u",
        "0x0000 48 65 6c 6c 6f 20 77 6f 72 6c 64 de ad be ef 00 11 22 33",
        "Ïðèâåò, âñòðå÷àåìñÿ âî âòîðíèê â ïîðòó, è âîçüìè ñ ñîáîé ÷åðòåæè.",
        "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor",
        "xxx xxxxxxx xxxx xx xxxx xxx xx xx xxxxxxxx xxxxx xxxxx xx xxx",
        "東京都 千代田区 有楽町",
        "\ud800\udc00\ud800 \udfff \ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00"
      })
  void tellsNoneInDoubt(String text) {
    assertThat(tell(text)).isEmpty();
  }

  @Test
  void tellsNoneWhereTwoScriptsShareTheText() {
    assertThat(tell("Мы встретимся во вторник в порту.", "We shall meet in the port on Tuesday."))
        .isEmpty();
  }

  @Test
  void namesOfAnotherScriptDoNotMatter() {
    assertThat(tell(ENGLISH + " Give it to 王芳 and to Иван.")).isEqualTo("en");
    assertThat(tell("请把 README.md 和 https://example.org/docs 发给我，谢谢，我们明天在港口见。")).isEqualTo("zh");
  }

  @Test
  void passesOverGreetingsAndNames() {
    assertThat(tell("Hej alla!", ENGLISH, "Mvh", "Åke Öberg")).isEqualTo("en");
  }

  @Test
  void tellsTheLanguageThatATextBeginsWith() {
    String french = Objects.requireNonNull(SPECIMENS.get("fr"));
    assertThat(tell(french, french, french, french, ENGLISH.repeat(50))).isEqualTo("fr");
  }

  @Test
  void knowsNearRelativesThatAreToldAsOne() {
    assertThat(LanguageDetector.codes("bs")).containsExactly("hr");
    assertThat(LanguageDetector.codes("sr")).containsExactlyInAnyOrder("hr", "sr");
    assertThat(LanguageDetector.codes("nb")).containsExactly("no");
    assertThat(LanguageDetector.codes("fr")).containsExactly("fr");
    assertThat(LanguageDetector.codes("zu")).isEmpty();
    for (String language : List.of("bs", "sr", "ms", "nb", "nn")) {
      assertThat(LanguageDetector.codes()).containsAll(LanguageDetector.codes(language));
    }
  }

  @Test
  void costsNoMoreForMegabytes() {
    List<String> hostile =
        List.of(
            "a".repeat(1 << 22),
            "the ".repeat(1 << 20),
            " ".repeat(1 << 22),
            "'".repeat(1 << 22),
            "l'".repeat(1 << 21),
            "\u0301".repeat(1 << 22),
            "\ud800".repeat(1 << 22),
            "й".repeat(1 << 22));
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            for (String text : hostile) {
              assertThat(tell(text, text)).isEmpty();
            }
          }
        });
    detector.clear();
    for (int i = 0; i < 1_000_000; i++) {
      detector.add("x");
    }
    assertThat(detector.language()).isEmpty();
  }

  @Test
  @Tag("slow")
  void neverFailsOnAnyCharacters() {
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(900); i >= 0; i--) {
        text.append(random.nextInt(4) == 0 ? ' ' : (char) random.nextInt(1 << 16));
      }
      assertThat(tell(text.toString())).as("seed %d", seed).isNotNull();
    }
  }
}
