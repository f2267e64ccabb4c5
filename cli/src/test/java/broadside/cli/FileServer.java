package broadside.cli;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A plain server of files over a public directory, as anybody has one. */
final class FileServer implements AutoCloseable {
  private final HttpServer server;

  private FileServer(HttpServer server) {
    this.server = server;
  }

  /** Serves the public directory of a publication or a copy. */
  static FileServer of(Path publication) {
    return at(publication.resolve("public"), 0);
  }

  /** Serves a directory at a port, or at any for 0. */
  static FileServer at(Path directory, int port) {
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            directory.toAbsolutePath(),
            SimpleFileServer.OutputLevel.NONE);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return new FileServer(server);
  }

  /** Where it is, with a slash at the end. */
  String address() {
    return "http://127.0.0.1:" + port() + "/";
  }

  /** Its port. */
  int port() {
    return server.getAddress().getPort();
  }

  /** Answers what is asked below a path otherwise. */
  void answer(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  /** Sends bytes without end at that path, very slowly; the latch counts who asks for them. */
  void drip(String path, CountDownLatch asked) {
    answer(
        path,
        exchange -> {
          asked.countDown();
          exchange.sendResponseHeaders(200, 0);
          byte[] drop = new byte[1 << 12];
          try (exchange) {
            while (true) { // until nobody waits for it any more
              exchange.getResponseBody().write(drop);
              exchange.getResponseBody().flush();
              Thread.sleep(200);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
