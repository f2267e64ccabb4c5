package broadside.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparinglyMappedTest {
  private static final int BYTES = 10_000;

  @TempDir private Path scratch;

  @Test
  void mapsWhatIsSmallAndReadsTheRestAndBothAreTheSame() throws IOException {
    byte[] written = new byte[BYTES];
    new Random(7).nextBytes(written);
    for (long most : new long[] {BYTES, BYTES - 1}) {
      try (Directory directory = SparinglyMapped.open(scratch.resolve("most" + most), most)) {
        try (IndexOutput out = directory.createOutput("file", IOContext.DEFAULT)) {
          out.writeBytes(written, BYTES);
        }
        try (IndexInput in = directory.openInput("file", IOContext.DEFAULT)) {
          assertThat(in.getClass().getName().contains("MemorySegment")).isEqualTo(most >= BYTES);
          byte[] read = new byte[BYTES];
          in.readBytes(read, 0, BYTES);
          assertThat(read).isEqualTo(written);
        }
      }
    }
  }
}
