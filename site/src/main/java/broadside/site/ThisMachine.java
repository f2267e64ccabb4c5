package broadside.site;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells who asks for this machine by a name of its own. A page elsewhere, whose name its owner lets
 * lead here, would otherwise have a browser read what is not released.
 */
final class ThisMachine {
  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final byte[] REFUSED =
      "This preview is shown to whoever asks for 127.0.0.1, localhost or [::1], under no other name.\n"
          .getBytes(StandardCharsets.US_ASCII);

  private ThisMachine() {}

  /** True where the header Host, or the address itself, names this machine. */
  static boolean isNamed(Request request) {
    String host = request.getHttpURI().getHost();
    return host != null && NAMES.contains(host.toLowerCase(Locale.ROOT));
  }

  /** Says why there is nothing, and no word of the publication. */
  static void refuse(Response response, Callback callback) {
    response.setStatus(403);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, REFUSED.length);
    response.write(true, ByteBuffer.wrap(REFUSED), callback);
  }
}
