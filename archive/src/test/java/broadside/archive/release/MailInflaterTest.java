package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailInflaterTest {
  private final Random random = new Random(1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 257, 258, 3_600, 65_535, 65_536, 300_000})
  void mailsOfEverySizeComeBack(int size) {
    try (MailInflater inflater = new MailInflater()) {
      for (byte[] mail : new byte[][] {text(size), noise(size), new byte[size]}) {
        byte[] deflated = deflate(mail);
        assertThat(inflater.inflate(ByteBuffer.wrap(deflated), size)).isEqualTo(mail);
        assertThat(inflater.inflate(direct(deflated), size)).isEqualTo(mail);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 258, 320, 3_600, 65_535, 65_536, 300_000})
  void aMailOfAnotherSizeIsRefused(int size) {
    byte[] deflated = deflate(text(size));
    try (MailInflater inflater = new MailInflater()) {
      for (int other : new int[] {0, size - 1, size + 1, size + 320, size / 2, 2 * size + 1}) {
        if (other != size) {
          assertThat(inflater.inflate(ByteBuffer.wrap(deflated), other))
              .as("as %d", other)
              .isNull();
        }
      }
    }
  }

  @Test
  void whatIsCutOrContinuedIsRefused() {
    byte[] mail = text(5_000);
    byte[] deflated = deflate(mail);
    try (MailInflater inflater = new MailInflater()) {
      for (int length = 0; length < deflated.length; length++) {
        ByteBuffer cut = ByteBuffer.wrap(deflated, 0, length);
        assertThat(inflater.inflate(cut, mail.length)).as("the first %d bytes", length).isNull();
      }
      byte[] continued = Arrays.copyOf(deflated, deflated.length + 1);
      assertThat(inflater.inflate(ByteBuffer.wrap(continued), mail.length)).isNull();
    }
  }

  @Test
  void aDamagedMailLeavesNothingForTheNext() {
    byte[] mail = text(5_000);
    byte[] deflated = deflate(mail);
    try (MailInflater inflater = new MailInflater()) {
      for (int i = 0; i < deflated.length; i++) {
        byte[] damaged = deflated.clone();
        damaged[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        byte[] other = inflater.inflate(ByteBuffer.wrap(damaged), mail.length);
        assertThat(other == null || other.length == mail.length).isTrue();
        assertThat(inflater.inflate(ByteBuffer.wrap(deflated), mail.length)).isEqualTo(mail);
      }
    }
  }

  @Test
  void aMailKeepsItsBytesWhenTheNextIsRead() {
    byte[] first = text(1_000);
    try (MailInflater inflater = new MailInflater()) {
      byte[] read = inflater.inflate(ByteBuffer.wrap(deflate(first)), first.length);
      assertThat(inflater.inflate(ByteBuffer.wrap(deflate(noise(1_000))), 1_000)).isNotNull();
      assertThat(read).isEqualTo(first);
    }
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

  private static byte[] deflate(byte[] mail) {
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(mail);
      deflater.finish();
      byte[] deflated = new byte[mail.length + 100];
      return Arrays.copyOf(deflated, deflater.deflate(deflated));
    }
  }
}
