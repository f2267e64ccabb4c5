package broadside.site.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8PageTest {
  private static final String[] PIECES = {
    "", "a", "<p>", "été", "港口", "\ud83d\udea2", "\u0080", "x\n"
  };

  @Test
  void writesWhatStringsEncodeTo() {
    Random random = new Random(7);
    for (int size = 0; size < 200; size++) {
      Utf8Page page = new Utf8Page();
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < size; i++) {
        String piece = PIECES[random.nextInt(PIECES.length)];
        if (random.nextBoolean()) {
          page.writeContent("<<" + piece + ">>", 2, 2 + piece.length());
        } else if (random.nextBoolean()) {
          page.writeContent(piece);
        } else {
          page.writeBinaryContent(piece.getBytes(StandardCharsets.UTF_8));
        }
        expected.append(piece);
      }
      assertThat(new String(page.toByteArray(), StandardCharsets.UTF_8))
          .isEqualTo(expected.toString());
    }
  }

  @Test
  void growsAsLargeAsAPageIs() {
    String text = "é0123456789".repeat(100_000);
    Utf8Page page = new Utf8Page();
    page.writeContent(text);
    page.writeContent(text, 1, text.length());
    assertThat(page.toByteArray())
        .isEqualTo((text + text.substring(1)).getBytes(StandardCharsets.UTF_8));
  }
}
