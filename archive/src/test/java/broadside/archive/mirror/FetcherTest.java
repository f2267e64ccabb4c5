package broadside.archive.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream's headers may say, and how long it may take. */
class FetcherTest {
  private static final byte[] BODY = "whole\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private FileServer server;

  @BeforeEach
  void serve() throws IOException {
    Files.write(directory.resolve("file"), BODY);
    server = FileServer.of(directory);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void answerBusyOnce(String retryAfter) {
    server.answer(
        "file",
        exchange -> {
          server.behave();
          exchange.getResponseHeaders().set("Retry-After", retryAfter);
          FileServer.send(exchange, 503, new byte[0]);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Wed, 21 Oct 2015 07:28:00 GMT", "0", "-5", "soon", "1.5"})
  @Tag("slow")
  void asksAgainWhateverTheWaitLooksLike(String retryAfter) throws IOException {
    answerBusyOnce(retryAfter);
    try (Fetcher fetcher = new Fetcher(Harbour.LIMITS, () -> false)) {
      assertThat(fetcher.small(server.upstream(), "file", 100)).isEqualTo(BODY);
    }
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "99999999999999999999999",
        "3600",
        "Wed, 21 Oct 2150 07:28:00 GMT"
      })
  @Tag("slow")
  void waitsWhereTheWaitIsLong(String retryAfter) {
    answerBusyOnce(retryAfter);
    long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
    try (Fetcher fetcher = new Fetcher(Harbour.LIMITS, () -> System.nanoTime() - end > 0)) {
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> fetcher.small(server.upstream(), "file", 100));
    }
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "-1", "99999999999999999999999", "6, 6"})
  void aLengthThatIsNoneIsAFaultOfTheUpstream(String length) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n";
    try (ServerSocket raw = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Fetcher fetcher = new Fetcher(Harbour.LIMITS, () -> false)) {
      Thread answers = Thread.ofVirtual().start(() -> answer(raw, head));
      Upstream upstream = Upstream.of("http://127.0.0.1:" + raw.getLocalPort() + "/");
      assertThatExceptionOfType(FetchException.class)
          .isThrownBy(() -> fetcher.file(upstream, "file", 0, 1000, new Nothing()));
      assertThat(answers.isAlive()).isTrue();
    }
  }

  /** A list of verdicts may have megabytes, and a line be slow. */
  @Test
  @Tag("slow")
  void aLargeFileTakesAsLongAsItComesFurther() throws IOException {
    byte[] large = new byte[20_000];
    Arrays.fill(large, (byte) 'v');
    server.answer(
        "verdicts",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
          if (range != null) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-19999/20000");
          }
          exchange.sendResponseHeaders(range == null ? 200 : 206, large.length - from);
          int end = range == null ? 10_000 : large.length; // once it is cut off
          for (int at = from; at < end; at += 500) {
            exchange.getResponseBody().write(large, at, 500);
            exchange.getResponseBody().flush();
            LockSupport.parkNanos(100_000_000);
          }
        });
    long began = System.nanoTime();
    try (Fetcher fetcher = new Fetcher(Harbour.LIMITS, () -> false)) {
      assertThat(fetcher.whole(server.upstream(), "verdicts", 1 << 20)).isEqualTo(large);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Harbour.LIMITS.small());
    assertThat(server.requests()).hasSize(2);
  }

  /** Each byte comes soon enough, and the headers never end. */
  @Test
  @Tag("slow")
  void headersThatDripAreEnded() throws IOException {
    Duration half = Duration.ofMillis(500);
    MirrorLimits limits =
        new MirrorLimits(100, 100, 100, 100, 100, 0, 1, 1, half, half, 0, half, 0);
    long began = System.nanoTime();
    try (ServerSocket raw = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Fetcher fetcher = new Fetcher(limits, () -> false)) {
      Thread _ = Thread.ofVirtual().start(() -> drip(raw));
      Upstream upstream = Upstream.of("http://127.0.0.1:" + raw.getLocalPort() + "/");
      assertThatExceptionOfType(FetchException.class)
          .isThrownBy(() -> fetcher.small(upstream, "file", 100))
          .withMessage("does not answer");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
  }

  /** However long its connection may take: a silent one is told from one that cannot be reached. */
  @Test
  @Tag("slow")
  void whoSaysNothingDoesNotAnswer() throws IOException {
    Duration connect = Duration.ofSeconds(7);
    Duration idle = Duration.ofMillis(300);
    MirrorLimits limits =
        new MirrorLimits(100, 100, 100, 100, 100, 0, 0, 1, connect, idle, 0, idle, 0);
    try (ServerSocket raw = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Fetcher fetcher = new Fetcher(limits, () -> false)) {
      Upstream upstream = Upstream.of("http://127.0.0.1:" + raw.getLocalPort() + "/");
      assertThatExceptionOfType(FetchException.class)
          .isThrownBy(() -> fetcher.small(upstream, "file", 100))
          .withMessage("does not answer");
    }
  }

  /** One that is cut off is no other file: it is asked for again. */
  @Test
  void aSmallFileThatIsShorterThanItsLengthIsAskedForAgain() throws IOException {
    server.answer(
        "file",
        exchange -> {
          server.behave();
          exchange.sendResponseHeaders(200, BODY.length);
          exchange.getResponseBody().write(BODY, 0, 2);
        });
    try (Fetcher fetcher = new Fetcher(Harbour.LIMITS, () -> false)) {
      assertThat(fetcher.small(server.upstream(), "file", 100)).isEqualTo(BODY);
    }
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n", "\r\n\r\n", "HTTP/9 what\r\n\r\n", ""})
  @Tag("slow")
  void whatDoesNotSpeakHttpIsTold(String head) throws IOException {
    try (ServerSocket raw = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Fetcher fetcher = new Fetcher(Harbour.LIMITS, () -> false)) {
      Thread _ = Thread.ofVirtual().start(() -> answer(raw, head));
      Upstream upstream = Upstream.of("http://127.0.0.1:" + raw.getLocalPort() + "/");
      assertThatExceptionOfType(FetchException.class)
          .isThrownBy(() -> fetcher.small(upstream, "file", 100))
          .withMessage("breaks off before it answers");
    }
  }

  private static void drip(ServerSocket raw) {
    while (!raw.isClosed()) {
      try (Socket socket = raw.accept()) {
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
        while (true) {
          socket.getOutputStream().write('x');
          LockSupport.parkNanos(20_000_000);
        }
      } catch (IOException e) {
        // closed, or left by the client
      }
    }
  }

  private static void answer(ServerSocket raw, String head) {
    while (!raw.isClosed()) {
      try (Socket socket = raw.accept()) {
        byte[] request = new byte[1024];
        if (socket.getInputStream().read(request) > 0) {
          socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().write(BODY);
        }
      } catch (IOException e) {
        // closed, or left by the client
      }
    }
  }

  private static final class Nothing implements Fetcher.Sink {
    @Override
    public void restart() {}

    @Override
    public void write(byte[] bytes, int length) {}
  }
}
