package broadside.archive.query;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells somebody who wrote "or" between two terms that operators are written in capitals. */
final class CapitalsHint {
  private CapitalsHint() {}

  /** What to say of the first such word, or empty; of the others it holds as well. */
  static Optional<Notice> of(List<Token> tokens) {
    for (int i = 1; i < tokens.size() - 1; i++) {
      if (tokens.get(i) instanceof Token.Bare word
          && word.operator() == null
          && BareText.isLikeOperator(word.text())
          && ends(tokens.get(i - 1))
          && begins(tokens.get(i + 1))) {
        String sentence = "“" + word.text() + "” was searched as a word: " + instead(word.text());
        return Optional.of(
            new Notice(Notice.Kind.READ_AS, word.position(), word.length(), sentence));
      }
    }
    return Optional.empty();
  }

  private static String instead(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "or" -> "to find either, write OR in capitals.";
      case "not" -> "to leave out what follows, write NOT in capitals.";
      default -> "leave it out, or write AND in capitals.";
    };
  }

  /** True where a term can end with this. */
  private static boolean ends(Token token) {
    return switch (token) {
      case Token.Bare _, Token.Quoted _, Token.Close _ -> true;
      case Token.Open _, Token.Not _, Token.And _, Token.Or _, Token.Near _ -> false;
    };
  }

  /** True where a term can begin with this. */
  private static boolean begins(Token token) {
    return switch (token) {
      case Token.Bare _, Token.Quoted _, Token.Open _, Token.Not _ -> true;
      case Token.Close _, Token.And _, Token.Or _, Token.Near _ -> false;
    };
  }
}
