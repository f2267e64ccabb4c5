package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
  /** Longer than any step of a test, shorter than anybody waits. */
  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir static Path directory;
  static SiteUnderTest site;

  @BeforeAll
  static void start() throws IOException {
    SamplePublication publication = SamplePublication.in(directory);
    publication.release("", SampleMails.first());
    site =
        SiteUnderTest.start(
            publication, SiteOptions.of(directory).withPort(0).withLimits(impatient()));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static SiteLimits impatient() {
    Narrow narrow = new Narrow();
    narrow.idle = Duration.ofMillis(500);
    return narrow.limits();
  }

  @Test
  @Tag("slow")
  void speaksHttp2WithoutEncryption() throws Exception {
    try (Site patient = Site.start(SiteOptions.of(directory).withPort(0));
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      HttpRequest first = HttpRequest.newBuilder(patient.uri().resolve("/messages/1")).build();
      assertThat(client.sendAsync(first, HttpResponse.BodyHandlers.ofByteArray()).join().version())
          .isEqualTo(HttpClient.Version.HTTP_2);
      for (int i = 0; i < SiteLimits.DEFAULT.streams() - 1; i++) {
        String path = i % 2 == 0 ? "/messages/" + (1 + i % 7) : "/search?q=quay" + i;
        HttpRequest request = HttpRequest.newBuilder(patient.uri().resolve(path)).build();
        answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
      }
      assertThat(answers)
          .allSatisfy(answer -> {
            assertThat(answer.join().version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.join().statusCode()).isIn(200, 503);
          });
      HttpResponse<byte[]> sameInHttp1 =
          site.client.send(first, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(sameInHttp1.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(client.sendAsync(first, HttpResponse.BodyHandlers.ofByteArray()).join().body())
          .isEqualTo(sameInHttp1.body());
    }
  }

  @Test
  @Tag("slow")
  void closesWhatOneAddressOpensBeyondItsNumber() throws Exception {
    InetAddress own = ownAddress();
    assumeThat(own).as("this machine has an address besides loopback").isNotNull();
    Narrow narrow = new Narrow();
    narrow.connectionsPerAddress = 3;
    SiteOptions options =
        SiteOptions.of(directory).withHost("0.0.0.0").withPort(0).withLimits(narrow.limits());
    try (Site open = Site.start(options)) {
      int port = open.uri().getPort();
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          sockets.add(new Socket(own, port));
          assertThat(answer(sockets.getLast())).isEqualTo("HTTP/1.1 200");
        }
        try (Socket beyond = new Socket(own, port)) {
          assertThat(answer(beyond)).isEmpty();
        }
        for (int i = 0; i < 5; i++) {
          sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
          assertThat(answer(sockets.getLast())).isEqualTo("HTTP/1.1 200");
        }
        sockets.getFirst().close();
        awaitConnection(own, port);
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  }

  private static void awaitConnection(InetAddress own, int port) throws Exception {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    String answer = "";
    while (answer.isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
      try (Socket again = new Socket(own, port)) {
        answer = answer(again);
      }
    }
    assertThat(answer).isEqualTo("HTTP/1.1 200");
  }

  /** The first of an answer, or "" where the connection is closed without one. */
  private static String answer(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    try {
      socket
          .getOutputStream()
          .write("HEAD /about HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    } catch (SocketException reset) {
      return "";
    }
  }

  private static @Nullable InetAddress ownAddress() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
        .findFirst()
        .orElse(null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // says nothing
        "GET / HT", // never ends its line
        "GET / HTTP/1.1\r\nHost: a\r\nX: ", // never ends its headers
        "GET /about HTTP/1.1\r\nHost: a\r\n\r\n", // asks no more
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", // begins HTTP/2 and goes no further
      })
  @Tag("slow")
  void closesAConnectionThatIsSilent(String said) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.site.uri().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS); // where it is not closed, reading fails
      socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer.startsWith("HTTP/1.1 200")).isEqualTo(said.startsWith("GET /about"));
    }
    assertThat(site.get("/about").statusCode()).isEqualTo(200);
  }
}
