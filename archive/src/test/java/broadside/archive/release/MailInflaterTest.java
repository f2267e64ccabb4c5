package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailInflaterTest {
  private final Random random = new Random(1);
  private final byte[] mail = text(5_000);
  private final byte[] deflated = deflate(mail);
  private final MailInflater inflater = new MailInflater();

  @AfterEach
  void close() {
    inflater.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 257, 258, 3_600, 65_535, 65_536, 300_000})
  void mailsOfEverySizeComeBack(int size) {
    for (byte[] sent : new byte[][] {text(size), noise(size), new byte[size]}) {
      byte[] packed = deflate(sent);
      assertThat(inflater.inflate(ByteBuffer.wrap(packed), size)).isEqualTo(sent);
      assertThat(inflater.inflate(direct(packed), size)).isEqualTo(sent);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 258, 320, 3_600, 65_535, 65_536, 300_000})
  void aMailOfAnotherSizeIsRefused(int size) {
    byte[] packed = deflate(text(size));
    for (int other : new int[] {0, size - 1, size + 1, size + 320, size / 2, 2 * size + 1}) {
      assertThat(inflater.inflate(ByteBuffer.wrap(packed), other)).as("as %d", other).isNull();
    }
  }

  @Test
  void whatIsCutOrContinuedIsRefused() {
    for (int length = 0; length < deflated.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(deflated, 0, length);
      assertThat(inflater.inflate(cut, mail.length)).as("the first %d bytes", length).isNull();
    }
    byte[] continued = Arrays.copyOf(deflated, deflated.length + 1);
    assertThat(inflater.inflate(ByteBuffer.wrap(continued), mail.length)).isNull();
  }

  @Test
  void aDamagedMailLeavesNothingForTheNext() {
    for (int i = 0; i < deflated.length; i++) {
      byte[] damaged = deflated.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      byte[] other = inflater.inflate(ByteBuffer.wrap(damaged), mail.length);
      assertThat(other == null || other.length == mail.length).isTrue();
      assertThat(inflater.inflate(ByteBuffer.wrap(deflated), mail.length)).isEqualTo(mail);
    }
  }

  @Test
  void aMailKeepsItsBytesWhenTheNextIsRead() {
    byte[] read = inflater.inflate(ByteBuffer.wrap(deflated), mail.length);
    byte[] next = noise(mail.length);
    assertThat(inflater.inflate(ByteBuffer.wrap(deflate(next)), next.length)).isEqualTo(next);
    assertThat(read).isEqualTo(mail);
  }

  private byte[] text(int size) {
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = (byte) ('a' + random.nextInt(4));
    }
    return text;
  }

  private byte[] noise(int size) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    return noise;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static byte[] deflate(byte[] content) {
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      byte[] packed = new byte[content.length + 100];
      return Arrays.copyOf(packed, deflater.deflate(packed));
    }
  }
}
