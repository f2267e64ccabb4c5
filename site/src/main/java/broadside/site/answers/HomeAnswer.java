package broadside.site.answers;

import broadside.archive.About;
import broadside.archive.ReleaseSummary;
import broadside.site.pages.Fact;
import broadside.site.pages.HomePage;
import broadside.site.pages.MailRow;
import broadside.site.pages.Month;
import broadside.site.routes.Route;
import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The first page. */
record HomeAnswer(About about, Edition edition, ReleaseAnswer releases, Announced announced) {
  private static final int FIRST_MAILS = 8;
  private static final int MAX_MONTHS = 72;
  private static final int FULL_WIDTH = 50;

  HomePage page() throws IOException {
    List<ReleaseSummary> all = edition.releases();
    // the one that came out last, which may be a sealed one that was opened late
    ReleaseSummary latest =
        all.stream()
            .max(
                Comparator.comparing(releases.sealed().scheduled()::published)
                    .thenComparingInt(ReleaseSummary::number))
            .orElse(null);
    List<MailRow> rows =
        latest == null
            ? List.of()
            : releases.rows(
                latest.number(),
                latest.first(),
                latest.first() + Math.min(FIRST_MAILS, latest.count()) - 1);
    return new HomePage(
        Shown.text(about.title()),
        Words.paragraphs(Shown.text(about.description())),
        latest == null ? null : releases.line(latest),
        latest == null ? "" : Words.day(releases.sealed().scheduled().published(latest)),
        rows,
        new SealedLists(releases.sealed().scheduled()).coming(),
        announced.sentences(),
        facts(all),
        months());
  }

  private List<Fact> facts(List<ReleaseSummary> all) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Releases", Words.number(all.size())));
    facts.add(new Fact("Mails", Words.number(edition.mails())));
    long redacted = all.stream().mapToLong(ReleaseSummary::redacted).sum();
    if (redacted > 0) {
      facts.add(new Fact("Parts taken out", Words.number(redacted)));
    }
    long redactedSince = all.stream().mapToLong(ReleaseSummary::redactedSince).sum();
    if (redactedSince > 0) {
      facts.add(new Fact("Parts taken out since", Words.number(redactedSince)));
    }
    long withheld = all.stream().mapToLong(ReleaseSummary::withheld).sum();
    if (withheld > 0) {
      facts.add(new Fact("Withheld", Words.number(withheld)));
    }
    long withdrawn = all.stream().mapToLong(ReleaseSummary::withdrawn).sum();
    if (withdrawn > 0) {
      facts.add(new Fact("Withdrawn", Words.number(withdrawn)));
    }
    facts.add(
        new Fact("Size", Words.size(all.stream().mapToLong(ReleaseSummary::mailBytes).sum())));
    return facts;
  }

  /** The months with mails in order, or the years where there are too many months. */
  private List<Month> months() {
    SortedMap<YearMonth, Integer> counts = edition.searcher().months();
    SortedMap<String, Integer> named = new TreeMap<>();
    boolean byYear = counts.size() > MAX_MONTHS;
    counts.forEach((month, count) ->
        named.merge(
            byYear ? String.format(Locale.ROOT, "%04d", month.getYear()) : month.toString(),
            count,
            Integer::sum));
    int most = named.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    List<Month> months = new ArrayList<>();
    named.forEach((name, count) ->
        months.add(
            new Month(
                name,
                new Route.Search("date:" + name, Route.SearchOrder.OLDEST, "").path(),
                Words.number(count),
                Math.round((float) count * FULL_WIDTH / most))));
    return months;
  }
}
