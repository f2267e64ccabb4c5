package broadside.site.answers;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.search.Order;
import broadside.archive.search.SearchPage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchAnswerTest {
  /** A search whose time is up does not know that there is nothing. */
  @Test
  void saysHowManyItFoundInItsTime() {
    assertThat(SearchAnswer.heading(found(0, false))).isEqualTo("No mails found");
    assertThat(SearchAnswer.heading(found(0, true))).isEqualTo("Nothing found in time");
    assertThat(SearchAnswer.heading(found(3, true))).isEqualTo("3 mails found in time");
    assertThat(SearchAnswer.heading(found(3, false))).isEqualTo("3 mails found");
  }

  private static SearchPage found(long count, boolean cut) {
    return new SearchPage(List.of(), count, true, Order.RELEVANCE, null, cut, false, List.of());
  }
}
