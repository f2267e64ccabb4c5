package broadside.examples.dkim;

import java.util.Locale;

/** The two canonical forms of header fields and bodies (RFC 6376 §3.4). */
public enum Canonical {
  SIMPLE {
    @Override
    String field(String raw) {
      return raw.replace("\n", "\r\n");
    }

    @Override
    String body(String body) {
      return body.replaceFirst("\n*\\z", "\n").replace("\n", "\r\n");
    }
  },

  RELAXED {
    @Override
    String field(String raw) {
      int colon = raw.indexOf(':');
      String value = raw.substring(colon + 1).replace("\n", "").replaceAll("[ \t]+", " ");
      return raw.substring(0, colon).strip().toLowerCase(Locale.ROOT) + ":" + value.strip();
    }

    @Override
    String body(String body) {
      String text = body.replaceAll("[ \t]+", " ").replaceAll("(?m) $", "");
      text = text.replaceFirst("\n*\\z", "\n");
      return text.equals("\n") ? "" : text.replace("\n", "\r\n");
    }
  };

  /** A header field, given with folds of LF, without the CR LF at its end. */
  abstract String field(String raw);

  /** A body, given with lines ending in LF. */
  abstract String body(String body);

  String token() {
    return name().toLowerCase(Locale.ROOT);
  }
}
