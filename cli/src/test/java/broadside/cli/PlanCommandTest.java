package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calendar of a series from the command line, and releases by it. */
@Tag("slow")
class PlanCommandTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path mails;

  @BeforeEach
  void addMails() throws IOException {
    pub = scratch.resolve("pub");
    mails = Files.createDirectory(scratch.resolve("mails"));
    for (int day = 1; day <= 6; day++) {
      mail(day, "Message-ID: <%d@light.example>".formatted(day));
    }
    mail(20, "References: <1@light.example>");
    assertThat(Command.run("init", pub, "--title", "Port").code()).isZero();
    assertThat(Command.run("add", pub, mails).code()).isZero();
  }

  @Test
  void printsACalendarThatAddsUp() throws IOException {
    assertThat(plan().out())
        .contains("No plan; 7 mails would be numbered. Cut them: broadside plan");
    Command cut = cut("--parts", 3, "--at", "14:00 Europe/Berlin", "--from", "2127-03-29");
    assertThat(cut.out()).contains("3 parts of 6 threads.");
    // 2127-03-30 is the last Sunday of March.
    String table = cut.out().substring(cut.out().indexOf('\n') + 1);
    assertThat(table)
        .isEqualTo(
            """
            part  comes out          there             numbers  published  withheld       size  state    title
               1  2127-03-29T13:00Z  2127-03-29 14:00      1–2          2         0  %s  next
               2  2127-03-30T12:00Z  2127-03-30 14:00      3–5          3         0  %s  planned
               3  2127-03-31T12:00Z  2127-03-31 14:00      6–7          2         0  %s  planned
             all                                             7          7         0  %s
            on 2127-03-30 the clock of Europe/Berlin goes forward: parts from 2 on come out at 12:00Z instead of 13:00Z
            7 + 0 outside the plan = 7 that a release of all would number; 0 held
            """
                .formatted(bytes(1, 20), bytes(2, 3, 4), bytes(5, 6), bytes(1, 2, 3, 4, 5, 6, 20)));
    assertThat(plan().out()).isEqualTo(table);
    assertThat(plan("--json").out())
        .contains(
            "\"zone\":\"Europe/Berlin\"",
            "{\"part\":2,\"time\":\"2127-03-30T12:00:00Z\",\"title\":\"\",\"first\":3,\"last\":5,",
            "\"numbers\":7",
            "\"outside\":0");
    assertThat(Command.run("status", pub).out())
        .contains("3 parts planned, the next for 2127-03-29T13:00Z");
  }

  @Test
  void saysWhatTheCutBecame() {
    assertThat(cut("--parts", 30).out())
        .contains("6 parts of 6 threads.", "Not 30: there are no more threads, and none is torn.");
    assertThat(cut("--parts", 30, "--tear-threads").out())
        .contains("7 parts of 7 mails.", "Not 30: there are no more mails.");
    assertThat(cut("--messages", 1).out())
        .contains("1 part is larger than that, since one thread has more.");
    assertThat(cut("--messages", 2).out()).doesNotContain("larger");
    assertThat(cut("--size", "1kB").out()).contains("2 parts of 6 threads.");
    assertThat(cut("--by", "month").out()).contains("1 part of 6 threads.");
    assertThat(cut("--parts", 3, "--from", "2027-03-27", "--at", "02:30 Europe/Berlin").out())
        .contains("The clock of Europe/Berlin leaves out 02:30 on the day of part 2");
    assertThat(cut("--parts", 3, "--from", "2027-10-30", "--at", "02:30 Europe/Berlin").out())
        .contains("The clock of Europe/Berlin shows 02:30 twice on the day of part 2");
    assertThat(
            cut(
                    "--parts",
                    3,
                    "--every",
                    "12h",
                    "--at",
                    "14:00 Europe/Berlin",
                    "--from",
                    "2027-03-27")
                .out())
        .contains("goes forward: it is between parts 1 and 2");
  }

  @Test
  void changesThePlan() {
    cut("--parts", 3);
    assertThat(plan("--move", 2, "--to", "2126-12-02T16:00+01:00").out())
        .contains("   2  2126-12-02T15:00Z");
    assertThat(plan("--shift", "1w", "--since", 2).out())
        .contains("   2  2126-12-09T15:00Z", "   3  2126-12-10T14:00Z");
    assertThat(plan("--title", 3, "Part 3: Lamps").out()).contains("planned  Part 3: Lamps");
    assertThat(plan("--merge", "2-3").out()).contains("   2  2126-12-09T15:00Z      3–7");
    Command refused = plan("--move", 2, "--to", "2126-12-01T14:00Z");
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("times must ascend. Nothing was changed");
    assertThat(plan("--drop").out()).contains("The plan is dropped");
    assertThat(plan("--drop", "--json").out()).isEqualTo("{\"dropped\":false}\n");
    assertThat(plan("--move", 2, "--to", "2126-12-09T14:00Z").err()).contains("There is no plan");
  }

  @Test
  void refusesWhatMakesNoSense() {
    for (Object[] wrong :
        new Object[][] {
          {"--parts", 3},
          {"--every", "1d", "--at", "14:00Z", "--from", "2126-12-01"},
          {
            "--parts", 3, "--messages", 2, "--every", "1d", "--at", "14:00Z", "--from", "2126-12-01"
          },
          {"--parts", 0, "--every", "1d", "--at", "14:00Z", "--from", "2126-12-01"},
          {"--parts", 3, "--every", "0d", "--at", "14:00Z", "--from", "2126-12-01"},
          {"--parts", 3, "--every=-1d", "--at", "14:00Z", "--from", "2126-12-01"},
          {"--parts", 3, "--every", "1d", "--at", "14:00", "--from", "2126-12-01"},
          {"--parts", 3, "--every", "1d", "--at", "14:00Z", "--from", "2126-02-30"},
          {"--size", "50", "--every", "1d", "--at", "14:00Z", "--from", "2126-12-01"},
          {"--by", "week", "--every", "1d", "--at", "14:00Z", "--from", "2126-12-01"},
          {"--move", 7},
          {"--to", "2126-12-01T14:00Z"},
          {"--shift", "1d"},
          {"--merge", "7"},
          {"--merge", "7-8", "--drop"},
          {"--title", "x", "Seven"},
          {"--title", "7"},
          {"--title", "7", "Seven", "--title", "8", "Eight"}
        }) {
      Command refused = plan(wrong);
      assertThat(refused.code()).as("%s %s", List.of(wrong), refused.err()).isEqualTo(2);
      assertThat(refused.err()).as("%s", List.of(wrong)).doesNotContain("a bug in this program");
    }
    assertThat(plan().out()).contains("No plan");
  }

  @Test
  void releasesByThePlanUntilItsEnd() throws IOException {
    cut("--parts", 3, "--from", "2020-12-01");
    assertThat(plan().out()).contains("The time of 3 parts has passed");
    Command first = Command.run("release", pub);
    assertThat(first.out())
        .contains(
            "Part 1 of the plan, due 2020-12-01T14:00Z.",
            "Release 1: numbers 1 to 2; 2 published",
            "The plan has 2 parts with 5 mails left.");
    mail(25, "Message-ID: <25@light.example>");
    Command.run("add", pub, mails);
    assertThat(plan().out())
        .contains("5 + 1 outside the plan = 6 that a release of all would number")
        .contains("What is outside was added or allowed after the plan was cut");
    Command rest = Command.run("release", pub, "--times", 5);
    assertThat(rest.code()).isZero();
    assertThat(rest.out())
        .contains("Part 3 of the plan", "Release 3: numbers 6 to 7", "the last of the plan")
        .as("what is outside does not come out in the place of a part")
        .doesNotContain("Release 4");
    assertThat(Command.run("release", pub).out()).contains("Release 4: numbers 8 to 8");
    assertThat(Command.run("check", pub).code()).isZero();
  }

  @Test
  void messagesAndAllIgnoreThePlanAndSayWhatIsLeft() {
    cut("--parts", 3);
    Command two = Command.run("release", pub, "--messages", 2);
    assertThat(two.out())
        .doesNotContain("Part 1")
        .contains("Release 1: numbers 1 to 2", "The plan has 3 parts with 5 mails left.");
    assertThat(Command.run("release", pub, "--all").out())
        .contains("Release 2: numbers 3 to 7", "That was the last of the plan.");
    assertThat(plan().out()).contains("No plan, and no mail waits.");
  }

  @Test
  void proposesAndPublishesAPart() {
    cut("--parts", 3);
    plan("--title", 1, "The first");
    Path proposal = scratch.resolve("proposal");
    Command proposed = Command.run("release", pub, "--propose", "--to", proposal);
    assertThat(proposed.code()).as(proposed.err()).isZero();
    assertThat(proposed.out())
        .contains("Part 1 of the plan, due 2126-12-01T14:00Z.", "title The first", "published 2");
    assertThat(plan().out()).contains("   1  2126-12-01T14:00Z      1–2");
    Path key = pub.resolve("private/keys/editor.key");
    Command signed = Command.run("sign", proposal.resolve("statement.txt"), "--key", key);
    assertThat(signed.code()).as(signed.err()).isZero();
    Command published =
        Command.run("release", pub, "--publish", proposal.resolve("statement.editor.note"));
    assertThat(published.code()).as(published.err()).isZero();
    assertThat(published.out())
        .contains("Release 1: numbers 1 to 2", "The plan has 2 parts with 5 mails left.");
  }

  private Command plan(Object... more) {
    return run(List.of("plan", pub), more);
  }

  /** Cuts into daily parts of a distant December, unless told otherwise. */
  private Command cut(Object... more) {
    List<Object> line = new ArrayList<>(List.of("plan", pub));
    List<Object> given = List.of(more);
    for (String[] option :
        new String[][] {{"--every", "1d"}, {"--at", "14:00Z"}, {"--from", "2126-12-01"}}) {
      if (!given.contains(option[0])) {
        line.addAll(List.of(option));
      }
    }
    Command cut = run(line, more);
    assertThat(cut.code()).as(cut.err()).isZero();
    return cut;
  }

  private static Command run(List<Object> line, Object... more) {
    return Command.run(Stream.concat(line.stream(), Stream.of(more)).toArray());
  }

  private String bytes(int... days) throws IOException {
    long sum = 0;
    for (int day : days) {
      sum += Files.size(mails.resolve(day + ".eml"));
    }
    return "%9s".formatted(Figures.bytes(sum));
  }

  private void mail(int day, String id) throws IOException {
    Files.writeString(
        mails.resolve(day + ".eml"),
        """
        From: keeper@light.example
        To: office@port.example
        Date: %d Jan 2020 09:00:00 +0000
        Subject: Lamp %d
        %s

        The lamp %d is lit.
        """
            .formatted(day, day, id, day));
  }
}
