package broadside.archive.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedIndexesTest {
  @TempDir Path directory;
  private Path cache;
  private Library library;

  @BeforeEach
  void fill() throws IOException {
    cache = directory.resolve("cache");
    library = new Library(directory);
    for (int i = 1; i <= 19; i++) {
      add(i);
    }
  }

  @AfterEach
  void close() throws IOException {
    library.close();
  }

  @Test
  @Tag("slow")
  void answersAsWithoutMerging() throws IOException {
    try (MergedIndexes merged = new MergedIndexes(cache)) {
      assertThat(library.merge(merged)).isTrue();
      assertThat(merged.pieces()).extracting(MergedPiece::last).containsExactly(8, 16);
      assertSameAnswers(merged);
      assertThat(library.merge(merged)).isFalse();
    }
  }

  @Test
  @Tag("slow")
  void takesUpNewReleases() throws IOException {
    try (MergedIndexes merged = new MergedIndexes(cache)) {
      library.merge(merged);
      for (int i = 20; i <= 65; i++) {
        add(i);
      }
      assertSameAnswers(merged);
      assertThat(library.merge(merged)).isTrue();
      assertThat(merged.pieces()).extracting(MergedPiece::last).containsExactly(64);
      assertSameAnswers(merged);
    }
  }

  @Test
  @Tag("slow")
  void makesADamagedPieceAnew() throws IOException {
    try (MergedIndexes merged = new MergedIndexes(cache)) {
      library.merge(merged);
    }
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length > 0) {
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
    try (MergedIndexes merged = new MergedIndexes(cache)) {
      assertThat(library.merge(merged)).isTrue();
      assertSameAnswers(merged);
    }
  }

  @Test
  @Tag("slow")
  void twoShareADirectory() throws IOException {
    try (MergedIndexes one = new MergedIndexes(cache);
        MergedIndexes two = new MergedIndexes(cache)) {
      library.merge(one);
      List<Path> before = files();
      library.merge(two);
      assertThat(files()).isEqualTo(before);
      assertSameAnswers(two);
    }
  }

  @Test
  @Tag("slow")
  void answersWhereNothingCanBeWritten() throws IOException {
    Files.writeString(cache, "a file where the directory should be");
    try (MergedIndexes merged = new MergedIndexes(cache)) {
      assertThatThrownBy(() -> library.merge(merged)).isInstanceOf(IOException.class);
      assertThat(merged.pieces()).isEmpty();
      assertSameAnswers(merged);
    }
  }

  @Test
  @Tag("slow")
  void readsNoPieceOfAnEarlierState() throws IOException {
    try (MergedIndexes merged = new MergedIndexes(cache)) {
      library.merge(merged);
      withdraw();
      assertSameAnswers(merged);
      assertThat(library.merge(merged)).isTrue();
      assertThat(merged.pieces()).extracting(MergedPiece::last).containsExactly(8, 16);
      assertSameAnswers(merged);
    }
  }

  @Test
  @Tag("slow")
  void letsGoOfAnEarlierStateThatCannotBeMergedAnew() throws IOException {
    try (MergedIndexes merged = new MergedIndexes(cache)) {
      library.merge(merged);
      withdraw();
      Files.move(cache, directory.resolve("full"));
      Files.writeString(cache, "a file where the directory should be");
      assertThatThrownBy(() -> library.merge(merged)).isInstanceOf(IOException.class);
      assertThat(merged.pieces()).extracting(MergedPiece::last).containsExactly(16);
      assertSameAnswers(merged);
    }
  }

  /** Takes back the first mail of the second release. */
  private void withdraw() throws IOException {
    assertThat(library.find("id:3..4 harbour")).containsExactlyInAnyOrder(3L, 4L);
    library.replace(
        2,
        null,
        Library.mail("Cy <cy@sea.example>", "Letters", "3 Jan 2024 10:00:00 +0000", "harbour 2"));
    assertThat(library.find("id:3..4 harbour")).containsExactly(4L);
  }

  private void assertSameAnswers(MergedIndexes merged) throws IOException {
    for (String query :
        List.of("harbour", "ship ships", "from:ann", "id:3..40", "-buoy", "lette*")) {
      for (Order order : Order.values()) {
        String cursor = null;
        do {
          SearchPage plain = library.page(query, order, cursor, 3);
          assertThat(library.page(merged, query, order, cursor, 3))
              .usingRecursiveComparison()
              .isEqualTo(plain);
          cursor = plain.next();
        } while (cursor != null);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(cache)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void add(int i) throws IOException {
    String date = "Mon, %d Jan 2024 10:00:00 +0000".formatted(i % 28 + 1);
    String body = i % 3 == 0 ? "The ships lie at a buoy." : "A letter of the harbour ship.";
    library.release(
        Library.mail("Ann <ann@harbour.example>", "Harbour " + i % 5, date, body),
        i % 4 == 0 ? null : Library.mail("Cy <cy@sea.example>", "Letters", date, "harbour " + i));
  }
}
