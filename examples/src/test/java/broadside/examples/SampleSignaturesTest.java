package broadside.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import broadside.examples.story.Story;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the sample says of its signatures, and what an independent verifier says. */
class SampleSignaturesTest {

  private static final Path ROOT = Path.of(System.getProperty("broadside.root"));
  private static final Path EXAMPLES = ROOT.resolve("examples");
  private static final String PYTHON = "/usr/bin/python3";

  /** One line of the verdicts. */
  private record Line(
      String id, int arc, String verdict, String domain, String selector, String remark) {

    static Line parse(String line) {
      String[] cells = line.split("\t", -1);
      return new Line(cells[0], Integer.parseInt(cells[1]), cells[2], cells[3], cells[4], cells[5]);
    }

    /** What dkimpy finds, which knows less of keys and no weaknesses. */
    String finding() {
      String found =
          switch (verdict) {
            case "pass" -> remark.equals("-") ? "holds" : remark;
            case "weak" -> remark.equals("EXPIRED") ? "expired" : "holds";
            case "key-public" -> "holds";
            case "fail-body" -> "body";
            case "fail-signature" -> "signature";
            default -> "no-key";
          };
      return String.join("\t", id, String.valueOf(arc), found, domain, selector);
    }
  }

  @Test
  @Tag("slow")
  void keysAndVerdictsAreThoseThatAreCommitted() throws IOException {
    for (Map.Entry<String, byte[]> file : Records.files(Story.tell()).entrySet()) {
      assertThat(EXAMPLES.resolve("harbour" + file.getKey()))
          .as("made again")
          .hasBinaryContent(file.getValue());
    }
  }

  @Test
  @Tag("slow")
  void holdsTheVerdictsThatItsReadmeCounts() throws IOException {
    Map<String, String> said = new TreeMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| ([a-z-]+) \\| ([0-9,]+) \\| ([0-9]*) \\| ([0-9]*) \\|$")
            .matcher(Files.readString(EXAMPLES.resolve("README.md")));
    while (row.find()) {
      said.put(row.group(1), row.group(2) + " " + row.group(3) + " " + row.group(4));
    }
    Map<String, Set<String>> mails = new TreeMap<>();
    Map<String, Integer> signatures = new TreeMap<>();
    Map<String, Integer> chains = new TreeMap<>();
    Set<String> signed = new HashSet<>();
    for (Line line : committed()) {
      signed.add(line.id());
      mails.computeIfAbsent(line.verdict(), _ -> new TreeSet<>()).add(line.id());
      (line.arc() == 0 ? signatures : chains).merge(line.verdict(), 1, Integer::sum);
    }
    Map<String, String> counted = new TreeMap<>();
    mails.forEach((verdict, ids) ->
        counted.put(
            verdict,
            ids.size() + " " + text(signatures.get(verdict)) + " " + text(chains.get(verdict))));
    int all = Census.of(EXAMPLES.resolve("harbour")).get("mails with bytes of their own");
    counted.put("unsigned", all - signed.size() + "  ");
    assertThat(said).isEqualTo(counted);
  }

  @Test
  @Timeout(120)
  @Tag("slow")
  void anIndependentVerifierFindsWhatIsSaid(@TempDir Path temporary) throws Exception {
    assumeThat(run(temporary, "-c", "import dkim, nacl")).as("python3-dkim is there").isEmpty();
    List<String> found =
        run(
            temporary,
            EXAMPLES.resolve("src/test/resources/broadside/examples/dkimpy.py").toString(),
            EXAMPLES.resolve("harbour").toString(),
            EXAMPLES.resolve("harbour-keys.json").toString());
    assertThat(found)
        .map(line -> line.replace("\tmalformed\t", "\tsignature\t"))
        .containsExactlyInAnyOrderElementsOf(committed().stream().map(Line::finding).toList());
  }

  private static List<Line> committed() throws IOException {
    return Files.readAllLines(EXAMPLES.resolve("harbour-verdicts.tsv")).stream()
        .skip(1)
        .map(Line::parse)
        .toList();
  }

  private static String text(@Nullable Integer count) {
    return count == null ? "" : count.toString();
  }

  /** The lines that Python writes to either stream; one line if there is no Python. */
  private static List<String> run(Path temporary, String... arguments)
      throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of(PYTHON))) {
      return List.of("no " + PYTHON);
    }
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    Path out = temporary.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("Python ends").isTrue();
    return Files.readAllLines(out, StandardCharsets.UTF_8);
  }
}
