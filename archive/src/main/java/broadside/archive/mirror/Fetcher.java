package broadside.archive.mirror;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks upstreams for files, within limits.
 *
 * <p><b>Threads:</b> shared by all. <b>Failures:</b> {@link FetchException} for what an upstream
 * did; {@link InterruptedIOException} where the work was stopped.
 */
final class Fetcher implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int TOO_MANY = 429;
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern SECONDS = Pattern.compile("[0-9]+");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final MirrorLimits limits;
  private final BooleanSupplier isCancelled;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("fetch").factory());
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Fetcher(MirrorLimits limits, BooleanSupplier isCancelled) {
    this.limits = limits;
    this.isCancelled = isCancelled;
  }

  /** Requests made so far. */
  long requests() {
    return requests.get();
  }

  /** Bytes of bodies received so far. */
  long bytes() {
    return bytes.get();
  }

  /** A small file whole; tried again where it is cut off. */
  byte[] small(Upstream upstream, String path, int most) throws IOException {
    for (int failures = 0; ; failures++) {
      try {
        return apart(pace -> once(upstream, path, most, pace));
      } catch (FetchException e) {
        if (!e.isPassing() || failures == limits.retries()) {
          throw e;
        }
        rest(failures);
      }
    }
  }

  /**
   * A file whole of which the size is not known, within a bound, as long as it comes further: where
   * it is cut off it is gone on with.
   */
  byte[] whole(Upstream upstream, String path, int most) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int furthest = 0;
    for (int failures = 0; ; ) {
      try {
        return apart(pace -> {
          receive(upstream, path, most, body, pace);
          return body.toByteArray();
        });
      } catch (FetchException e) {
        failures = body.size() - furthest >= MirrorLimits.PROGRESS_BYTES ? 1 : failures + 1;
        furthest = Math.max(furthest, body.size());
        if (!e.isPassing() || failures > limits.retries()) {
          throw e;
        }
        rest(failures);
      }
    }
  }

  private void receive(
      Upstream upstream, String path, int most, ByteArrayOutputStream body, Pace pace)
      throws IOException {
    try (Response response = open(upstream.at(path), path, body.size(), null, pace)) {
      if (body.size() > 0 && begin(response, path, body.size()) == 0) {
        body.reset();
      }
      read(response, path, most, body);
    }
  }

  private byte[] once(Upstream upstream, String path, int most, Pace pace) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (Response response = open(upstream.at(path), path, 0, limits.small(), pace)) {
      read(response, path, most, body);
    }
    return body.toByteArray();
  }

  private void read(Response in, String path, int most, ByteArrayOutputStream body)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
      body.write(buffer, 0, n);
      if (body.size() > most) {
        throw FetchException.forged(
            "sends more than %d bytes as %s: it is not what is signed".formatted(most, path));
      }
    }
  }

  /** Receives the bytes of a file. */
  interface Sink {
    /** The file is sent from its beginning, though a later part was asked for. */
    void restart() throws IOException;

    void write(byte[] bytes, int length) throws IOException;
  }

  /**
   * One request for a file of {@code size} bytes from byte {@code from} on.
   *
   * @throws FetchException where it is cut off, or longer or shorter than that
   */
  void file(Upstream upstream, String path, long from, long size, Sink sink) throws IOException {
    int _ =
        apart(pace -> {
          receive(upstream, path, from, size, sink, pace);
          return 0;
        });
  }

  private void receive(Upstream upstream, String path, long from, long size, Sink sink, Pace pace)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (Response response = open(upstream.at(path), path, from, null, pace)) {
      long at = begin(response, path, from);
      if (at < from) {
        sink.restart();
      }
      long length = length(response, size - at);
      if (length != size - at) {
        throw FetchException.forged(
            "has %s with %d bytes where %d are signed".formatted(path, at + length, size));
      }
      for (int n = read(response, buffer); n >= 0; n = read(response, buffer)) {
        at += n;
        if (at > size) {
          throw FetchException.forged(
              "sends more of %s than the %d bytes that are signed".formatted(path, size));
        }
        sink.write(buffer, n);
      }
      if (at < size) {
        throw FetchException.passing("ended %s before its last byte".formatted(path));
      }
    }
  }

  /** The length that a response says it has, or another number where it says none. */
  private static long length(Response response, long other) {
    String said = response.header("Content-Length");
    return LENGTH.matcher(said).matches() ? Long.parseLong(said) : other;
  }

  /** Where a response begins: where it was asked to, or at the file's beginning. */
  private static long begin(Response response, String path, long from) throws FetchException {
    if (from == 0) {
      return 0;
    }
    String range = response.header("Content-Range");
    if (response.status() == 206) {
      if (!range.startsWith("bytes " + from + "-")) {
        throw FetchException.forged("answers another part of %s than was asked".formatted(path));
      }
      return from;
    }
    return 0;
  }

  private int read(Response in, byte[] buffer) throws IOException {
    int n = in.read(buffer);
    checkCancelled();
    bytes.addAndGet(Math.max(0, n));
    return n;
  }

  /**
   * Asks for a file, also where it is elsewhere on the same host.
   *
   * @param most bounds the whole time of the body, or is null
   */
  private Response open(URI address, String path, long from, @Nullable Duration most, Pace pace)
      throws IOException {
    URI target = address;
    for (int redirects = 0; ; redirects++) {
      Response response = send(target, from, pace);
      int status = response.status();
      if (status == 200 || (status == 206 && from > 0)) {
        response.limit(most);
        return response;
      }
      response.close();
      switch (status) {
        case 301, 302, 303, 307, 308 -> {
          if (redirects == limits.redirects()) {
            throw FetchException.unreachable(
                "redirects more than %d times when asked for %s"
                    .formatted(limits.redirects(), path));
          }
          target = redirected(target, response, path);
        }
        case 416 ->
            throw FetchException.forged("has a shorter %s than the one signed".formatted(path));
        case 404, 410 -> throw FetchException.absent("has no " + path);
        case TOO_MANY, 503 -> {
          rest(patience(response.header("Retry-After")));
          throw FetchException.passing("answers %d to %s".formatted(status, path));
        }
        default ->
            throw status >= 500
                ? FetchException.passing("answers %d to %s".formatted(status, path))
                : FetchException.unreachable("answers %d to %s".formatted(status, path));
      }
    }
  }

  /**
   * How long an upstream asks to be left alone (RFC 9110 §10.2.3): seconds or a date; a second
   * where it is neither.
   */
  private static Duration patience(String retryAfter) {
    if (SECONDS.matcher(retryAfter).matches()) {
      boolean isLong = retryAfter.length() > 4;
      return isLong ? PATIENCE : Duration.ofSeconds(Integer.parseInt(retryAfter));
    }
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(retryAfter));
      return Duration.between(Instant.now(), until);
    } catch (DateTimeException e) {
      return Duration.ofSeconds(1);
    }
  }

  private static URI redirected(URI from, Response response, String path) throws FetchException {
    try {
      URI to = from.resolve(response.header("Location"));
      if (Objects.equals(to.getScheme(), from.getScheme())
          && Objects.equals(to.getHost(), from.getHost())
          && to.getPort() == from.getPort()) {
        return to;
      }
    } catch (IllegalArgumentException e) {
      // no address: told as one elsewhere
    }
    throw FetchException.unreachable("redirects elsewhere when asked for " + path);
  }

  private Response send(URI target, long from, Pace pace) throws IOException {
    checkCancelled();
    requests.incrementAndGet();
    return Response.to(target, from, limits, pace);
  }

  /**
   * Runs a request in a thread of its own and waits for it, or leaves it to itself: not every wait
   * for a network can be ended from outside.
   */
  private <T> T apart(Pace.Exchange<T> request) throws IOException {
    Pace pace = new Pace(limits);
    Future<T> running = threads.submit(() -> pace.run(request));
    try {
      while (!Downloads.hasEnded(running, TICK)) {
        checkCancelled();
        pace.look();
      }
      return Downloads.result(running);
    } finally {
      pace.leave();
    }
  }

  /** Waits before the next try: 0.1 s, 0.2 s, 0.4 s… */
  void rest(int failures) throws IOException {
    rest(Duration.ofMillis(100L << Math.min(failures, 8)));
  }

  private void rest(Duration asked) throws IOException {
    long millis = asked.compareTo(PATIENCE) < 0 ? asked.toMillis() : PATIENCE.toMillis();
    try {
      for (long waited = 0; waited < millis; waited += 100) {
        checkCancelled();
        Thread.sleep(Math.min(100, millis - waited));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    }
  }

  void checkCancelled() throws InterruptedIOException {
    if (isCancelled.getAsBoolean()) {
      throw stopped();
    }
  }

  static InterruptedIOException stopped() {
    return new InterruptedIOException("the mirror was stopped");
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
