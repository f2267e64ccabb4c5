package broadside.proof.note;

import broadside.proof.text.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cosignatures on checkpoints (C2SP tlog-cosignature, Ed25519): "at this time, this was the largest
 * consistent tree that I had seen of the log".
 */
public final class Cosignature {
  private static final int BYTES = Long.BYTES + 64;

  /** The last second that can be written down: 9999-12-31T23:59:59Z. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private Cosignature() {}

  /** What is signed: a label, the time in seconds, and the checkpoint's text. */
  static byte[] message(String checkpoint, long time) {
    return ("cosignature/v1\ntime " + time + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * When each of these keys cosigned a checkpoint, by public key; of several times of one key the
   * newest. Lines of unknown keys are ignored.
   *
   * @throws FormatException where a line that bears the name and id of a known key is not its
   */
  public static Map<String, Instant> times(SignedNote checkpoint, Collection<VerifierKey> known)
      throws FormatException {
    Map<String, Instant> times = new LinkedHashMap<>();
    for (NoteSignature line : checkpoint.signatures()) {
      for (VerifierKey key : known) {
        if (key.type() == KeyType.COSIGNATURE && line.isBy(key)) {
          times.merge(
              key.publicKey(), time(checkpoint.text(), key, line), (a, b) -> a.isAfter(b) ? a : b);
        }
      }
    }
    return times;
  }

  private static Instant time(String checkpoint, VerifierKey key, NoteSignature line)
      throws FormatException {
    byte[] timed = line.signature();
    if (timed.length == BYTES) {
      long time = ByteBuffer.wrap(timed).getLong();
      byte[] signature = Arrays.copyOfRange(timed, Long.BYTES, BYTES);
      if (time >= 0 && time <= LAST_SECOND && key.verifies(message(checkpoint, time), signature)) {
        return Instant.ofEpochSecond(time);
      }
    }
    throw new FormatException("the cosignature of " + key.name() + " does not hold");
  }
}
