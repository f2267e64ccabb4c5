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
  private static final String TOO_MANY =
      "More than 2000 words to look up begin with “%s”: add a letter.";
  private static final String TOO_MANY_NEAR =
      "More than 1024 words of one field begin with “%s”, too many beside AROUND, NEAR and ADJ: add a letter.";
  private static final String TOO_MANY_FORMS =
      "This stands for more than 1024 words to look up: take fewer words.";
  private static final String TOO_MANY_TOGETHER =
      "All stars together stand for more than 2000 words to look up: add letters.";

  @Test
  void refusesWhatOnlyTheIndexCanTell(@TempDir Path directory) throws IOException {
    try (Library many = new Library(directory)) {
      many.release(mail(ANN, "s", "Mon, 12 Jan 2015 10:00:00 +0000", words("zz", 3_000)));
      assertRefused(many.page("zz*"), TOO_MANY.formatted("zz"));
      assertThat(many.find("zz299*")).containsExactly(1L);
      assertRefused(many.page("s-zz*"), TOO_MANY.formatted("zz"));
      assertRefused(many.page("-(zz* AROUND 5 s)"), TOO_MANY_NEAR.formatted("zz"));
    }
  }

  @Test
  void countsWhatAStarStandsForBesideOtherWords(@TempDir Path directory) throws IOException {
    try (Library many = new Library(directory)) {
      String words = words("zz", 1_500) + " crane";
      many.release(mail(ANN, "s", "Mon, 12 Jan 2015 10:00:00 +0000", words));
      assertThat(many.find("zz*")).containsExactly(1L);
      assertThat(many.find("crane-zz*")).isEmpty();
      assertThat(many.find("zz1498-zz*")).containsExactly(1L);
      for (String query :
          List.of("zz* AROUND 5 crane", "-(zz* AROUND 5 crane)", "zz1498-zz* AROUND 5 crane")) {
        assertRefused(many.page(query), TOO_MANY_NEAR.formatted("zz"));
      }
      for (String query : List.of("zz* zz*", "s-zz* zz*", "zz* OR body:zz*")) {
        assertRefused(many.page(query), TOO_MANY_TOGETHER);
      }
      assertThat(many.find("zz149* AROUND 5 crane")).containsExactly(1L);
      assertThat(many.find("-(zz149* AROUND 5 crane)")).isEmpty();
    }
  }

  @Test
  void saysOfEachStarWhetherItIsTooWide(@TempDir Path directory) throws IOException {
    try (Library many = new Library(directory)) {
      many.release(
          mail(
              ANN,
              "s",
              "Mon, 12 Jan 2015 10:00:00 +0000",
              String.join(
                  " ",
                  words("in", 3_000),
                  words("th", 1_500),
                  words("pi", 900),
                  words("qu", 800),
                  words("ro", 700))));
      assertThat(many.find("th*")).containsExactly(1L);
      assertRefused(many.page("in* th*"), TOO_MANY.formatted("in"));
      assertRefused(many.page("th* in* in*"), TOO_MANY.formatted("in"));
      assertRefused(many.page("in* AROUND 3 pi*"), TOO_MANY_NEAR.formatted("in"));
      assertRefused(
          many.page("in* AROUND 3 th*"),
          TOO_MANY_NEAR.formatted("in"),
          TOO_MANY_NEAR.formatted("th"));
      assertRefused(many.page("th* pi* (in* NEAR/2 s)"), TOO_MANY_NEAR.formatted("in"));
      assertRefused(many.page("pi* AROUND 3 qu* AROUND 3 ro*"), TOO_MANY_TOGETHER);
      assertRefused(many.page("pi* qu* th*"), TOO_MANY_TOGETHER);
      assertThat(many.find("pi* AROUND 3 qu*")).containsExactly(1L);
    }
  }

  /** So many different words that begin so. */
  private static String words(String beginning, int count) {
    return IntStream.range(0, count).mapToObj(i -> beginning + i).collect(Collectors.joining(" "));
  }

  private static void assertRefused(SearchPage page, String... sentences) {
    assertThat(page.hits()).isEmpty();
    assertThat(page.notices())
        .allSatisfy(notice -> assertThat(notice.kind()).isEqualTo(Notice.Kind.REFUSED))
        .extracting(Notice::text)
        .containsExactly(sentences);
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
      assertRefused(library.page("\"forecast\" NEAR/5 " + many), TOO_MANY_FORMS);
      assertRefused(library.page("-(\"forecast\" NEAR/5 " + many + ")"), TOO_MANY_FORMS);
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
