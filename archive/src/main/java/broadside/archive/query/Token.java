package broadside.archive.query;

import org.jspecify.annotations.Nullable;

/** A piece of a query's text. */
sealed interface Token {
  int position();

  int length();

  /**
   * A bare word.
   *
   * @param operator what stood before its colon, or null
   */
  record Bare(int position, int length, @Nullable Operator operator, String text)
      implements Token {}

  /** A quoted text; {@code closed} is false where its second mark is missing. */
  record Quoted(int position, int length, @Nullable Operator operator, String text, boolean closed)
      implements Token {}

  /** An opening bracket; {@code any} is true for a brace, whose contents are alternatives. */
  record Open(int position, int length, @Nullable Operator operator, boolean any)
      implements Token {}

  record Close(int position, int length) implements Token {}

  record Or(int position, int length) implements Token {}

  record And(int position, int length) implements Token {}

  record Not(int position, int length) implements Token {}

  record Near(int position, int length, int distance, boolean ordered) implements Token {}
}
