package broadside.site.answers;

import broadside.archive.query.Notice;
import broadside.archive.query.ParsedQuery;
import broadside.archive.query.Query;
import broadside.archive.query.QueryLimits;
import broadside.archive.query.QueryParser;
import broadside.archive.search.Order;
import broadside.archive.search.SearchLimits;
import broadside.archive.search.SearchRequest;
import broadside.site.pages.Link;
import broadside.site.pages.SearchPage;
import broadside.site.routes.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Searches and what they found. */
record SearchAnswer(Edition edition) {
  private static final int HITS = 20;

  /** All that the query language reads as a quotation mark. */
  private static final Pattern QUOTES = Pattern.compile("[\"“”„]");

  /**
   * A page of what was found.
   *
   * @param page to be shown
   * @param whole false where another try may find or show more
   */
  record Answer(SearchPage page, boolean whole) {}

  Answer answer(Route.Search route) throws IOException {
    if (route.query().isEmpty()) {
      return new Answer(nothingAsked(), true);
    }
    ParsedQuery query = new QueryParser(QueryLimits.DEFAULT).parse(route.query());
    var found = search(query, route);
    List<String> notices = notices(found);
    if (found.cut()) {
      notices.add("The search took too long and was cut short: there may be more.");
    }
    List<Link> pager = new ArrayList<>();
    if (!route.after().isEmpty()) {
      pager.add(new Link(route.from("").path(), "To the beginning", ""));
    }
    String next = found.next();
    if (next != null) {
      pager.add(new Link(route.from(next).path(), "More", "next"));
    }
    if (next == null
        && found.order() == Order.RELEVANCE
        && found.count() > SearchLimits.DEFAULT.ranked()) {
      notices.add(
          "These are the last of the best %s. In the order of their dates all can be paged through."
              .formatted(Words.number(SearchLimits.DEFAULT.ranked())));
    }
    boolean refused = found.isRefused();
    return new Answer(
        new SearchPage(
            "Search: " + Shown.cut(Shown.text(route.query()), 80) + continued(route.after()),
            Shown.text(route.query()),
            refused ? "Not searched" : heading(found),
            refused || isEmpty() ? "" : Shown.text(query.query().inWords()),
            found.cut() ? "Try again, or add words that are rarer." : "Try other words, or fewer.",
            notices.stream().map(Shown::text).toList(),
            name(found.order()) + continued(route.after()),
            others(route, found.order()),
            found.hits().stream().map(Rows::of).toList(),
            pager),
        found.isWhole());
  }

  /** What a query finds, from the cursor on. */
  broadside.archive.search.SearchPage search(ParsedQuery query, Route.Search route)
      throws IOException {
    return edition
        .searcher()
        .search(new SearchRequest(query, order(route.order()), HITS, route.after()));
  }

  /** The mails that name an address, newest first. */
  Answer person(Route.Person route) throws IOException {
    var found =
        edition
            .searcher()
            .search(new SearchRequest(naming(route.address()), Order.NEWEST, HITS, route.after()));
    List<Link> pager = new ArrayList<>();
    String next = found.next();
    if (!route.after().isEmpty()) {
      pager.add(new Link(new Route.Person(route.address(), "").path(), "To the newest", ""));
    }
    if (next != null) {
      pager.add(new Link(new Route.Person(route.address(), next).path(), "Older", "next"));
    }
    String address = Shown.text(route.address());
    List<String> notices = new ArrayList<>();
    notices.add(
        heading(found.count(), found.exact())
            + " from or to this address. An address is not always one person’s.");
    edition.unsearchable().ifPresent(notices::add);
    return new Answer(
        new SearchPage(
            address + continued(route.after()),
            "",
            address,
            "",
            "",
            notices,
            name(found.order()) + continued(route.after()),
            List.of(),
            found.hits().stream().map(Rows::of).toList(),
            pager),
        found.isWhole());
  }

  /** That a page is not the first: a cursor does not tell which it is. */
  private static String continued(String after) {
    return after.isEmpty() ? "" : ", continued";
  }

  /** What names an address; no more, whatever marks are in it, and nothing where no word is. */
  private static ParsedQuery naming(String address) {
    String text = "person:\"" + QUOTES.matcher(address).replaceAll("") + "\"";
    ParsedQuery query = new QueryParser(QueryLimits.DEFAULT).parse(text);
    return query.query() instanceof Query.Text
        ? query
        : new ParsedQuery(text, new Query.Nothing(), List.of());
  }

  private static SearchPage nothingAsked() {
    return new SearchPage(
        "Search",
        "",
        "Search",
        "",
        "",
        List.of("Type what you look for into the box above."),
        "",
        List.of(),
        List.of(),
        List.of());
  }

  /** Sentences on what was not understood, and on what no search reaches. */
  List<String> notices(broadside.archive.search.SearchPage found) {
    List<String> notices = new ArrayList<>();
    for (Notice notice : found.notices()) {
      notices.add(notice.text());
    }
    if (isEmpty()) {
      notices.add("No mail is published yet.");
    }
    if (found.unread()) {
      notices.add(
          "Some texts could not be read just now, so that no words of them are shown: try again.");
    }
    edition.unsearchable().ifPresent(notices::add);
    return notices;
  }

  /** True where no words could find anything. */
  private boolean isEmpty() {
    return edition.refused().isEmpty()
        && edition.releases().stream().allMatch(release -> release.published() == 0);
  }

  /** What a search found; where its time was up, it found that so far. */
  static String heading(broadside.archive.search.SearchPage found) {
    if (!found.cut()) {
      return heading(found.count(), found.exact());
    }
    return found.count() == 0
        ? "Nothing found in time"
        : heading(found.count(), found.exact()) + " in time";
  }

  private static String heading(long count, boolean exact) {
    if (count == 0) {
      return "No mails found";
    }
    if (count == 1) {
      return "One mail found";
    }
    return (exact ? "" : "More than ") + Words.count(count, "mail", "mails") + " found";
  }

  private static List<Link> others(Route.Search route, Order shown) {
    List<Link> others = new ArrayList<>();
    for (Route.SearchOrder order : Route.SearchOrder.values()) {
      if (order(order) != shown) {
        Route other = new Route.Search(route.query(), order, "");
        others.add(new Link(other.path(), name(order(order))));
      }
    }
    return others;
  }

  private static Order order(Route.SearchOrder order) {
    return switch (order) {
      case BEST -> Order.RELEVANCE;
      case NEWEST -> Order.NEWEST;
      case OLDEST -> Order.OLDEST;
    };
  }

  /** The order that an address names. */
  static Route.SearchOrder order(Order order) {
    return switch (order) {
      case RELEVANCE -> Route.SearchOrder.BEST;
      case NEWEST -> Route.SearchOrder.NEWEST;
      case OLDEST -> Route.SearchOrder.OLDEST;
    };
  }

  private static String name(Order order) {
    return switch (order) {
      case RELEVANCE -> "Best first";
      case NEWEST -> "Newest first";
      case OLDEST -> "Oldest first";
    };
  }
}
