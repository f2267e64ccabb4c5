package broadside.site.witness;

import broadside.archive.witness.AddCheckpoint;
import broadside.archive.witness.Witness;
import broadside.site.http.Binding;
import broadside.site.http.ConnectionsPerAddress;
import broadside.site.http.LeastPace;
import broadside.site.http.PortInUseException;
import broadside.site.http.RatePerAddress;
import broadside.site.http.ReaderAddress;
import broadside.site.http.SlowConnections;
import broadside.site.http.Stopping;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Witness} that answers over HTTP.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> what goes wrong in its own state is answered
 * with 500 and logged; nothing is signed.
 */
public final class WitnessServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);
  private static final int THREADS = 16;
  private static final int CONNECTIONS = 256;

  /** Of one address: more are closed at once. */
  private static final int CONNECTIONS_PER_ADDRESS = 32;

  private static final int HEADER_BYTES = 8 << 10;
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** A checkpoint is some kilobytes, and its answer less. */
  private static final LeastPace PACE =
      new LeastPace(IDLE, Duration.ofSeconds(20), Duration.ofSeconds(5), 512, IDLE);

  /** Requests that one address may send: logs publish now and then. */
  private static final int PER_SECOND = 5;

  private static final int BURST = 50;
  private static final int ADDRESSES = 10_000;

  private final Server server;
  private final ServerConnector connector;

  private WitnessServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /** The same where no proxy stands before it. */
  public static WitnessServer start(Witness witness, String host, int port) throws IOException {
    return start(witness, host, port, Set.of());
  }

  /**
   * Serves a witness until {@link #close}.
   *
   * @param port 0 for any free one
   * @param proxies addresses whose {@code X-Forwarded-For} is believed, as {@link ReaderAddress}
   *     takes them
   * @throws PortInUseException where another program has the port
   */
  public static WitnessServer start(Witness witness, String host, int port, Set<String> proxies)
      throws IOException {
    return start(witness, host, port, proxies, PACE);
  }

  /** The same, for those who are no slower than this. */
  static WitnessServer start(
      Witness witness, String host, int port, Set<String> proxies, LeastPace pace)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("witness");
    // Who sends half a request holds up nobody but themselves.
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector = new ServerConnector(server, 1, -1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(pace.idle().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
    ReaderAddress reader = new ReaderAddress(proxies);
    connector.addBean(new ConnectionsPerAddress(reader, CONNECTIONS_PER_ADDRESS, CONNECTIONS));
    SlowConnections.watch(connector, pace, CONNECTIONS);
    server.setErrorHandler(new BareErrors());
    server.setHandler(guarded(new Front(witness), reader));
    Binding.open(connector);
    LifeCycle.start(server);
    return new WitnessServer(server, connector);
  }

  private static Handler guarded(Handler front, ReaderAddress reader) {
    SizeLimitHandler sizes = new SizeLimitHandler(AddCheckpoint.BYTES, AddCheckpoint.BYTES);
    sizes.setHandler(front);
    return RatePerAddress.before(sizes, reader, PER_SECOND, BURST, IDLE, ADDRESSES);
  }

  /** Where it listens. */
  public URI uri() {
    return URI.create("http://" + connector.getHost() + ":" + connector.getLocalPort());
  }

  @Override
  public void close() {
    Stopping.stop(server);
  }

  /** An error is its status alone: whoever asks here is a program, or has nothing to ask. */
  private static final class BareErrors extends ErrorHandler {
    /** In which {@link #PER_SECOND} more are let in. */
    private static final int RETRY_SECONDS = 1;

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (response.getStatus() < 400) {
        response.setStatus(500);
      }
      if (response.getStatus() == 429) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
      }
      response.write(true, null, callback);
      return true;
    }
  }

  /** From a request to its answer. */
  private static final class Front extends Handler.Abstract {
    private final Witness witness;

    Front(Witness witness) {
      this.witness = witness;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (!Request.getPathInContext(request).equals("/" + AddCheckpoint.PATH)) {
        Response.writeError(request, response, callback, 404);
        return true;
      }
      if (!HttpMethod.POST.is(request.getMethod())) {
        response.getHeaders().put(HttpHeader.ALLOW, "POST");
        Response.writeError(request, response, callback, 405);
        return true;
      }
      byte[] body;
      try (InputStream in = Content.Source.asInputStream(request)) {
        body = in.readNBytes(AddCheckpoint.BYTES + 1);
      } catch (IOException e) { // who sends half a request has no answer, and no line in the log
        Response.writeError(request, response, callback, 400);
        return true;
      }
      try {
        Witness.Answer answer = witness.add(body);
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
      } catch (IOException e) {
        LOG.error("A checkpoint could not be judged: {}", e.toString());
        Response.writeError(request, response, callback, 500);
      }
      return true;
    }
  }
}
