package broadside.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordScannerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          The Budget, again.          ~ the budget again
          accounts@mail.example.org   ~ accounts mail example org
          annual_report-2015.PDF      ~ annual report 2015 pdf
          don't O'Brien’s             ~ dont obrien
          John's and James' boat      ~ john and james boat
          l'accord qu'il d’été        ~ l accord qu il d ete
          1,234,567.89 and 1,2        ~ 1234567 89 and 1 2
          Ünïcödé Straße ﬁn           ~ unicode strasse fin
          Отчёт за ГОД                ~ отчет за год
          مُحَمَّد إلى                ~ محمد الي
          ＡＢＣ１２３                ~ abc123
          re\u0301sume\u0301          ~ resume
          北京大学                    ~ 北京 京大 大学 学
          我                          ~ 我
          2015年に会う                ~ 2015 年に に会 会う う
          プロジェクト                ~ プロ ロジ ジェ ェク クト ト
          한국어                      ~ 한국 국어 어
          x²                          ~ x
          ...                         ~ ``
          """)
  void cutsAndFolds(String text, String words) {
    assertThat(String.join(" ", words(text.replace("\\u0301", "\u0301")))).isEqualTo(words);
  }

  @Test
  void cutsThaiByItsDictionary() {
    assertThat(words("ภาษาไทย")).containsExactly("ภาษา", "ไทย");
  }

  @Test
  void searchesARunOfCharactersWithoutItsLastOneAlone() {
    WordScanner scanner = WordScanner.forQuery();
    assertThat(words(scanner, "北京大学")).containsExactly("北京", "京大", "大学");
    assertThat(words(scanner, "学")).containsExactly("学");
  }

  @Test
  void tellsWhereEachWordStands() {
    String text = "Dear Ann's «été» 北京大 (x)";
    WordScanner scanner = WordScanner.forText();
    scanner.reset(text);
    List<String> places = new ArrayList<>();
    while (scanner.next()) {
      places.add(text.substring(scanner.start(), scanner.end()));
    }
    assertThat(places).containsExactly("Dear", "Ann", "été", "北京", "京大", "大", "x");
  }

  @Test
  void capsLongWords() {
    assertThat(words("a".repeat(5_000) + " é" + "b".repeat(5_000)))
        .allSatisfy(word -> assertThat(word.length()).isLessThanOrEqualTo(WordScanner.LONGEST));
  }

  /** Looked at anew for every piece, the run would take minutes. */
  @Test
  void readsALongRunBeforeAnotherLetterOnce() {
    int pieces = 20_000;
    WordScanner scanner = WordScanner.forText();
    scanner.reset("a".repeat(pieces * 1_024) + "é d'été");
    for (int i = 0; i < pieces; i++) {
      assertThat(scanner.next()).isTrue();
      assertThat(scanner.end()).isEqualTo((i + 1) * 1_024);
    }
    List<String> rest = new ArrayList<>();
    while (scanner.next()) {
      rest.add(scanner.term().utf8ToString());
    }
    assertThat(rest).containsExactly("e", "d", "ete");
  }

  @Test
  void cutsARunAtTheSamePlacesHoweverItGoesOn() {
    String piece = "ab".repeat(512);
    String folded = "ab".repeat(WordScanner.LONGEST / 2);
    assertThat(words(piece + "l'eau'x" + piece + "é"))
        .containsExactly(folded, "l", "eaux" + folded.substring(4), "bababe");
    assertThat(words(piece + "1,234,567é")).containsExactly(folded, "234", "567e");
    assertThat(words(piece + "qu'é")).containsExactly(folded, "qu", "e");
  }

  @Test
  void passesOverBlocksOfEncodedLinesOnly() {
    String line = "QmFzZTY0IGlzIG5vdCBwcm9zZSwgYW5kIG5vYm9keSBzZWFyY2hlcyBmb3IgaXQh";
    String uu = "M" + "0V%T".repeat(15);
    assertThat(words("before\n" + line + "\n" + line + "\n" + line + "\nafter"))
        .containsExactly("before", "after");
    assertThat(words(uu + "\n" + uu + "\nend")).containsExactly("end");
    assertThat(words("key\n" + line + "\nend")).hasSize(3);
  }

  @Test
  void readsAnythingWithoutFailing() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < Character.MAX_VALUE; c++) {
      all.append(c).append(c % 3 == 0 ? "'" : "");
    }
    String text = all.toString();
    for (int cut = 0; cut < text.length(); cut += 1_001) {
      words(text.substring(cut, Math.min(text.length(), cut + 2_000)));
    }
    assertThat(words("'a'")).containsExactly("a");
    assertThat(words("a'")).containsExactly("a");
    assertThat(words("\ud83d")).isEmpty();
  }

  private static List<String> words(String text) {
    return words(WordScanner.forText(), text);
  }

  private static List<String> words(WordScanner scanner, String text) {
    scanner.reset(text);
    List<String> words = new ArrayList<>();
    int last = 0;
    while (scanner.next()) {
      assertThat(scanner.start()).isGreaterThanOrEqualTo(last);
      assertThat(scanner.end()).isGreaterThan(scanner.start()).isLessThanOrEqualTo(text.length());
      last = scanner.start();
      words.add(scanner.term().utf8ToString());
    }
    return words;
  }
}
