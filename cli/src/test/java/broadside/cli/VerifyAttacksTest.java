package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.release.ReleaseSample;
import broadside.proof.log.Tile;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a reader who verifies is told of each attack: in one sentence, with its exit code; and of an
 * honest address beside the one that attacks, that it serves what is signed.
 */
@Tag("slow")
class VerifyAttacksTest {
  @TempDir private Path scratch;
  private Path origin;
  private ReleaseSample sample;
  private FileServer server;
  private FileServer honest;

  @BeforeEach
  void publish() throws IOException {
    origin = scratch.resolve("origin");
    sample = ReleaseSample.in(origin, 2, 2, false);
    sample.release("First", 3);
    server = FileServer.at(origin, 0);
    honest = FileServer.at(origin, 0);
  }

  @AfterEach
  void close() {
    server.close();
    honest.close();
  }

  @ParameterizedTest
  @CsvSource({
    "checkpoint, sends more than 65536 bytes as checkpoint: it is not what is signed",
    "releases/1/SHA256SUMS, sends more than %d bytes as releases/1/SHA256SUMS: it is not what is signed",
    "releases/1/mail.zip, sends more of releases/1/mail.zip than the %d bytes that are signed",
  })
  void anEndlessFileIsForged(String path, String said) throws IOException {
    server.answer("/" + path, VerifyAttacksTest::endless);
    assertTold(ExitCode.FORGED, said.formatted(Files.size(origin.resolve(path))));
  }

  @Test
  void aFileWithAMailMoreIsForged() throws IOException {
    ReleaseSample forger = ReleaseSample.in(scratch.resolve("forger"));
    forger.release("First", 4);
    byte[] zip = Files.readAllBytes(scratch.resolve("forger/releases/1/mail.zip"));
    server.answer("/releases/1/mail.zip", body(zip));
    assertTold(
        ExitCode.FORGED,
        "has releases/1/mail.zip with %d bytes where %d are signed"
            .formatted(zip.length, Files.size(origin.resolve("releases/1/mail.zip"))));
  }

  @Test
  void aCaptivePortalIsNoPublication() throws IOException {
    byte[] page =
        "<!DOCTYPE html><html><title>Free Wi-Fi</title>Please log in</html>"
            .getBytes(StandardCharsets.US_ASCII);
    for (String path : List.of("about", "checkpoint", "policy", "roles", "tile", "releases")) {
      server.answer("/" + path, body(page));
    }
    assertTold(
        ExitCode.UNREACHABLE,
        "answers with a web page in the place of the publication: does the network ask for a login?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy/1", "checkpoint", "releases/1/mail.zip"})
  void aRedirectLoopEnds(String path) throws IOException {
    server.answer(
        "/" + path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/" + path);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    assertTold(ExitCode.UNREACHABLE, "redirects more than 3 times when asked for " + path);
  }

  @Test
  void anotherTileOfEitherLevelIsForged() throws IOException {
    sample.log().append(Collections.nCopies(Tile.FULL + 2, new byte[1]));
    for (Tile tile : List.of(new Tile(0, 0, Tile.FULL), new Tile(0, 1, 4), new Tile(1, 0, 1))) {
      byte[] bytes = Files.readAllBytes(origin.resolve(tile.path()));
      bytes[bytes.length / 2] ^= 1;
      try (FileServer liar = FileServer.at(origin, 0)) {
        liar.answer("/" + tile.path(), body(bytes));
        assertTold(
            liar,
            ExitCode.FORGED,
            "serves another %s than the log's entries give".formatted(tile.path()));
      }
    }
  }

  @Test
  void aReleaseThatTooFewEditorsSignedIsNotShown() throws IOException {
    sample.signedBy(1).release("Second", 2);
    String told =
        "  Note: Entry 2 of the log counts for nothing (%d bytes): signed by 1 of the editors of policy 1; it takes 2."
            .formatted(Files.size(origin.resolve("releases/2/statement")));
    for (Object what : List.of(origin, server.address())) {
      Command verify = Command.ok("verify", what);
      assertThat(verify.out().lines())
          .contains("It holds.")
          .containsOnlyOnce(told)
          .anyMatch(line -> line.startsWith("  1 release with 6 files"));
      assertThat(verify.err()).isEmpty();
    }
  }

  /** As its editors signed it. */
  @Test
  void aManifestWithAKeyTwiceDoesNotHold() throws IOException {
    sample.releaseAltered(2, manifest -> manifest.replaceFirst("(\"n\":4,)", "$1$1"));
    String told =
        "Release 2 is damaged: the manifest's line for number 4 is not in its one encoding.";

    Command directory = Command.run("verify", origin);
    assertThat(directory.code()).as(directory.err()).isEqualTo(ExitCode.FORGED);
    assertThat(directory.out()).startsWith("It does not hold.");
    assertThat(directory.err().lines()).startsWith("broadside: " + told);

    Command address = Command.run("verify", server.address());
    assertThat(address.code()).as(address.err()).isEqualTo(ExitCode.FORGED);
    assertThat(address.out())
        .contains("It does not hold.")
        .doesNotContain("serves what is signed", "It holds.");
    assertThat(address.err())
        .isEqualToIgnoringNewLines(
            "broadside: Release 2 has the files that its editors signed, and they do not hold: %s Ask the publisher."
                .formatted(told));
  }

  private void assertTold(int code, String said) {
    assertTold(server, code, said);
  }

  /** An address is named in one sentence, and that is so whatever honest address is beside it. */
  private void assertTold(FileServer liar, int code, String said) {
    Command alone = Command.run("verify", liar.address());
    assertThat(alone.code()).as(alone.err()).isEqualTo(code);
    assertThat(alone.err().lines().filter(line -> line.contains(liar.address())))
        .singleElement()
        .asString()
        .startsWith("broadside: " + liar.address() + " " + said);
    assertThat(alone.out()).doesNotContain("serves what is signed");

    Command both = Command.run("verify", liar.address() + "," + honest.address());
    assertThat(both.code()).as(both.err()).isEqualTo(code);
    assertThat(both.err()).isEqualTo(alone.err());
    assertThat(both.out()).contains(honest.address() + " serves what is signed.", "It holds.");
  }

  private static HttpHandler body(byte[] body) {
    return exchange -> {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    };
  }

  private static void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    while (true) { // until nobody reads it any more
      exchange.getResponseBody().write(new byte[1 << 16]);
    }
  }
}
