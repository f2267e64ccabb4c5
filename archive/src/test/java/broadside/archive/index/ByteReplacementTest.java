package broadside.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteReplacementTest {

  @Test
  void replacesWhereverTheBuffersAreCut() {
    String text = "aabaabaaXabcdXabababcabcdabcdab";
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      ByteReplacement replacement =
          new ByteReplacement(new byte[] {'a', 'b', 'c'}, new byte[] {1, 2, 3});
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int at = 0; at < bytes.length; ) {
        int size = Math.min(bytes.length - at, random.nextInt(6));
        byte[] part = new byte[size];
        System.arraycopy(bytes, at, part, 0, size);
        out.writeBytes(replacement.next(part, size));
        at += size;
      }
      out.writeBytes(replacement.rest());
      assertThat(out.toString(StandardCharsets.ISO_8859_1))
          .as("seed %d", seed)
          .isEqualTo(text.replace("abc", "\1\2\3"));
    }
  }
}
