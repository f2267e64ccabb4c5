package broadside.mail.source;

import static broadside.mail.source.Packing.box;
import static broadside.mail.source.Packing.bytes;
import static broadside.mail.source.Packing.gzip;
import static broadside.mail.source.Packing.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where gzip ends, and what it begins with. */
class GzipTest extends PackedCase {
  @Override
  String format() {
    return "gzip";
  }

  @Override
  byte[] pack(byte[] content) throws IOException {
    return gzip(content);
  }

  @Override
  List<byte[]> nearlyMore() {
    return List.of(bytes("\u001f"), bytes("\u001f\u008b"), bytes("\u001f\u008b\t"));
  }

  @Test
  void readsAllMembers() throws IOException {
    Events joined = read(join(gzip(box(3)), gzip(bytes("\n")), gzip(box(4)), new byte[512]));
    assertThat(joined.mails).hasSize(7);
    assertThat(joined.refused).isEmpty();
  }

  @Test
  void readsHeadersWithAllFields() throws IOException {
    GzipParameters parameters = new GzipParameters();
    parameters.setFileName("office.mbox");
    parameters.setComment("of the port office");
    parameters.setHeaderCRC(true);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (GzipCompressorOutputStream out = new GzipCompressorOutputStream(file, parameters)) {
      out.write(box(5));
    }
    byte[] extra = {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, 3, 2, 1};
    byte[] plain = gzip(box(2));
    byte[] second =
        join(extra, new byte[258], Arrays.copyOfRange(plain, 10, plain.length)); // of 0x0102 bytes
    assertThat(read(join(file.toByteArray(), second)).mails).hasSize(7);
  }

  @Test
  void losesNothingBeforeABreak() throws IOException {
    byte[] box = box(200);
    byte[] packed = gzip(box);
    byte[] badSum = packed.clone();
    badSum[packed.length - 6] ^= 1;
    Events events = read(badSum);
    assertThat(events.mails).hasSize(199);
    assertThat(events.reasons()).containsExactly(Refusal.CORRUPT);
    Events cut = read(Arrays.copyOf(packed, packed.length - 8));
    assertThat(cut.mails).hasSize(199);
    assertThat(cut.reasons()).containsExactly(Refusal.TRUNCATED);
    byte[] unknown = join(packed, packed);
    unknown[packed.length + 3] = (byte) 0x80;
    assertThat(read(unknown).mails).hasSize(199);
    // The third byte of a deflate block of the reserved type, in the middle of a stored one.
    byte[] reserved = join(packed, Arrays.copyOf(packed, 10), new byte[] {7, 0, 0, 0});
    assertThat(read(reserved).mails).hasSize(199);
  }

  @Test
  @Tag("slow")
  void countsAgreeWhateverIsBehindAndWhereverItBreaks() throws IOException {
    byte[] many = new byte[0];
    for (int i = 0; i < 12; i++) {
      many = join(many, gzip(box(7 * i)));
    }
    byte[] dense = gzip(bytes(new String(box(1), StandardCharsets.ISO_8859_1).repeat(30_000)));
    Random random = new Random(3);
    for (byte[] whole : new byte[][] {many, join(many, dense), join(dense, many)}) {
      for (int round = 0; round < 60; round++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        byte[] cut = Arrays.copyOf(damaged, random.nextInt(whole.length));
        byte[] stray = new byte[random.nextInt(3) == 0 ? 100_000 : random.nextInt(5)];
        stray = random.nextBoolean() ? stray : join(stray, bytes("x"));
        assertThat(
                read(join(round % 3 == 0 ? whole : round % 3 == 1 ? damaged : cut, stray)).count())
            .isPositive();
      }
    }
  }
}
