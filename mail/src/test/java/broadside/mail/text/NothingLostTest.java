package broadside.mail.text;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.message.BodyText;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a body is, the blocks hold all of it, in order. */
class NothingLostTest {
  private static final List<String> LINES =
      List.of(
          "",
          " ",
          "The ferry is late ",
          "and it will be late tomorrow, said the harbour master, who knows the tides well",
          "word",
          "  indented",
          "|",
          "| bar",
          "| a | table |",
          "IB> initials",
          "IB> more",
          "From here",
          "wrote:",
          "On Monday Ida Berg <ida@example.org",
          "On Monday Ida Berg <ida@example.org> wrote:",
          "-----Original Message-----",
          "---------- Forwarded by Ida on 11/27/2001",
          "-----",
          "From: Ida",
          "Sent: Monday",
          "To: Mara",
          "Subject: Tide",
          "*Von:* Ida",
          "Betreff: Flut",
          "11/27/2001 01:41 AM",
          "-- ",
          "--",
          "Sent from my iPhone",
          "_______________________________________________",
          "tides mailing list",
          "\u00a0",
          "港口关闭");
  private static final List<String> MARKS = List.of("", "", "", "> ", ">", ">> ", "> > ", " > ");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  @Tag("slow")
  void holdsEveryVisibleCharacterInOrder(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 2_500; run++) {
      StringBuilder text = new StringBuilder();
      for (int line = random.nextInt(25); line > 0; line--) {
        text.append(MARKS.get(random.nextInt(MARKS.size())));
        text.append(LINES.get(random.nextInt(LINES.size()))).append('\n');
      }
      boolean flowed = random.nextInt(4) == 0;
      BodyText body = new BodyText(text.toString(), flowed, flowed && random.nextBoolean());
      List<Block> blocks = TextBlocks.of(body);
      String shown = blocks.stream().map(Block::text).collect(Collectors.joining());
      assertThat(visible(shown)).as("seed %d: %s", seed, body).isEqualTo(visible(body.text()));
      assertThat(blocks).as("seed %d: %s", seed, body).allMatch(NothingLostTest::isWhole);
    }
  }

  @Test
  void keepsMarksWithinALine() {
    assertThat(TextBlocksTest.of("> a > b | c >> d")).containsExactly("Q1 a > b | c >> d");
  }

  private static boolean isWhole(Block block) {
    boolean own = block.kind() == Block.Kind.PARAGRAPH || block.kind() == Block.Kind.SIGNATURE;
    return !block.text().isBlank()
        && (block.kind() == Block.Kind.QUOTE ? block.depth() > 0 : true)
        && (!own || block.depth() == 0);
  }

  /** All but white space and what can be a quote mark. */
  private static String visible(String text) {
    return text.replaceAll("[\\s\u00a0>|]", "");
  }
}
