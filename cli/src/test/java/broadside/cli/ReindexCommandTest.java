package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.Durable;
import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes that are lost, made anew of the mails beside the publication. */
class ReindexCommandTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path cache;

  @BeforeEach
  void publishTwoReleases() throws IOException {
    pub = scratch.resolve("pub");
    cache = scratch.resolve("cache");
    TestMails.tides(Files.createDirectory(scratch.resolve("mails")), 6);
    ok("init", pub, "--title", "Port");
    ok("add", pub, scratch.resolve("mails"));
    ok("release", pub, "--messages", 3);
    ok("release", pub);
  }

  @Test
  void whatIsLostIsFoundAgain() throws Exception {
    Path lost = pub.resolve("public/releases/1/index");
    Path kept = scratch.resolve("kept");
    Files.move(lost, kept);
    try (Site site = serve()) {
      assertThat(Served.get(site, "/search?q=tide").body())
          .contains("Release 1 cannot be searched here", "3 mails found");
      assertThat(Served.get(site, "/releases/1").body())
          .contains("listed without senders", "<bdi>Message 2</bdi>", "2019-03-02");
    }

    Command made = ok("reindex", pub, "--cache", cache);

    assertThat(made.out())
        .contains(
            "Release 1: its index cannot be read",
            "Release 1: made anew, of 3 mails.",
            "2 releases: 1 with an index of its own that can be read, 1 made anew now, 0 before.",
            "--cache " + cache);
    assertThat(lost).doesNotExist();
    Path index = made().getFirst();
    for (Path file : list(kept)) { // made of the same mails, it is the same
      assertThat(index.resolve(file.getFileName().toString())).hasSameBinaryContentAs(file);
    }
    try (Site site = serve()) {
      assertThat(Served.get(site, "/search?q=tide").body())
          .contains("6 mails found")
          .doesNotContain("cannot be searched");
      assertThat(Served.get(site, "/releases/1").body()).contains("Tide 2");
    }
    assertThat(ok("reindex", pub, "--cache", cache).out())
        .contains("1 with an index of its own that can be read, 0 made anew now, 1 before.");
    Files.move(kept, lost);
    assertThat(ok("reindex", pub, "--cache", cache).out())
        .contains("2 with an index of its own that can be read, 0 made anew now, 0 before.");
    assertThat(made()).isEmpty(); // nobody needs it any more
  }

  @Test
  void anIndexThatIsDamagedIsMadeAnewAndSoIsADamagedOneInTheCache() throws Exception {
    Files.writeString(list(pub.resolve("public/releases/2/index")).getFirst(), "nothing");
    for (Path file : list(pub.resolve("public/releases/2/index"))) {
      if (file.getFileName().toString().startsWith("segments")) {
        Files.writeString(file, "nothing");
      }
    }
    ok("reindex", pub, "--cache", cache);
    for (Path file : list(made().getFirst())) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    assertThat(ok("reindex", pub, "--cache", cache).out()).contains("Release 2: made anew");
    try (Site site = serve()) {
      assertThat(Served.get(site, "/search?q=tide").body()).contains("6 mails found");
    }
  }

  @Test
  void whatWasTakenBackIsInNoIndexThatIsUsed() throws Exception {
    Path lost = pub.resolve("public/releases/1/index");
    Durable.deleteTree(lost);
    ok("reindex", pub, "--cache", cache);
    Path before = made().getFirst();
    ok("withdraw", pub, 2, "--reason", "safety");
    Durable.deleteTree(lost);
    try (Site site = serve()) {
      assertThat(Served.get(site, "/search?q=tide").body())
          .contains("Release 1 cannot be searched here", "3 mails found");
      assertThat(Served.get(site, "/releases/1").body()).contains("<bdi>Withdrawn</bdi>");
    }
    ok("reindex", pub, "--cache", cache);
    assertThat(before).doesNotExist();
    try (Site site = serve()) {
      assertThat(Served.get(site, "/search?q=tide").body())
          .contains("5 mails found")
          .doesNotContain("Tide 2");
    }
  }

  private Site serve() throws IOException {
    return Site.start(SiteOptions.of(pub.resolve("public")).withCache(cache).withPort(0));
  }

  private List<Path> made() throws IOException {
    return list(cache).stream()
        .filter(path -> path.getFileName().toString().startsWith("index-"))
        .toList();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().toList();
    }
  }
}
