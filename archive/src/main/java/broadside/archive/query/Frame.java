package broadside.archive.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has been read within one bracket. OR binds its neighbours closer than standing together. */
final class Frame {
  private final Token.@Nullable Open open;
  private final @Nullable Operator operator;
  private final List<Query> all = new ArrayList<>();
  private List<Query> any = new ArrayList<>();
  private @Nullable Token pending;
  private Token.@Nullable Not negation;

  Frame(Token.@Nullable Open open, @Nullable Operator operator) {
    this.open = open;
    this.operator = operator;
  }

  /** The bracket that began it, or null for the whole query. */
  Token.@Nullable Open open() {
    return open;
  }

  /** The operator that applies to words here that have none of their own, or null. */
  @Nullable Operator operator() {
    return operator;
  }

  /** The OR, AND or NEAR that waits for what follows it, or null. */
  @Nullable Token pending() {
    return pending;
  }

  /** The negation that waits for what follows it, or null. */
  Token.@Nullable Not negation() {
    return negation;
  }

  boolean isEmpty() {
    return any.isEmpty();
  }

  void negate(Token.Not not) {
    negation = negation == null ? not : null;
  }

  void join(Token token) {
    pending = token;
  }

  /** Drops what waits for something. */
  void forget() {
    pending = null;
    negation = null;
  }

  /** Adds what was read next; false where NEAR did not stand between words and was read as AND. */
  boolean add(Query query) {
    Query next = negation == null ? query : Query.not(query);
    negation = null;
    Token between = pending;
    pending = null;
    if (between instanceof Token.Near near && !any.isEmpty()) {
      Query left = any.removeLast();
      Query joined = near(left, next, near);
      any.add(joined == null ? Query.and(List.of(left, next)) : joined);
      return joined != null;
    }
    boolean alternative = between instanceof Token.Or || (open != null && open.any());
    if (!alternative && !any.isEmpty()) {
      all.add(Query.or(any));
      any = new ArrayList<>();
    }
    any.add(next);
    return true;
  }

  /** Everything in the bracket, or null where there is nothing. */
  @Nullable Query query() {
    if (any.isEmpty()) {
      return null;
    }
    List<Query> branches = new ArrayList<>(all);
    branches.add(Query.or(any));
    return Query.and(branches);
  }

  private static @Nullable Query near(Query left, Query right, Token.Near near) {
    if (!(left instanceof Query.Text first)
        || !(right instanceof Query.Text second)
        || second instanceof Query.Near
        || first.field() != second.field()) {
      return null;
    }
    List<Query.Text> operands = new ArrayList<>();
    if (first instanceof Query.Near(var before, int distance, boolean ordered)) {
      if (distance != near.distance() || ordered != near.ordered()) {
        return null;
      }
      operands.addAll(before);
    } else {
      operands.add(first);
    }
    operands.add(second);
    return new Query.Near(operands, near.distance(), near.ordered());
  }
}
