package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What each command says of itself. */
class HelpTest {
  private static final Pattern ENTRY =
      Pattern.compile("(?m)^  ([a-z][a-z-]*) +([A-Z].*(?:\\n {10,}\\S.*)*)$");

  /** Words that were wrapped in the middle of a line that was broken by hand. */
  private static final Pattern TORN = Pattern.compile("(?m)^( {8,}) {2}\\S.*\\n\\1\\S");

  private static final Pattern EXAMPLE = Pattern.compile("(Example:| {8}) (broadside|age) .*");

  private record Entry(List<String> command, String sentence) {}

  private static List<Entry> all() {
    List<Entry> all = new ArrayList<>(entries(List.of()));
    for (String group : List.of("custodian", "key")) {
      all.addAll(entries(List.of(group)));
    }
    return all;
  }

  private static List<Entry> entries(List<String> group) {
    List<Entry> entries = new ArrayList<>();
    Matcher entry = ENTRY.matcher(help(group));
    while (entry.find()) {
      List<String> command = new ArrayList<>(group);
      command.add(entry.group(1));
      entries.add(new Entry(command, entry.group(2)));
    }
    return entries;
  }

  private static String help(List<String> command) {
    List<String> line = new ArrayList<>(command);
    line.add("--help");
    return Command.ok(line.toArray()).out();
  }

  @Test
  void everyCommandIsNamedWithAWholeSentence() {
    assertThat(all())
        .hasSizeGreaterThan(40)
        .allSatisfy(entry -> assertThat(entry.sentence()).as("%s", entry.command()).endsWith("."));
  }

  @Test
  void everyHelpHasExamplesInOneLineAndExitCodes() {
    for (Entry entry : all()) {
      String help = help(entry.command());
      String name = String.join(" ", entry.command());
      assertThat(help).contains("Example: broadside " + name).contains("Exit: ");
      String examples = help.substring(help.indexOf("Example: "), help.indexOf("Exit: "));
      assertThat(examples.strip().lines()).allMatch(EXAMPLE.asMatchPredicate(), name);
    }
  }

  @Test
  void noHelpIsTorn() {
    assertThat(all())
        .allSatisfy(entry -> assertThat(help(entry.command())).doesNotContainPattern(TORN));
  }

  @Test
  void everyValueHasANameInCapitals() {
    assertThat(all())
        .allSatisfy(entry -> assertThat(help(entry.command())).doesNotContainPattern("=<"));
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(Command.ok("--version").out()).matches("broadside [0-9.]+\\R");
  }

  @Test
  void aCommandThatIsWrittenOtherwiseIsSuggested() {
    Command wrong = Command.run("catchup");
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("There is no command catchup", "catch-up");
  }
}
