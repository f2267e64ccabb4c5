package broadside.site.answers;

import broadside.site.http.Kind;
import broadside.site.http.Reply;
import broadside.site.routes.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The program's own files, each under a name with its hash, so that it can be kept for ever. */
final class Assets {
  private static final int HASH_DIGITS = 16;

  private final String stylesheet;
  private final String icon;
  private final Map<String, Reply> replies;

  Assets() {
    byte[] css = read("/broadside/site/site.css");
    byte[] png = read("/broadside/site/icon.png");
    stylesheet = "site-" + hash(css) + ".css";
    icon = "icon-" + hash(png) + ".png";
    replies = Map.of(stylesheet, Reply.of(Kind.STYLESHEET, css), icon, Reply.of(Kind.ICON, png));
  }

  /** Address of the stylesheet. */
  String stylesheet() {
    return new Route.Asset(stylesheet).path();
  }

  /** Address of the icon. */
  String icon() {
    return new Route.Asset(icon).path();
  }

  /** The file with this name, or null. */
  @Nullable Reply reply(String name) {
    return replies.get(name);
  }

  private static byte[] read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
