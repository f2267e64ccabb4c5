package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.CheckMonitor;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Terms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealed releases on the site, from their seal to their opening, by a clock that is set. */
class SealedSiteTest {
  private static final Instant HOUR = SealedSample.HOUR;
  private static final Instant LATER = HOUR.plus(Duration.ofDays(7));

  @TempDir Path directory;
  private final AtomicReference<Instant> now = new AtomicReference<>(HOUR.minusSeconds(60));
  private SealedSample sample;
  private SealedStatement first;
  private SealedStatement second;
  private SiteUnderTest site;

  /** One release, two that are sealed after it (of which one has its files), and another one. */
  @BeforeEach
  void start() throws Exception {
    sample = SealedSample.in(directory);
    sample.publication().release("The old quay", List.of(SampleMails.QUAY));
    first = sample.seal(HOUR, List.of(SampleMails.REPLY, SampleMails.ANSWERS));
    second = sample.seal(new Terms(LATER, 0, 10, true), List.of(SampleMails.NEWSLETTER), false);
    sample.publication().release("", List.of(SampleMails.ARABIC));
    site = serve();
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private SiteUnderTest serve() throws IOException {
    return SiteUnderTest.start(
        sample.publication(),
        SiteOptions.of(directory)
            .withPort(0)
            .withRefresh(Duration.ofMillis(50))
            .withNotes(true)
            .withClock(now::get));
  }

  private HttpResponse<String> post(int release, byte[] note) throws Exception {
    return site.client.send(
        HttpRequest.newBuilder(site.at("/sealed/" + release + "/notes"))
            .timeout(SiteUnderTest.PATIENCE)
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofByteArray(note))
            .build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private void post(int release, byte[] note, int status, String words) throws Exception {
    HttpResponse<String> answer = post(release, note);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(words).endsWith("\n");
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain;charset=utf-8");
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Test
  @Tag("slow")
  void saysOfASealedReleaseWhatItIsAndWhenItOpens() {
    assertThat(site.page("/releases"))
        .contains("To come", "2026-12-09, 14:00", "2–3", "<td class=\"state\">sealed</td>")
        .contains("2026-12-16, 14:00");
    assertThat(site.page("/"))
        .contains("<p><a href=\"/releases/4\">Release 4</a>, ")
        .contains(
            "<a href=\"/releases/2\">Release 2</a> opens on Wednesday, 9 December 2026, 14:00 UTC; one more is sealed.");
    assertThat(site.page("/releases/2"))
        .contains("<h1>Release 2 is sealed</h1>", "Messages</dt><dd>2 to 3", "2 of 3 custodians")
        .contains("None of them has given a receipt so far", "with 3 receipts in the log")
        .contains("lighthouse", "north-pier", "old-mole", "not due yet")
        .contains(
            "Any 2 custodians who act together can open it early", "Fewer than 2 can do nothing")
        .contains("not beyond Saturday, 19 December 2026", "a time before its hour")
        .contains(
            first.commitment(), "broadside/v1 commit", "age -d -i identity part-1.age | tar -x")
        .contains(first.parts().getFirst().sha256(), "/sealed/2/share-3.age");
    assertThat(site.page("/releases/3")).contains("a custodian waits until more than half");
    assertThat(site.page("/releases/1")).doesNotContain("sealed");
    assertThat(site.get("/releases/2?from=3").statusCode()).isEqualTo(404);
    assertThat(site.get("/releases/5").statusCode()).isEqualTo(404);
    for (String path : List.of("/messages/2", "/messages/3.eml", "/messages/3/source")) {
      HttpResponse<String> sealed = site.get(path);
      assertThat(sealed.statusCode()).isEqualTo(404);
      assertThat(sealed.headers().firstValue("cache-control")).hasValue("no-store");
      assertThat(sealed.body()).contains("is in release 2, which opens on Wednesday");
    }
    assertThat(site.page("/messages/5")).doesNotContain("sealed");
    assertThat(site.page("/feed.atom"))
        .contains("Release 2 is sealed until Wednesday, 9 December 2026, 14:00 UTC")
        .contains("Messages 2 to 3. 2 of 3 custodians open it.");
    assertThat(site.page("/about")).doesNotContain("overdue");
  }

  /** An audit says of the same directory what the pages do. */
  @Test
  @Tag("slow")
  void anAuditTellsOfWhatIsOverdue() throws IOException {
    Instant late = HOUR.plus(Duration.ofHours(1));
    assertThat(Audit.of(directory, null, late.minusSeconds(1), CheckMonitor.NONE).findings())
        .noneMatch(f -> f.sentence().contains("overdue"));
    assertThat(Audit.of(directory, null, late, CheckMonitor.NONE).findings())
        .filteredOn(f -> f.sentence().contains("overdue"))
        .containsExactly(
            new Finding(
                Finding.Kind.STALE,
                "Sealed release 2 is overdue: it was to open at 2026-12-09T14:00:00Z, and is closed here. Another copy may have it open."));
  }

  @Test
  @Tag("slow")
  void aReleaseIsArmedDueOverdueAndOpenedByWhatComes() throws Exception {
    site.page("/releases/2"); // so that it is in the cache
    post(2, sample.receipt(first, 1), 201, "Taken.");
    assertThat(site.page("/releases/2"))
        .contains("given, not in the log yet", "/sealed/2/receipt-1.note");
    post(2, sample.receipt(first, 1), 200, "Known already.");
    sample.arm(first);
    site.await("/releases", "<td class=\"state\">armed</td>");
    assertThat(site.page("/releases/2"))
        .contains("<h1>Release 2 is sealed and armed</h1>", "3 of them have given a receipt")
        .contains("opens though one of them be missing")
        .contains(">entry 5</a>");
    assertThat(entry("Release 2 is sealed and armed"))
        .contains("<updated>" + SealedSample.TIME.plusSeconds(60) + "</updated>")
        .contains("3 of 3 custodians have given a receipt", "though one of them be missing");

    post(2, sample.share(first, 1), 425, "it is due at 2026-12-09T14:00:00Z");
    post(2, sample.share(second, 1), 422, "no share that a custodian of this release");
    now.set(HOUR);
    site.await("/releases/2", "<h1>Release 2 is due</h1>");
    assertThat(site.page("/releases"))
        .contains("due: 0 of 2 shares, missing lighthouse, north-pier, old-mole");
    assertThat(site.page("/releases/3")).contains("<h1>Release 3 is sealed</h1>");
    assertThat(site.page("/"))
        .contains("has been due since", "</a> opens on Wednesday, 16 December 2026, 14:00 UTC.");
    String due = entry("Release 2 is due");
    assertThat(due)
        .contains("<updated>" + HOUR + "</updated>")
        .contains("0 of 2 shares are here; missing are those of lighthouse, north-pier and");
    assertThat(site.page("/feed.atom")).doesNotContain("Release 2 is overdue", "Release 3 is due");
    post(2, sample.share(first, 1), 201, "Taken.");
    assertThat(site.page("/releases/2"))
        .contains("1 of 2 shares is here; missing are those of north-pier and old-mole");
    post(2, sample.share(first, 1), 200, "Known already.");
    post(2, sample.bad(first, 2), 422, "kept as evidence");
    assertThat(site.page("/releases/2")).contains("a bad one", "/sealed/2/share-2.bad.note");
    assertThat(site.bytes("/sealed/2/share-1.note").body()).isEqualTo(sample.share(first, 1));

    now.set(HOUR.plus(Duration.ofHours(1)));
    site.await("/about", "A scheduled release is overdue.");
    assertThat(site.page("/releases/2")).contains("<h1>Release 2 is overdue</h1>");
    assertThat(site.page("/releases"))
        .contains("overdue: 1 of 2 shares, missing north-pier, old-mole");
    String overdue = entry("Release 2 is overdue");
    assertThat(overdue)
        .contains("<updated>" + HOUR.plus(Duration.ofHours(1)) + "</updated>")
        .contains("1 of 2 shares is here; missing are those of north-pier and old-mole");
    now.set(HOUR.plus(Duration.ofHours(2)));
    assertThat(named(entry("Release 2 is due"))).isEqualTo(named(due));
    assertThat(entry("Release 2 is overdue")).isEqualTo(overdue);
    assertThat(named(overdue)).doesNotContain(named(due));

    post(2, sample.share(first, 3), 201, "Taken.");
    assertThat(site.page("/releases/2")).contains("whoever holds the encrypted files can open it");
    sample.open(first, now.get());
    site.await("/releases/2", "opened here with the shares of its custodians");
    assertThat(site.page("/"))
        .contains("<p><a href=\"/releases/2\">Release 2</a>, 9 December 2026: ");
    assertThat(site.page("/releases/2"))
        .contains("<h1>Release 2</h1>", "/sealed/2/share-3.note", "/sealed/2/share-2.bad.note")
        .contains("/messages/3");
    assertThat(site.page("/messages/2")).doesNotContain("is in release 2, which");
    assertThat(site.page("/about")).doesNotContain("overdue");
    assertThat(site.page("/releases")).doesNotContain("overdue").contains("2026-12-16, 14:00");
    assertThat(site.page("/feed.atom"))
        .contains("<updated>2026-12-09T14:00:00Z</updated>", "It was sealed on 4 January 2026.")
        .contains("Release 2 is sealed and armed")
        .doesNotContain("Release 2 is due", "Release 2 is overdue");
    sample.opened(first);
    site.await(
        "/releases/2", "is open since Wednesday, 9 December 2026, 17:00 UTC, as the log tells");
  }

  /** The feed's entry with this title. */
  private String entry(String title) {
    String feed = site.page("/feed.atom");
    int at = feed.indexOf("<title>" + title + "</title>");
    assertThat(at).as("%s in %s", title, feed).isPositive();
    return feed.substring(feed.lastIndexOf("<entry>", at), feed.indexOf("</entry>", at));
  }

  /** What never changes of an entry of the feed: its name, its title and its time. */
  private static String named(String entry) {
    return entry.substring(0, entry.indexOf("<link"));
  }

  /** Statements can bear any time; what is open stays open, also once all is read anew. */
  @Test
  @Tag("slow")
  void aReleaseThatWasOpenedBeforeItWasTakenBackStaysOpen() throws Exception {
    now.set(HOUR);
    site.await("/releases/2", "<h1>Release 2 is due</h1>");
    post(2, sample.share(first, 1), 201, "Taken.");
    post(2, sample.share(first, 2), 201, "Taken.");
    sample.open(first, now.get());
    sample.annul(first);
    site.await("/releases/2", "Its editors took it back in the log after that");
    site.close();
    site = serve();
    assertThat(site.page("/releases/2"))
        .contains("opened here with the shares of its custodians", "which closes nothing")
        .contains("Taken back: safety", "/messages/3");
    assertThat(site.page("/messages/2")).doesNotContain("is in release 2, which");
    assertThat(site.page("/feed.atom")).doesNotContain("was taken back");
  }

  @Test
  @Tag("slow")
  void aReleaseIsHeldAndTakenBackByItsEditors() throws Exception {
    sample.hold(second, LATER.plus(Duration.ofDays(3)));
    site.await("/releases/3", "<h1>Release 3 is held</h1>");
    assertThat(site.page("/releases/3"))
        .contains("from Wednesday, 16 December 2026, 14:00 UTC to Saturday, 19 December 2026")
        .contains("Put off until Saturday, 19 December 2026, 14:00 UTC (<a href=\"/tile/entries/");
    assertThat(site.page("/releases")).contains("held until 2026-12-19, 14:00");
    assertThat(site.page("/feed.atom")).contains("Release 3 is put off until Saturday");
    sample.hold(second, LATER.plus(Duration.ofDays(1)));
    site.await("/releases/3", "Put off until Thursday, 17 December 2026, 14:00 UTC, which changes");
    assertThat(site.page("/releases/3"))
        .contains("it was put off until Saturday, 19 December 2026, 14:00 UTC already (<a");
    assertThat(entry("Release 3 stays put off until Saturday, 19 December 2026, 14:00 UTC"))
        .contains("This hold ends on Thursday, 17 December 2026, 14:00 UTC");
    assertThat(site.page("/releases")).contains("held until 2026-12-19, 14:00");
    now.set(LATER.plusSeconds(7_200));
    site.await("/about", "overdue"); // release 2 alone
    assertThat(site.page("/releases/3")).contains("<h1>Release 3 is held</h1>");
    post(3, sample.share(second, 1), 425, "2026-12-19T14:00:00Z");
    assertThat(site.page("/")).contains("Release 3</a> was put off, and opens on Saturday");

    sample.annul(second);
    site.await("/releases/3", "<h1>Release 3 was taken back</h1>");
    assertThat(site.page("/releases/3"))
        .contains("Reason: safety.", "on every mirror that had not opened it before")
        .doesNotContain("Encrypted files", "Grace");
    assertThat(site.page("/releases")).contains("Release 3, taken back before its hour", "2–3");
    assertThat(site.page("/feed.atom")).contains("Release 3 was taken back before its hour");
    HttpResponse<String> gone = site.get("/messages/4");
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(gone.body()).contains("is in release 3, which was taken back before its hour");
    post(3, sample.share(second, 1), 422, "taken back");
    assertThat(SealedDirectory.of(directory, 3).published(1)).doesNotExist();
  }

  @Test
  @Tag("slow")
  void sendsWhatTheSealNamesAndNothingElse() throws Exception {
    SealedDirectory place = SealedDirectory.of(directory, 2);
    byte[] part = Files.readAllBytes(place.part(1));
    HttpResponse<byte[]> begun = site.bytes("/sealed/2/part-1.age", "Range", "bytes=0-999");
    assertThat(begun.statusCode()).isEqualTo(206);
    String tag = begun.headers().firstValue("etag").orElseThrow();
    assertThat(tag).isEqualTo("\"" + first.parts().getFirst().sha256() + "\"");
    HttpResponse<byte[]> rest =
        site.bytes("/sealed/2/part-1.age", "Range", "bytes=1000-", "If-Range", tag);
    assertThat(rest.statusCode()).isEqualTo(206);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(begun.body());
    whole.writeBytes(rest.body());
    assertThat(whole.toByteArray()).isEqualTo(part);
    assertThat(site.bytes("/sealed/2/share-3.age").body())
        .isEqualTo(Files.readAllBytes(place.share(3)));

    Files.write(place.published(1), sample.share(first, 1)); // before its hour
    Files.writeString(place.path().resolve("receipt-4.note"), "of nobody");
    Files.writeString(place.path().resolve("receipt-2.note"), "no receipt");
    Files.writeString(place.path().resolve("part-2.age"), "not named");
    Files.writeString(place.path().resolve("opening"), "not named");
    Thread.sleep(200); // some refreshes
    for (String path :
        List.of(
            "/sealed/2/share-1.note",
            "/sealed/2/receipt-4.note",
            "/sealed/2/receipt-2.note",
            "/sealed/2/part-2.age",
            "/sealed/2/opening",
            "/sealed/2/share-4.age",
            "/sealed/2/share-0.age",
            "/sealed/2/part-01.age",
            "/sealed/2/part-1.age/",
            "/sealed/2/",
            "/sealed/2",
            "/sealed",
            "/sealed/3/part-1.age", // it is not here
            "/sealed/1/part-1.age",
            "/sealed/02/part-1.age",
            "/sealed/2/..%2f2%2fpart-1.age",
            "/sealed/2/x/../part-1.age")) {
      assertThat(site.get(path).statusCode()).as(path).isIn(308, 400, 404);
    }
    now.set(HOUR);
    site.await("/releases/2", "1 of 2 shares"); // from its hour on it counts, however it came
    assertThat(site.bytes("/sealed/2/share-1.note").body()).isEqualTo(sample.share(first, 1));
  }
}
