package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.proof.release.FileList;
import broadside.proof.text.SignedText;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One file from an upstream that cuts it off again and again. */
class FileDownloadTest {
  private static final int STEP = (int) MirrorLimits.PROGRESS_BYTES + 4096;

  @TempDir Path directory;
  private final byte[] body = new byte[8 * STEP];
  private FileServer server;

  @BeforeEach
  void serve() throws IOException {
    server = FileServer.of(directory);
    for (int i = 0; i < body.length; i += 997) {
      body[i] = (byte) i;
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void download() throws IOException {
    FileList.Entry entry = new FileList.Entry("file", body.length, SignedText.sha256Hex(body));
    try (Fetcher fetcher = new Fetcher(Harbour.LIMITS, () -> false)) {
      new FileDownload(
              fetcher,
              Harbour.LIMITS,
              bytes -> {},
              "file",
              entry,
              directory.resolve("part"),
              directory.resolve("target"))
          .from(server.upstream());
    }
  }

  /** Sends a stretch of the file and breaks off. */
  private void send(HttpExchange exchange, int from, int bytes) throws IOException {
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %s-%s/%s".formatted(from, body.length - 1, body.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length - from);
    exchange.getResponseBody().write(body, from, Math.min(bytes, body.length - from));
    exchange.getResponseBody().flush();
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
  }

  @Test
  @Tag("slow")
  void goesOnAsLongAsItComesFurther() throws IOException {
    server.answer("file", exchange -> send(exchange, from(exchange), STEP));
    download();
    assertThat(directory.resolve("target")).hasBinaryContent(body);
    assertThat(server.requests().size()).isGreaterThan(Harbour.LIMITS.retries());
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @Tag("slow")
  void givesUpOneThatBeginsAnewForEver() {
    AtomicInteger count = new AtomicInteger();
    server.answer(
        "file", exchange -> send(exchange, 0, count.getAndIncrement() % 2 == 0 ? STEP : 3 * STEP));
    assertThatExceptionOfType(FetchException.class).isThrownBy(this::download);
    assertThat(server.requests()).hasSizeLessThan(10);
  }
}
