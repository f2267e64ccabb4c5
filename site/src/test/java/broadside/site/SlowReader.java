package broadside.site;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Who asks for something, over a connection of its own, and then takes the answer's status alone.
 */
final class SlowReader implements AutoCloseable {
  /** Where it is not answered at all, reading fails. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;

  private SlowReader(Socket socket) {
    this.socket = socket;
  }

  /**
   * Sends the head of a request.
   *
   * @param headers each with its line's end
   */
  static SlowReader ask(URI site, String method, String path, String... headers)
      throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096); // so that little of the answer is on its way
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(site.getHost(), site.getPort()));
    String head =
        "%s %s HTTP/1.1\r\nHost: a\r\n%s\r\n".formatted(method, path, String.join("", headers));
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return new SlowReader(socket);
  }

  /** True where an answer has begun. */
  boolean isAnswered() throws IOException {
    return socket.getInputStream().available() > 0;
  }

  /** The status of the answer, once it begins. */
  int status() throws IOException {
    InputStream in = socket.getInputStream();
    String line = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
    return line.isEmpty() ? 0 : Integer.parseInt(line.substring(line.indexOf(' ') + 1));
  }

  /** Takes a byte. */
  void sip() throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new EOFException();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
