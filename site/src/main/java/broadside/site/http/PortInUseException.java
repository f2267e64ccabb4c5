package broadside.site.http;

import java.io.IOException;

/** Another program already listens on the address that a server was to listen on. */
public final class PortInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int port;

  PortInUseException(String host, int port, Throwable cause) {
    super(
        "Port %d of %s is in use by another program. Stop it, or choose another port."
            .formatted(port, host),
        cause);
    this.port = port;
  }

  /** The port that was taken. */
  public int port() {
    return port;
  }
}
