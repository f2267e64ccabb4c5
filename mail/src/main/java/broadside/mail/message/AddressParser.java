package broadside.mail.message;

import broadside.mail.header.EncodedWords;
import broadside.mail.message.Defect.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes of an address header (RFC 5322 §3.4 and §4.4), however they are written.
 *
 * <p>One pass without recursion. Beyond the grammar it takes unquoted commas in names, encoded
 * words with commas in them, bare words, semicolons as separators, missing and doubled brackets.
 * One header at a time; not for several threads.
 */
final class AddressParser {
  /** Chars kept of a name or an address: no real one comes near. */
  private static final int LONGEST = 1000;

  private final String text;
  private final String header;
  private final int most;
  private final Defects defects;
  private final List<Address> found = new ArrayList<>();

  private int at;
  private boolean commentsEnd = true;
  private boolean quotesEnd = true;
  private @Nullable String group;
  private int groupStart;

  // the mailbox that is being read
  private final StringBuilder phrase = new StringBuilder();
  private final StringBuilder spec = new StringBuilder();
  private @Nullable String angle;
  private String comment = "";
  private boolean blank;
  private boolean atSign;
  private boolean quoted;

  /** A name cut off by a comma that was meant to be part of it. */
  private @Nullable String held;

  private AddressParser(String header, String text, int most, Defects defects) {
    this.header = header;
    this.text = text;
    this.most = most;
    this.defects = defects;
  }

  /** The mailboxes in {@code text}, a header's text with its encoded words still encoded. */
  static List<Address> parse(String header, String text, int most, Defects defects) {
    return new AddressParser(header, text, most, defects).read();
  }

  private List<Address> read() {
    while (at < text.length() && found.size() < most) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t', '>' -> {
          blank = true;
          at++;
        }
        case ',' -> endMailbox(true);
        case ';' -> {
          endMailbox(false);
          endGroup();
        }
        case ':' -> colon();
        case '"' -> quotedString();
        case '(' -> comment();
        case '<' -> angle();
        default -> word();
      }
    }
    if (at < text.length()) {
      defects.add(Kind.LIMIT_ADDRESSES, header + ": more than " + most);
      return found;
    }
    endMailbox(false);
    endGroup();
    return found;
  }

  private void word() {
    int start = at;
    int encoded = text.charAt(at) == '=' ? EncodedWords.end(text, at) : -1;
    if (encoded > 0) {
      at = encoded;
    } else {
      do {
        atSign |= text.charAt(at) == '@';
        at++;
      } while (at < text.length() && !endsWord(text.charAt(at)));
    }
    append(text, start, at);
  }

  private boolean endsWord(char c) {
    return switch (c) {
      case ' ', '\t', ',', ';', ':', '"', '(', '<' -> true;
      case '=' -> text.startsWith("=?", at);
      default -> false;
    };
  }

  private void append(CharSequence piece, int from, int to) {
    if (blank) {
      phrase.append(' ');
      spec.append(' ');
      blank = false;
    }
    phrase.append(piece, from, to);
    spec.append(piece, from, to);
  }

  private void quotedString() {
    int end = quotesEnd ? quoteEnd(at) : -1;
    if (end < 0) {
      // a quote that never ends is a char like any other
      quotesEnd = false;
      at++;
      blank = true;
      return;
    }
    StringBuilder content = new StringBuilder();
    for (int i = at + 1; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < end) {
        i++;
      }
      content.append(text.charAt(i));
    }
    if (blank) {
      phrase.append(' ');
      spec.append(' ');
      blank = false;
    }
    phrase.append(content);
    spec.append(text, at, end + 1);
    quoted = true;
    at = end + 1;
  }

  private int quoteEnd(int from) {
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i;
      }
    }
    return -1;
  }

  private void comment() {
    int end = commentsEnd ? commentEnd() : -1;
    if (end < 0) {
      commentsEnd = false;
      append(text, at, at + 1);
      at++;
      return;
    }
    comment = text.substring(at + 1, end).replace("\\(", "(").replace("\\)", ")");
    // a comment inside an address does not part it
    blank |= end + 1 < text.length() && text.charAt(end + 1) != '@';
    at = end + 1;
  }

  private int commentEnd() {
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private void angle() {
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != '>') {
      if (text.charAt(i) == '<') {
        at = i;
      }
      if (text.charAt(i) == '"' && quotesEnd) {
        int end = quoteEnd(i);
        quotesEnd = end >= 0;
        i = Math.max(i, end);
      }
      i++;
    }
    String content = text.substring(at + 1, i).strip();
    if (i == text.length()) {
      defects.add(Kind.BAD_ADDRESS, header + ": no closing bracket");
      int comma = text.indexOf(',', at);
      i = comma < 0 ? i : comma - 1;
      content = text.substring(at + 1, Math.min(i + 1, text.length())).strip();
    }
    if (angle == null || angle.isEmpty()) {
      angle = content;
    }
    blank = true;
    at = Math.min(i + 1, text.length());
  }

  private void colon() {
    at++;
    if (isScheme(phrase)) {
      clearMailbox();
    } else if (group == null && angle == null && !atSign && !phrase.isEmpty()) {
      flushHeld();
      group = name(phrase.toString());
      groupStart = found.size();
      clearMailbox();
    } else {
      append(":", 0, 1);
    }
  }

  private static boolean isScheme(StringBuilder before) {
    if (before.length() > 10) {
      return false;
    }
    String word = before.toString().strip();
    return word.equalsIgnoreCase("mailto") || word.equalsIgnoreCase("smtp");
  }

  private void endGroup() {
    if (group != null && found.size() == groupStart && found.size() < most) {
      found.add(new Address("", "", group));
    }
    group = null;
  }

  private void endMailbox(boolean atComma) {
    String words = phrase.toString().strip();
    if (angle != null) {
      String name = words;
      if (held != null) {
        boolean cut = !name.isEmpty();
        if (!cut) {
          flushHeld();
        } else {
          name = held + ", " + name;
          held = null;
        }
      }
      boolean swapped = angle.isEmpty() && words.indexOf('@') > 0;
      add(name.isEmpty() || swapped ? comment : name, swapped ? words : angle);
    } else if (atSign) {
      flushHeld();
      addSpec();
    } else if (!words.isEmpty()) {
      flushHeld();
      if (atComma && !quoted && group == null) {
        held = words;
      } else {
        addWords(words);
      }
    }
    if (!atComma) {
      flushHeld();
    }
    clearMailbox();
    at++;
  }

  private void clearMailbox() {
    phrase.setLength(0);
    spec.setLength(0);
    angle = null;
    comment = "";
    blank = false;
    atSign = false;
    quoted = false;
  }

  private void flushHeld() {
    if (held != null) {
      String words = held;
      held = null;
      addWords(words);
    }
  }

  /** Words without an address: a local user, or a name alone. */
  private void addWords(String words) {
    defects.add(Kind.BAD_ADDRESS, header + ": no address in \"" + Defects.cut(words, 60) + "\"");
    if (words.indexOf(' ') < 0 && words.indexOf("=?") < 0) {
      add("", words);
    } else {
      add(words, "");
    }
  }

  /** An address without brackets; words beside it are the name. */
  private void addSpec() {
    String joined =
        spec.toString().strip().replace(" @ ", "@").replace(" .", ".").replace(". ", ".");
    boolean quotedLocal = joined.startsWith("\"") && joined.indexOf("\"@") > 0;
    if (joined.indexOf(' ', quotedLocal ? joined.indexOf("\"@") : 0) < 0) {
      add(comment, joined);
      return;
    }
    defects.add(Kind.BAD_ADDRESS, header + ": words beside an address");
    StringBuilder name = new StringBuilder();
    String email = "";
    for (String word : joined.split(" ", -1)) {
      if (email.isEmpty() && word.indexOf('@') > 0) {
        email = word;
      } else {
        name.append(name.isEmpty() ? "" : " ").append(word);
      }
    }
    if (email.isEmpty()) {
      add(joined, "");
    } else {
      add(name.toString(), email);
    }
  }

  private void add(String name, String email) {
    if (found.size() < most && !(name.isEmpty() && email.isEmpty())) {
      found.add(new Address(name(name), email(email), group));
    }
  }

  private static String name(String words) {
    String decoded = words.indexOf("=?") < 0 ? words : EncodedWords.decode(words).text();
    return Defects.cut(collapse(decoded), LONGEST);
  }

  /** Blanks joined into one, none at the ends. */
  private static String collapse(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ') {
        gap = !out.isEmpty();
      } else {
        if (gap) {
          out.append(' ');
          gap = false;
        }
        out.append(c);
      }
    }
    return out.length() == text.length() ? text : out.toString();
  }

  /** Comments may stand anywhere in an address (RFC 5322 §4.4); not in its quoted strings. */
  private static String withoutComments(String address) {
    if (address.indexOf('(') < 0 || address.indexOf('"') >= 0) {
      return address;
    }
    StringBuilder kept = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      depth += c == '(' ? 1 : 0;
      if (depth == 0) {
        kept.append(c);
      }
      depth -= c == ')' && depth > 0 ? 1 : 0;
    }
    return kept.toString();
  }

  private static String email(String address) {
    String email = withoutComments(address).strip();
    if (email.startsWith("@")) {
      // an obsolete route: <@relay,@relay:local@domain>
      email = email.substring(email.lastIndexOf(':') + 1).strip();
    }
    if (email.regionMatches(true, 0, "mailto:", 0, 7)) {
      email = email.substring(7);
    }
    int at = email.lastIndexOf('@');
    String domain = email.substring(at + 1);
    boolean spaced = at > 0 && email.indexOf('"') < 0 && email.indexOf(' ') >= 0;
    String whole = at < 0 ? email : email.substring(0, at + 1) + domain.toLowerCase(Locale.ROOT);
    return Defects.cut(spaced ? whole.replace(" ", "") : whole, LONGEST);
  }
}
