package broadside.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import broadside.proof.release.ManifestLine;
import broadside.proof.release.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseIndexWriterTest {
  private static final int MAILS = 400;

  /** Indexes into the directory; the second argument is the flush limit. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), Long.parseLong(args[1]));
  }

  @Test
  @Tag("slow")
  void writesTheSameBytesTwiceInOneProcess(@TempDir Path directory) throws IOException {
    write(directory.resolve("a"), 20_000);
    write(directory.resolve("b"), 20_000);
    assertThat(files(directory.resolve("a"))).isEqualTo(files(directory.resolve("b")));
    assertThat(files(directory)).isEmpty();
  }

  @Test
  @Tag("slow")
  void writesTheSameBytesInAnotherProcess(@TempDir Path directory) throws Exception {
    write(directory.resolve("a"), 20_000);
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UseCompressedOops",
                "-cp",
                System.getProperty("java.class.path"),
                ReleaseIndexWriterTest.class.getName(),
                directory.resolve("b").toString(),
                "20000")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(other.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
    assertThat(files(directory.resolve("a"))).isEqualTo(files(directory.resolve("b")));
  }

  @Test
  @Tag("slow")
  void writesAnIndexThatLuceneFindsWhole(@TempDir Path directory) throws IOException {
    write(directory.resolve("a"), 20_000);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (Directory files = FSDirectory.open(directory.resolve("a"));
        CheckIndex check = new CheckIndex(files)) {
      check.setInfoStream(new PrintStream(log, true, StandardCharsets.UTF_8));
      check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
      assertThat(check.checkIndex().clean).as(log.toString(StandardCharsets.UTF_8)).isTrue();
    }
  }

  @Test
  @Tag("slow")
  void putsNumbersWhereTheyAreExpected(@TempDir Path directory) throws IOException {
    write(directory.resolve("a"), 20_000);
    try (ReleaseIndex index = ReleaseIndex.open(directory.resolve("a"), 3, 1_001)) {
      assertThat(index.count()).isEqualTo(MAILS);
      for (long number = 1_001; number <= 1_000 + MAILS; number++) {
        assertThat(index.card(number).number()).isEqualTo(number);
        assertThat(index.card(number).release()).isEqualTo(3);
      }
      assertThat(index.card(1_000)).isNull();
      assertThat(index.card(1_001 + MAILS)).isNull();
    }
  }

  @Test
  void isNotMadeWhereItIsMissing(@TempDir Path directory) {
    Path missing = directory.resolve("a");
    assertThatThrownBy(() -> ReleaseIndex.open(missing, 1, 1))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> ReleaseIndex.isOfThisVersion(missing))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(missing).doesNotExist();
  }

  @Test
  void refusesGapsAndOccupiedDirectories(@TempDir Path directory) throws IOException {
    try (ReleaseIndexWriter writer = ReleaseIndexWriter.create(directory.resolve("a"), 1, 5)) {
      assertThatThrownBy(() -> writer.add(entry(6))).isInstanceOf(IllegalArgumentException.class);
    }
    Files.writeString(directory.resolve("a/file"), "x");
    assertThatThrownBy(() -> ReleaseIndexWriter.create(directory.resolve("a"), 1, 5))
        .isInstanceOf(IOException.class);
  }

  private static void write(Path directory, long flush) throws IOException {
    try (ReleaseIndexWriter writer = ReleaseIndexWriter.create(directory, 3, 1_001, flush)) {
      for (long number = 1_001; number <= 1_000 + MAILS; number++) {
        writer.add(entry(number));
      }
      writer.finish();
    }
  }

  private static IndexEntry entry(long number) {
    String commitment = HexFormat.of().toHexDigits(number).repeat(4);
    if (number % 50 == 0) {
      return new IndexEntry(
          new ManifestLine.Withheld(number, commitment, Reason.SOURCE_PROTECTION), null, 0, 0, 0);
    }
    Random random = new Random(number);
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      body.append("word").append(random.nextInt(3_000)).append(i % 10 == 9 ? "\n" : " ");
    }
    String mail =
        "From: Writer %d <w%d@a.example>\nTo: r@b.example\nSubject: Topic %d\nMessage-ID: <%d@a.example>\n\n%s"
            .formatted(number % 7, number % 7, number % 11, number, body);
    byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
    return new IndexEntry(
        new ManifestLine.Published(
            number,
            commitment,
            bytes.length,
            Instant.ofEpochSecond(number * 86_400),
            "00ff00ff00ff00ff",
            null),
        new MessageParser(MailLimits.DEFAULT).parse(bytes),
        1,
        number * 10,
        10);
  }

  private static SortedMap<String, String> files(Path directory) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            file.getFileName().toString(),
            HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(file))));
      }
    }
    return files;
  }
}
