package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.release.Custodians;
import broadside.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public part of a plan from the command line to a mirror's readers. */
class AnnounceCommandTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path schedule;

  @BeforeEach
  void plan() throws IOException {
    pub = scratch.resolve("pub");
    schedule = pub.resolve("public/schedule");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    TestMails.tides(mails, 6);
    ok("init", pub, "--title", "Harbour letters");
    ok("add", pub, mails);
    ok("plan", pub, "--parts", 3, "--every", "1d", "--at", "14:00Z", "--from", "2126-12-09");
    ok("plan", pub, "--title", 2, "The harbour");
  }

  @Test
  @Tag("slow")
  void isToldAndTakenBack() throws IOException {
    assertThat(ok("status", pub).out()).contains("3 parts planned").doesNotContain("Announced");
    assertThat(ok("plan", pub, "--json").out()).contains("\"announced\":null");
    assertThat(ok("plan", pub, "--announce").out())
        .contains(
            "   1  2126-12-09T14:00Z",
            "Announced: readers are told how many parts there are and their hours; no titles, and no numbers of mails.");
    assertThat(Files.readString(schedule))
        .contains("last 3\npart 1 2126-12-09T14:00:00Z\npart 2 2126-12-10T14:00:00Z\n")
        .doesNotContain("harbour\n", "mails ");
    assertThat(ok("plan", pub, "--announce", "--with-titles", "--with-counts").out())
        .contains("and their hours, their titles and how many mails each holds.");
    assertThat(Files.readString(schedule)).contains("title The harbour\nmails 2\n");
    assertThat(ok("status", pub).out()).contains("Announced: readers are told");
    assertThat(ok("status", pub, "--json").out())
        .contains("\"announced\":{")
        .contains("\"titles\":true", "\"counts\":true");
    assertThat(ok("verify", pub).out()).contains("release"); // nothing rests on it

    assertThat(ok("plan", pub, "--unannounce").out())
        .contains("The announcement is taken back.", "   1  2126-12-09T14:00Z")
        .doesNotContain("Announced:");
    assertThat(Files.readString(schedule)).contains("\nlast 0\n\n").doesNotContain("harbour\n");
    assertThat(ok("plan", pub, "--unannounce").out()).contains("Nothing was announced.");
    ok("plan", pub, "--announce");
    assertThat(ok("plan", pub, "--drop").out())
        .contains("The plan is dropped.", "The announcement is taken back.");
    Command none = Command.run("plan", pub, "--announce");
    assertThat(none.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(none.err()).contains("There is no plan, and nothing is sealed: cut a plan first");
  }

  @Test
  @Tag("slow")
  void refusesWhatMakesNoSense() {
    for (Object[] wrong :
        new Object[][] {
          {"--with-titles"},
          {"--with-counts", "--unannounce"},
          {"--announce", "--unannounce"},
          {"--announce", "--drop"}
        }) {
      Object[] args = new Object[wrong.length + 2];
      args[0] = "plan";
      args[1] = pub;
      System.arraycopy(wrong, 0, args, 2, wrong.length);
      assertThat(Command.run(args).code()).as("%s", List.of(wrong)).isEqualTo(ExitCode.USAGE);
    }
    assertThat(schedule).doesNotExist();
  }

  @Test
  @Tag("slow")
  void readersOfAMirrorSeeEachChange() throws Exception {
    Path copy = scratch.resolve("copy");
    ok("plan", pub, "--announce");
    ok("release", pub);
    try (Site origin = Served.serve(pub)) {
      ok("mirror", origin.uri() + "/", copy);
      assertThat(copy.resolve("public/schedule")).hasSameBinaryContentAs(schedule);
      try (Site mirror = Served.serve(copy)) {
        assertThat(Served.get(mirror, "/").body())
            .contains("Part 1 of 3, next on 10 December 2126, 14:00 UTC");
        ok("plan", pub, "--move", 2, "--to", "2126-12-10T16:30Z");
        Served.await(origin, "/", page -> page.body().contains("10 December 2126, 16:30 UTC"));
        ok("mirror", origin.uri() + "/", copy);
        Served.await(mirror, "/", page -> page.body().contains("10 December 2126, 16:30 UTC"));
        ok("release", pub);
        Served.await(
            origin, "/", page -> page.body().contains("Part 2 of 3, next on 11 December 2126"));
        ok("plan", pub, "--unannounce");
        Served.await(origin, "/", page -> page.body().contains("Release 2 of 2, "));
        ok("mirror", origin.uri() + "/", copy);
        Served.await(mirror, "/", page -> page.body().contains("Release 2 of 2, "));
        assertThat(Served.get(mirror, "/releases").body()).doesNotContain("Announced");
      }
    }
  }

  /** What is sealed leaves the schedule: its hour is in the log. */
  @Test
  @Tag("slow")
  void sealedPartsCountAndAreTheLogs() throws Exception {
    new Custodians(2).appoint(pub);
    ok("plan", pub, "--announce");
    ok("seal", pub, "--opens", "2126-12-09T18:00Z", "--threshold", 1);
    assertThat(Files.readString(schedule))
        .contains("last 3\npart 2 2126-12-10T14:00:00Z\npart 3 2126-12-11T14:00:00Z\n");
    try (Site site = Served.serve(pub)) {
      assertThat(Served.get(site, "/").body())
          .contains("3 parts are planned, the first on 9 December 2126, 18:00 UTC")
          .contains("Part 2 of 3 is planned for Tuesday, 10 December 2126, 14:00 UTC");
      ok("plan", pub, "--unannounce");
      ok("seal", pub, "--next", 2, "--threshold", 1);
      assertThat(ok("plan", pub, "--announce").out()).contains("No plan", "Announced: readers");
      assertThat(Files.readString(schedule)).contains("\nlast 3\n\n");
      Served.await(
          site, "/", page -> page.body().contains("3 parts are planned, the first on 9 December"));
      assertThat(Served.get(site, "/").body()).doesNotContain("is planned for");
    }
  }

  @Test
  @Tag("slow")
  void theServiceKeepsItAsThePlanIs() throws IOException {
    ok("plan", pub, "--announce");
    ok("plan", pub, "--parts", 3, "--every", "1d", "--at", "14:00Z", "--from", "2020-12-01");
    assertThat(Files.readString(schedule)).contains("\npart 1 2020-12-01T14:00:00Z\n");
    ok("run", pub, "--once");
    assertThat(Files.readString(schedule)).contains("\nlast 3\n\n");
    Files.delete(schedule);
    ok("run", pub, "--once");
    assertThat(Files.readString(schedule)).contains("\nlast 3\n\n");
  }
}
