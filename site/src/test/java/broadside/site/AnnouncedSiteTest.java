package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.proof.log.ScheduleNote;
import broadside.proof.note.KeyType;
import broadside.proof.note.SignedNote;
import broadside.proof.note.SigningKey;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the publisher announces on the site, by a clock that is set. */
@Tag("slow")
class AnnouncedSiteTest {
  private static final Instant HOUR = SealedSample.HOUR;
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<String> PAGES =
      List.of("/", "/releases", "/releases/1", "/messages/1", "/about", "/feed.atom", "/verify");

  @TempDir Path directory;
  private final AtomicReference<Instant> now = new AtomicReference<>(HOUR.minusSeconds(3_600));
  private SealedSample sample;
  private SiteUnderTest site;
  private Instant written = SealedSample.TIME;

  @BeforeEach
  void start() throws Exception {
    sample = SealedSample.in(directory);
    sample.publication().release("The old quay", List.of(SampleMails.QUAY));
    site =
        SiteUnderTest.start(
            sample.publication(),
            SiteOptions.of(directory)
                .withPort(0)
                .withRefresh(Duration.ofMillis(50))
                .withClock(now::get));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private static ScheduleNote.Part part(int number, int day, String title, long mails) {
    return new ScheduleNote.Part(number, HOUR.plus(DAY.multipliedBy(day)), title, mails);
  }

  private void announce(int last, ScheduleNote.Part... parts) throws IOException {
    announce(sample.publication().log().key(), last, List.of(parts));
  }

  private void announce(SigningKey key, int last, List<ScheduleNote.Part> parts)
      throws IOException {
    written = written.plusSeconds(1);
    String text =
        new ScheduleNote(sample.publication().log().policy().hash(), written, last, parts).print();
    put(new SignedNote(text, List.of(key.sign(text))).encode());
  }

  private void put(byte[] note) throws IOException {
    Path aside = Files.write(directory.resolve("schedule.new"), note);
    Files.move(aside, directory.resolve("schedule"), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<String> pages() {
    return PAGES.stream().map(site::page).toList();
  }

  @Test
  void saysWhichPartItIsAndWhenTheNextComes() throws Exception {
    List<String> before = pages();
    assertThat(String.join("", before)).doesNotContain("Part 1 of", "announce", "planned");
    announce(4, part(2, 0, "", 0), part(3, 1, "The <harbour>", 2_000), part(4, 2, "", 1));
    site.await(
        "/", "Part 1 of 4, next on 9 December 2026, 14:00 UTC · <span>one mail in all</span>");
    assertThat(site.page("/"))
        .contains("<h2>Next release</h2>")
        .contains(
            "Part 2 of 4 is planned for Wednesday, 9 December 2026, 14:00 UTC; 2 more are planned, the last for 11 December 2026, 14:00 UTC.")
        .contains("The publisher announces what is planned, and no editor has signed it.");
    assertThat(site.page("/releases"))
        .contains("<h2>To come</h2>", "Announced by the publisher, and signed by no editor")
        .contains("<td>Part 2</td><td class=\"date\">planned for 2026-12-09, 14:00</td>")
        .contains(
            "<td>Part 3: The &lt;harbour&gt;</td>", "<td class=\"n\">2,000 mails</td>", ">Mails<")
        .contains("<td class=\"n\">one mail</td>", "<h2>Until now</h2>")
        .doesNotContain("Sealed releases");
    for (String path : List.of("/releases/1", "/messages/1")) {
      assertThat(site.page(path))
          .contains("<p class=\"status\">Part 1 of 4 · <span>one mail in all</span>");
    }
    assertThat(site.page("/feed.atom")).isEqualTo(before.get(PAGES.indexOf("/feed.atom")));

    announce(0);
    site.await("/", "Release 1 of 1, ");
    assertThat(pages()).as("as before").isEqualTo(before);
  }

  @Test
  void saysThePartOnceWhereItsTitleBeginsWithIt() throws Exception {
    announce(
        4, part(2, 0, "Part 2: The quay", 0), part(3, 1, "Part 3", 0), part(4, 2, "Part 40", 0));
    site.await("/", "Part 1 of 4");
    assertThat(site.page("/releases"))
        .contains("<td>Part 2: The quay</td>", "<td>Part 3</td>", "<td>Part 4: Part 40</td>");
    assertThat(site.page("/")).contains("Part 2 of 4, “The quay”, is planned");
  }

  @Test
  void hasNoColumnForWhatIsNotTold() throws Exception {
    announce(3, part(2, 0, "", 0), part(3, 1, "", 0));
    site.await("/releases", "<td>Part 3</td>");
    assertThat(site.page("/releases")).doesNotContain(">Mails<");
  }

  @Test
  void saysHonestlyWhatIsLate() throws Exception {
    announce(4, part(2, 0, "", 0), part(3, 1, "The mole", 0), part(4, 2, "", 0));
    site.await("/", "next on 9 December 2026, 14:00 UTC");
    now.set(HOUR);
    site.await("/about", "Part 1 of 4, part 2 was announced for 9 December 2026, 14:00 UTC ·");
    assertThat(site.page("/"))
        .contains(
            "Part 2 of 4 was announced for Wednesday, 9 December 2026, 14:00 UTC, and is not out yet.</p>")
        .contains(
            "Part 3 of 4, “The mole”, is planned for Thursday",
            "one more is planned, for 11 December")
        .doesNotContain("next on");
    assertThat(site.page("/releases"))
        .contains("<td>Part 2</td><td class=\"date\">was announced for 2026-12-09, 14:00</td>")
        .contains("<td>Part 3: The mole</td><td class=\"date\">planned for 2026-12-10, 14:00</td>");
    now.set(HOUR.plus(Duration.ofDays(2)));
    site.await("/", "and is not out yet. 2 more are late.");
    assertThat(site.page("/")).doesNotContain("is planned for");
    sample.publication().release("", List.of(SampleMails.REPLY));
    site.await("/", "Part 2 of 4, part 3 was announced for 10 December 2026");
  }

  /** Whatever hour was announced for a number: once it is sealed, that of the seal is shown. */
  @Test
  void theSignedLogWins() throws Exception {
    announce(4, part(2, -1, "", 0), part(3, 1, "", 0), part(4, 3, "", 0));
    site.await("/", "part 2 was announced for 8 December");
    SealedStatement seal =
        sample.seal(
            new Terms(HOUR.plus(Duration.ofHours(5)), 0, 10, true),
            List.of(SampleMails.NEWSLETTER),
            false);
    assertThat(seal.number()).isEqualTo(2);
    site.await("/", "Part 1 of 4, next on 9 December 2026, 19:00 UTC");
    assertThat(site.page("/"))
        .contains("Release 2</a> opens on Wednesday, 9 December 2026, 19:00 UTC")
        .contains("Part 3 of 4 is planned for Thursday")
        .doesNotContain("8 December", "was announced");
    assertThat(site.page("/releases"))
        .contains("Sealed releases", "2026-12-09, 19:00", "<td>Part 3</td>")
        .doesNotContain("2026-12-08", "<td>Part 2</td>");

    sample.annul(seal);
    site.await("/", "Part 1 of 4, next on 10 December 2026, 14:00 UTC");
    assertThat(site.page("/releases"))
        .contains("taken back before its hour")
        .doesNotContain("Part 2");
    // a schedule that is older than the log by more than its last number
    for (byte[] mail : List.of(SampleMails.REPLY, SampleMails.ANSWERS, SampleMails.ARABIC)) {
      sample.publication().release("", List.of(mail));
    }
    site.await("/", "Part 5 of 5, ");
    assertThat(site.page("/")).doesNotContain("Next release", "planned");
  }

  @Test
  void nextIsTheEarliestOfAnnouncedAndSealed() throws Exception {
    sample.seal(new Terms(HOUR.plus(DAY), 0, 10, true), List.of(SampleMails.NEWSLETTER), false);
    announce(3, part(3, 0, "", 0));
    site.await("/", "Part 1 of 3, next on 9 December 2026, 14:00 UTC");
    announce(2);
    site.await("/", "Part 1 of 2, next on 10 December 2026, 14:00 UTC");
    assertThat(site.page("/")).doesNotContain("is planned for");
    now.set(HOUR.plus(DAY).plusSeconds(60));
    site.await("/", "<p class=\"status\">Part 1 of 2, 3 January 2026 ·");
  }

  @Test
  void whatTheLogDidNotSignIsAsNone() throws Exception {
    announce(2, part(2, 0, "", 0));
    site.await("/", "Part 1 of 2");
    byte[] good = Files.readAllBytes(directory.resolve("schedule"));
    HttpResponse<byte[]> sent = site.bytes("/schedule");
    assertThat(sent.statusCode()).isEqualTo(200);
    assertThat(sent.body()).isEqualTo(good);
    assertThat(sent.headers().firstValue("content-type")).hasValue("text/plain;charset=utf-8");
    assertThat(sent.headers().firstValue("cache-control")).hasValue("max-age=60");

    SigningKey thief = SigningKey.generate("harbour.example/log", KeyType.NOTE);
    announce(thief, 9, List.of(part(9, 0, "", 0)));
    site.await("/", "Release 1 of 1, ");
    assertThat(site.get("/schedule").statusCode()).isEqualTo(404);
    put(good);
    site.await("/", "Part 1 of 2");
    byte[] rotten = good.clone();
    rotten[good.length / 2] ^= 1;
    put(rotten);
    site.await("/", "Release 1 of 1, ");
    put(new byte[ScheduleNote.BYTES + 1]);
    Thread.sleep(200);
    assertThat(site.page("/")).contains("Release 1 of 1, ");

    Files.delete(directory.resolve("schedule"));
    Files.createDirectory(directory.resolve("schedule"));
    try (SiteUnderTest other =
        SiteUnderTest.start(sample.publication(), SiteOptions.of(directory).withPort(0))) {
      assertThat(other.get("/").body()).contains("Release 1 of 1, ");
    }
  }

  @Test
  void tenThousandPartsMakeASmallPage() throws Exception {
    List<ScheduleNote.Part> parts = new ArrayList<>();
    for (int i = 0; i < ScheduleNote.PARTS; i++) {
      parts.add(
          new ScheduleNote.Part(2 + i, HOUR.plus(Duration.ofHours(i)), "t".repeat(200), 9_999));
    }
    announce(sample.publication().log().key(), ScheduleNote.PARTS + 1, parts);
    site.await("/", "Part 1 of 10001, next on");
    String page = site.page("/releases");
    assertThat(page).contains("Part 61: t", "9,940 more parts are announced after these");
    assertThat(page).doesNotContain("Part 62: t");
    assertThat(page.length()).isLessThan(40_000);
    assertThat(site.bytes("/schedule").body().length).isBetween(2_000_000, ScheduleNote.BYTES);
  }
}
