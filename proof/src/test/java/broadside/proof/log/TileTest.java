package broadside.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 0, 1, tile/0/000.p/1",
    "1, 999, 255, tile/1/999.p/255",
    "0, 1000, 256, tile/0/x001/000",
    "0, 1234067, 256, tile/0/x001/x234/067",
    "2, 1234067, 8, tile/2/x001/x234/067.p/8",
    "0, 1000000, 256, tile/0/x001/x000/000"
  })
  void hasThePathOfTheSpecification(int level, long index, int width, String path) {
    Tile tile = new Tile(level, index, width);
    assertThat(tile.path()).isEqualTo(path);
    assertThat(tile.entriesPath()).isEqualTo(path.replaceFirst("tile/[0-9]", "tile/entries"));
    assertThat(tile.full().path()).isEqualTo(path.replaceFirst("\\.p/.*", ""));
    assertThat(tile.bytes()).isEqualTo(32 * width);
  }

  /** A machine in Iran writes other digits where a person is to read them. */
  @Test
  void hasTheSamePathWhateverTheLocalesDigits() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.of("fa", "IR"));
    try {
      assertThat("%d".formatted(7)).isNotEqualTo("7");
      assertThat(new Tile(0, 1234067, 8).path()).isEqualTo("tile/0/x001/x234/067.p/8");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** C2SP tlog-tiles says which tiles a tree of 70,000 entries has, and one of 256. */
  @Test
  void hasTheTilesOfTheSpecificationsExamples() {
    List<Tile> expected = new ArrayList<>();
    IntStream.range(0, 273).forEach(i -> expected.add(new Tile(0, i, 256)));
    expected.add(new Tile(0, 273, 112));
    expected.add(new Tile(1, 0, 256));
    expected.add(new Tile(1, 1, 17));
    expected.add(new Tile(2, 0, 1));
    assertThat(Tile.of(70_000)).isEqualTo(expected);
    assertThat(Tile.of(256)).containsExactly(new Tile(0, 0, 256), new Tile(1, 0, 1));
    assertThat(Tile.of(0)).isEmpty();
  }

  @Test
  void growsByTheTilesThatAreNewAndNoOthers() {
    for (int size : new int[] {1, 255, 256, 257, 511, 512, 513, 600, 65_535, 65_536, 65_537}) {
      for (int old : new int[] {0, 1, 2, 254, 255, 256, 257, 511, 512, 599, 65_280, 65_535}) {
        if (old <= size) {
          Set<Tile> added = new HashSet<>(Tile.of(size));
          Tile.of(old).forEach(added::remove);
          assertThat(Tile.since(old, size))
              .as("%d to %d", old, size)
              .containsExactlyInAnyOrderElementsOf(added);
        }
      }
    }
  }

  @Test
  void findsTheBundleOfAnEntry() {
    assertThat(Tile.bundle(0, 1)).isEqualTo(new Tile(0, 0, 1));
    assertThat(Tile.bundle(255, 300)).isEqualTo(new Tile(0, 0, 256));
    assertThat(Tile.bundle(256, 300)).isEqualTo(new Tile(0, 1, 44));
    assertThatIllegalArgumentException().isThrownBy(() -> Tile.bundle(256, 256));
    assertThatIllegalArgumentException().isThrownBy(() -> Tile.bundle(-1, 256));
  }

  @Test
  void isNeverEmptyNorTooWide() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Tile(0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tile(0, 0, 257));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tile(8, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tile(-1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tile(0, -1, 1));
  }
}
