package broadside.proof.statement;

import broadside.proof.text.SignedText;
import java.time.Instant;

/** What the fields of statements must be. */
final class Checks {
  private Checks() {}

  static void head(String publication, int policy, int least, Instant time) {
    hash(publication);
    check(policy >= least, "policy " + policy);
    check(SignedText.isTime(time), "time " + time);
  }

  static void subject(String publication, int policy, int number, String seal, Instant time) {
    head(publication, policy, 1, time);
    check(number >= 1, "number " + number);
    hash(seal);
  }

  static void hash(String hash) {
    check(SignedText.isHash(hash), "no SHA-256: " + hash);
  }

  static void count(long count) {
    check(count >= 0 && count <= SignedText.LARGEST_COUNT, "count " + count);
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("not in a statement: " + otherwise);
    }
  }
}
