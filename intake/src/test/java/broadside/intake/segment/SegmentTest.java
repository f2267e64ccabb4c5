package broadside.intake.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTest {
  private static final byte[] HASH = new byte[32];

  @TempDir Path directory;

  @Test
  void readsBackEverySize() throws IOException {
    List<byte[]> mails = new ArrayList<>();
    Random random = new Random(1);
    for (int size : new int[] {0, 1, 2, 3, 100, 65_535, 65_536, 65_537, 262_144, 3_000_000}) {
      byte[] incompressible = new byte[size];
      random.nextBytes(incompressible);
      mails.add(incompressible);
      mails.add(new byte[size]);
    }
    List<SegmentPlace> places = write(List.of(), 100_000, mails);
    assertThat(places.getLast().segment()).isGreaterThan(2);
    try (SegmentReader reader = SegmentReader.open(directory)) {
      for (int i = mails.size() - 1; i >= 0; i--) {
        assertThat(reader.read(places.get(i))).isEqualTo(mails.get(i));
      }
    }
  }

  @Test
  void cutsOffWhatTheLedgerDoesNotKnow() throws IOException {
    List<SegmentPlace> first = write(List.of(), 100, List.of(new byte[50], new byte[60]));
    long committed = first.getFirst().end();
    Files.writeString(SegmentFormat.file(directory, 1), "rest", StandardOpenOption.APPEND);
    write(List.of(committed), 10, List.of(new byte[9], new byte[8]));
    write(List.of(committed), 1 << 20, List.of(new byte[70]));
    assertThat(Files.exists(SegmentFormat.file(directory, 2))).isFalse();
    SegmentPlace again = write(List.of(committed), 1 << 20, List.of(new byte[70])).getFirst();
    assertThat(again.offset()).isEqualTo(committed);
    assertThat(Files.size(SegmentFormat.file(directory, 1))).isEqualTo(again.end());
  }

  @Test
  void refusesToWriteBehindLostBytes() throws IOException {
    write(List.of(), 100, List.of(new byte[50]));
    assertThatThrownBy(() -> SegmentWriter.open(directory, List.of(1_000L)))
        .isInstanceOf(DamagedSegmentException.class)
        .hasMessageContaining("00000001.seg");
    assertThatThrownBy(() -> SegmentWriter.open(directory, List.of(8L, 8L)))
        .isInstanceOf(DamagedSegmentException.class)
        .hasMessageContaining("00000002.seg");
  }

  @Test
  void noticesEveryFlippedByte() throws IOException {
    byte[] mail =
        "Subject: tide tables\n\nHigh water at noon.\n".getBytes(StandardCharsets.US_ASCII);
    SegmentPlace place = write(List.of(), 1 << 20, List.of(mail)).getFirst();
    Path file = SegmentFormat.file(directory, 1);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1; // deflate fills its last byte from the lowest bit
      Files.write(file, damaged);
      boolean hash = i >= place.offset() + 4 && i < place.offset() + 36; // the ledger's business
      try (SegmentReader reader = SegmentReader.open(directory)) {
        if (hash) {
          assertThat(reader.read(place)).isEqualTo(mail);
        } else {
          assertThatThrownBy(() -> reader.read(place)).isInstanceOf(DamagedSegmentException.class);
        }
      }
    }
  }

  private List<SegmentPlace> write(List<Long> committed, long roll, List<byte[]> mails)
      throws IOException {
    List<SegmentPlace> places = new ArrayList<>();
    try (SegmentWriter writer = SegmentWriter.open(directory, committed, roll);
        MailDeflater deflater = new MailDeflater()) {
      for (byte[] mail : mails) {
        places.add(writer.append(HASH, deflater.deflate(mail)));
      }
      writer.sync();
    }
    return places;
  }
}
