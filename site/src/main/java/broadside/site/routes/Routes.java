package broadside.site.routes;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads addresses. */
public final class Routes {
  private static final int MAX_ADDRESS = 320; // RFC 5321 §4.5.3.1: 64 + 1 + 255
  private static final int MAX_CURSOR = 200;
  private static final int MAX_DIGITS = 12;
  private static final int MAX_RELEASE = 1_000_000;
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern ASSET = Pattern.compile("[a-z]+-[0-9a-f]{16}\\.[a-z]{2,4}");
  private static final Pattern FILE =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.-]{0,63}|index/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}");

  /** Of these each seal names some. */
  private static final Pattern SEALED =
      Pattern.compile(
          "(part|share)-[1-9][0-9]{0,2}\\.age|(receipt|share)-[1-9][0-9]?(\\.bad)?\\.note");

  /** The files of a tiled log (C2SP tlog-tiles) and of the policy, and what the log's key signs. */
  private static final Pattern LOG =
      Pattern.compile(
          "schedule|(policy|roles)/[1-9][0-9]{0,5}|(corrections|verdicts)/[0-9a-f]{64}"
              + "|(predecessor/[1-9][0-9]{0,2}/)?(checkpoint"
              + "|tile/([0-7]|entries)/(x[0-9]{3}/){0,4}[0-9]{3}(\\.p/[1-9][0-9]{0,2})?)");

  private Routes() {}

  /**
   * The route, or null where the site has no such address.
   *
   * @param path as sent, still escaped
   * @param query as sent, or null
   */
  public static @Nullable Route parse(String path, @Nullable String query) {
    for (Route.Fixed page : Route.Fixed.values()) {
      if (page.path().equals(path)) {
        return page;
      }
    }
    if (path.length() > 1 && path.endsWith("/") && !path.startsWith("//")) {
      return new Route.Moved(query, path.substring(0, path.length() - 1));
    }
    int slash = path.indexOf('/', 1);
    String first = slash < 0 ? path : path.substring(0, slash);
    String rest = slash < 0 ? "" : path.substring(slash + 1);
    return switch (first) {
      case "/messages" -> message(rest, query);
      case "/releases" -> release(rest, query);
      case "/sealed" -> sealed(rest);
      case "/threads" ->
          KEY.matcher(rest).matches() ? new Route.MailThread(rest, skipped(query)) : null;
      case "/people" -> person(rest, query);
      case "/search" -> rest.isEmpty() ? search(query) : null;
      case "/checkpoint", "/schedule", "/tile", "/predecessor", "/policy", "/roles", "/verdicts" ->
          LOG.matcher(path.substring(1)).matches() ? new Route.LogFile(path.substring(1)) : null;
      case "/corrections" -> correction(rest);
      case "/api" -> api(rest, query);
      case "/assets" -> ASSET.matcher(rest).matches() ? new Route.Asset(rest) : null;
      default -> null;
    };
  }

  /** True where the path is that of a file of a release, which may be large. */
  public static boolean isFile(String path) {
    Route route =
        path.startsWith("/releases/") || path.startsWith("/sealed/") ? parse(path, null) : null;
    return route instanceof Route.ReleaseFile || route instanceof Route.SealedFile;
  }

  /** What programs can have; it is parsed once more, and never a third time. */
  private static @Nullable Route api(String rest, @Nullable String query) {
    if (!rest.startsWith("v1/") || rest.startsWith("v1/api")) {
      return null;
    }
    Route of = parse(rest.substring(2), query);
    if (of instanceof Route.Message(long number, boolean _)) {
      return new Route.Api(new Route.Message(number, false));
    }
    boolean offered =
        of == Route.Fixed.RELEASES
            || of instanceof Route.Release
            || of instanceof Route.MailThread
            || of instanceof Route.Search;
    return of == null || !offered ? null : new Route.Api(of);
  }

  private static @Nullable Route message(String rest, @Nullable String query) {
    int slash = rest.indexOf('/');
    if (slash < 0) {
      if (rest.endsWith(".eml")) {
        long number = number(rest.substring(0, rest.length() - 4));
        return number > 0 ? new Route.Eml(number) : null;
      }
      if (rest.endsWith(".tlog-proof")) {
        long number = number(rest.substring(0, rest.length() - ".tlog-proof".length()));
        return number > 0 ? new Route.Proof(number) : null;
      }
      long number = number(rest);
      return number > 0
          ? new Route.Message(number, Query.value(query, "view").equals("html"))
          : null;
    }
    long number = number(rest.substring(0, slash));
    if (number == 0) {
      return null;
    }
    String what = rest.substring(slash + 1);
    if (what.startsWith("attachments/")) {
      long index = number(what.substring("attachments/".length()));
      return index > 0 && index <= 10_000 ? new Route.Attachment(number, (int) index) : null;
    }
    return switch (what) {
      case "html" -> new Route.MessageHtml(number);
      case "source" -> new Route.Source(number);
      default -> null;
    };
  }

  private static @Nullable Route release(String rest, @Nullable String query) {
    int slash = rest.indexOf('/');
    long number = number(slash < 0 ? rest : rest.substring(0, slash));
    if (number == 0 || number > MAX_RELEASE) {
      return null;
    }
    if (slash < 0) {
      return new Route.Release((int) number, number(Query.value(query, "from")));
    }
    String name = rest.substring(slash + 1);
    return FILE.matcher(name).matches() ? new Route.ReleaseFile((int) number, name) : null;
  }

  private static @Nullable Route sealed(String rest) {
    int slash = rest.indexOf('/');
    long number = number(slash < 0 ? "" : rest.substring(0, slash));
    if (number == 0 || number > MAX_RELEASE) {
      return null;
    }
    String name = rest.substring(slash + 1);
    if (name.equals("notes")) {
      return new Route.Notes((int) number);
    }
    return SEALED.matcher(name).matches() ? new Route.SealedFile((int) number, name) : null;
  }

  /** The page of a correction, or the file that its statement names. */
  private static @Nullable Route correction(String rest) {
    String file = "corrections/" + rest;
    if (LOG.matcher(file).matches()) {
      return new Route.LogFile(file);
    }
    long entry = number(rest);
    return entry > 0 ? new Route.Correction(entry) : null;
  }

  private static @Nullable Route person(String rest, @Nullable String query) {
    String address = Query.decode(rest.replace("+", "%2B"));
    return address.isEmpty() || address.length() > MAX_ADDRESS || address.indexOf('/') >= 0
        ? null
        : new Route.Person(address, cursor(query));
  }

  /** The query is whole: one that is too long is refused by its parser, in words. */
  private static Route search(@Nullable String query) {
    return new Route.Search(
        Query.value(query, "q").strip(),
        Route.SearchOrder.of(Query.value(query, "order")),
        cursor(query));
  }

  /** How many mails of a thread are skipped; more than any has stay more than any has. */
  private static int skipped(@Nullable String query) {
    return (int) Math.min(Integer.MAX_VALUE, number(Query.value(query, "from")));
  }

  private static String cursor(@Nullable String query) {
    String cursor = Query.value(query, "after");
    return cursor.length() > MAX_CURSOR ? "" : cursor;
  }

  /** A positive number without leading zeros; 0 for anything else. */
  private static long number(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS || text.charAt(0) == '0') {
      return 0;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
