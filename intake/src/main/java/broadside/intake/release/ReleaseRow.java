package broadside.intake.release;

import broadside.archive.release.ReleaseHeading;
import broadside.intake.ledger.Ledger;
import broadside.proof.statement.AboutSeal;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.text.FormatException;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A release as the ledger knows it.
 *
 * @param count numbers in it
 * @param about SHA-256 of {@code public/about} when it was made
 * @param statement SHA-256 of its statement's text
 * @param policy version of the policy under which it was made
 * @param position of its statement in the log, or of the one that seals it
 * @param seal SHA-256 of the text of the statement that seals it, or null where it came out openly
 */
record ReleaseRow(
    int number,
    long first,
    long count,
    String title,
    Instant time,
    byte[] about,
    byte[] statement,
    int policy,
    long position,
    byte @Nullable [] seal) {

  /** A release that is out. */
  static ReleaseRow of(
      ReleaseStatement release, int policy, long position, byte @Nullable [] seal) {
    return new ReleaseRow(
        release.number(),
        release.first(),
        release.count(),
        release.title(),
        release.time(),
        HexFormat.of().parseHex(release.about()),
        SignedText.sha256(release.encode()),
        policy,
        position,
        seal);
  }

  /** A sealed release of which nobody knows the statement: it is closed, or void. */
  static ReleaseRow closed(SealedStatement seal, long position) {
    return new ReleaseRow(
        seal.number(),
        seal.first(),
        seal.count(),
        "",
        seal.time(),
        new byte[0],
        new byte[0],
        seal.policy(),
        position,
        SignedText.sha256(seal.encode()));
  }

  /** True where the ledger has a statement of this kind about what this row seals. */
  boolean isTold(Ledger ledger, Class<? extends AboutSeal> kind) throws IOException {
    for (byte[] entry : ledger.statements().from(position)) {
      try {
        if (SignedStatement.parse(entry).statement() instanceof AboutSeal about
            && kind.isInstance(about)
            && about.number() == number) {
          return true;
        }
      } catch (FormatException e) {
        // a void entry that a thief of the log's key has put into it
      }
    }
    return false;
  }

  /** The last number in it. */
  long last() {
    return first + count - 1;
  }

  /** The same with its statement's hash. */
  ReleaseRow withStatement(byte[] sha256) {
    return new ReleaseRow(number, first, count, title, time, about, sha256, policy, position, seal);
  }

  /** The text that the next release follows: SHA-256 of what the log has of this one. */
  private byte[] logged() {
    return seal == null ? statement : seal;
  }

  /** What its files begin with, after {@code previous}. */
  ReleaseHeading heading(String publication, @Nullable ReleaseRow previous) {
    return new ReleaseHeading(
        publication,
        policy,
        number,
        previous == null ? null : HexFormat.of().formatHex(previous.logged()),
        title,
        first,
        HexFormat.of().formatHex(about),
        time);
  }
}
