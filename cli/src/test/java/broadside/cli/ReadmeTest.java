package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the transcripts of README.md: in a console block, a line that begins with "$ ./broadside" is
 * run in a scratch directory, and the lines up to the next one are its output; "…" stands for
 * anything within a line, or for any lines where it stands alone.
 */
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("broadside.root"));
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir private Path scratch;

  @Test
  void transcriptsAreTrue() throws IOException {
    int commands = 0;
    boolean inside = false;
    List<String> block = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("README.md"))) {
      if (line.startsWith("```")) {
        if (inside) {
          commands += run(block);
          block.clear();
        }
        inside = line.equals("```console");
      } else if (inside) {
        block.add(line);
      }
    }
    assertThat(commands).isGreaterThan(3);
  }

  @Test
  void isShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThan(120);
  }

  private int run(List<String> block) {
    int commands = 0;
    for (int i = 0; i < block.size(); ) {
      String command = block.get(i++);
      assertThat(command).startsWith("$ ./broadside ");
      StringBuilder expected = new StringBuilder();
      for (; i < block.size() && !block.get(i).startsWith("$ "); i++) {
        expected.append(block.get(i)).append('\n');
      }
      Command result = Command.run(words(command.substring("$ ./broadside ".length())));
      String shown = result.out().replace(scratch + "/", "").replace(ROOT + "/", "");
      assertThat(shown).as(command + "\n" + result.err()).matches(pattern(expected.toString()));
      commands++;
    }
    return commands;
  }

  /** The words of a command line; a path that exists in the project is read there. */
  private Object[] words(String line) {
    List<Object> words = new ArrayList<>();
    Matcher m = WORD.matcher(line);
    while (m.find()) {
      String word = m.group(1) != null ? m.group(1) : m.group(2);
      if (word.startsWith("examples/")) {
        word = ROOT.resolve(word).toString();
      } else if (word.equals("pub")) {
        word = scratch.resolve(word).toString();
      }
      words.add(word);
    }
    return words.toArray();
  }

  private static Pattern pattern(String expected) {
    StringBuilder regex = new StringBuilder();
    for (String line : expected.split("\n", -1)) {
      if (line.strip().equals("…")) {
        regex.append("(?:.*\n)*?");
      } else if (!line.isEmpty()) {
        regex.append(Pattern.quote(line).replace("…", "\\E.*\\Q")).append('\n');
      }
    }
    return Pattern.compile(regex.toString());
  }
}
