package broadside.mail.dkim;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Hashes a mail's body in canonical form (RFC 6376 §3.4.3, §3.4.4), whole and its beginnings, in
 * one pass and without a copy of it.
 *
 * <p>A bare LF is a line end. Quoting of lines that begin with "From " is undone on the way.
 */
final class CanonicalBody {
  /** Longer runs go to the digest without a copy. */
  private static final int COPIED = 256;

  private final byte[] mail;
  private final int from;
  private final int end;
  private final boolean relaxed;
  private final Undoing undoing;
  private final MessageDigest digest;

  private final byte[] out = new byte[1 << 12];

  private int length;

  /** In ascending order. */
  private final long[] beginnings;

  private final byte[] @Nullable [] beginningHashes;
  private int nextBeginning;
  private long total;
  private boolean quoted;
  private boolean bare;

  private CanonicalBody(
      byte[] mail,
      int from,
      boolean relaxed,
      Undoing undoing,
      MessageDigest digest,
      long[] beginnings) {
    this.mail = mail;
    this.from = from;
    this.relaxed = relaxed;
    this.undoing = undoing;
    this.digest = digest;
    this.beginnings = beginnings;
    this.beginningHashes = new byte[beginnings.length][];
    this.end = contentEnd(mail, from, mail.length, relaxed);
  }

  /**
   * What one pass found.
   *
   * @param whole the hash of the whole body
   * @param beginnings the hashes of its beginnings, null for those longer than the body
   * @param length the length of the canonical body
   * @param quoted true where a line begins with one '>' or more and "From "
   * @param bare true where a line begins with "From "
   */
  record Hashes(
      byte[] whole, byte[] @Nullable [] beginnings, long length, boolean quoted, boolean bare) {}

  /** Hashes the body that begins at {@code from}. The digest is left as new. */
  static Hashes hash(
      byte[] mail,
      int from,
      Canonicalization canonicalization,
      Undoing undoing,
      MessageDigest digest,
      long[] beginnings) {
    boolean relaxed = canonicalization == Canonicalization.RELAXED;
    return new CanonicalBody(mail, from, relaxed, undoing, digest, beginnings).hash();
  }

  private Hashes hash() {
    if (end > from) {
      if (relaxed) {
        relaxed();
      } else {
        simple();
      }
    }
    if (end > from || !relaxed) {
      lineEnd();
    }
    flush();
    return new Hashes(digest.digest(), beginningHashes, total, quoted, bare);
  }

  /** Where the last line that is not empty ends, without its line end; {@code from} without one. */
  private static int contentEnd(byte[] mail, int from, int to, boolean relaxed) {
    int end = to;
    while (true) {
      int content = end;
      while (relaxed && content > from && MailHeader.isWhite(mail[content - 1])) {
        content--;
      }
      if (content == from) {
        return from;
      }
      if (mail[content - 1] != '\n') {
        return end;
      }
      end = content - 1;
      if (end > from && mail[end - 1] == '\r') {
        end--;
      }
    }
  }

  private void simple() {
    int run = lineStart(from);
    int at = run;
    while (at < end) {
      if (mail[at] != '\n') {
        at++;
        continue;
      }
      if (at > run && mail[at - 1] == '\r') {
        int next = at + 1;
        if (mail[next] == '>' || mail[next] == 'F') {
          put(run, next);
          run = lineStart(next);
          next = run;
        }
        at = next;
      } else {
        put(run, at);
        lineEnd();
        run = lineStart(at + 1);
        at = run;
      }
    }
    put(run, end);
  }

  /** Copies what is canonical already in long runs: most mails have little else. */
  private void relaxed() {
    byte[] source = mail;
    int run = lineStart(from);
    int at = run;
    while (at < end) {
      at = PlainBytes.skip(source, at, end);
      byte b = source[at];
      if (b > ' ' || b < 0 || (b != ' ' && b != '\t' && b != '\r' && b != '\n')) {
        at++;
      } else if (b == '\r') {
        boolean isLineEnd = at + 1 < end && source[at + 1] == '\n';
        at += isLineEnd ? 2 : 1;
        // Content follows, since empty lines at the end were cut off.
        if (isLineEnd && (source[at] == '>' || source[at] == 'F')) {
          put(run, at);
          run = lineStart(at);
          at = run;
        }
      } else if (b == '\n') {
        put(run, at);
        lineEnd();
        run = lineStart(at + 1);
        at = run;
      } else if (b == ' ' && at + 1 < end && (source[at + 1] > ' ' || source[at + 1] < 0)) {
        at += 2;
      } else {
        put(run, at);
        while (at < end && MailHeader.isWhite(source[at])) {
          at++;
        }
        if (at < end && !isLineEnd(at)) {
          put(' ');
        }
        run = at;
      }
    }
    put(run, end);
  }

  private boolean isLineEnd(int at) {
    return mail[at] == '\n' || (mail[at] == '\r' && at + 1 < end && mail[at + 1] == '\n');
  }

  /** Notes and undoes what stands at a line's start, and says where the rest of the line begins. */
  private int lineStart(int at) {
    int i = at;
    while (i < end && mail[i] == '>') {
      i++;
    }
    boolean isFrom =
        i + 4 < end
            && mail[i] == 'F'
            && mail[i + 1] == 'r'
            && mail[i + 2] == 'o'
            && mail[i + 3] == 'm'
            && mail[i + 4] == ' ';
    if (!isFrom) {
      return at;
    }
    quoted |= i > at;
    bare |= i == at;
    if (undoing == Undoing.UNQUOTED && i > at) {
      return at + 1;
    }
    if (undoing == Undoing.REQUOTED) {
      put('>');
    }
    return at;
  }

  private void lineEnd() {
    put('\r');
    put('\n');
  }

  private void put(char c) {
    if (length == out.length) {
      flush();
    }
    out[length++] = (byte) c;
  }

  private void put(int start, int stop) {
    int size = stop - start;
    if (size > out.length - length) {
      flush();
    }
    if (size > COPIED) {
      flush();
      update(mail, start, size);
    } else {
      System.arraycopy(mail, start, out, length, size);
      length += size;
    }
  }

  private void flush() {
    update(out, 0, length);
    length = 0;
  }

  private void update(byte[] bytes, int start, int size) {
    int at = start;
    int left = size;
    while (nextBeginning < beginnings.length && beginnings[nextBeginning] <= total + left) {
      int part = (int) (beginnings[nextBeginning] - total);
      digest.update(bytes, at, part);
      at += part;
      left -= part;
      total += part;
      beginningHashes[nextBeginning++] = digestSoFar();
    }
    digest.update(bytes, at, left);
    total += left;
  }

  private byte[] digestSoFar() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA digests can be cloned", e);
    }
  }
}
