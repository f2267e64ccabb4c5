package broadside.mail.message;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content that an S/MIME mail carries inside its signature: CMS SignedData with an encapsulated
 * content (RFC 5652 §5.2, RFC 8551 §3.5.2), in BER or DER.
 *
 * <p>Nothing is verified, and nothing is read of the certificates and signatures that follow the
 * content. Nesting is a count here and not a call stack. One content at a time; not for several
 * threads.
 */
final class SignedData {
  /** Object identifier 1.2.840.113549.1.7.2 with its tag and length. */
  private static final byte[] SIGNED_DATA = {
    0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x07, 0x02
  };

  private static final int END_OF_CONTENTS = 0x00;
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int SEGMENTED_OCTETS = 0x24;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int EXPLICIT_0 = 0xa0;

  /** Programs write segments one level deep. */
  private static final int MAX_SEGMENT_DEPTH = 8;

  private final byte[] bytes;
  private int at;

  /** Tag of the header that was read last. */
  private int tag;

  /** Where the contents of that header's element end, or -1 where an end of contents says so. */
  private int to;

  private SignedData(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The content that is enclosed, or null where these bytes are no SignedData, enclose nothing (as
   * detached signatures and bare certificates do) or are broken before the content's end.
   */
  static byte @Nullable [] content(byte[] cms) {
    SignedData reader = new SignedData(cms);
    return reader.enterContentInfo() && reader.enterEncapsulated() ? reader.octets() : null;
  }

  private boolean enterContentInfo() {
    if (!enter(SEQUENCE) || bytes.length - at < SIGNED_DATA.length) {
      return false;
    }
    int type = at;
    at += SIGNED_DATA.length;
    return Arrays.equals(bytes, type, at, SIGNED_DATA, 0, SIGNED_DATA.length)
        && enter(EXPLICIT_0)
        && enter(SEQUENCE);
  }

  private boolean enterEncapsulated() {
    return skip(INTEGER)
        && skip(SET)
        && enter(SEQUENCE)
        && skip(OBJECT_IDENTIFIER)
        && enter(EXPLICIT_0);
  }

  /** Goes to the contents of the element that begins here, where it has this tag. */
  private boolean enter(int wanted) {
    return header() && tag == wanted;
  }

  /** Goes behind the element that begins here, where it has this tag. */
  private boolean skip(int wanted) {
    if (!enter(wanted)) {
      return false;
    }
    int open = 0;
    while (true) {
      if (to >= 0) {
        at = to;
      } else {
        open += tag == END_OF_CONTENTS ? -1 : 1;
      }
      if (open == 0) {
        return true;
      }
      if (!header()) {
        return false;
      }
    }
  }

  /** The octet string that begins here, its segments put together; null where it is broken. */
  private byte @Nullable [] octets() {
    if (!header()) {
      return null;
    }
    if (tag == OCTETS) {
      return Arrays.copyOfRange(bytes, at, to);
    }
    if (tag != SEGMENTED_OCTETS) {
      return null;
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    int[] ends = new int[MAX_SEGMENT_DEPTH];
    ends[0] = to;
    int depth = 1;
    while (depth > 0) {
      if (at == ends[depth - 1]) {
        depth--;
        continue;
      }
      if (!header() || isBeyond(ends, depth)) {
        return null;
      }
      if (tag == OCTETS) {
        octets.write(bytes, at, to - at);
        at = to;
      } else if (tag == SEGMENTED_OCTETS && depth < MAX_SEGMENT_DEPTH) {
        ends[depth++] = to;
      } else if (tag == END_OF_CONTENTS && ends[depth - 1] < 0) {
        depth--;
      } else {
        return null;
      }
    }
    return octets.toByteArray();
  }

  /** True where what is being read goes on behind the end of something that holds it. */
  private boolean isBeyond(int[] ends, int depth) {
    for (int i = 0; i < depth; i++) {
      if (ends[i] >= 0 && Math.max(at, to) > ends[i]) {
        return true;
      }
    }
    return false;
  }

  /** Reads the tag and length that stand here (X.690 §8.1); false where there are none. */
  private boolean header() {
    if (bytes.length - at < 2) {
      return false;
    }
    tag = bytes[at++] & 0xff;
    int length = bytes[at++] & 0xff;
    if (tag == END_OF_CONTENTS) {
      to = -1;
      return length == 0;
    }
    boolean constructed = (tag & 0x20) != 0;
    boolean longTag = (tag & 0x1f) == 0x1f;
    if (longTag || (length == 0x80 && !constructed) || length > 0x84) {
      return false;
    }
    if (length == 0x80) {
      to = -1;
      return true;
    }
    return length < 0x80 ? endsAfter(length) : endsAfterLong(length & 0x7f);
  }

  private boolean endsAfterLong(int count) {
    if (bytes.length - at < count) {
      return false;
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | (bytes[at++] & 0xff);
    }
    return endsAfter(length);
  }

  private boolean endsAfter(long length) {
    to = (int) Math.min(at + length, Integer.MAX_VALUE);
    return length <= bytes.length - at;
  }
}
