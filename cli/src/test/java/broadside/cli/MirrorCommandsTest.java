package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.Durable;
import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mirroring and verifying over HTTP from the command line, from a site and from a file server. */
class MirrorCommandsTest {
  @TempDir private Path scratch;
  private Path pub;
  private Path copy;
  private Site site;

  @BeforeEach
  void publish() throws IOException {
    pub = scratch.resolve("pub");
    copy = scratch.resolve("copy");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    for (int i = 1; i <= 3; i++) {
      Files.writeString(
          mails.resolve(i + ".eml"),
          "From: keeper@port.example\nTo: clerk@port.example\nMessage-ID: <m%d@port.example>\nSubject: Lamps %d\n\nLit at dusk.\n"
              .formatted(i, i));
    }
    assertThat(Command.run("init", pub, "--title", "Port").code()).isZero();
    assertThat(Command.run("add", pub, mails).code()).isZero();
    assertThat(Command.run("release", pub).code()).isZero();
    site = Site.start(SiteOptions.of(pub.resolve("public")).withPort(0));
  }

  @AfterEach
  void close() throws IOException {
    site.close();
  }

  @Test
  @Tag("slow")
  void mirrorOfASiteIsWholeAndServesAsTheOriginDoes() throws Exception {
    Command first = Command.run("mirror", site.uri(), copy);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("believed to be the one you mean", "New: release 1; 2 entries of the log.");
    assertThat(Command.run("mirror", site.uri(), copy).out())
        .contains("Nothing new", "(2 requests,");
    assertThat(Command.run("verify", copy).code()).isZero();
    assertThat(Command.run("check", copy).code()).isZero();
    assertThat(scrubbedOf("foo").out())
        .contains("  Deleted, since nobody signed it: releases/1/foo.\n")
        .doesNotContain("Brought anew");
    assertThat(scrubbedOf("foo", "bar").out())
        .containsPattern(
            "  Deleted, since nobody signed them: releases/1/..., releases/1/...\\.\n");
    assertThat(Command.run("mirror", site.uri(), copy, "--scrub", "--json").out())
        .contains("\"repaired\":[],\"deleted\":[],");
    assertThat(Files.readAllBytes(copy.resolve("public/about")))
        .isEqualTo(Files.readAllBytes(pub.resolve("public/about")));
    try (Site mirror = Site.start(SiteOptions.of(copy.resolve("public")).withPort(0))) {
      assertThat(get(mirror.uri() + "/search?q=lamps")).contains("3 mails found");
      Command second = Command.run("mirror", mirror.uri(), scratch.resolve("second"));
      assertThat(second.code()).as(second.err()).isZero();
    }
  }

  @Test
  @Tag("slow")
  void redactionsWithdrawalsAndCorrectionsAreFollowed() throws Exception {
    assertThat(Command.run("mirror", site.uri(), copy).code()).isZero();
    Path text = Files.writeString(scratch.resolve("text"), "They were lit at noon.\n");
    Command redacted =
        Command.run(
            "redact",
            pub,
            1,
            "--remove",
            "at dusk",
            "--reason",
            "personal-data",
            "--without-copies");
    assertThat(redacted.code()).as(redacted.err()).isZero();
    follow();
    Command withdrawn = Command.run("withdraw", pub, 2, "--reason", "safety", "--without-copies");
    assertThat(withdrawn.code()).as(withdrawn.err()).isZero();
    assertThat(
            Command.run("correct", pub, "--message", 3, "--title", "Noon", "--text", text).code())
        .isZero();
    follow();
    try (Stream<Path> texts = Files.list(copy.resolve("public/corrections"))) {
      Path held = texts.findFirst().orElseThrow();
      Files.writeString(held, "They were not lit.\n");
      assertThat(Command.run("verify", copy).code()).isEqualTo(ExitCode.FORGED);
      assertThat(Command.run("mirror", site.uri(), copy, "--scrub").out())
          .contains("corrections/" + held.getFileName());
      assertThat(held).hasSameTextualContentAs(text);
    }
    assertThat(Command.run("verify", copy).code()).isZero();
  }

  /** A scrub of a copy in which these files were planted. */
  private Command scrubbedOf(String... planted) throws IOException {
    for (String name : planted) {
      Files.writeString(copy.resolve("public/releases/1").resolve(name), "planted");
    }
    Command scrub = Command.run("mirror", site.uri(), copy, "--scrub");
    assertThat(scrub.code()).as(scrub.err()).isZero();
    return scrub;
  }

  private void follow() throws Exception {
    site.close();
    site = Site.start(SiteOptions.of(pub.resolve("public")).withPort(0));
    String value = Command.run("mirror", site.uri(), copy).agreement();
    Command mirror = Command.run("mirror", site.uri(), copy, "--accept-withdrawals", value);
    assertThat(mirror.code()).as(mirror.err()).isZero();
    assertThat(mirror.out()).containsPattern("New: (1 entry|2 entries) of the log\\.");
    Command verified = Command.run("verify", copy);
    assertThat(verified.code()).as(verified.err()).isZero();
    for (String name : new String[] {"mail.zip", "salts", "places", "SHA256SUMS"}) {
      assertThat(copy.resolve("public/releases/1").resolve(name))
          .hasBinaryContent(Files.readAllBytes(pub.resolve("public/releases/1").resolve(name)));
    }
  }

  @Test
  @Tag("slow")
  void plainServerOfFilesIsAnUpstreamToo() throws IOException {
    try (FileServer server = FileServer.of(pub)) {
      Command mirror = Command.run("mirror", "http://127.0.0.1:" + server.port(), copy);
      assertThat(mirror.code()).as(mirror.err()).isZero();
      assertThat(Command.run("verify", copy).code()).isZero();
    }
  }

  @Test
  @Tag("slow")
  void verifyNamesTheLiarAmongAddresses() throws IOException {
    assertThat(Command.run("mirror", site.uri(), copy).code()).isZero();
    Path zip = copy.resolve("public/releases/1/mail.zip");
    try (Site liar = Site.start(SiteOptions.of(copy.resolve("public")).withPort(0))) {
      byte[] bytes = Files.readAllBytes(zip);
      bytes[bytes.length / 2] ^= 1;
      Durable.replace(zip, bytes);
      Command verify = Command.run("verify", site.uri() + "," + liar.uri());
      assertThat(verify.code()).isEqualTo(ExitCode.FORGED);
      assertThat(verify.out()).contains(site.uri() + "/ serves what is signed.", "It holds.");
      assertThat(verify.err())
          .contains(liar.uri() + "/ serves another releases/1/mail.zip than the one signed.");
      assertThat(Command.run("verify", site.uri()).code()).isZero();
      assertThat(Command.run("verify", site.uri() + "," + liar.uri(), "--json").out())
          .containsOnlyOnce("\n")
          .contains(
              "\"verdict\":\"forged\",",
              "{\"address\":\"%s/\",\"verdict\":\"holds\"".formatted(site.uri()),
              "{\"address\":\"%s/\",\"verdict\":\"forged\"".formatted(liar.uri()),
              "serves another releases/1/mail.zip");
      Command both = Command.run("mirror", liar.uri() + "," + site.uri(), scratch.resolve("c2"));
      assertThat(both.code()).isEqualTo(ExitCode.FORGED);
      assertThat(both.out()).contains("New: release 1; 2 entries of the log.");
    }
  }

  @Test
  @Tag("slow")
  void whatWasWithdrawnLeavesTheMirrorOnceItsOperatorAgrees() throws IOException {
    assertThat(Command.run("mirror", site.uri(), copy).code()).isZero();
    Command withdraw = Command.run("withdraw", pub, "2", "--reason", "court-order");
    assertThat(withdraw.code()).as(withdraw.err()).isZero();
    site.close();
    site = Site.start(SiteOptions.of(pub.resolve("public")).withPort(0));
    Command asked = Command.run("mirror", site.uri(), copy); // 1 of 3 mails is more than 1 %
    assertThat(asked.out()).contains("you are asked first");
    assertThat(asked.err()).contains("take back 1 mail of release 1", "--accept-withdrawals");
    assertThat(asked.code()).isEqualTo(ExitCode.FOUND_WRONG);
    for (Object wrong : new Object[] {"", "yes", "--json"}) {
      assertThat(Command.run("mirror", site.uri(), copy, "--accept-withdrawals", wrong).code())
          .isEqualTo(ExitCode.USAGE);
    }
    String other = "0123456789abcdef";
    Command refused = Command.run("mirror", site.uri(), copy, "--accept-withdrawals", other);
    assertThat(refused.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(refused.agreement()).isEqualTo(asked.agreement());
    Command agreed =
        Command.run(
            "mirror", site.uri(), copy, "--accept-withdrawals", asked.agreement(), "--json");
    assertThat(agreed.code()).as(agreed.err()).isZero();
    try (Stream<Path> index = Files.list(pub.resolve("public/releases/1/index"))) {
      // besides the index: the checkpoint, the log's entries, the list of files
      assertThat(agreed.out()).contains("\"requests\":" + (4 + index.count()) + ",");
    }
    assertThat(Command.run("verify", copy).code()).isZero();
    assertThat(Files.readAllBytes(copy.resolve("public/releases/1/mail.zip")))
        .isEqualTo(Files.readAllBytes(pub.resolve("public/releases/1/mail.zip")));
    assertThat(copy.resolve("withdrawn")).isNotEmptyDirectory();
  }

  /** Its state cannot be taken: a file of another release is nowhere to be had. */
  @Test
  @Tag("slow")
  void whatIsTakenBackIsServedToNobodyThoughFilesAreMissing() throws Exception {
    assertThat(Command.run("mirror", site.uri(), copy).code()).isZero();
    Path more = Files.createDirectory(scratch.resolve("more"));
    Files.writeString(more.resolve("4.eml"), "From: a@port.example\nSubject: Tides\n\nHigh.\n");
    Command.ok("add", pub, more);
    Command.ok("withdraw", pub, "2", "--reason", "court-order");
    Command.ok("release", pub);
    try (FileServer origin = FileServer.of(pub)) {
      origin.answer(
          "/releases/2/mail.zip",
          exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
          });
      try (Site served = Served.serve(copy)) {
        Command asked = Command.run("mirror", origin.address(), copy);
        assertThat(Served.get(served, "/messages/2.eml").statusCode()).isEqualTo(200);
        Command agreed =
            Command.run(
                "mirror", origin.address(), copy, "--accept-withdrawals", asked.agreement());
        assertThat(agreed.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(agreed.err()).contains("1 mail was taken back, and shown to nobody");
        Served.await(served, "/messages/2", reply -> reply.statusCode() == 410);
        assertNotServed(served);
      }
      assertThat(Command.run("verify", copy).code()).isZero();
      try (Site again = Served.serve(copy)) {
        assertNotServed(again);
      }
    }
    try (FileServer origin = FileServer.of(pub);
        Site served = Served.serve(copy)) {
      String value = Command.run("mirror", origin.address(), copy).agreement();
      Command.ok("mirror", origin.address(), copy, "--accept-withdrawals", value);
      assertThat(copy.resolve("public.hidden")).doesNotExist();
      Served.await(served, "/releases/1/mail.zip", reply -> reply.statusCode() == 200);
      assertThat(Served.get(served, "/messages/2").statusCode()).isEqualTo(410);
      assertThat(Served.get(served, "/messages/4").statusCode()).isEqualTo(200);
    }
  }

  /** Mails without a date are numbered by their hashes: the second is that of lamps 3. */
  private static void assertNotServed(Site served) throws Exception {
    assertThat(Served.get(served, "/messages/2").body())
        .contains("taken back")
        .doesNotContain("dusk");
    assertThat(Served.get(served, "/messages/2.eml").statusCode()).isEqualTo(410);
    assertThat(Served.get(served, "/messages/2.tlog-proof").statusCode()).isEqualTo(410);
    for (String file : List.of("mail.zip", "salts", "index/_0.cfs")) {
      assertThat(Served.get(served, "/releases/1/" + file).statusCode()).as(file).isEqualTo(404);
    }
    assertThat(Served.get(served, "/releases/1/manifest").statusCode()).isEqualTo(200);
    assertThat(Served.get(served, "/releases/1").body())
        .contains("Lamps 1", "Lamps 2")
        .doesNotContain("Lamps 3", "mail.zip");
    assertThat(Served.get(served, "/search?q=lamps").body())
        .contains("<mark>Lamps</mark> 1", "<mark>Lamps</mark> 2")
        .doesNotContain("<mark>Lamps</mark> 3");
    assertThat(Served.get(served, "/messages/1").body()).doesNotContain("Lamps 3");
    assertThat(Served.get(served, "/messages/1").statusCode()).isEqualTo(200);
    assertThat(Served.get(served, "/api/v1/search?q=lamps").body())
        .contains("Lamps 1")
        .doesNotContain("Lamps 3");
  }

  @Test
  @Tag("slow")
  void nobodyAtAnAddressIsSaidSo() throws IOException {
    URI address = site.uri();
    site.close();
    Command mirror = Command.run("mirror", address, copy);
    assertThat(mirror.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(mirror.err()).contains("cannot be reached.");
    assertThat(Command.run("mirror", "pub", copy).code()).isEqualTo(ExitCode.USAGE);
    Command verify = Command.run("verify", address, "--json");
    assertThat(verify.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(verify.out())
        .contains("{\"verdict\":\"unreachable\"", "\"kind\":\"unreachable\"", "cannot be reached.");
  }

  /** Somebody has all keys of the publisher, and goes on in another way than the publisher. */
  @Test
  @Tag("slow")
  void checkpointsThatExcludeEachOtherAreLeftWithTheReader() throws IOException {
    Path stolen = Trees.copy(pub, scratch.resolve("stolen"));
    release(pub, "Open");
    release(stolen, "Closed");
    Path kept = scratch.resolve("kept");
    try (FileServer one = FileServer.of(pub);
        FileServer other = FileServer.of(stolen)) {
      String both = "http://127.0.0.1:%d/,http://127.0.0.1:%d/".formatted(one.port(), other.port());
      Command verify = Command.run("verify", both, "--evidence", kept);
      assertThat(verify.code()).as(verify.err()).isEqualTo(ExitCode.FORGED);
      assertThat(verify.err()).contains("the log's key has signed both", "are kept in " + kept);
      try (Stream<Path> pairs = Files.list(kept)) {
        List<Path> all = pairs.toList();
        assertThat(all).hasSize(1);
        String held = Files.readString(all.getFirst().resolve("held"));
        assertThat(held).startsWith("port-").contains("\n3\n");
        assertThat(Files.readString(all.getFirst().resolve("other")))
            .startsWith("port-")
            .contains("\n3\n")
            .isNotEqualTo(held);
        assertThat(all.getFirst().resolve("said")).content().contains("contradicts the one");
      }
      Command again = Command.run("verify", both, "--evidence", kept);
      assertThat(again.code()).isEqualTo(ExitCode.USAGE);
      assertThat(again.err()).contains(kept + " is there already");
      Path second = scratch.resolve("second");
      assertThat(Command.run("verify", both, "--evidence", second, "--json").out())
          .contains("\"verdict\":\"forged\"", "\"evidence\":\"" + second + "\"");
      assertThat(Command.run("verify", pub, "--evidence", kept).code()).isEqualTo(ExitCode.USAGE);
    }
  }

  private void release(Path publication, String subject) throws IOException {
    Path mail =
        Files.writeString(
            scratch.resolve(subject + ".eml"),
            "From: keeper@port.example\nSubject: %s\n\nAs said.\n".formatted(subject));
    assertThat(Command.run("add", publication, mail).code()).isZero();
    assertThat(Command.run("release", publication).code()).isZero();
  }

  /** Title and contact address are signed too: a mirror that exchanges them is named. */
  @Test
  @Tag("slow")
  void anAboutThatNobodySignedIsMissing() throws IOException {
    Path about = pub.resolve("public/about");
    String signed = Files.readString(about);
    try (FileServer liar = FileServer.of(pub)) {
      String address = "http://127.0.0.1:" + liar.port() + "/";
      Files.writeString(about, signed.replace("title Port", "title Fake"));
      Command verify = Command.run("verify", address);
      assertThat(verify.code()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(verify.err())
          .contains(address + " serves another file about than release 1 names.");
      assertThat(verify.out()).doesNotContain("It holds", "serves what is signed");
      assertThat(Command.run("mirror", address, copy).code()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(Command.run("verify", copy).code()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(Command.run("verify", pub).out()).contains("It holds.", "about was changed since");
      Files.writeString(about, signed);
      assertThat(Command.run("mirror", address, copy).code()).isZero();
      assertThat(Command.run("verify", copy).code()).isZero();
    }
  }

  private static String get(String address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
