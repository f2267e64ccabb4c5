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
  private static final int CHUNK = 1 << 12;

  private final byte[] mail;
  private final int from;
  private final int end;
  private final boolean relaxed;
  private final Undoing undoing;
  private final MessageDigest digest;

  /** Every byte of a chunk may become two, and each line may get a '>' more. */
  private final byte[] out = new byte[3 * CHUNK];

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

  private void relaxed() {
    int at = lineStart(from);
    boolean space = false;
    while (at < end) {
      int stop = Math.min(end, at + CHUNK);
      if (length > out.length - 2 * CHUNK) {
        flush();
      }
      byte[] source = mail;
      byte[] target = out;
      int n = length;
      boolean newLine = false;
      while (at < stop && !newLine) {
        byte b = source[at++];
        if (b > ' ' || b < 0) {
          if (space) {
            target[n++] = ' ';
            space = false;
          }
          target[n++] = b;
        } else if (b == ' ' || b == '\t') {
          space = true;
        } else if (b == '\n') {
          space = false;
          target[n++] = '\r';
          target[n++] = '\n';
          // Content follows, since empty lines at the end were cut off.
          newLine = source[at] == '>' || source[at] == 'F';
        } else if (b != '\r' || at >= source.length || source[at] != '\n') {
          if (space) {
            target[n++] = ' ';
            space = false;
          }
          target[n++] = b;
        }
      }
      length = n;
      if (newLine) {
        at = lineStart(at);
      }
    }
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
      if (length == out.length) {
        flush();
      }
      out[length++] = '>';
    }
    return at;
  }

  private void lineEnd() {
    if (length > out.length - 2) {
      flush();
    }
    out[length++] = '\r';
    out[length++] = '\n';
  }

  private void put(int start, int stop) {
    int size = stop - start;
    if (size > out.length - length) {
      flush();
    }
    if (size > CHUNK) {
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
