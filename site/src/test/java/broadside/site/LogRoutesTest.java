package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.log.LogDirectory;
import broadside.archive.release.CheckMonitor;
import broadside.archive.verify.Audit;
import broadside.archive.verify.Finding.Kind;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.Tile;
import broadside.proof.log.TiledTree;
import broadside.proof.mail.MailProof;
import broadside.proof.note.SignedNote;
import broadside.proof.policy.Policy;
import broadside.proof.text.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log, the policy and the proofs over HTTP, as a reader or a mirror fetches them. */
@Tag("slow")
class LogRoutesTest {
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
  void everyMailIsCheckedOfflineWithTheProofBesideIt() throws FormatException {
    String identity = identity();
    int numbers = SampleMails.first().size() + SampleMails.second().size();
    int proven = 0;
    for (int number = 1; number <= numbers; number++) {
      HttpResponse<byte[]> proof = site.bytes("/messages/" + number + ".tlog-proof");
      HttpResponse<byte[]> eml = site.bytes("/messages/" + number + ".eml");
      if (eml.statusCode() != 200) {
        assertThat(proof.statusCode()).as("withheld %d", number).isEqualTo(410);
        continue;
      }
      assertThat(proof.statusCode()).as("number %d", number).isEqualTo(200);
      assertThat(proof.body()).hasSizeLessThanOrEqualTo(12 << 10);
      MailProof.Checked checked = MailProof.parse(proof.body()).check(eml.body());
      assertThat(checked.line().number()).isEqualTo(number);
      assertThat(checked.policies().publication()).isEqualTo(identity);
      proven++;
    }
    assertThat(proven).isGreaterThan(5).isLessThan(numbers);
  }

  @Test
  void aProofIsAFileToKeepAndNotKeptForLong() {
    HttpResponse<String> proof = site.get("/messages/1.tlog-proof");
    assertThat(header(proof, "content-type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(header(proof, "content-disposition"))
        .startsWith("attachment; filename=\"1.tlog-proof\"");
    assertThat(header(proof, "cache-control")).contains("max-age=60").doesNotContain("immutable");
    assertThat(proof.body()).startsWith("c2sp.org/tlog-proof@v1\nextra ");
    for (String path :
        new String[] {
          "/messages/999.tlog-proof",
          "/messages/0.tlog-proof",
          "/messages/01.tlog-proof",
          "/messages/-1.tlog-proof",
          "/messages/.tlog-proof",
          "/messages/1.tlog-proof/x",
          "/messages/99999999999999.tlog-proof"
        }) {
      assertThat(site.get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void theCheckpointIsKeptForSecondsAndTilesForEver() throws IOException {
    HttpResponse<byte[]> checkpoint = site.bytes("/checkpoint");
    assertThat(checkpoint.statusCode()).isEqualTo(200);
    assertThat(header(checkpoint, "content-type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(header(checkpoint, "cache-control"))
        .contains("max-age=5")
        .doesNotContain("immutable");
    assertThat(checkpoint.body()).isEqualTo(Files.readAllBytes(directory.resolve("checkpoint")));
    for (String name : new String[] {"tile/0/000.p/3", "tile/entries/000.p/3", "tile/0/000.p/1"}) {
      HttpResponse<byte[]> tile = site.bytes("/" + name);
      assertThat(tile.statusCode()).as(name).isEqualTo(200);
      assertThat(header(tile, "content-type")).isEqualTo("application/octet-stream");
      assertThat(header(tile, "cache-control")).contains("immutable", "max-age=31536000");
      assertThat(tile.body()).isEqualTo(Files.readAllBytes(directory.resolve(name)));
    }
    for (String name : new String[] {"policy/1", "roles/1"}) {
      HttpResponse<byte[]> text = site.bytes("/" + name);
      assertThat(text.body()).isEqualTo(Files.readAllBytes(directory.resolve(name)));
      assertThat(header(text, "content-type")).isEqualTo("text/plain;charset=utf-8");
      assertThat(header(text, "cache-control")).contains("immutable");
    }
  }

  /** What a reader fetches is a log whose root is the one that its key signed. */
  @Test
  void theLogOverHttpVerifies() throws IOException, FormatException {
    Policy policy = Policy.parse(site.bytes("/policy/1").body(), site.bytes("/roles/1").body());
    Checkpoint checkpoint =
        policy.log().check(SignedNote.parse(site.bytes("/checkpoint").body())).checkpoint();
    TiledTree tree = new TiledTree(checkpoint.size(), tile -> site.bytes("/" + tile.path()).body());
    assertThat(checkpoint.size()).isEqualTo(3);
    assertThat(tree.root()).isEqualTo(checkpoint.root());
    assertThat(site.bytes("/" + Tile.bundle(0, 3).entriesPath()).body()).isNotEmpty();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (String path :
        new String[] {
          "/tile/0/001",
          "/tile/0/000",
          "/tile/0/000.p/4",
          "/tile/1/000.p/1",
          "/tile/entries/001",
          "/tile/7/x001/x234/067",
          "/tile/8/000",
          "/tile/0/0",
          "/tile/0/1000",
          "/tile/0/000.p/0",
          "/tile/0/000.p/256x",
          "/tile/0/000.p/",
          "/tile/0/000.p",
          "/tile",
          "/tile/",
          "/tile/x/000",
          "/policy/2",
          "/policy/0",
          "/policy/01",
          "/policy",
          "/roles/2",
          "/roles/x",
          "/checkpoint.new",
          "/checkpoints",
          "/tile/entries/000.p/3.new",
          "/tile/0/000.p/3%00"
        }) {
      assertThat(site.get(path).statusCode()).as(path).isIn(404, 400, 302, 308);
      assertThat(site.get(path).body()).as(path).doesNotContain("origin");
    }
  }

  @Test
  void pathsThatLeaveTheLogAreRefused() throws IOException {
    Files.writeString(directory.resolve("secret"), "Sea-Urchin-42");
    for (String path :
        new String[] {
          "/tile/../secret",
          "/tile/0/../../secret",
          "/policy/../secret",
          "/roles/../secret",
          "/tile/%2e%2e/secret",
          "/tile/0/%2e%2e/%2e%2e/secret",
          "/tile/..%2fsecret",
          "/policy/..%2fsecret",
          "/tile/0/000.p/../../../../secret",
          "/checkpoint/../secret",
          "/tile/..;/secret",
          "/tile/.%00./secret",
          "/tile//secret",
          "/tile/..\\secret",
          "/releases/1/../../secret",
          "/messages/../secret",
          "/../secret",
          "//secret",
          "/secret"
        }) {
      String answer = raw(path);
      assertThat(answer).as(path).matches("(?s)HTTP/1.1 (400|404|30[128]) .*");
      assertThat(answer).as(path).doesNotContain("Sea-Urchin");
    }
  }

  /** The path as it is, which a client would have cleaned. */
  private static String raw(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.site.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(all);
      return all.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void thePageSaysWhatToCompareAndWhoSigns() throws FormatException {
    HttpResponse<String> page = site.get("/verify");
    assertThat(page.statusCode()).isEqualTo(200);
    Policy policy = Policy.parse(site.bytes("/policy/1").body(), site.bytes("/roles/1").body());
    assertThat(page.body())
        .contains(identity())
        .contains("the signature of this editor")
        .contains(policy.roles().editors().getFirst().key().print())
        .contains(policy.log().log().name())
        .contains("3 entries")
        .contains("No witnesses cosign this log yet")
        .contains("<code>.tlog-proof</code>");
  }

  @Test
  void aMessagePageLeadsToItsProof() {
    assertThat(site.get("/messages/1").body())
        .contains("/messages/1.eml")
        .contains("/messages/1.tlog-proof");
  }

  /** All that a static server would have: fetched over HTTP it is a publication that holds. */
  @Test
  void aCopyMadeOverHttpIsWhole(@TempDir Path copy) throws IOException, FormatException {
    int copied = 0;
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString();
        HttpResponse<byte[]> fetched = site.bytes("/" + name);
        if (fetched.statusCode() == 200 && !name.equals("about") && !name.equals("secret")) {
          Files.createDirectories(copy.resolve(name).resolveSibling("."));
          Files.write(copy.resolve(name), fetched.body());
          copied++;
        }
      }
    }
    Files.copy(directory.resolve("about"), copy.resolve("about"));
    assertThat(copied).isGreaterThan(20);
    Audit.Report report = Audit.of(copy, identity(), Instant.now(), CheckMonitor.NONE);
    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Kind.NOTE);
    assertThat(new LogDirectory(copy).checkpoint()).isNotNull();
  }

  private static String identity() throws FormatException {
    return Policy.parse(site.bytes("/policy/1").body(), site.bytes("/roles/1").body()).hash();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
