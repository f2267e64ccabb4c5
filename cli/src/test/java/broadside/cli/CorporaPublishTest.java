package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.mail.html.ValidHtml;
import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishes real mail and looks at what a reader gets. */
class CorporaPublishTest {
  private static final long SEED = 20260101;
  private static final int PAGES = 500;
  private static final Pattern RELEASED = Pattern.compile("\"released\":([0-9]+)");
  private static final Pattern UNQUOTE = Pattern.compile("(?m)^>(>*From )");

  @TempDir private Path scratch;

  @Test
  @Tag("slow")
  void everyMailOfAMailingListIsAccountedForAndServed() throws IOException, InterruptedException {
    publishes("list-openbmc.mbox.gz", 4_000);
  }

  @Test
  @Tag("slow")
  void everyMailOfASpamCollectionIsAccountedForAndServed()
      throws IOException, InterruptedException {
    publishes("spamassassin.mbox.gz", 3_896);
  }

  @Test
  @Tag("acceptance")
  void everyMailOfManyInboxesIsAccountedForAndServed() throws IOException, InterruptedException {
    publishes("enron.mbox.gz", 44_755);
  }

  private void publishes(String corpus, long expected) throws IOException, InterruptedException {
    Path source = Corpora.file(corpus);
    Path pub = scratch.resolve("pub");
    Command published = Command.run("publish", source, "--into", pub, "--quiet");
    assertThat(published.code()).as(published.err()).isZero();
    Command status = Command.run("status", pub, "--json");
    assertThat(status.out())
        .contains("\"expected\":" + expected, "\"addsUp\":true", "\"waiting\":0", "\"refused\":0");
    assertThat(Command.run("check", pub).code()).isZero();
    Matcher released = RELEASED.matcher(status.out());
    assertThat(released.find()).isTrue();
    Set<String> hashes = hashes(source);
    everyMailIsOneOf(hashes, pub);
    look(pub, Integer.parseInt(released.group(1)), hashes);
  }

  /** Reads mail.zip as any other program does. */
  private static void everyMailIsOneOf(Set<String> hashes, Path pub) throws IOException {
    try (ZipFile zip = new ZipFile(pub.resolve("public/releases/1/mail.zip").toFile())) {
      for (ZipEntry mail : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(mail)) {
          assertThat(hashes).as(mail.getName()).contains(sha256(in.readAllBytes()));
        }
      }
    }
  }

  /** Looks at random pages, and compares the mails downloaded with those in the source. */
  private static void look(Path pub, int last, Set<String> hashes)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    try (Site site = Site.start(SiteOptions.of(pub.resolve("public")).withPort(0))) {
      Random chance = new Random(SEED);
      for (int i = 0; i < PAGES; i++) {
        int number = 1 + chance.nextInt(last);
        URI page = site.uri().resolve("/messages/" + number);
        HttpResponse<String> shown = client.send(get(page), BodyHandlers.ofString());
        assertThat(shown.statusCode()).as(page.toString()).isEqualTo(200);
        assertThat(shown.body()).as(page.toString()).containsPattern("<title>[^<]+</title>");
        ValidHtml.check(page.toString(), shown.body());
        HttpResponse<String> html =
            client.send(get(URI.create(page + "/html")), BodyHandlers.ofString());
        if (html.statusCode() != 404) {
          assertThat(html.statusCode()).as(page + "/html").isEqualTo(200);
          ValidHtml.check(page + "/html", html.body());
        }
        HttpResponse<byte[]> eml =
            client.send(get(URI.create(page + ".eml")), BodyHandlers.ofByteArray());
        assertThat(hashes).as(page + ".eml").contains(sha256(eml.body()));
      }
    }
  }

  /**
   * The hashes of the mails of an mbox file, split by the simplest means, as they are and with
   * ">From" undone.
   */
  private static Set<String> hashes(Path source) throws IOException {
    Set<String> hashes = new TreeSet<>();
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    boolean empty = true;
    boolean inside = false;
    try (InputStream in =
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(source)), 1 << 16)) {
      for (byte[] line = line(in); line.length > 0; line = line(in)) {
        if (empty && new String(line, StandardCharsets.ISO_8859_1).startsWith("From ")) {
          if (inside) {
            add(mail.toByteArray(), true, hashes);
          }
          mail.reset();
          inside = true;
        } else {
          mail.writeBytes(line);
        }
        empty = line.length == 1;
      }
    }
    // A file may end without the empty line that stands before a separator.
    add(mail.toByteArray(), true, hashes);
    add(mail.toByteArray(), false, hashes);
    return hashes;
  }

  private static void add(byte[] mail, boolean dropLine, Set<String> hashes) {
    String text = new String(mail, StandardCharsets.ISO_8859_1);
    if (dropLine && text.endsWith("\n")) {
      text = text.substring(0, text.length() - 1);
    }
    for (String version : List.of(text, UNQUOTE.matcher(text).replaceAll("$1"))) {
      hashes.add(sha256(version.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        break;
      }
    }
    return line.toByteArray();
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
