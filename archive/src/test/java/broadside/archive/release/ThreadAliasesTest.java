package broadside.archive.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import broadside.archive.release.ThreadAlias.Link;
import broadside.proof.text.FormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadAliasesTest {

  @Test
  void namesAThreadByItsSmallestKeyAsUnsigned() {
    ThreadAliases aliases = ThreadAliases.NONE.toBuilder().add(pair(-1, 5)).add(pair(5, 9)).build();
    assertThat(aliases.thread(-1)).isEqualTo(5);
    assertThat(aliases.thread(9)).isEqualTo(5);
    assertThat(aliases.keys(9)).containsExactly(5, 9, -1);
  }

  @Test
  void leavesOtherKeysAlone() {
    ThreadAliases aliases = ThreadAliases.NONE.toBuilder().add(pair(1, 2)).build();
    assertThat(aliases.thread(3)).isEqualTo(3);
    assertThat(aliases.keys(3)).containsExactly(3);
    assertThat(ThreadAliases.NONE.thread(0)).isZero();
  }

  @Test
  void tellsWhatOnlyASubjectJoins() {
    ThreadAliases aliases =
        ThreadAliases.NONE.toBuilder()
            .add(pair(1, 2))
            .add(new ThreadAlias(2, 3, Link.SUBJECT))
            .add(pair(3, 4))
            .build();
    assertThat(aliases.keys(4)).containsExactly(1, 2, 3, 4);
    assertThat(aliases.areJoinedByReferences(1, 2)).isTrue();
    assertThat(aliases.areJoinedByReferences(3, 4)).isTrue();
    assertThat(aliases.areJoinedByReferences(1, 4)).isFalse();
    assertThat(aliases.areJoinedByReferences(7, 7)).isTrue();
  }

  /** Against sets that are merged one by one; in any order and however often it is rebuilt. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  @Tag("slow")
  void joinsAsSetsDo(int seed) {
    Random random = new Random(seed);
    List<ThreadAlias> pairs = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      pairs.add(pair(key(random.nextInt(600)), key(random.nextInt(600))));
    }
    Map<Long, TreeSet<Long>> sets = new HashMap<>();
    for (ThreadAlias pair : pairs) {
      TreeSet<Long> joined = new TreeSet<>(Long::compareUnsigned);
      joined.addAll(sets.getOrDefault(pair.key(), new TreeSet<>(List.of(pair.key()))));
      joined.addAll(sets.getOrDefault(pair.other(), new TreeSet<>(List.of(pair.other()))));
      joined.forEach(key -> sets.put(key, joined));
    }
    Collections.shuffle(pairs, random);
    ThreadAliases.Builder builder = ThreadAliases.NONE.toBuilder();
    for (ThreadAlias pair : pairs) {
      builder.add(pair);
      if (random.nextInt(50) == 0) {
        builder = builder.build().toBuilder();
      }
    }
    ThreadAliases aliases = builder.build();
    assertThat(aliases.size()).isEqualTo(sets.size());
    sets.forEach((key, set) -> {
      assertThat(aliases.thread(key)).isEqualTo(set.first());
      assertThat(aliases.keys(key)).containsExactly(set.toArray(Long[]::new));
    });
  }

  @Test
  void parsesPairsAsPrinted() throws FormatException {
    ThreadAlias alias = new ThreadAlias(0x00ff_0000_0000_0001L, -2, Link.SUBJECT);
    assertThat(alias.print()).isEqualTo("00ff000000000001 fffffffffffffffe subject");
    assertThat(ThreadAlias.parse(alias.print())).isEqualTo(alias);
    assertThat(ThreadAlias.parse(pair(1, 2).print())).isEqualTo(pair(1, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00ff000000000001 fffffffffffffffe",
        "00ff000000000001 fffffffffffffffe Subject",
        "00FF000000000001 fffffffffffffffe subject",
        "00ff000000000001 fffffffffffffffe subject ",
        "00ff00000000001 ffffffffffffffffe subject",
        "00ff000000000001  fffffffffffffffe subject"
      })
  void refusesOtherLines(String line) {
    assertThatExceptionOfType(FormatException.class).isThrownBy(() -> ThreadAlias.parse(line));
  }

  private static ThreadAlias pair(long key, long other) {
    return new ThreadAlias(key, other, Link.REFERENCES);
  }

  /** Spread over all bits, as keys are. */
  private static long key(int i) {
    return i * 0x9e37_79b9_7f4a_7c15L;
  }
}
