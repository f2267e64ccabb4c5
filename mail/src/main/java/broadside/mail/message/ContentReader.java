package broadside.mail.message;

import broadside.mail.message.Defect.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads the content of leaves once: decoded size and hash, and for text the bytes themselves.
 * Nothing else is kept in memory. One mail at a time; not for several threads.
 */
final class ContentReader {
  /** Is copied, and never fed: to look SHA-256 up takes longer than to hash a short mail. */
  private static final MessageDigest SHA_256 = newSha256();

  private final Defects defects;
  private final MessageDigest digest = sha256();
  private final int textBytes;
  private long room;

  ContentReader(MailLimits limits, Defects defects) {
    this.defects = defects;
    this.room = limits.decodedBytes();
    // no charset needs more than four bytes for a char
    this.textBytes = Math.multiplyExact(4, limits.bodyChars());
  }

  /** Reads every leaf. */
  void read(List<Entity> entities) {
    for (Entity entity : entities) {
      if (!entity.isContainer()) {
        if (read(entity, true)) {
          entity.sha256 = HexFormat.of().formatHex(digest.digest());
        } else {
          digest.reset();
        }
      }
    }
  }

  /** Reads the texts of bodies alone, and hashes nothing. */
  void readBodies(List<Entity> entities) {
    for (Entity entity : entities) {
      switch (entity.role) {
        case TEXT_BODY, HTML_BODY, ALTERNATIVE -> {
          boolean _ = read(entity, false);
        }
        case CONTAINER,
            ATTACHMENT,
            INLINE,
            NESTED_MESSAGE,
            CALENDAR,
            TNEF,
            SIGNATURE,
            SIGNED,
            ENCRYPTED -> {}
      }
    }
  }

  /** False where the mail's room is used up. */
  private boolean read(Entity entity, boolean hashed) {
    Sink sink = new Sink(entity.content.isText() ? textBytes : 0, hashed);
    try {
      long length = TransferDecoding.copy(entity, room, sink, defects);
      if (length < 0) {
        room = 0;
        defects.add(Kind.LIMIT_DECODED_BYTES, "content left out from part " + entity.index + " on");
        return false;
      }
      room -= length;
      entity.bytes = length;
    } catch (IOException e) {
      throw new UncheckedIOException("from memory to memory", e);
    }
    if (entity.content.isText()) {
      entity.text = sink.kept();
    }
    return true;
  }

  /** Keeps the first bytes, and hashes all where that is asked. */
  private final class Sink extends OutputStream {
    private final int most;
    private final boolean hashed;
    private byte[] kept = new byte[0];
    private int length;

    Sink(int most, boolean hashed) {
      this.most = most;
      this.hashed = hashed;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      if (hashed) {
        digest.update(bytes, from, count);
      }
      int taken = Math.min(count, most - length);
      if (taken > 0) {
        if (kept.length < length + taken) {
          kept = Arrays.copyOf(kept, Math.max(length + taken, Math.min(most, kept.length * 2)));
        }
        System.arraycopy(bytes, from, kept, length, taken);
        length += taken;
      }
    }

    byte[] kept() {
      return kept.length == length ? kept : Arrays.copyOf(kept, length);
    }
  }

  static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the SHA-256 of every Java can be copied", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
