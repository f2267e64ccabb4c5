package broadside.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SampleArchiveTest {

  private static final Path COMMITTED =
      Path.of(System.getProperty("broadside.root"), "examples", "harbour");

  @Test
  @Tag("slow")
  void generatesExactlyTheFilesThatAreCommitted() throws IOException {
    Map<String, byte[]> generated = new TreeMap<>(SampleArchive.files());
    assertThat(committed()).containsExactlyElementsOf(generated.keySet());
    for (Map.Entry<String, byte[]> file : generated.entrySet()) {
      byte[] there = Files.readAllBytes(COMMITTED.resolve(file.getKey()));
      assertThat(opened(file.getKey(), there))
          .as(file.getKey())
          .isEqualTo(opened(file.getKey(), file.getValue()));
    }
  }

  @Test
  @Tag("slow")
  void staysUnderThreeMegabytes() throws IOException {
    long bytes = 0;
    for (byte[] file : SampleArchive.files().values()) {
      bytes += file.length;
    }
    assertThat(bytes).isLessThan(3_000_000);
  }

  @Test
  @Tag("slow")
  void holdsWhatItsReadmeSays() throws IOException {
    Map<String, Integer> said = new TreeMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| ([^|]+) \\| ([0-9,]+) \\|$")
            .matcher(Files.readString(COMMITTED.resolveSibling("README.md")));
    while (row.find()) {
      said.put(row.group(1), Integer.valueOf(row.group(2).replace(",", "")));
    }
    assertThat(new TreeMap<>(Census.of(COMMITTED))).isEqualTo(said);
  }

  private static Iterable<String> committed() throws IOException {
    try (Stream<Path> paths = Files.walk(COMMITTED)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> COMMITTED.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** What a gzip file holds: how it is deflated is up to the zlib of the JDK at hand. */
  private static byte[] opened(String name, byte[] file) throws IOException {
    if (!name.endsWith(".gz")) {
      return file;
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return gzip.readAllBytes();
    }
  }
}
