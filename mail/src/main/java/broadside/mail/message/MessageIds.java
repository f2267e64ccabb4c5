package broadside.mail.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Message identifiers (RFC 5322 §3.6.4) out of header texts that need not be well formed. */
final class MessageIds {
  /** RFC 5322's longest line: no identifier is longer in good faith. */
  private static final int LONGEST = 998;

  private MessageIds() {}

  /** The one identifier of a Message-ID or Content-ID, or null. */
  static @Nullable String single(String text) {
    List<String> ids = bracketed(text, 1);
    if (!ids.isEmpty()) {
      return ids.getFirst();
    }
    String bare = clean(text, 0, text.length());
    return bare.isEmpty() ? null : bare;
  }

  /** The identifiers of References or In-Reply-To, in order, each once; at most {@code most}. */
  static List<String> list(String text, int most) {
    List<String> ids = bracketed(text, most);
    if (!ids.isEmpty() || text.indexOf('@') < 0) {
      return ids;
    }
    for (String word : text.split("[ ,;]+", most + 1)) {
      int at = word.indexOf('@');
      if (ids.size() < most && at > 0 && at < word.length() - 1) {
        ids.add(clean(word, 0, word.length()));
      }
    }
    return ids;
  }

  /** The identifier of a List-Id (RFC 2919) in lower case, or null. */
  static @Nullable String listId(String text) {
    int open = text.lastIndexOf('<');
    int close = text.indexOf('>', Math.max(open, 0));
    String id =
        open >= 0
            ? clean(text, open + 1, close < 0 ? text.length() : close)
            : text.indexOf(' ') < 0 ? clean(text, 0, text.length()) : "";
    return id.isEmpty() ? null : id.toLowerCase(Locale.ROOT);
  }

  private static List<String> bracketed(String text, int most) {
    List<String> ids = new ArrayList<>();
    int open = text.indexOf('<');
    while (open >= 0 && ids.size() < most) {
      int close = text.indexOf('>', open);
      if (close < 0) {
        close = text.length();
      }
      int again = text.lastIndexOf('<', close - 1);
      String id = clean(text, Math.max(open, again) + 1, close);
      if (!id.isEmpty()) {
        ids.add(id);
      }
      open = text.indexOf('<', close);
    }
    return ids;
  }

  private static String clean(String text, int from, int to) {
    StringBuilder id = new StringBuilder();
    for (int i = from; i < to && id.length() < LONGEST; i++) {
      char c = text.charAt(i);
      if (c > ' ' && c != '<' && c != '>') {
        id.append(c);
      }
    }
    return id.toString();
  }
}
