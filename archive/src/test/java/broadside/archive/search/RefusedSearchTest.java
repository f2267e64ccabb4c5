package broadside.archive.search;

import static broadside.archive.search.Library.mail;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.query.Notice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that cost too much, and those that only look so. */
class RefusedSearchTest {
  private static final String ANN = "Ann Ahlgren <ann@harbour.example>";

  @Test
  void refusesWhatOnlyTheIndexCanTell(@TempDir Path directory) throws IOException {
    String words =
        IntStream.range(0, 3_000).mapToObj(i -> "zz" + i).collect(Collectors.joining(" "));
    try (Library many = new Library(directory)) {
      many.release(mail(ANN, "s", "Mon, 12 Jan 2015 10:00:00 +0000", words));
      SearchPage page = many.page("zz*");
      assertThat(page.hits()).isEmpty();
      assertThat(page.notices())
          .anySatisfy(notice -> assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED));
      assertThat(many.find("zz299*")).containsExactly(1L);
      assertRefused(many.page("s-zz*"), "words begin with “zz”: add a letter.");
      assertRefused(many.page("-(zz* AROUND 5 s)"), "words begin with “zz”: add a letter.");
    }
  }

  @Test
  void countsWhatAStarStandsForBesideOtherWords(@TempDir Path directory) throws IOException {
    String words =
        IntStream.range(0, 1_500).mapToObj(i -> "zz" + i).collect(Collectors.joining(" "));
    try (Library many = new Library(directory)) {
      many.release(mail(ANN, "s", "Mon, 12 Jan 2015 10:00:00 +0000", words + " crane"));
      assertThat(many.find("zz*")).containsExactly(1L);
      assertThat(many.find("crane-zz*")).isEmpty();
      assertThat(many.find("zz1498-zz*")).containsExactly(1L);
      for (String query :
          List.of(
              "zz* AROUND 5 crane",
              "-(zz* AROUND 5 crane)",
              "zz1498-zz* AROUND 5 crane",
              "zz* zz*",
              "s-zz* zz*")) {
        assertRefused(many.page(query), "words begin with “zz”: add a letter.");
      }
      assertThat(many.find("zz149* AROUND 5 crane")).containsExactly(1L);
      assertThat(many.find("-(zz149* AROUND 5 crane)")).isEmpty();
    }
  }

  private static void assertRefused(SearchPage page, String sentence) {
    assertThat(page.hits()).isEmpty();
    assertThat(page.notices())
        .anySatisfy(notice -> {
          assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED);
          assertThat(notice.text()).endsWith(sentence);
        });
  }

  @Test
  void refusesMoreWordsNearEachOtherThanCanBeSearched(@TempDir Path directory) throws IOException {
    String text = "The budget for the crane is forecast to grow.";
    try (Library library = new Library(directory)) {
      library.release(mail(ANN, "s", "Mon, 12 Jan 2015 10:00:00 +0000", text));
      assertThat(library.find("crane NEAR/5 ".repeat(60) + "crane")).isEmpty();
      assertThat(library.find("crane NEAR/5 \u3164")).isEmpty(); // a letter that is folded away
      assertThat(library.find("crane NEAR/5 nowhere")).isEmpty();
      String many = "\"" + "budget crane ".repeat(70) + "\"";
      assertRefused(library.page("\"forecast\" NEAR/5 " + many), "take fewer words.");
      assertRefused(library.page("-(\"forecast\" NEAR/5 " + many + ")"), "take fewer words.");
      assertThat(library.find("body:\"forecast\" NEAR/5 body:" + many)).isEmpty();
      assertThat(library.find("nowhere NEAR/5 " + many)).isEmpty();
      assertThat(library.find(many)).isEmpty();
    }
  }

  @Test
  void findsAThreadOfMoreKeysThanAQueryHasClauses(@TempDir Path directory) throws IOException {
    try (Library two = new Library(directory)) {
      two.release(
          mail(ANN, "Crane", "Mon, 12 Jan 2015 10:00:00 +0000", "one"),
          mail(ANN, "Rope", "Tue, 13 Jan 2015 10:00:00 +0000", "two"),
          mail(ANN, "Buoy", "Wed, 14 Jan 2015 10:00:00 +0000", "three"));
      two.join(1, 2);
      for (int key = 4; key < 1_100; key++) {
        two.join(2, key);
      }
      assertThat(two.find("thread:1")).containsExactlyInAnyOrder(1L, 2L);
      assertThat(two.find("-thread:1")).containsExactly(3L);
    }
  }
}
