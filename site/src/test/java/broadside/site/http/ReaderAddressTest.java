package broadside.site.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whom a server on loopback counts a request against. */
class ReaderAddressTest {
  private static final Set<String> DECLARED = Set.of("127.0.0.1", "192.0.2.99");

  /** What the server says of one request that comes with these headers. */
  private static String of(ReaderAddress reader, String... forwarded) throws Exception {
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, String.valueOf(reader.of(request)), callback);
            return true;
          }
        });
    server.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"));
      for (String header : forwarded) {
        request.header("X-Forwarded-For", header);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    } finally {
      server.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "'1.2.3.4, 192.0.2.7', 192.0.2.7",
    "2001:db8:1:2:3::4, 20010db800010002",
    "::ffff:192.0.2.7, 192.0.2.7",
    "[2001:db8::1], 20010db800000000",
  })
  void takesTheRightMostAddressFromADeclaredProxy(String forwarded, String network)
      throws Exception {
    assertThat(of(new ReaderAddress(DECLARED), forwarded)).isEqualTo(network);
    assertThat(of(new ReaderAddress(DECLARED), "203.0.113.1", forwarded)).isEqualTo(network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "facade.cafe",
        "localhost",
        "unknown",
        "192.0.2.7:1234",
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "192.0.2.99",
      })
  void takesNoNameAndNoAddressOfAProxyOrOfThisMachine(String forwarded) throws Exception {
    assertThat(of(new ReaderAddress(DECLARED), forwarded)).isEqualTo("null");
  }

  @Test
  void believesNobodyWhoIsNoDeclaredProxyAndSaysSoOnce() throws Exception {
    ReaderAddress reader = new ReaderAddress(Set.of("192.0.2.99"));
    List<String> said =
        said(() -> {
          assertThat(of(reader)).isEqualTo("null");
          assertThat(of(reader, "192.0.2.7")).isEqualTo("null");
          assertThat(of(reader, "192.0.2.8")).isEqualTo("null");
        });
    assertThat(said)
        .singleElement()
        .asString()
        .contains("--proxy 127.0.0.1", "not told apart")
        .doesNotContain("192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true, not told apart",
    "::1, true, not told apart",
    "10.1.2.3, true, count as one",
    "192.168.7.1, true, count as one",
    "fe80::1, true, count as one",
    "fd12::1, true, count as one",
    "192.0.2.7, false, count as one",
    "2001:db8::1, false, count as one",
  })
  void saysSoTooOfAProxyInThisNetworkWhoseReadersCountAsOne(
      String peer, boolean isNear, String what) {
    InetAddress address = InetAddress.ofLiteral(peer);
    assertThat(ReaderAddress.isNear(address)).isEqualTo(isNear);
    assertThat(ReaderAddress.undeclared(address))
        .contains(what, "--proxy " + address.getHostAddress() + ".");
  }

  @Test
  void saysOnceWhereADeclaredProxyNamesNobody() throws Exception {
    ReaderAddress reader = new ReaderAddress(DECLARED);
    List<String> said =
        said(() -> {
          assertThat(of(reader, "192.0.2.7")).isEqualTo("192.0.2.7");
          assertThat(of(reader)).isEqualTo("null");
          assertThat(of(reader)).isEqualTo("null");
        });
    assertThat(said)
        .singleElement()
        .asString()
        .contains("127.0.0.1, a declared proxy, sent a request without");
  }

  private interface Asking {
    void ask() throws Exception;
  }

  private static List<String> said(Asking asking) throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(ReaderAddress.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    log.addAppender(said);
    try {
      asking.ask();
    } finally {
      log.detachAppender(said);
    }
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
