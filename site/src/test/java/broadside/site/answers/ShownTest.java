package broadside.site.answers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void replacesWhatHtmlForbidsAndNothingElse() {
    String fine = "a\tb\nc é 漢 \ud83d\ude00 \u202e";
    assertThat(Shown.text(fine)).isSameAs(fine);
    assertThat(Shown.text("a\u0000b\u001bc\u007f\u0085\ufffe\ufdd0\ud800x\udc00\ud83f\udfff"))
        .isEqualTo("a\ufffdb\ufffdc\ufffd\ufffd\ufffd\ufffd\ufffdx\ufffd\ufffd\ufffd");
    assertThat(Shown.text("a\r\nb\f")).isEqualTo("a\n\nb ");
  }

  @Test
  void cutsBetweenCharacters() {
    assertThat(Shown.cut("abc", 3)).isEqualTo("abc");
    assertThat(Shown.cut("ab\ud83d\ude00", 3)).isEqualTo("ab…");
  }

  @Test
  void writesNumbersAndSizes() {
    assertThat(Words.number(24_031)).isEqualTo("24,031");
    assertThat(Words.number(999)).isEqualTo("999");
    assertThat(Words.size(1)).isEqualTo("1 byte");
    assertThat(Words.size(999)).isEqualTo("999 bytes");
    assertThat(Words.size(4_700)).isEqualTo("4.7 KB");
    assertThat(Words.size(161_408_050)).isEqualTo("161 MB");
    assertThat(Words.size(999_999)).isEqualTo("1.0 MB");
  }
}
