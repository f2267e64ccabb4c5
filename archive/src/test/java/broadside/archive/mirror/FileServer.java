package broadside.archive.mirror;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A plain server of a public directory, which can be made to misbehave. */
public final class FileServer implements AutoCloseable {
  static {
    // A body larger than its buffer would wait 40 ms for the client to acknowledge the headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Path directory;
  private final HttpServer server;
  private final Map<String, HttpHandler> special = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();

  private FileServer(Path directory, HttpServer server) {
    this.directory = directory;
    this.server = server;
  }

  public static FileServer of(Path directory) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FileServer server = new FileServer(directory, http);
    http.createContext("/", server::handle);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return server;
  }

  public Upstream upstream() {
    return Upstream.of("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Another answer to a path, without its slash. */
  public FileServer answer(String path, HttpHandler handler) {
    special.put(path, handler);
    return this;
  }

  /** Answers as it should again. */
  public void behave() {
    special.clear();
  }

  /** The paths that were asked for. */
  public List<String> requests() {
    return requests;
  }

  /** Bytes of bodies sent of files. */
  public long bytes() {
    return bytes.get();
  }

  public void forget() {
    requests.clear();
    bytes.set(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    requests.add(path);
    HttpHandler other = special.get(path);
    if (other != null) {
      other.handle(exchange);
      exchange.close();
      return;
    }
    Path file = directory.resolve(path);
    if (!Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    byte[] body = Files.readAllBytes(file);
    String range = exchange.getRequestHeaders().getFirst("Range");
    int status = 200;
    if (range != null) {
      int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, body.length - 1, body.length));
      body = Arrays.copyOfRange(body, from, body.length);
      status = 206;
    }
    send(exchange, status, body);
    bytes.addAndGet(body.length);
  }

  public static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Sends these bytes whatever is asked. */
  public static HttpHandler body(byte[] body) {
    return exchange -> send(exchange, 200, body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
