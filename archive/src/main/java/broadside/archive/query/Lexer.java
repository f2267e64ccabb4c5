package broadside.archive.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts a query's text into tokens. Linear; every character belongs to a token or is blank. */
final class Lexer {
  private static final int USUAL_DISTANCE = 10;
  private static final Pattern NEAR =
      Pattern.compile("(NEAR|ADJ|AROUND)(?:/([0-9]{1,4}))?", Pattern.DOTALL);
  private static final Pattern AROUND_NUMBER =
      Pattern.compile("\\s*\\(?\\s*([0-9]{1,4})\\s*\\)?(?=\\s|$)");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    while (lexer.at < text.length()) {
      lexer.token();
    }
    return lexer.tokens;
  }

  private void token() {
    char c = text.charAt(at);
    if (BareText.isBlank(c)) {
      at++;
    } else if (c == '(' || c == '{') {
      tokens.add(new Token.Open(at++, 1, null, c == '{'));
    } else if (c == ')' || c == '}') {
      tokens.add(new Token.Close(at++, 1));
    } else if (BareText.isQuote(c)) {
      quoted(at, null);
    } else if ((c == '-' || c == '!') && negates()) {
      tokens.add(new Token.Not(at++, 1));
    } else {
      bare();
    }
  }

  /** A hyphen or exclamation mark before something, and not a dash or a double one. */
  private boolean negates() {
    int next = at + 1;
    return next < text.length()
        && !BareText.isBlank(text.charAt(next))
        && "-!)}".indexOf(text.charAt(next)) < 0;
  }

  private void quoted(int start, @Nullable Operator operator) {
    int open = at;
    int close = open + 1;
    while (close < text.length() && !BareText.isQuote(text.charAt(close))) {
      close++;
    }
    boolean closed = close < text.length();
    at = closed ? close + 1 : close;
    tokens.add(
        new Token.Quoted(start, at - start, operator, text.substring(open + 1, close), closed));
  }

  private void bare() {
    int start = at;
    while (at < text.length() && !BareText.breaks(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    switch (word) {
      case "OR", "|", "||" -> tokens.add(new Token.Or(start, at - start));
      case "AND", "&", "&&" -> tokens.add(new Token.And(start, at - start));
      case "NOT" -> tokens.add(new Token.Not(start, at - start));
      default -> {
        Matcher near = NEAR.matcher(word);
        if (near.matches()) {
          near(start, near);
        } else {
          operand(start, word);
        }
      }
    }
  }

  private void near(int start, Matcher near) {
    int distance = USUAL_DISTANCE;
    if (near.group(2) != null) {
      distance = Integer.parseInt(near.group(2));
    } else if (near.group(1).equals("AROUND")) {
      Matcher number = AROUND_NUMBER.matcher(text).region(at, text.length());
      if (number.lookingAt()) {
        distance = Integer.parseInt(number.group(1));
        at = number.end();
      }
    }
    tokens.add(new Token.Near(start, at - start, distance, near.group(1).equals("ADJ")));
  }

  private void operand(int start, String word) {
    Operator operator = Operator.prefix(word);
    String value = operator == null ? word : word.substring(word.indexOf(':') + 1);
    if (operator != null && value.isEmpty() && at < text.length()) {
      char next = text.charAt(at);
      if (BareText.isQuote(next)) {
        quoted(start, operator);
        return;
      }
      if (next == '(' || next == '{') {
        at++;
        tokens.add(new Token.Open(start, at - start, operator, next == '{'));
        return;
      }
    }
    boolean driveLetter = operator != null && value.startsWith("\\") && word.indexOf(':') == 1;
    tokens.add(
        driveLetter
            ? new Token.Bare(start, at - start, null, word)
            : new Token.Bare(start, at - start, operator, value));
  }
}
