package broadside.mail.charset;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Guesses the charset of bytes that are neither ASCII nor UTF-8 and carry no usable label. */
final class CharsetDetection {
  /** Bytes looked at: more of the same text hardly changes the guess. */
  private static final int SAMPLE = 8192;

  private static final int LEAST_CONFIDENCE = 20;

  private CharsetDetection() {}

  /** The likeliest charset; windows-1252, which reads any byte, where nothing is likely. */
  static Charset detect(byte[] bytes, int from, int to) {
    int start = firstHighByte(bytes, from, to);
    int sampleFrom = Math.max(from, start - SAMPLE / 4);
    byte[] sample = Arrays.copyOfRange(bytes, sampleFrom, Math.min(to, sampleFrom + SAMPLE));
    CharsetDetector detector = new CharsetDetector();
    detector.setText(sample);
    @Nullable CharsetMatch match = detector.detect();
    if (match == null || match.getConfidence() < LEAST_CONFIDENCE) {
      return CharsetLabels.WINDOWS_1252;
    }
    Charset found = CharsetLabels.find(match.getName());
    return found == null || found.name().startsWith("UTF-") ? CharsetLabels.WINDOWS_1252 : found;
  }

  private static int firstHighByte(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    return i;
  }
}
