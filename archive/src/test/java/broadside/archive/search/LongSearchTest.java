package broadside.archive.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More hits than are counted. */
@Tag("slow")
class LongSearchTest {
  private static final int MAILS = 10_500;
  private static final int RELEASES = 3;
  private static final int PAGE = 500;

  @Test
  void pagesByDateBeyondWhatIsCounted(@TempDir Path directory) throws IOException {
    try (Library library = new Library(directory)) {
      for (int release = 0; release < RELEASES; release++) {
        String[] mails = new String[MAILS / RELEASES];
        for (int i = 0; i < mails.length; i++) {
          int day =
              (i * 7 + release) % 28 + 1; // releases overlap in time, and many dates are equal
          mails[i] =
              Library.mail(
                  "Ann <ann@harbour.example>",
                  "Entry " + release + "-" + i,
                  "%d Jan 2024 10:%02d:00 +0000".formatted(day, i % 60),
                  "entry of the log " + i);
        }
        library.release(mails);
      }
      for (Order order : List.of(Order.NEWEST, Order.OLDEST)) {
        assertThat(numbers(library, order)).hasSize(MAILS).doesNotHaveDuplicates();
      }
    }
  }

  private static List<Long> numbers(Library library, Order order) throws IOException {
    Searcher searcher = library.searcher(SearchLimits.DEFAULT);
    List<Long> numbers = new ArrayList<>();
    List<Long> seconds = new ArrayList<>();
    String cursor = null;
    do {
      SearchPage page = library.page(searcher, "entry", order, cursor, PAGE);
      assertThat(page.exact()).isFalse();
      assertThat(page.count()).isGreaterThanOrEqualTo(10_000);
      for (Hit hit : page.hits()) {
        numbers.add(hit.card().number());
        long second = hit.card().date().getEpochSecond();
        seconds.add(order == Order.NEWEST ? -second : second);
      }
      cursor = page.next();
    } while (cursor != null);
    assertThat(seconds).isSorted();
    return numbers;
  }
}
