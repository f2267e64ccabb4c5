package broadside.archive.search;

import static broadside.archive.search.Library.mail;
import static org.assertj.core.api.Assertions.assertThat;

import broadside.archive.dkim.LaterVerdicts;
import broadside.archive.dkim.VerdictList;
import broadside.archive.query.QueryLimits;
import broadside.archive.query.QueryParser;
import broadside.proof.release.SignatureVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearcherTest {
  private static final String ANN = "Ann Ahlgren <ann@harbour.example>";
  private static Library library;

  @BeforeAll
  static void index(@TempDir Path directory) throws IOException {
    library =
        new Library(directory)
            .release(
                mail(
                    ANN,
                    "Crane budget",
                    "Mon, 12 Jan 2015 10:00:00 +0000",
                    "The budget for the crane is forecast to grow.\n\nWe are meeting on Friday."),
                mail(
                    "Céline <celine@quai.example>",
                    "Réunion d'été",
                    "Tue, 13 Jan 2015 10:00:00 +0000",
                    "L'été prochain, nous déciderons des quais."),
                mail(
                    "王芳 <wang@gangkou.example>",
                    "港口预算",
                    "Wed, 14 Jan 2015 10:00:00 +0000",
                    "我们在北京大学讨论港口预算。"),
                null)
            .release(
                mail(
                    "田中 <tanaka@minato.example>",
                    "予算の会議",
                    "Mon, 02 Feb 2015 10:00:00 +0000",
                    "プロジェクトの予算について東京で会議をします。"),
                mail(
                    "سلمى <salma@mina.example>",
                    "ميزانية الميناء",
                    "Tue, 03 Feb 2015 10:00:00 +0000",
                    "نُناقشُ ميزانيّةَ الميناءِ غداً."),
                mail(
                    "Иван <ivan@port.example>",
                    "Бюджет порта",
                    "Wed, 04 Feb 2015 10:00:00 +0000",
                    "Обсудим бюджет порта и новый кран."),
                mail(
                        ANN,
                        "[redacted] Re: Crane budget",
                        "Thu, 05 Feb 2015 10:00:00 +0100",
                        "No budgets were harmed.\n\n> The harbour master called twice.\n> Second line.")
                    .replace("Message-ID", "In-Reply-To: <1@mail.example>\nMessage-ID"),
                mail(
                        "Bo Berg <bo@harbour.example>",
                        "Files",
                        "Fri, 06 Feb 2015 10:00:00 +0000",
                        "x")
                    .replace(
                        "Content-Type: text/plain; charset=utf-8\n\nx\n",
                        "Cc: Ann <ann@harbour.example>\nList-Id: Harbour <talk.harbour.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the file.\n--b\nContent-Type: application/pdf; name=\"quay_plan.pdf\"\nContent-Disposition: attachment; filename=\"quay_plan.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n--b--\n"));
  }

  @AfterAll
  static void close() throws IOException {
    library.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          crane                       ~ 1 8
          forecasts                   ~ 1
          meet                        ~ 1
          "budgets"                   ~ 8
          crane budget                ~ 1 8
          crane -forecast             ~ 8
          crane OR бюджет             ~ 1 7 8
          subject:crane               ~ 1 8
          body:crane                  ~ 1
          quoted:harbour              ~ 8
          q:budgets                   ~ ``
          unquoted:harmed             ~ 8
          nq:harbour                  ~ ``
          "harbour master"            ~ 8
          "master harbour"            ~ ``
          harb*                       ~ 1 2 3 5 6 7 8 9
          from:ann@harb*              ~ 1 8
          from:ann@harbour.ex*        ~ 1 8
          filename:quay_pl*           ~ 9
          filename:quay-plan.p*       ~ 9
          harbour-mas*                ~ 8
          harbour-maz*                ~ ``
          master-harb*                ~ ``
          港口预*                     ~ 3
          东京大*                     ~ ``
          body:fore*                  ~ 1
          budget AROUND 3 crane       ~ 1 8
          budg* AROUND 5 crane        ~ 1 8
          -(budg* AROUND 5 crane)     ~ 2 3 5 6 7 9
          harbour-mas* ADJ/1 called   ~ 8
          港 AROUND 5 预算            ~ 3
          body:budget AROUND 1 body:grow ~ ``
          body:crane ADJ/3 body:forecast ~ 1
          body:forecast ADJ/9 body:crane ~ ``
          ete                         ~ 2
          quais                       ~ 2
          "l'été prochain"            ~ 2
          预算                        ~ 3
          大学                        ~ 3
          港                          ~ 3
          北京大                      ~ 3
          会議                        ~ 5
          プロジェクト                ~ 5
          プロ                        ~ 5
          الميناء                     ~ 6
          ميزانية                     ~ 6
          бюджет                      ~ 7
          КРАН                        ~ 7
          from:ann                    ~ 1 8
          from:ann@harbour.example    ~ 1 8
          from:harbour.example        ~ 1 8 9
          from:celine                 ~ 2
          to:bo                       ~ 1 2 3 5 6 7 8 9
          cc:ann                      ~ 9
          tc:ann                      ~ 9
          person:ann                  ~ 1 8 9
          domain:quai.example         ~ 2
          domain:example              ~ 1 2 3 5 6 7 8 9
          domain:ample                ~ ``
          has:attachment              ~ 9
          filename:quay               ~ 9
          filetype:pdf                ~ 9
          filetype:application/pdf    ~ 9
          list:talk.harbour.example   ~ 9
          list:Talk                   ~ 9
          list:talk*                  ~ 9
          list:tal*                   ~ ``
          list:harbour.example        ~ ``
          list:harbour                ~ ``
          after:2015-02-04            ~ 7 8 9
          before:2015-01-13           ~ 1
          date:2015-01                ~ 1 2 3
          date:2015-01-13..2015-02-02 ~ 2 3 5
          id:4                        ~ 4
          id:3..5                     ~ 3 4 5
          release:1                   ~ 1 2 3 4
          is:withheld                 ~ 4
          is:redacted                 ~ 8
          thread:1                    ~ 1 8
          thread:0000000000000001     ~ 1 8
          larger:1M                   ~ ``
          smaller:1M                  ~ 1 2 3 5 6 7 8 9
          *                           ~ 1 2 3 5 6 7 8 9
          -crane                      ~ 2 3 5 6 7 9
          lang:en                     ~ 1
          lang:English                ~ 1
          lang:fr-CA                  ~ 2
          lang:zh                     ~ 3
          lang:ja                     ~ 5
          lang:und                    ~ 6 7 8 9
          -lang:und                   ~ 1 2 3 5
          lang:fr OR lang:ja          ~ 2 5
          lang:zu                     ~ ``
          -lang:zu                    ~ 1 2 3 5 6 7 8 9
          dkim:pass                   ~ ``
          -dkim:pass                  ~ 1 2 3 5 6 7 8 9
          """)
  void finds(String query, String numbers) throws IOException {
    assertThat(
            library.find(query).stream()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(" ")))
        .isEqualTo(numbers);
  }

  @Test
  void findsWhatLaterListsSayOfSignatures() throws IOException {
    assertThat(library.page("dkim:pass").notices()).hasSize(1);
    LaterVerdicts.Builder later = new LaterVerdicts.Builder();
    SortedMap<Long, List<SignatureVerdict>> said = new TreeMap<>();
    said.put(1L, List.of(verdict("pass", 0)));
    said.put(2L, List.of(verdict("fail-body", 0), verdict("pass", 2)));
    said.put(3L, List.of());
    said.put(4L, List.of(verdict("pass", 0))); // it is withheld
    said.put(9L, List.of(verdict("pass", 0))); // of another release
    later.add(new VerdictList(List.of(), said), Library.statement(1, 1, 4), Instant.EPOCH);
    library.say(later.build());
    assertThat(library.page("dkim:pass").notices()).isEmpty();
    assertThat(library.find("dkim:pass")).containsExactly(1L);
    assertThat(library.find("dkim:example.org")).containsExactly(1L);
    assertThat(library.find("dkim:fail")).containsExactly(2L);
    assertThat(library.find("dkim:arc")).containsExactly(2L);
    assertThat(library.find("dkim:unsigned")).containsExactly(3L);
    assertThat(library.find("-dkim:pass crane")).doesNotContain(1L);
    later.add(
        new VerdictList(List.of(), new TreeMap<>(Map.of(1L, List.of(verdict("weak", 0))))),
        Library.statement(1, 1, 4),
        Instant.EPOCH);
    library.say(later.build());
    assertThat(library.find("dkim:pass")).isEmpty();
    assertThat(library.find("dkim:weak")).containsExactly(1L);
    library.say(LaterVerdicts.NONE);
  }

  private static SignatureVerdict verdict(String word, int arc) {
    return new SignatureVerdict(word, arc, "example.org", "s1", "file", "");
  }

  @Test
  void ranksExactFormsHigherThanOthers() throws IOException {
    assertThat(library.find("body:budgets")).containsExactly(8L, 1L);
    assertThat(library.find("body:budget")).containsExactly(1L, 8L);
    assertThat(library.find("body:Budgets")).containsExactly(8L, 1L);
    assertThat(library.find("body:BUDGET")).containsExactly(1L, 8L);
  }

  @Test
  void ranksExactFormsOfWordsWithUmlautsHigherThanOthers(@TempDir Path directory)
      throws IOException {
    try (Library two = new Library(directory)) {
      two.release(
          mail(ANN, "a", "Mon, 12 Jan 2015 10:00:00 +0000", "Der Preis des Möbels"),
          mail(ANN, "a", "Mon, 12 Jan 2015 11:00:00 +0000", "Der Preis für Möbel"));
      assertThat(two.find("Möbels")).containsExactly(1L, 2L);
      assertThat(two.find("möbel")).containsExactly(2L, 1L);
    }
  }

  @Test
  void ordersByDate() throws IOException {
    assertThat(numbers(library.page("*", Order.OLDEST, null, 20)))
        .containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L);
    assertThat(library.page("from:ann").order()).isEqualTo(Order.NEWEST);
    assertThat(library.page("crane").order()).isEqualTo(Order.RELEVANCE);
  }

  @Test
  void highlightsWhatWasFound() throws IOException {
    Hit hit = library.page("forecasts crane").hits().getFirst();
    assertThat(marked(hit.snippet())).containsExactly("crane", "forecast");
    assertThat(marked(hit.subject())).containsExactly("Crane");
    assertThat(hit.snippet().text())
        .isEqualTo("The budget for the crane is forecast to grow. We are meeting on Friday.");
    assertThat(marked(library.page("\"harbour master\"").hits().getFirst().snippet()))
        .containsExactly("harbour master");
    assertThat(library.page("\"harbour master\"").hits().getFirst().snippet().text())
        .doesNotContain(">");
    assertThat(marked(library.page("harbour-mas*").hits().getFirst().snippet()))
        .containsExactly("harbour master");
    assertThat(marked(library.page("mas* ADJ/1 called").hits().getFirst().snippet()))
        .containsExactly("master", "called");
    assertThat(marked(library.page("大学").hits().getFirst().snippet())).containsExactly("大学");
    assertThat(marked(library.page("港").hits().getFirst().snippet())).containsExactly("港");
    assertThat(marked(library.page("ete").hits().getFirst().snippet())).containsExactly("été");
  }

  @Test
  void findsAMailByWhatTheMailsInsideItSay(@TempDir Path directory) throws IOException {
    String forwarded =
        """
        From: Ann <ann@harbour.example>
        Subject: Fwd: Keys
        Content-Type: multipart/mixed; boundary=n

        --n

        As promised.
        --n
        Content-Type: message/rfc822

        From: Jonas Reed <jonas@tenant.example>
        Subject: Keys of the boathouse

        I still have two keys.
        --n--
        """;
    try (Library letters = new Library(directory).release(forwarded)) {
      for (String query : List.of("\"two keys\"", "boathouse", "jonas@tenant.example", "q:keys")) {
        assertThat(letters.find(query)).as(query).containsExactly(1L);
      }
      for (String query : List.of("from:jonas", "subject:boathouse", "unquoted:boathouse")) {
        assertThat(letters.find(query)).as(query).isEmpty();
      }
      Hit hit = letters.page("\"two keys\"").hits().getFirst();
      assertThat(marked(hit.snippet())).containsExactly("two keys");
    }
  }

  @Test
  void showsTheOpeningWhereNothingIsHighlighted() throws IOException {
    assertThat(library.page("from:ivan").hits().getFirst().snippet())
        .isEqualTo(new Highlighted("Обсудим бюджет порта и новый кран.", List.of()));
  }

  @Test
  void findsAThreadByEveryKeyThatWasJoined(@TempDir Path directory) throws IOException {
    try (Library two = new Library(directory)) {
      String first = mail(ANN, "Crane", "Mon, 12 Jan 2015 10:00:00 +0000", "one");
      two.release(first, mail(ANN, "Rope", "Tue, 13 Jan 2015 10:00:00 +0000", "two"));
      assertThat(two.find("thread:2")).containsExactly(2L);
      two.join(1, 2);
      for (String thread : List.of("thread:1", "thread:2", "thread:0000000000000002")) {
        assertThat(two.find(thread)).containsExactlyInAnyOrder(1L, 2L);
      }
      assertThat(two.find("thread:99999")).isEmpty();
      assertThat(two.find("thread:nonsense")).isEmpty();
    }
  }

  @Test
  void tellsCardsThreadsAndMonths() throws IOException {
    Searcher searcher = library.searcher(SearchLimits.DEFAULT);
    assertThat(searcher.card(8).sender()).isEqualTo("Ann Ahlgren");
    assertThat(searcher.card(8).address()).isEqualTo("ann@harbour.example");
    assertThat(searcher.card(9).attachments()).isEqualTo(1);
    assertThat(searcher.card(9).range().offset()).isEqualTo(900);
    assertThat(searcher.card(4).range()).isNull();
    assertThat(searcher.card(10)).isNull();
    assertThat(searcher.thread(List.of("0000000000000001"), 100))
        .extracting(card -> card.number())
        .containsExactly(1L, 8L);
    Neighbours all = searcher.neighbours(List.of("0000000000000001"), 8, 5);
    assertThat(all.total()).isEqualTo(2);
    assertThat(all.near()).extracting(card -> card.number()).containsExactly(1L, 8L);
    Neighbours alone = searcher.neighbours(List.of("0000000000000001"), 8, 0);
    assertThat(alone.total()).isEqualTo(2);
    assertThat(alone.near()).containsExactly(searcher.card(8));
    assertThat(searcher.neighbours(List.of("00000000000000ff"), 8, 5).near()).isEmpty();
    Neighbours single = searcher.neighbours(List.of(searcher.card(9).thread()), 9, 5);
    assertThat(single.total()).isEqualTo(1);
    assertThat(single.near()).isEmpty();
    assertThat(searcher.months())
        .containsExactly(
            java.util.Map.entry(YearMonth.of(2015, 1), 3),
            java.util.Map.entry(YearMonth.of(2015, 2), 5));
  }

  @Test
  void marksNoMoreThanThereIs(@TempDir Path directory) throws IOException {
    String date = "Mon, 12 Jan 2015 10:00:00 +0000";
    try (Library folded = new Library(directory)) {
      folded.release(
          mail(ANN, "Re: \u309f", date, "a \u309f"), // a digraph that is folded to two letters
          mail(ANN, "Re: \ufa6c", date, "b \ufa6c"), // one that is folded to a surrogate pair
          mail(ANN, "Re: \ud87e\udc00x", date, "c \ud87e\udc00x")); // a pair folded to one
      String[] queries = {"より*", "\ud850\udeee", "丽"};
      String[] marks = {"\u309f", "\ufa6c", "\ud87e\udc00"};
      for (int i = 0; i < queries.length; i++) {
        Hit hit = folded.page(queries[i]).hits().getFirst();
        assertThat(hit.card().number()).isEqualTo(i + 1);
        assertThat(marked(hit.subject())).containsExactly(marks[i]);
        assertThat(marked(hit.snippet())).containsExactly(marks[i]);
      }
    }
  }

  @Test
  void tellsTheLanguageOfTheWritersOwnWords(@TempDir Path directory) throws IOException {
    String french = "Merci pour votre lettre, nous nous retrouvons mardi au port avec les plans.";
    String croatian =
        "Hvala na pismu. Vidimo se u utorak u luci, a ja sam zamolio da donese nacrte.";
    String quoted = ("> " + french + "\n").repeat(20);
    String english = "I shall have the drawings with me when we meet at the harbour on Tuesday.";
    String date = "Mon, 12 Jan 2015 10:00:00 +0000";
    try (Library letters = new Library(directory)) {
      letters.release(
          mail(ANN, "s", date, english + "\n\n" + quoted),
          mail(ANN, "s", date, "OK!\n\n" + quoted),
          mail(
              ANN,
              "s",
              date,
              french + "\n\n-- \nThe Harbour Office, on the quay of the port of Osk"),
          mail(ANN, "s", date, croatian),
          mail(ANN, "s", date, "<p>" + french + "</p>").replace("text/plain", "text/html"),
          null);
      assertThat(letters.find("lang:en")).containsExactly(1L);
      assertThat(letters.find("lang:und")).containsExactly(2L);
      assertThat(letters.find("lang:fr")).containsExactlyInAnyOrder(3L, 5L);
      for (String language : List.of("hr", "bs", "sr")) {
        assertThat(letters.find("lang:" + language)).containsExactly(4L);
      }
      assertThat(letters.page("lang:fr").notices()).isEmpty();
    }
  }

  @Test
  void saysWhichLanguagesAreNotToldApart() throws IOException {
    assertThat(library.page("lang:fr").notices()).isEmpty();
    assertThat(library.page("lang:zu").notices())
        .singleElement()
        .satisfies(notice -> assertThat(notice.text()).startsWith("Zulu is not among"));
  }

  @Test
  void answersWithWhatItHasWhenTheTimeIsUp() throws IOException {
    SearchLimits none = new SearchLimits(Duration.ZERO, 100, 10_000, 1_000, 1_000, 200);
    SearchPage page =
        library
            .searcher(none)
            .search(
                new SearchRequest(
                    new QueryParser(QueryLimits.DEFAULT).parse("crane"),
                    Order.RELEVANCE,
                    20,
                    null));
    assertThat(page.cut()).isTrue();
    assertThat(page.hits()).allSatisfy(hit -> assertThat(hit.snippet().text()).isEmpty());
  }

  @Test
  @Tag("slow")
  void foldsCopiesAndPagesWithoutEndOrGap(@TempDir Path directory) throws IOException {
    String[] mails = new String[600];
    for (int i = 0; i < mails.length; i++) {
      int content = i / 3; // every mail three times
      mails[i] =
          mail(
                  ANN,
                  "Log " + content,
                  "Mon, 12 Jan 2015 10:%02d:00 +0000".formatted(content / 10),
                  "entry " + content)
              .replace("Message-ID", "X-Copy: " + i + "\nMessage-ID");
    }
    try (Library many = new Library(directory)) {
      many.release(mails);
      for (Order order : Order.values()) {
        List<Long> seen = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
          SearchPage page = many.page("entry", order, cursor, 7);
          assertThat(page.count()).isEqualTo(600);
          assertThat(page.exact()).isTrue();
          for (Hit hit : page.hits()) {
            assertThat(hit.copies()).hasSize(2);
            seen.add(hit.card().number());
            seen.addAll(hit.copies());
          }
          cursor = page.next();
          pages++;
        } while (cursor != null);
        assertThat(pages).isEqualTo(29);
        assertThat(seen).hasSize(600).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void passesOverForeignCursors() throws IOException {
    for (String cursor : List.of("", "x", "%%%", "AAAA", "cgAAAAA", "A".repeat(1_000))) {
      assertThat(numbers(library.page("*", Order.NEWEST, cursor, 3))).containsExactly(9L, 8L, 7L);
    }
  }

  private static List<Long> numbers(SearchPage page) {
    return page.hits().stream().map(hit -> hit.card().number()).toList();
  }

  private static List<String> marked(Highlighted text) {
    return text.marks().stream().map(m -> text.text().substring(m.start(), m.end())).toList();
  }
}
