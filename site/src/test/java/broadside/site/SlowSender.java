package broadside.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Who has a connection, and says on it what a test wants, each character being a byte. */
public final class SlowSender implements AutoCloseable {
  /** Between two bytes. */
  private static final int PAUSE_MILLIS = 20;

  private final Socket socket = new Socket();
  private final StringBuilder heard = new StringBuilder();

  private SlowSender() {}

  /** Who has said nothing yet. */
  public static SlowSender to(URI site) throws IOException {
    SlowSender sender = new SlowSender();
    sender.socket.setReceiveBufferSize(4_096);
    sender.socket.setTcpNoDelay(true);
    sender.socket.setSoTimeout(PAUSE_MILLIS);
    sender.socket.connect(new InetSocketAddress(site.getHost(), site.getPort()));
    return sender;
  }

  /** Says something at once. */
  public void say(String what) throws IOException {
    socket.getOutputStream().write(what.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Takes a byte. */
  void sip() throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new EOFException();
    }
  }

  /** True where the other end closes the connection before this one has had enough. */
  public boolean isEndedWhileItDrips(String what) throws IOException {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    try {
      for (int i = 0; System.nanoTime() < end; i = (i + 1) % what.length()) {
        say(what.substring(i, i + 1));
        if (!listen()) {
          return true;
        }
      }
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Waits until what was heard is such. */
  void await(Predicate<String> expected) throws IOException {
    long end = System.nanoTime() + SiteUnderTest.PATIENCE.toNanos();
    while (!expected.test(heard.toString())) {
      assertThat(System.nanoTime()).isLessThan(end);
      assertThat(listen()).isTrue();
    }
  }

  /** False where the other end has closed. */
  private boolean listen() throws IOException {
    byte[] some = new byte[4_096];
    try {
      int count = socket.getInputStream().read(some);
      heard.append(new String(some, 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
      return count >= 0;
    } catch (SocketTimeoutException silent) {
      return true;
    }
  }

  /** All that is still to come, up to the other end's closing. */
  long countRest() throws IOException {
    socket.setSoTimeout((int) SiteUnderTest.PATIENCE.toMillis());
    return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
