package broadside.site.answers;

import broadside.archive.Publication;
import broadside.archive.PublishedMail;
import broadside.archive.RefusedRelease;
import broadside.archive.ReleaseSummary;
import broadside.archive.index.MailCard;
import broadside.archive.json.Json;
import broadside.archive.query.ParsedQuery;
import broadside.archive.query.QueryLimits;
import broadside.archive.query.QueryParser;
import broadside.archive.release.ReleaseReader;
import broadside.archive.release.TakenBack;
import broadside.archive.search.SearchPage;
import broadside.mail.message.MessageParser;
import broadside.proof.release.FileList;
import broadside.proof.release.ManifestLine;
import broadside.site.http.Kind;
import broadside.site.http.Reply;
import broadside.site.routes.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What programs read: the same as pages say, as JSON. What each member means is in
 * docs/formats/site.md.
 *
 * @param textChars characters of each text that are given
 */
record ApiAnswer(
    Publication publication,
    MessageParser parser,
    Edition edition,
    Scheduled scheduled,
    int textChars) {

  /** The reply; what is not there is told as JSON too. */
  Reply answer(Route of) throws IOException {
    return switch (of) {
      case Route.Fixed page when page == Route.Fixed.RELEASES -> reply(releases());
      case Route.Release release -> release(release);
      case Route.Message message -> message(message.number());
      case Route.MailThread thread -> thread(thread);
      case Route.Search search -> search(search);
      default -> throw new IllegalArgumentException("no program asks for " + of);
    };
  }

  private static Reply reply(Map<String, @Nullable Object> object) {
    return Reply.of(Kind.JSON, bytes(object));
  }

  private static Reply failure(int status, Map<String, @Nullable Object> object) {
    return Reply.of(status, Kind.PASSING_JSON, bytes(object));
  }

  private static byte[] bytes(Map<String, @Nullable Object> object) {
    return (Json.print(object) + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, @Nullable Object> error(String words) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("error", words);
    return object;
  }

  private Map<String, @Nullable Object> releases() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("publication", publication.log().history().policies().publication());
    all.put("title", publication.about().title());
    all.put("language", publication.about().language());
    all.put("log", publication.log().seen().checkpoint().origin());
    all.put("entries", publication.log().seen().checkpoint().size());
    all.put("last", edition.last());
    all.put("mails", edition.mails());
    all.put("releases", edition.releases().stream().map(ApiAnswer::line).toList());
    all.put("unreadable", edition.refused().stream().map(RefusedRelease::number).toList());
    all.put("sealed", scheduled.toCome().stream().map(ApiAnswer::sealed).toList());
    return all;
  }

  private static Map<String, @Nullable Object> release(ReleaseSummary release) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("release", release.number());
    object.put("title", release.title());
    object.put("made", release.time());
    object.put("first", release.first());
    object.put("last", release.last());
    object.put("published", release.published());
    object.put("redacted", release.redacted());
    object.put("withheld", release.withheld());
    object.put("withdrawn", release.withdrawn());
    object.put("redacted_since", release.redactedSince());
    object.put("bytes", release.mailBytes());
    return object;
  }

  private static Map<String, @Nullable Object> line(ReleaseSummary release) {
    Map<String, @Nullable Object> object = release(release);
    object.put("url", new Route.Api(new Route.Release(release.number(), 0)).path());
    return object;
  }

  private static Map<String, @Nullable Object> sealed(Custody closed) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("release", closed.number());
    object.put("state", ApiRecords.word(closed.state().stage()));
    object.put("opens", closed.state().due());
    object.put("first", closed.seal().first());
    object.put("last", closed.seal().last());
    return object;
  }

  private Reply release(Route.Release route) throws IOException {
    edition.checkReadable(route.number());
    ReleaseSummary release = edition.release(route.number());
    ReleaseReader reader = publication.release(route.number());
    if (release == null || reader == null) {
      Custody closed = scheduled.find(route.number());
      return failure(404, closed == null ? error("no such release") : sealed(closed));
    }
    Numbers numbers = Numbers.of(release, route);
    if (numbers == null) {
      return failure(404, error("this release has no message " + route.from()));
    }
    List<Object> files = new ArrayList<>();
    for (FileList.Entry entry : reader.files().files()) {
      Map<String, @Nullable Object> file = new LinkedHashMap<>();
      file.put("name", entry.name());
      file.put("bytes", entry.bytes());
      file.put("sha256", entry.sha256());
      files.add(file);
    }
    Map<String, @Nullable Object> object = release(release);
    object.put("url", new Route.Release(release.number(), 0).path());
    object.put("statement", reader.statementSha256());
    object.put("files", files);
    object.put("messages", messages(reader, numbers));
    object.put(
        "next",
        next(numbers.to() < release.last(), new Route.Release(route.number(), numbers.to() + 1)));
    return reply(object);
  }

  /** What lists say of numbers; of a release without an index what its manifest does. */
  private List<Map<String, @Nullable Object>> messages(ReleaseReader reader, Numbers numbers)
      throws IOException {
    if (edition.indexes().containsKey(reader.statement().number())) {
      return edition.cards(numbers.from(), numbers.to()).stream().map(ApiRecords::of).toList();
    }
    List<Map<String, @Nullable Object>> messages = new ArrayList<>();
    for (long number = numbers.from(); number <= numbers.to(); number++) {
      messages.add(ApiRecords.of(Unlisted.of(reader, number)));
    }
    return messages;
  }

  private static @Nullable String next(boolean more, Route route) {
    return more ? new Route.Api(route).path() : null;
  }

  private Reply message(long number) throws IOException {
    Custody closed = scheduled.holding(number);
    if (closed != null) {
      return failure(closed.state().isToCome() ? 404 : 410, sealed(closed));
    }
    PublishedMail mail = publication.mail(number);
    if (mail == null) {
      return failure(404, error("no release has a message " + number));
    }
    byte[] eml = mail.eml();
    if (eml == null) {
      return failure(410, absent(mail));
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("number", number);
    object.put("release", mail.release());
    object.put("state", MessageAnswer.isRedacted(mail) ? "redacted" : "published");
    ApiRecords.message(object, parser.parse(eml), number, textChars);
    object.put("thread", new Threads(publication, edition).name(Threads.key(mail.line())));
    object.put("signatures", ApiRecords.signatures(mail.dkim()));
    ApiRecords.files(object, eml, number);
    return reply(object);
  }

  private static Map<String, @Nullable Object> absent(PublishedMail mail) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("number", mail.line().number());
    object.put("release", mail.release());
    TakenBack.Act act = mail.act();
    if (act != null) {
      object.put("state", "withdrawn");
      object.put("reason", act.taken().reason().code());
      object.put("withdrawn", act.time());
    } else {
      object.put("state", "withheld");
      object.put(
          "reason",
          mail.line() instanceof ManifestLine.Withheld line ? line.reason().code() : null);
    }
    return object;
  }

  private Reply thread(Route.MailThread route) throws IOException {
    Threads threads = new Threads(publication, edition);
    String name = threads.name(route.key());
    if (!name.equals(route.key())) {
      return new Reply.Redirect(new Route.Api(new Route.MailThread(name, route.from())).path());
    }
    List<MailCard> cards = threads.cards(Threads.key(name));
    if (cards.isEmpty() || route.from() >= cards.size()) {
      return failure(404, error("no published mail has this thread, or it has fewer mails"));
    }
    int end = Math.min(cards.size(), route.from() + Threads.PAGE);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("thread", name);
    object.put("count", cards.size());
    object.put("messages", cards.subList(route.from(), end).stream().map(ApiRecords::of).toList());
    object.put("next", next(end < cards.size(), new Route.MailThread(name, end)));
    return reply(object);
  }

  private Reply search(Route.Search route) throws IOException {
    if (route.query().isEmpty()) {
      return failure(400, error("nothing to search for: give a query as q"));
    }
    ParsedQuery query = new QueryParser(QueryLimits.DEFAULT).parse(route.query());
    SearchAnswer search = new SearchAnswer(edition);
    SearchPage found = search.search(query, route);
    boolean refused = found.isRefused();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("query", route.query());
    object.put("read_as", refused ? null : query.query().inWords());
    object.put("refused", refused);
    object.put("notices", search.notices(found));
    object.put("count", found.count());
    object.put("exact", found.exact());
    object.put("cut", found.cut());
    object.put("order", SearchAnswer.order(found.order()).word());
    object.put("hits", found.hits().stream().map(ApiRecords::of).toList());
    String cursor = found.next();
    object.put("next", cursor == null ? null : new Route.Api(route.from(cursor)).path());
    return found.isWhole() ? reply(object) : Reply.unfinished(Kind.PASSING_JSON, bytes(object));
  }
}
