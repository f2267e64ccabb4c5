package broadside.proof.statement;

import org.jspecify.annotations.Nullable;

/** What takes the next number of a release and the next numbers of messages: open or sealed. */
public sealed interface Numbered extends Statement permits ReleaseStatement, SealedStatement {

  /** Number of the release, from 1 without gaps. */
  int number();

  /** SHA-256 of the text of the statement before it of these two kinds, or null for number 1. */
  @Nullable String previous();

  /** Number of the first message. */
  long first();

  /** How many numbers, with or without a mail. */
  long count();

  /** The last number. */
  default long last() {
    return first() + count() - 1;
  }
}
