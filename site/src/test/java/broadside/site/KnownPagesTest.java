package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.site.http.ByteBudget;
import broadside.site.http.Kind;
import broadside.site.http.Reply;
import broadside.site.http.Sender;
import broadside.site.routes.Route;
import broadside.site.routes.Routes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server with one thread that makes pages. */
class KnownPagesTest {
  private static final String KNOWN = "known ".repeat(200);

  private final PageCache cache = new PageCache(1 << 20);
  private final ExecutorService makers = Executors.newFixedThreadPool(1);
  private final CountDownLatch waits = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final HttpClient client = HttpClient.newHttpClient();

  /** Says "made", and waits before it does for who asks for the releases. */
  private final class Maker extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws InterruptedException {
      if (request.getHttpURI().getPath().equals("/releases")) {
        waits.countDown();
        goesOn.await();
      }
      Content.Sink.write(response, true, "made", callback);
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    Route about = Objects.requireNonNull(Routes.parse("/about", null));
    cache.pages().put(about, Reply.of(Kind.PAGE, KNOWN.getBytes(StandardCharsets.US_ASCII)));
    Sender sender = new Sender(new ByteBudget(1 << 20));
    server.setHandler(new KnownPages(new Maker(), cache, sender, makers));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.stop();
    makers.close();
  }

  private CompletableFuture<String> ask(String path, String method, String... headers) {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(
                method,
                method.equals("POST")
                    ? HttpRequest.BodyPublishers.ofString("x")
                    : HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  @Test
  void sendsWhatItKnowsWhileAllThatMakePagesWait() throws Exception {
    CompletableFuture<String> slow = ask("/releases", "GET");
    waits.await();
    CompletableFuture<String> behind = ask("/search/help", "GET");
    assertThat(ask("/about", "GET").get()).isEqualTo(KNOWN);
    assertThat(ask("/about", "HEAD").get()).isEmpty();
    assertThat(slow).isNotDone();
    assertThat(behind).isNotDone();
    goesOn.countDown();
    assertThat(slow.get()).isEqualTo("made");
    assertThat(behind.get()).isEqualTo("made");
  }

  @Test
  void leavesToOthersWhatHasToBeDoneFirst() throws Exception {
    assertThat(ask("/about", "POST").get()).isEqualTo("made");
    assertThat(ask("/about?x", "GET").get()).isEqualTo(KNOWN);
    assertThat(ask("/about", "GET", "Accept-Encoding", "gzip").get())
        .as("not packed yet")
        .isEqualTo("made");
    cache.forget();
    assertThat(ask("/about", "GET").get()).isEqualTo("made");
  }
}
