package broadside.archive.index;

import java.util.Arrays;

/** Replaces a sequence of bytes by another of the same length in a stream of buffers. */
final class ByteReplacement {
  private final byte[] old;
  private final byte[] replacement;
  private byte[] held = new byte[0];

  ByteReplacement(byte[] old, byte[] replacement) {
    if (old.length != replacement.length || old.length == 0) {
      throw new IllegalArgumentException(old.length + " bytes by " + replacement.length);
    }
    this.old = old.clone();
    this.replacement = replacement.clone();
  }

  /** The next bytes of the result; the last few wait, since the sequence may begin in them. */
  byte[] next(byte[] buffer, int size) {
    byte[] all = Arrays.copyOf(held, held.length + size);
    System.arraycopy(buffer, 0, all, held.length, size);
    int at = 0;
    int last = all.length - old.length;
    while (at <= last) {
      if (all[at] == old[0] && Arrays.equals(all, at, at + old.length, old, 0, old.length)) {
        System.arraycopy(replacement, 0, all, at, old.length);
        at += old.length;
      } else {
        at++;
      }
    }
    int done = Math.max(at, 0);
    held = Arrays.copyOfRange(all, Math.min(done, all.length), all.length);
    return Arrays.copyOf(all, all.length - held.length);
  }

  /** What waited. */
  byte[] rest() {
    return held;
  }
}
