package broadside.archive.query;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads random queries made of the language's own pieces and of anything else. A failure names the
 * seed, with which {@code -Dfuzz.seed} runs it again.
 */
class QueryFuzzTest {
  @Test
  @Tag("slow")
  void readsAnythingForAMoment() {
    fuzz(Duration.ofSeconds(1));
  }

  @Test
  @Tag("acceptance")
  void readsAnythingForAMinute() {
    fuzz(Duration.ofSeconds(Long.getLong("fuzz.seconds", 60)));
  }

  private static void fuzz(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    for (; System.nanoTime() < end; seed++) {
      reads(query(new Random(seed)), seed);
    }
  }

  private static void reads(String text, long seed) {
    try {
      SoundQuery.check(text);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", query " + text, e);
    }
  }

  private static String query(Random chance) {
    StringBuilder text = new StringBuilder();
    int pieces = 1 + chance.nextInt(chance.nextInt(20) == 0 ? 400 : 12);
    for (int i = 0; i < pieces; i++) {
      text.append(
          chance.nextInt(8) == 0
              ? String.valueOf((char) chance.nextInt(0x10000))
              : SoundQuery.PIECES.get(chance.nextInt(SoundQuery.PIECES.size())));
    }
    return text.toString();
  }
}
