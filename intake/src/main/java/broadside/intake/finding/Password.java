package broadside.intake.finding;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A password beside the name of its account: "Username: ida" and, within a few lines, "Password:
 * …". All patterns are bounded and have no nested repetition.
 */
final class Password {
  private static final List<String> LATIN =
      List.of("password", "passwd", "passcode", "passwort", "passphrase", "pass word", "pwd");

  /**
   * Behind the word: a colon, an equals sign or "is", then the secret, perhaps on the next line.
   */
  private static final Pattern VALUE =
      Pattern.compile(
          "[\"')]{0,2}\\s{0,3}(?:[:=：]|\\bis\\b:?|ist:?|\\best\\b:?)\\s{0,4}([^\\s<>]{4,40})");

  private static final Pattern ACCOUNT =
      Pattern.compile(
          "(?i)(?<![a-z])(?:user ?-?(?:name|id)?|log-?in ?-?(?:name|id)?|e-?mail(?: address)?|account(?: name| id)?"
              + "|id|benutzer(?:name)?|identifiant|utilisateur|usuario|логин|用户名|帳號|账号)"
              + "[\"')]{0,2}[ \\t]{0,4}(?:[:=：]|is\\b:?)\\s{0,4}([^\\s<>:]{2,60})");

  private static final int LINES = 4;
  private static final int REACH = 240;

  /** What stands behind "password:" in forms, policies and examples. */
  private static final Set<String> NO_SECRETS =
      Set.of(
          "required",
          "none",
          "your",
          "yourpassword",
          "the",
          "same",
          "password",
          "changed",
          "reset",
          "forgot",
          "case",
          "sensitive",
          "that",
          "this",
          "username",
          "unknown",
          "optional",
          "login",
          "invalid",
          "incorrect",
          "hint",
          "protected",
          "redacted",
          "please",
          "click",
          "enter",
          "http",
          "https",
          "string",
          "null",
          "empty",
          "blank",
          "user",
          "true",
          "false",
          "will",
          "also",
          "with",
          "expired",
          "expire",
          "about",
          "going",
          "case-sensitive",
          "email",
          "submit",
          "first",
          "last",
          "sent",
          "being",
          "needed",
          "only",
          "available",
          "attached",
          "below",
          "following",
          "and",
          "noted",
          "listed",
          "given",
          "provided",
          "date",
          "birthdate",
          "assigned",
          "created",
          "stored",
          "encrypted",
          "not",
          "now",
          "set",
          "correct",
          "wrong",
          "case-insensitive",
          "confidential",
          "valid",
          "different",
          "used",
          "must",
          "should",
          "can",
          "may",
          "when",
          "what",
          "you",
          "all",
          "any");

  /** The letters of ASCII that {@link #words} knows: by far most of a text begins none. */
  private static final boolean[] BEGINS = new boolean[128];

  static {
    for (char letter = 0; letter < BEGINS.length; letter++) {
      BEGINS[letter] = !words(letter).isEmpty();
    }
  }

  private Password() {}

  /** The password whose name stands from {@code at} to {@code word}, or null. */
  static @Nullable Match in(String text, int at, int word) {
    Matcher value = VALUE.matcher(text).region(word, Math.min(text.length(), word + 60));
    if (!value.lookingAt() || !isSecret(value.group(1)) || isProse(text, value)) {
      return null;
    }
    return hasAccount(text, at, value.end(1))
        ? new Match("password", value.start(1), value.end(1))
        : null;
  }

  /** False for what no word for a password begins with. */
  static boolean mayBegin(char letter) {
    return letter >= BEGINS.length || BEGINS[letter];
  }

  /** The words that begin with this letter; few letters have any. */
  private static List<String> words(char first) {
    return switch (first) {
      case 'p', 'P' -> LATIN;
      case 'c', 'C' -> List.of("contraseña", "contrasena");
      case 'k', 'K' -> List.of("kennwort");
      case 'm', 'M' -> List.of("mot de passe");
      case 's', 'S' -> List.of("senha");
      case 'w', 'W' -> List.of("wachtwoord");
      case 'п', 'П' -> List.of("пароль");
      case '密' -> List.of("密码", "密碼");
      case 'パ' -> List.of("パスワード");
      default -> List.of();
    };
  }

  /** The end of the word for a password that begins at {@code at}, or -1. */
  static int wordEnd(String text, int at) {
    List<String> words = words(text.charAt(at));
    if (words.isEmpty() || (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1)))) {
      return -1;
    }
    for (String word : words) {
      if (text.regionMatches(true, at, word, 0, word.length())) {
        return at + word.length();
      }
    }
    return -1;
  }

  private static boolean isSecret(String value) {
    String bare = value.replaceAll("^[\"'(\\[]|[\"'),.;\\]]{1,3}$", "").toLowerCase(Locale.ROOT);
    boolean masked = bare.chars().allMatch(c -> "*x._-•?#".indexOf(c) >= 0);
    return bare.length() >= 4
        && !masked
        && !NO_SECRETS.contains(bare)
        && !bare.contains("://")
        && !bare.startsWith("www.")
        && !bare.contains(":~") // a shell's prompt below a login
        && !bare.startsWith("&")
        && !bare.startsWith("$")
        && !bare.startsWith("%")
        && !bare.endsWith(":")
        && bare.chars().anyMatch(Character::isLetterOrDigit);
  }

  /** "The password is checked …": without a colon only what looks like a secret is one. */
  private static boolean isProse(String text, Matcher value) {
    String between = text.substring(value.start(), value.start(1));
    boolean sign =
        between.indexOf(':') >= 0 || between.indexOf('=') >= 0 || between.indexOf('：') >= 0;
    boolean lineEnds = value.end() == text.length() || text.charAt(value.end()) == '\n';
    boolean digit = value.group(1).chars().anyMatch(Character::isDigit);
    return !sign && !digit && !lineEnds;
  }

  /** True where a name is given in the few lines before, or behind. */
  private static boolean hasAccount(String text, int start, int end) {
    String before = text.substring(lineStart(text, start), start);
    String behind = text.substring(end, Math.min(text.length(), end + REACH / 2));
    return holdsAccount(before) || holdsAccount(behind);
  }

  private static boolean holdsAccount(String text) {
    Matcher account = ACCOUNT.matcher(text);
    while (account.find()) {
      String name = account.group(1).toLowerCase(Locale.ROOT);
      if (!NO_SECRETS.contains(name) && !name.startsWith("http") && !name.startsWith("pass")) {
        return true;
      }
    }
    return false;
  }

  private static int lineStart(String text, int at) {
    int start = at;
    int lines = 0;
    int limit = Math.max(0, at - REACH);
    while (start > limit && lines <= LINES) {
      start--;
      lines += text.charAt(start) == '\n' ? 1 : 0;
    }
    return start;
  }
}
