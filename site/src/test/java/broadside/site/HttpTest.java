package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
  @TempDir static Path directory;
  static SiteUnderTest site;

  @BeforeAll
  static void start() throws IOException {
    site = SiteUnderTest.start(directory);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  void sendsTheMailByteForByte() {
    for (int number : new int[] {1, 4, 7, 9}) {
      HttpResponse<byte[]> eml = site.bytes("/messages/" + number + ".eml");
      assertThat(eml.body()).isEqualTo(SampleMails.first().get(number - 1));
      assertThat(header(eml, "content-type")).isEqualTo("message/rfc822");
      assertThat(header(eml, "content-disposition"))
          .startsWith("attachment; filename=\"" + number + ".eml\"");
      assertThat(site.bytes("/messages/" + number + "/source").body()).isEqualTo(eml.body());
    }
  }

  @Test
  void sendsTheFilesOfAReleaseAndNoOthers() throws IOException {
    for (String name : new String[] {"SHA256SUMS", "statement", "manifest", "mail.zip", "salts"}) {
      HttpResponse<byte[]> file = site.bytes("/releases/1/" + name);
      assertThat(file.body())
          .isEqualTo(Files.readAllBytes(directory.resolve("releases/1/" + name)));
      assertThat(header(file, "accept-ranges")).isEqualTo("bytes");
    }
    Files.writeString(directory.resolve("releases/1/notes"), "not listed");
    assertThat(site.get("/releases/1/notes").statusCode()).isEqualTo(404);
    assertThat(site.get("/releases/1/index/none").statusCode()).isEqualTo(404);
  }

  @Test
  void goesOnWithADownload() throws IOException {
    String path = "/releases/1/mail.zip";
    byte[] zip = Files.readAllBytes(directory.resolve("releases/1/mail.zip"));
    HttpResponse<byte[]> begun = site.bytes(path, "Range", "bytes=0-999");
    assertThat(begun.statusCode()).isEqualTo(206);
    assertThat(header(begun, "content-range")).isEqualTo("bytes 0-999/" + zip.length);
    String tag = header(begun, "etag");
    HttpResponse<byte[]> rest = site.bytes(path, "Range", "bytes=1000-", "If-Range", tag);
    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(header(rest, "content-length")).isEqualTo(Integer.toString(zip.length - 1000));
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(begun.body());
    joined.writeBytes(rest.body());
    assertThat(joined.toByteArray()).isEqualTo(zip);
    assertThat(site.bytes(path, "Range", "bytes=-1").body()).containsExactly(zip[zip.length - 1]);
  }

  @Test
  void beginsADownloadAnewWhereTheFileIsAnother() throws IOException {
    String path = "/releases/1/mail.zip";
    byte[] zip = Files.readAllBytes(directory.resolve("releases/1/mail.zip"));
    String tag = header(site.bytes(path), "etag");
    for (String other : new String[] {"\"other\"", "W/" + tag, "Wed, 01 Jul 2026 07:28:00 GMT"}) {
      HttpResponse<byte[]> all = site.bytes(path, "Range", "bytes=9-", "If-Range", other);
      assertThat(all.statusCode()).as(other).isEqualTo(200);
      assertThat(all.body()).isEqualTo(zip);
    }
    assertThat(site.bytes(path, "Range", "bytes=0-1,5-6").body()).isEqualTo(zip);
    assertThat(site.bytes(path, "Range", "bytes=0-1", "If-None-Match", tag).statusCode())
        .isEqualTo(304);
    assertThat(site.send("HEAD", path, "Range", "bytes=0-1").statusCode()).isEqualTo(200);
  }

  @Test
  void saysHowLongTheFileIsToWhoAsksBeyondIt() throws IOException {
    long size = Files.size(directory.resolve("releases/1/mail.zip"));
    HttpResponse<String> beyond = site.get("/releases/1/mail.zip", "Range", "bytes=" + size + "-");
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(header(beyond, "content-range")).isEqualTo("bytes */" + size);
    assertThat(header(beyond, "cache-control")).isEqualTo("no-store");
    assertThat(beyond.body()).isEmpty();
  }

  @Test
  void answersNotModifiedToWhoHasThePage() {
    for (String path : new String[] {"/messages/1", "/messages/1.eml", "/releases/1/mail.zip"}) {
      HttpResponse<String> first = site.get(path, "Accept-Encoding", "gzip");
      String tag = header(first, "etag");
      assertThat(tag).startsWith("\"");
      HttpResponse<String> again =
          site.get(path, "If-None-Match", "\"other\", " + tag, "Accept-Encoding", "gzip");
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(header(again, "etag")).isEqualTo(tag);
      assertThat(site.get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void packsPagesForWhoAsks() throws IOException {
    HttpResponse<byte[]> plain = site.bytes("/messages/1");
    HttpResponse<byte[]> packed = site.bytes("/messages/1", "Accept-Encoding", "br, gzip");
    assertThat(header(packed, "content-encoding")).isEqualTo("gzip");
    assertThat(header(packed, "vary")).isEqualTo("Accept-Encoding");
    assertThat(header(packed, "etag")).isNotEqualTo(header(plain, "etag"));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
        .isEqualTo(plain.body());
  }

  @Test
  void answersHeadWithTheHeadersOfGet() {
    for (String path :
        new String[] {"/", "/messages/1", "/messages/1.eml", "/releases/1/mail.zip"}) {
      HttpResponse<String> get = site.get(path);
      HttpResponse<String> head = site.send("HEAD", path);
      assertThat(head.body()).isEmpty();
      assertThat(header(head, "content-length")).isEqualTo(header(get, "content-length"));
      assertThat(header(head, "etag")).isEqualTo(header(get, "etag"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"})
  void takesNothingButGetAndHead(String method) {
    HttpResponse<String> answer = site.send(method, "/");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/messages/1%2f..%2f2",
        "/..%2f..%2fetc/passwd",
        "/releases/1/..%2f..%2fabout",
        "/messages/1%00",
        "/%c0%ae%c0%ae/",
        "/messages/1;x=y",
        "/messages/01",
        "/messages/-1",
        "/messages/99999999999999999999",
        "/messages/1/attachments/0",
        "/messages/1/attachments/1",
        "/messages/1/html",
        "/messages/4/attachments/99",
        "/messages/999",
        "/releases/3",
        "/releases/1?from=999",
        "/releases/1/SHA256SUMS/",
        "/threads/zz",
        "/threads/0123456789abcdef",
        "/people/",
        "/assets/site-0000000000000000.css",
        "/nowhere",
      })
  void refusesWhatIsNotThereWithAPage(String path) {
    HttpResponse<String> answer = site.get(path);
    assertThat(answer.statusCode()).isIn(308, 400, 404);
    if (answer.statusCode() != 308) {
      assertThat(answer.body()).contains("<h1>").contains("Harbour letters").doesNotContain("etty");
    }
  }

  @Test
  void refusesEndlessAddresses() throws IOException {
    String answer = raw("GET /search?q=" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 414");
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400").doesNotContain("etty");
  }

  @Test
  void saysOfARequestInAVersionThatIsNoneThatItIsNotUnderstood() throws IOException {
    for (String line : List.of("GET /", "GET / HTTP/1.2", "GET / HTTP/3.0")) {
      assertThat(raw(line + "\r\nHost: a\r\n\r\n", 4_000))
          .as(line)
          .startsWith("HTTP/1.1 505")
          .contains("The request could not be understood")
          .doesNotContain("The fault is the site");
    }
  }

  @Test
  void sendsTheSecurityHeadersWithEverything() {
    for (String path :
        new String[] {
          "/",
          "/messages/4/html",
          "/messages/1.eml",
          "/messages/4/attachments/1",
          "/nowhere",
          "/messages/8",
          "/releases/1/mail.zip",
          "/robots.txt",
          "/feed.atom"
        }) {
      HttpResponse<byte[]> answer = site.bytes(path);
      assertThat(header(answer, "x-content-type-options")).as(path).isEqualTo("nosniff");
      assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
      assertThat(header(answer, "content-security-policy")).contains("default-src 'none'");
      assertThat(answer.headers().firstValue("server")).isEmpty();
      assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    }
    assertThat(header(site.get("/messages/4/html"), "content-security-policy"))
        .startsWith("sandbox; ");
  }

  @Test
  void keepsOnlyWhatCannotChangeForEver() {
    assertThat(header(site.get("/messages/1"), "cache-control")).isEqualTo("max-age=60");
    assertThat(header(site.get("/nowhere"), "cache-control")).isEqualTo("no-store");
    String css = between(site.get("/").body(), "<link rel=\"stylesheet\" href=\"", "\"");
    assertThat(header(site.get(css), "cache-control")).contains("immutable");
  }

  @Test
  void offersAttachmentsWithoutOpeningThem() {
    HttpResponse<byte[]> png = site.bytes("/messages/4/attachments/1");
    assertThat(png.body()).isEqualTo(SampleMails.PNG);
    assertThat(header(png, "content-type")).isEqualTo("image/png");
    assertThat(header(png, "content-disposition")).startsWith("attachment; filename=\"logo.png\"");
    HttpResponse<String> html = site.get("/messages/4/attachments/3");
    assertThat(header(html, "content-type")).isEqualTo("application/octet-stream");
    assertThat(header(html, "content-security-policy")).startsWith("sandbox; ");
  }

  @Test
  void letsNoFileNameIntoTheHeaders() {
    for (int index = 1; index <= 2; index++) {
      HttpResponse<String> file = site.get("/messages/7/attachments/" + index);
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(file.headers().firstValue("set-cookie")).isEmpty();
      assertThat(header(file, "content-disposition")).doesNotContain("..").doesNotContain("/etc");
      assertThat(header(file, "content-type")).isEqualTo("application/octet-stream");
    }
  }

  @Test
  void showsAMailThatLiesInAnother() {
    Document found = Jsoup.parse(site.get("/search?q=%22two+keys%22").body());
    String address = found.select("table.mails a").attr("href");
    assertThat(found.select(".snippet").text()).contains("I still have two keys");
    Document page = Jsoup.parse(site.get(address).body());
    Element nested = page.select("section.nested#m1").first();
    assertThat(nested).isNotNull();
    assertThat(nested.text())
        .contains("A mail inside this one", "Keys of shed five", "Jonas Reed", "20 April 2015")
        .contains("I still have two keys. Where shall I leave them?");
    assertThat(nested.select("a[href=/people/jonas@tenant.example]")).hasSize(1);
    assertThat(nested.select("#m1p1")).hasSize(1);
    assertThat(page.select("article.letter").text()).contains("As promised");
  }

  @Test
  void escapesEverythingAMailSays() {
    for (String path :
        new String[] {
          "/messages/7",
          "/releases/1",
          "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22x",
          "/search?q=alert",
          "/people/%22%3E%3Cscript%3E@evil.example"
        }) {
      assertThat(site.get(path).body()).doesNotContain("<script").doesNotContain("<img src=x");
    }
    assertThat(site.get("/messages/7").body()).contains("&lt;script&gt;alert('text')");
  }

  @Test
  void saysThatANumberIsWithheldAndWhy() {
    for (String path :
        List.of(
            "/messages/8",
            "/messages/8.eml",
            "/messages/8/source",
            "/messages/8/html",
            "/messages/8/attachments/1",
            "/messages/8.tlog-proof")) {
      HttpResponse<String> answer = site.get(path);
      assertThat(answer.statusCode()).isEqualTo(410);
      assertThat(answer.body())
          .contains("Message 8 is withheld", "personal data")
          .contains("href=\"/messages/7\" rel=\"prev\"", "href=\"/messages/9\" rel=\"next\"");
    }
  }

  @Test
  void saysThatAThreadHasFewerMails() {
    String page = site.get("/messages/2").body();
    String thread = "/threads/" + between(page, "<a href=\"/threads/", "\"");
    for (String from : new String[] {"3", "2147483648", "999999999999"}) {
      assertThat(site.get(thread + "?from=" + from).statusCode()).as(from).isEqualTo(404);
      assertThat(site.get("/api/v1" + thread + "?from=" + from).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void sendsOneThreadUnderOneAddress() {
    String page = site.get("/messages/2").body();
    String thread = "/threads/" + between(page, "<a href=\"/threads/", "\"");
    HttpResponse<String> answer = site.get(thread);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("/messages/1\"", "/messages/2\"", "/messages/3\"");
  }

  @Test
  void movesTheTrailingSlash() {
    HttpResponse<String> moved = site.get("/releases/");
    assertThat(moved.statusCode()).isEqualTo(308);
    assertThat(header(moved, "location")).isEqualTo("/releases");
    assertThat(site.get("//evil.example/").statusCode()).isIn(400, 404);
  }

  private static String raw(String request) throws IOException {
    return raw(request, 400);
  }

  /** As many bytes of the answer, or all where the server ends it before. */
  private static String raw(String request, int most) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.site.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      byte[] answer = socket.getInputStream().readNBytes(most);
      return new String(answer, StandardCharsets.ISO_8859_1);
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
