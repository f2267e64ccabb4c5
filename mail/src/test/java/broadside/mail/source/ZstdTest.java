package broadside.mail.source;

import static broadside.mail.source.Packing.box;
import static broadside.mail.source.Packing.bytes;
import static broadside.mail.source.Packing.join;
import static broadside.mail.source.Packing.zstd;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where zstd ends, and what it begins with. */
class ZstdTest extends PackedCase {
  /** A frame that is skipped, of three bytes. */
  private static final byte[] SKIPPED = {0x5e, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};

  @Override
  String format() {
    return "zstd";
  }

  @Override
  byte[] pack(byte[] content) throws IOException {
    return zstd(content);
  }

  @Override
  List<byte[]> nearlyMore() throws IOException {
    return List.of(Arrays.copyOf(zstd(bytes(MAIL)), 3), Arrays.copyOf(SKIPPED, 2));
  }

  @Test
  void refusesWhatIsBehindAFrameWithAChecksumOrOneThatIsSkipped() throws IOException {
    assertStray(frame(box(100), true, 3), bytes("stray"));
    assertStray(join(zstd(box(100)), SKIPPED), bytes("stray"));
  }

  /** One frame that says how long its content is and ends in a checksum, or neither. */
  private static byte[] frame(byte[] content, boolean isDescribed, int level) throws IOException {
    if (isDescribed) {
      try (ZstdCompressCtx context = new ZstdCompressCtx()) {
        return context.setLevel(level).setContentSize(true).setChecksum(true).compress(content);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(bytes, level)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void readsFramesOfEveryKindOneAfterTheOther() throws IOException {
    byte[] frames = new byte[0];
    int mails = 0;
    for (int size : new int[] {1, 2, 300, 900}) { // contents of one, two and four bytes' lengths
      for (boolean isDescribed : new boolean[] {false, true}) {
        for (int level : new int[] {-5, 1, 19}) {
          frames = join(frames, frame(box(size), isDescribed, level), SKIPPED);
          mails += size;
        }
      }
    }
    byte[] alike = bytes("From ada@example.org Thu Apr  2 10:00:00 2015\n\n" + "x".repeat(400_000));
    frames = join(frames, frame(new byte[0], true, 1), frame(alike, false, 1)); // runs of one byte
    for (byte[] file : new byte[][] {frames, join(SKIPPED, frames)}) { // pzstd begins so
      Events events = read(file);
      assertThat(events.mails).hasSize(mails + 1);
      assertThat(events.refused).isEmpty();
    }
    assertThat(read(SKIPPED).reasons()).containsExactly(Refusal.EMPTY);
  }

  @Test
  @Tag("slow")
  void countsAgreeWhateverIsBehindAndWhereverItBreaks() throws IOException {
    byte[] many = new byte[0];
    for (int i = 0; i < 12; i++) {
      many = join(many, frame(box(7 * i), i % 2 == 0, 3), i % 3 == 0 ? SKIPPED : new byte[0]);
    }
    byte[] dense = zstd(bytes(new String(box(1), StandardCharsets.ISO_8859_1).repeat(30_000)));
    Random random = new Random(5);
    for (byte[] whole : new byte[][] {many, join(many, dense), join(dense, many)}) {
      for (int round = 0; round < 40; round++) {
        byte[] damaged = whole.clone();
        damaged[4 + random.nextInt(whole.length - 4)] ^= (byte) (1 << random.nextInt(8));
        byte[] cut = Arrays.copyOf(damaged, 4 + random.nextInt(whole.length - 4));
        byte[] stray = new byte[random.nextInt(3) == 0 ? 100_000 : random.nextInt(5)];
        stray = random.nextBoolean() ? stray : join(stray, bytes("x"));
        assertThat(
                read(join(round % 3 == 0 ? whole : round % 3 == 1 ? damaged : cut, stray)).count())
            .isPositive();
      }
    }
  }
}
