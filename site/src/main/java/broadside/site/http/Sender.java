package broadside.site.http;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Sends replies: status, headers, and as much of the body as the request calls for.
 *
 * <p><b>Threads:</b> shared by all.
 */
public final class Sender {
  private static final HttpField GZIP =
      new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip");
  private static final HttpField RANGES =
      new PreEncodedHttpField(HttpHeader.ACCEPT_RANGES, "bytes");

  /** A file, or a body that is larger, is sent in pieces of so many bytes. */
  private static final int CHUNK = 64 << 10;

  /** Larger bodies are sent as they are: packing takes memory too. */
  private static final int LARGEST_PACKED = 8 << 20;

  private static final String PACKED = "-gz";

  /** Smaller bodies fit in one packet anyway. */
  private static final int WORTH_PACKING = 1_000;

  private final ByteBudget bodies;

  /**
   * One that sends bodies of more than 64 KiB as far as the budget goes, and answers 503 beyond.
   *
   * @param bodies what bodies may take until they are gone
   */
  public Sender(ByteBudget bodies) {
    this.bodies = bodies;
  }

  /** True where nothing has to be done before the reply can be sent: packing takes its time. */
  public boolean isReady(Request request, Reply.Bytes reply) {
    return reply.isPacked() || !packs(request, reply);
  }

  private static boolean packs(Request request, Reply.Bytes reply) {
    return reply.kind().packed()
        && reply.body().length >= WORTH_PACKING
        && reply.body().length <= LARGEST_PACKED
        && acceptsGzip(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING));
  }

  /** Sends the reply; the callback completes when it is gone. */
  public void send(Request request, Response response, Callback callback, Reply reply) {
    switch (reply) {
      case Reply.Bytes bytes -> send(request, response, callback, bytes);
      case Reply.File file -> send(request, response, callback, file);
      case Reply.Redirect redirect -> {
        response.setStatus(308);
        response.getHeaders().add(Kind.TEXT.fields()).put(HttpHeader.LOCATION, redirect.location());
        response.write(true, null, callback);
      }
    }
  }

  private void send(Request request, Response response, Callback callback, Reply.Bytes reply) {
    HttpFields asked = request.getHeaders();
    boolean pack = packs(request, reply);
    boolean unchanged =
        reply.status() == 200 && unchanged(asked.get(HttpHeader.IF_NONE_MATCH), reply.tag());
    boolean bare = unchanged || HttpMethod.HEAD.is(request.getMethod());
    byte[] body = pack && !unchanged ? reply.packed() : reply.body();
    boolean isLarge = !bare && body.length > CHUNK;
    if (isLarge && !bodies.takeFor(request, body.length)) {
      Response.writeError(request, response, callback, 503);
      return;
    }
    HttpFields.Mutable headers = response.getHeaders().add(reply.kind().fields());
    if (reply.disposition() != null) {
      headers.put(HttpHeader.CONTENT_DISPOSITION, reply.disposition());
    }
    if (reply.status() == 200) {
      headers.put(HttpHeader.ETAG, "\"" + reply.tag() + (pack ? PACKED : "") + "\"");
    }
    if (unchanged) {
      response.setStatus(304);
      response.write(true, null, callback);
      return;
    }
    response.setStatus(reply.status());
    if (pack) {
      headers.add(GZIP);
    }
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    if (isLarge) { // whole, the JDK would copy all of it into memory that it keeps for the thread
      Content.copy(
          Content.Source.from(pieces(request), new ByteArrayInputStream(body)), response, callback);
    } else {
      response.write(true, bare ? null : ByteBuffer.wrap(body), callback);
    }
  }

  private static ByteBufferPool.Sized pieces(Request request) {
    return new ByteBufferPool.Sized(request.getComponents().getByteBufferPool(), true, CHUNK);
  }

  private static void send(
      Request request, Response response, Callback callback, Reply.File reply) {
    Extent extent = extent(request, reply);
    if (extent instanceof Extent.Beyond) {
      response.setStatus(416);
      HttpFields.Mutable headers = response.getHeaders().add(Kind.PASSING.fields());
      headers
          .put(HttpHeader.CONTENT_RANGE, "bytes */" + reply.size())
          .put(HttpHeader.CONTENT_LENGTH, 0);
      response.write(true, null, callback);
      return;
    }
    HttpFields.Mutable headers = response.getHeaders().add(reply.kind().fields());
    headers.add(RANGES);
    headers.put(HttpHeader.CONTENT_DISPOSITION, Disposition.attachment(reply.name()));
    headers.put(HttpHeader.ETAG, "\"" + reply.tag() + "\"");
    if (unchanged(request.getHeaders().get(HttpHeader.IF_NONE_MATCH), reply.tag())) {
      response.setStatus(304);
      response.write(true, null, callback);
      return;
    }
    long from = 0;
    long length = reply.size();
    response.setStatus(200);
    if (extent instanceof Extent.Part part) {
      from = part.first();
      length = part.length();
      response.setStatus(206);
      headers.put(
          HttpHeader.CONTENT_RANGE,
          "bytes " + part.first() + "-" + part.last() + "/" + reply.size());
    }
    headers.put(HttpHeader.CONTENT_LENGTH, length);
    if (HttpMethod.HEAD.is(request.getMethod())) {
      response.write(true, null, callback);
    } else {
      Content.copy(
          Content.Source.from(pieces(request), reply.path(), from, length),
          response,
          new Waiting(callback));
    }
  }

  /**
   * What is to be sent of a file: all of it but to a GET with a range, and with one only where the
   * reader's beginning is of this same file (RFC 9110 §13.1.5, §14.2). Who has all of it already is
   * told so first.
   */
  private static Extent extent(Request request, Reply.File reply) {
    HttpFields asked = request.getHeaders();
    String begun = asked.get(HttpHeader.IF_RANGE);
    boolean same = begun == null || begun.strip().equals("\"" + reply.tag() + "\"");
    boolean whole =
        !same
            || !HttpMethod.GET.is(request.getMethod())
            || unchanged(asked.get(HttpHeader.IF_NONE_MATCH), reply.tag());
    return whole ? new Extent.Whole() : Extent.of(asked.get(HttpHeader.RANGE), reply.size());
  }

  /** True where the header lists gzip, or everything, and not at weight 0 (RFC 9110 §12.5.3). */
  static boolean acceptsGzip(@Nullable String header) {
    if (header == null) {
      return false;
    }
    boolean any = false;
    for (String coding : header.split(",", -1)) {
      int semicolon = coding.indexOf(';');
      String name = (semicolon < 0 ? coding : coding.substring(0, semicolon)).strip();
      boolean refused =
          semicolon >= 0
              && coding.substring(semicolon + 1).strip().matches("q\\s*=\\s*0(\\.0{0,3})?");
      if (name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip")) {
        return !refused;
      }
      any |= name.equals("*") && !refused;
    }
    return any;
  }

  /** True where the reader already has this, packed or not. */
  static boolean unchanged(@Nullable String header, String tag) {
    if (header == null) {
      return false;
    }
    for (String listed : header.split(",", -1)) {
      String known = listed.strip();
      known = known.startsWith("W/") ? known.substring(2) : known;
      if (known.equals("*")
          || known.equals("\"" + tag + "\"")
          || known.equals("\"" + tag + PACKED + "\"")) {
        return true;
      }
    }
    return false;
  }

  /** What follows from one piece of a file to the next reads the disk: not on Jetty's selector. */
  private static final class Waiting extends Callback.Nested {
    Waiting(Callback callback) {
      super(callback);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.BLOCKING;
    }
  }
}
