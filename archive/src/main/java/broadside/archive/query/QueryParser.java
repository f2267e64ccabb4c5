package broadside.archive.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a person typed. Every text is a query; docs/formats/query.md has the grammar.
 *
 * <p><b>Threads:</b> immutable; one instance serves all threads. <b>Failures:</b> none: what was
 * not understood is searched as text and said in a notice, and a query beyond the limits finds
 * nothing and says why.
 */
public final class QueryParser {
  private final QueryLimits limits;

  public QueryParser(QueryLimits limits) {
    this.limits = limits;
  }

  /** The text's meaning. */
  public ParsedQuery parse(String text) {
    if (text.length() > limits.length()) {
      String why = "The query is longer than " + limits.length() + " characters.";
      return refused(text, new Notice(Notice.Kind.REFUSED, limits.length(), 0, why));
    }
    return new Reading(text).read();
  }

  private static ParsedQuery refused(String text, Notice notice) {
    return new ParsedQuery(text, new Query.Nothing(), List.of(notice));
  }

  /** One reading of one text. */
  private final class Reading {
    private final String text;
    private final List<Notice> notices = new ArrayList<>();
    private final LeafReader leaves = new LeafReader(limits, notices);
    private final Deque<Frame> open = new ArrayDeque<>();
    private Frame frame = new Frame(null, null);
    private int clauses;

    Reading(String text) {
      this.text = text;
    }

    ParsedQuery read() {
      List<Token> tokens = Lexer.tokens(text);
      tokens.forEach(this::token);
      CapitalsHint.of(tokens).ifPresent(notices::add);
      while (!open.isEmpty()) {
        Token bracket = frame.open();
        if (bracket != null) {
          say(bracket, "A closing bracket is missing: it was read as standing at the end.");
        }
        close();
      }
      passOver();
      notices.sort(Comparator.comparingInt(Notice::position));
      Query query = frame.query();
      ParsedQuery parsed = new ParsedQuery(text, query == null ? new Query.All() : query, notices);
      return parsed.refusal().map(n -> refused(text, n)).orElse(parsed);
    }

    private void token(Token token) {
      switch (token) {
        case Token.Bare bare -> add(token, leaves.bare(bare, operator(bare.operator())));
        case Token.Quoted quoted -> add(token, leaves.quoted(quoted, operator(quoted.operator())));
        case Token.Open bracket -> {
          if (open.size() >= limits.depth()) {
            refuse(token, "The query has more than " + limits.depth() + " brackets in each other.");
          } else {
            open.push(frame);
            frame = new Frame(bracket, operator(bracket.operator()));
          }
        }
        case Token.Close close -> {
          if (open.isEmpty()) {
            say(token, "This closing bracket has no opening one and was passed over.");
          } else {
            close();
          }
        }
        case Token.Not not -> frame.negate(not);
        case Token.Near near -> {
          if (near.distance() < 1 || near.distance() > QueryLimits.FARTHEST) {
            say(
                token,
                "The distance is from 1 to " + QueryLimits.FARTHEST + "; it was read as 10.");
            join(new Token.Near(near.position(), near.length(), 10, near.ordered()));
          } else {
            join(near);
          }
        }
        case Token.And and -> join(and);
        case Token.Or or -> join(or);
      }
    }

    private @Nullable Operator operator(@Nullable Operator own) {
      return own == null ? frame.operator() : own;
    }

    private void join(Token token) {
      if (frame.isEmpty() || frame.pending() != null) {
        say(token, quote(token) + " needs something before and after it and was passed over.");
      } else {
        frame.join(token);
      }
    }

    private void add(Token token, @Nullable Query query) {
      if (query == null) {
        passOver();
        return;
      }
      if (++clauses > limits.clauses()) {
        refuse(token, "The query has more than " + limits.clauses() + " words and conditions.");
      } else if (!frame.add(query)) {
        say(token, "AROUND, NEAR and ADJ stand between words of one field; read as AND.");
      }
    }

    private void close() {
      passOver();
      Query inner = frame.query();
      Token bracket = frame.open();
      frame = open.pop();
      if (inner == null) {
        if (bracket != null) {
          say(bracket, "These brackets have no word in them and were passed over.");
        }
        passOver();
      } else if (!frame.add(inner) && bracket != null) {
        say(bracket, "AROUND, NEAR and ADJ stand between words of one field; read as AND.");
      }
    }

    /** Lets go of what waits for something, since nothing came that it could stand before. */
    private void passOver() {
      Token pending = frame.pending();
      if (pending != null) {
        say(pending, quote(pending) + " needs something after it and was passed over.");
      }
      Token negation = frame.negation();
      if (negation != null) {
        say(negation, quote(negation) + " needs something after it and was passed over.");
      }
      frame.forget();
    }

    private String quote(Token token) {
      return text.substring(token.position(), token.position() + token.length());
    }

    private void say(Token token, String sentence) {
      notices.add(new Notice(Notice.Kind.READ_AS, token.position(), token.length(), sentence));
    }

    private void refuse(Token token, String sentence) {
      notices.add(new Notice(Notice.Kind.REFUSED, token.position(), token.length(), sentence));
    }
  }
}
