package broadside.archive.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class QueryRoundTripTest {
  private static final QueryParser PARSER =
      new QueryParser(new QueryLimits(1_000_000, 1_000_000, 64, 1, 1));
  private static final List<String> WORDS =
      List.of("budget", "l'été", "北京", "R&D", "2015-04-12", "or", "10:30", "x_y", "предложение");

  @Test
  @Tag("slow")
  void parsesWhatItPrints() {
    for (long seed = 0; seed < 5_000; seed++) {
      Query query = tree(new Random(seed), 4);
      ParsedQuery parsed = PARSER.parse(query.print());
      assertThat(parsed.query()).as("seed %d: %s", seed, query.print()).isEqualTo(query);
      assertThat(parsed.notices())
          .as(query.print())
          .allSatisfy(hint -> assertThat(hint.text()).contains("“or” was searched as a word"));
    }
  }

  private static Query tree(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return leaf(random);
    }
    return switch (random.nextInt(4)) {
      case 0 -> Query.not(tree(random, depth - 1));
      case 1 -> Query.or(trees(random, depth));
      default -> Query.and(trees(random, depth));
    };
  }

  private static List<Query> trees(Random random, int depth) {
    List<Query> trees = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i >= 0; i--) {
      trees.add(tree(random, depth - 1));
    }
    return trees;
  }

  private static Query leaf(Random random) {
    LocalDate day = LocalDate.of(1990, 1, 1).plusDays(random.nextInt(15_000));
    return switch (random.nextInt(15)) {
      case 0 -> new Query.After(day);
      case 1 -> new Query.Before(day);
      case 2 -> new Query.During(day, day.plusDays(random.nextInt(400)));
      case 3 -> new Query.Larger(random.nextInt(1_000_000));
      case 4 -> new Query.Smaller(random.nextInt(1_000_000));
      case 5 -> new Query.Numbers(1 + random.nextInt(5), 5 + random.nextInt(5));
      case 6 -> new Query.Release(1 + random.nextInt(300));
      case 7 -> new Query.HasAttachment();
      case 8 -> new Query.Exact(Query.Property.DOMAIN, "example.org");
      case 9 -> new Query.Exact(Query.Property.DKIM, random.nextBoolean() ? "fail" : "example.org");
      case 10 -> near(random);
      case 12 -> new Query.Exact(Query.Property.LANGUAGE, random.nextBoolean() ? "fr" : "und");
      case 11 -> random.nextBoolean() ? new Query.All() : new Query.Nothing();
      default -> text(random, field(random));
    };
  }

  private static Query near(Random random) {
    Field field = field(random);
    List<Query.Text> operands = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i >= 0; i--) {
      operands.add(text(random, field));
    }
    return new Query.Near(operands, 1 + random.nextInt(100), random.nextBoolean());
  }

  private static Query.Text text(Random random, Field field) {
    String word = WORDS.get(random.nextInt(WORDS.size()));
    return switch (random.nextInt(4)) {
      case 0 -> new Query.Phrase(field, word + " (the) " + word);
      case 1 -> new Query.Prefix(field, word);
      default -> new Query.Word(field, word);
    };
  }

  private static Field field(Random random) {
    Field[] all = Field.values();
    return all[random.nextInt(all.length)];
  }
}
