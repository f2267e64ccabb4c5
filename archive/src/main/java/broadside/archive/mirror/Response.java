package broadside.archive.mirror;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream answers to one request (RFC 9110), from its first line on. Redirects are not
 * followed, and nothing is decoded.
 *
 * <p><b>Threads:</b> one. <b>Failures:</b> {@link FetchException}.
 */
final class Response implements Closeable {
  private static final String BROKEN = "broke off in the middle of a file";

  /** A socket is read so much longer than anybody waits for it. */
  private static final Duration SPARE = Duration.ofSeconds(5);

  private final HttpURLConnection connection;
  private final Pace pace;
  private final int status;
  private final @Nullable InputStream body;

  /** Bytes of the body that are to come yet, or a negative number where that is not said. */
  private long rest;

  private Response(
      HttpURLConnection connection,
      Pace pace,
      int status,
      @Nullable InputStream body,
      long length) {
    this.connection = connection;
    this.pace = pace;
    this.status = status;
    this.body = body;
    this.rest = length;
  }

  /**
   * Asks, and waits until an answer begins.
   *
   * @param from the first byte that is wanted
   * @param pace is told of all that comes
   */
  static Response to(URI target, long from, MirrorLimits limits, Pace pace) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(millis(limits.connect()));
    Duration head = limits.connect().plus(limits.idle());
    connection.setReadTimeout(millis(head.plus(SPARE)));
    connection.setRequestProperty("Accept", "*/*");
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    pace.asks(head, connection::disconnect);
    try {
      int status = pace.await(connection::getResponseCode);
      if (status < 0) {
        throw FetchException.passing("breaks off before it answers");
      }
      InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
      return new Response(connection, pace, status, body, connection.getContentLengthLong());
    } catch (FetchException e) {
      throw e;
    } catch (ConnectException
        | NoRouteToHostException
        | SocketTimeoutException
        | UnknownHostException e) {
      throw FetchException.unreachable("cannot be reached");
    } catch (SSLException e) {
      throw FetchException.unreachable(
          "offers no encrypted connection that is trusted here: " + cause(e));
    } catch (IOException e) {
      throw FetchException.passing("breaks off before it answers");
    }
  }

  private static int millis(Duration time) {
    return Math.toIntExact(time.toMillis());
  }

  /** What is behind a failure, without the classes that it passed through. */
  private static String cause(Throwable failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return String.valueOf(first.getMessage());
  }

  int status() {
    return status;
  }

  /**
   * Bounds what comes from now on: its whole time, or its pace alone where {@code most} is null.
   */
  void limit(@Nullable Duration most) {
    pace.answered(most);
  }

  /** A header's value, or nothing. */
  String header(String name) {
    String value = connection.getHeaderField(name);
    return value == null ? "" : value;
  }

  /**
   * Reads some of the body.
   *
   * @return how many bytes, or a negative number at its end
   * @throws FetchException where it ends before its length, or was ended from here
   */
  int read(byte[] buffer) throws FetchException {
    InputStream in = body;
    if (in == null) {
      return -1;
    }
    try {
      int n = pace.await(() -> in.read(buffer));
      if (n < 0 && rest > 0) {
        throw FetchException.passing(BROKEN);
      }
      pace.came(Math.max(0, n));
      rest -= Math.max(0, n);
      return n;
    } catch (FetchException e) {
      throw e;
    } catch (IOException e) {
      throw FetchException.passing(BROKEN);
    }
  }

  /** Leaves the connection for the next request where all of the body was read. */
  @Override
  public void close() {
    try {
      if (body != null) {
        body.close();
      }
    } catch (IOException e) {
      // what is left of it is not wanted
    }
  }
}
