package broadside.site;

import broadside.site.answers.Answers;
import broadside.site.http.Binding;
import broadside.site.http.ByteBudget;
import broadside.site.http.ConnectionsPerAddress;
import broadside.site.http.Permits;
import broadside.site.http.PortInUseException;
import broadside.site.http.RatePerAddress;
import broadside.site.http.ReaderAddress;
import broadside.site.http.ResponsesPerAddress;
import broadside.site.http.Sender;
import broadside.site.http.SentBytes;
import broadside.site.http.SlowConnections;
import broadside.site.http.Stopping;
import broadside.site.routes.Routes;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Jetty, with every limit of {@link SiteLimits} switched on. */
final class WebServer implements Closeable {
  private static final long STOP_MILLIS = 2_000;

  private final Server server;
  private final ServerConnector connector;
  private final SiteOptions options;
  private final ReaderAddress reader;
  private final WorkPool searches;
  private final WorkPool large;
  private final ExecutorService makers;
  private final PageCache cache;

  private WebServer(
      Server server,
      ServerConnector connector,
      SiteOptions options,
      ReaderAddress reader,
      WorkPool searches,
      WorkPool large) {
    this.server = server;
    this.connector = connector;
    this.options = options;
    this.reader = reader;
    this.searches = searches;
    this.large = large;
    this.makers =
        Executors.newFixedThreadPool(
            options.limits().makers(), Thread.ofPlatform().name("page-", 1).daemon().factory());
    this.cache = new PageCache(options.limits().cacheBytes());
  }

  /**
   * A server that holds its port and does not answer yet.
   *
   * @throws PortInUseException where the port is taken
   */
  static WebServer bind(SiteOptions options) throws IOException {
    SiteLimits limits = options.limits();
    QueuedThreadPool threads = new QueuedThreadPool(limits.threads());
    threads.setName("site");
    Server server = new Server(threads);
    server.setStopTimeout(STOP_MILLIS);
    HttpConfiguration http = http(limits);
    HTTP2CServerConnectionFactory h2c = new HTTP2CServerConnectionFactory(http);
    h2c.setMaxConcurrentStreams(limits.streams());
    h2c.setStreamIdleTimeout(limits.idle().toMillis());
    h2c.setFlowControlStrategyFactory(SentBytes::new);
    ServerConnector connector =
        new ServerConnector(server, 1, -1, new HttpConnectionFactory(http), h2c);
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setAcceptedSendBufferSize(limits.socketBytes());
    connector.setAcceptedTcpNoDelay(true); // without it, small answers wait 40 ms
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    ReaderAddress reader = new ReaderAddress(options.trustedProxies());
    connector.addBean(
        new ConnectionsPerAddress(reader, limits.connectionsPerAddress(), limits.connections()));
    SlowConnections.watch(connector, limits.pace(), limits.connections());
    Binding.open(connector);
    return new WebServer(
        server,
        connector,
        options,
        reader,
        new WorkPool("search", limits),
        new WorkPool("large", limits));
  }

  private static HttpConfiguration http(SiteLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(limits.headerBytes());
    http.setUriCompliance(UriCompliance.RFC3986); // no encoded slashes, no dot segments
    return http;
  }

  /**
   * Starts to answer.
   *
   * @param reading memory for mails while an answer is made of them
   */
  void serve(Answers answers, ByteBudget reading) {
    Sender sender = new Sender(new ByteBudget(options.limits().sendingBytes()));
    Front front = new Front(answers, cache, searches, large, sender, reading, reader, options);
    Handler maker = shared(front, options.limits(), reader);
    // A preview is for this machine alone, which the front sees to.
    Handler all = options.preview() ? maker : new KnownPages(maker, cache, sender, makers);
    server.setErrorHandler(new ErrorPages(answers, sender, options.preview()));
    server.setHandler(guarded(all, options.limits(), reader));
    LifeCycle.start(server);
  }

  /**
   * From the outside in: an address's share of threads, sizes, permits of downloads, of all else.
   */
  private static Handler shared(Handler inner, SiteLimits limits, ReaderAddress reader) {
    QoSHandler pages = permits(inner, limits.requests(), limits);
    pages.exclude(WebServer::isFile);
    QoSHandler downloads = permits(pages, limits.downloads(), limits);
    downloads.include(WebServer::isFile);
    SizeLimitHandler sizes = new SizeLimitHandler(limits.bodyBytes(), limits.responseBytes());
    sizes.setHandler(downloads);
    ThreadLimitHandler share =
        new ThreadLimitHandler(sizes, null, false) {
          @Override
          protected @Nullable String getRemoteIP(Request request) {
            return reader.of(request);
          }
        };
    share.setThreadLimit(limits.requestsPerAddress());
    return share;
  }

  /** From the outside in: rate of one address, its requests on their way. */
  private static Handler guarded(Handler inner, SiteLimits limits, ReaderAddress reader) {
    Permits forPages = new Permits(limits.requests());
    Permits forDownloads = new Permits(limits.downloads());
    return RatePerAddress.before(
        new ResponsesPerAddress(
            inner,
            reader,
            limits.responsesPerAddress(),
            request -> isFile(request) ? forDownloads : forPages),
        reader,
        limits.requestsPerSecond(),
        limits.burst(),
        limits.idle(),
        limits.addresses());
  }

  /** A permit lasts until the last byte is sent. */
  private static QoSHandler permits(Handler inner, int most, SiteLimits limits) {
    QoSHandler permits = new QoSHandler(inner);
    permits.setMaxRequestCount(most);
    permits.setMaxSuspendedRequestCount(limits.waiting());
    permits.setMaxSuspend(limits.patience());
    return permits;
  }

  private static boolean isFile(Request request) {
    String path = request.getHttpURI().getPath();
    return path != null && Routes.isFile(path);
  }

  /** Drops every rendered page, since there is something new. */
  void forget() {
    cache.forget();
  }

  URI uri() {
    String host = options.host().indexOf(':') < 0 ? options.host() : "[" + options.host() + "]";
    return URI.create("http://" + host + ":" + connector.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    try (connector) { // a server that never answered is not stopped, and holds its port
      searches.close();
      large.close();
      Stopping.stop(server);
      makers.shutdown();
    }
  }
}
