package broadside.archive.release;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files larger than a buffer can be: they have holes, and take no room. */
class MappedFileTest {
  private static final byte[] TEXT = "0123456789abcdef".getBytes(US_ASCII);
  private static final long GIB = 1L << 30;

  @TempDir private Path directory;

  private MappedFile file(long size, long... places) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("file"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), size - 1);
      for (long place : places) {
        file.write(ByteBuffer.wrap(TEXT), place);
      }
      return new MappedFile(file, size);
    }
  }

  @Test
  void readsAcrossEverySeam() throws IOException {
    long[] places = {0, GIB - 7, GIB, 2 * GIB - 1, 2 * GIB - 16, 3 * GIB - 3, 4 * GIB + 100 - 16};
    for (long place : places) {
      MappedFile file = file(4 * GIB + 100, place);

      assertThat(file.bytes(place, 16)).isEqualTo(TEXT);
      assertThat(file.has(place, TEXT)).isTrue();
      assertThat(file.getLong(place)).isEqualTo(ByteBuffer.wrap(TEXT).getLong());
      assertThat(file.getInt(place + 12)).isEqualTo(ByteBuffer.wrap(TEXT).getInt(12));
      assertThat(file.slice(place, 16)).isEqualTo(ByteBuffer.wrap(TEXT));
      Files.delete(directory.resolve("file"));
    }
  }

  @Test
  void hasAnEndWherePiecesEnd() throws IOException {
    MappedFile file = file(2 * GIB, 2 * GIB - 16);

    assertThat(file.size()).isEqualTo(2 * GIB);
    assertThat(file.slice(2 * GIB, 0).remaining()).isZero();
    assertThat(file.has(2 * GIB - 16, TEXT)).isTrue();
    assertThat(file.has(2 * GIB - 15, TEXT)).isFalse();
    assertThat(file.has(-1, TEXT)).isFalse();
    assertThatThrownBy(() -> file.bytes(2 * GIB - 15, 16))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void hashesAnyPart() throws IOException {
    MappedFile file = file(GIB + 3_000_000, GIB - 8, GIB + 2_000_000);
    byte[] part = file.bytes(GIB - 8, 2_500_000);
    MessageDigest digest = HashedFile.sha256();

    file.hash(digest, GIB - 8, GIB - 8 + part.length);

    assertThat(digest.digest()).isEqualTo(HashedFile.sha256().digest(part));
  }
}
