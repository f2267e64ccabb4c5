package broadside.cli;

import static broadside.cli.Command.ok;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.Durable;
import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
  @Tag("slow")
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
            "Release 1 has no index.",
            "Release 1: made anew, of 3 numbers.",
            "2 releases: 1 with an index of its own that can be read, 1 made anew now, 0 before, 0 damaged.",
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
        .contains(
            "1 with an index of its own that can be read, 0 made anew now, 1 before, 0 damaged.");
    Files.move(kept, lost);
    assertThat(ok("reindex", pub, "--cache", cache).out())
        .contains(
            "2 with an index of its own that can be read, 0 made anew now, 0 before, 0 damaged.");
    assertThat(made()).isEmpty(); // nobody needs it any more
  }

  /** Lucene opens it all the same: only its check sums tell. */
  @Test
  @Tag("slow")
  void anIndexWithAFlippedByteIsMadeAnewAndSoIsSuchAOneInTheCache() throws Exception {
    Path index = pub.resolve("public/releases/2/index");
    for (Path file : list(index)) {
      byte[] whole = Files.readAllBytes(file);
      flip(file);
      Command made = ok("reindex", pub, "--cache", cache);
      assertThat(made.out()).as("%s", file).contains("Release 2: its index cannot be read");
      for (Path other : list(made().getFirst())) {
        flip(other);
      }
      assertThat(ok("reindex", pub, "--cache", cache).out()).contains("Release 2: made anew");
      try (Site site = serve()) {
        assertThat(Served.get(site, "/search?q=tide").body())
            .as("%s", file)
            .contains("6 mails found");
      }
      Files.write(file, whole);
    }
    assertThat(ok("reindex", pub, "--cache", cache).out()).contains("2 with an index of its own");
  }

  /** Nothing of them is an index any more, and Lucene says so in its own ways. */
  @Test
  @Tag("slow")
  void anIndexThatIsCutShortIsMadeAnew() throws Exception {
    for (String begin : new String[] {"segments_", "_0.si", "_0.fnm"}) {
      Path index = pub.resolve("public/releases/1/index");
      Path file =
          list(index).stream()
              .filter(path -> path.getFileName().toString().startsWith(begin))
              .findFirst()
              .orElseThrow();
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, whole.length / 2));
      assertThat(ok("reindex", pub, "--cache", cache).out())
          .as(begin)
          .contains("Release 1: its index cannot be read");
      Path made = made().getFirst().resolve(file.getFileName().toString());
      Files.write(made, Arrays.copyOf(whole, whole.length / 2));
      try (Site site = serve()) {
        assertThat(Served.get(site, "/search?q=tide").body())
            .as(begin)
            .contains("Release 1 cannot be searched here");
      }
      assertThat(ok("reindex", pub, "--cache", cache).out())
          .as(begin)
          .contains("Release 1: made anew");
      Files.write(file, whole);
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  @Tag("slow")
  void whatIsDamagedIsNamedAndKeepsNothingElseBack() throws Exception {
    for (int release = 1; release <= 2; release++) {
      Durable.deleteTree(pub.resolve("public/releases/" + release + "/index"));
    }
    flip(pub.resolve("public/releases/1/mail.zip"));
    Command done = Command.run("reindex", pub, "--cache", cache, "--json");
    assertThat(done.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(done.out()).contains("\"made\":[2]", "\"failed\":[1]");
    assertThat(done.err()).contains("Release 1 is damaged");
  }

  @Test
  @Tag("slow")
  void theCacheIsNotInThePublication() {
    Command refused = Command.run("reindex", pub, "--cache", pub.resolve("public/cache"));
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("outside the publication");
  }

  /** The release has a new index then, and nobody has a reason to call the command again. */
  @Test
  @Tag("slow")
  void whatWasTakenBackLeavesTheCacheWithoutFurtherAdo() throws Exception {
    Path lost = pub.resolve("public/releases/1/index");
    Durable.deleteTree(lost);
    ok("reindex", pub, "--cache", cache);
    Path before = made().getFirst();
    ok("withdraw", pub, 2, "--reason", "safety");
    assertThat(before).exists();
    try (Site site = serve()) {
      Served.await(site, "/search?q=tide", _ -> !Files.exists(before));
      assertThat(Served.get(site, "/search?q=tide").body())
          .contains("5 mails found")
          .doesNotContain("Tide 2");
    }
    Durable.deleteTree(lost);
    try (Site site = serve()) {
      assertThat(Served.get(site, "/search?q=tide").body())
          .contains("Release 1 cannot be searched here", "3 mails found");
      assertThat(Served.get(site, "/releases/1").body()).contains("<bdi>Withdrawn</bdi>");
      assertThat(Served.get(site, "/api/v1/releases/1").body())
          .contains("{\"number\":2,\"release\":1,\"state\":\"withdrawn\"}", "\"number\":3");
    }
    ok("reindex", pub, "--cache", cache);
    try (Site site = serve()) {
      assertThat(Served.get(site, "/search?q=tide").body()).contains("5 mails found");
    }
  }

  @Test
  @Tag("slow")
  void publicationsShareADirectory() throws Exception {
    Path other = scratch.resolve("other");
    ok("publish", scratch.resolve("mails"), "--into", other);
    Durable.deleteTree(pub.resolve("public/releases/1/index"));
    Durable.deleteTree(other.resolve("public/releases/1/index"));
    ok("reindex", pub, "--cache", cache);
    ok("reindex", other, "--cache", cache);
    assertThat(made()).hasSize(2);
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
