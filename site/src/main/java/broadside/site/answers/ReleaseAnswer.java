package broadside.site.answers;

import broadside.archive.Publication;
import broadside.archive.RefusedRelease;
import broadside.archive.ReleaseSummary;
import broadside.archive.query.DkimValues;
import broadside.archive.query.Query;
import broadside.archive.release.EarlyWithdrawals;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.ReleaseReader;
import broadside.proof.history.Logged;
import broadside.proof.release.FileList;
import broadside.proof.statement.Correction.Subject;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import broadside.site.http.Kind;
import broadside.site.http.Reply;
import broadside.site.pages.Fact;
import broadside.site.pages.Link;
import broadside.site.pages.MailRow;
import broadside.site.pages.ReleaseFile;
import broadside.site.pages.ReleaseLine;
import broadside.site.pages.ReleasePage;
import broadside.site.pages.SignatureCount;
import broadside.site.routes.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Releases: their lists, their pages, their files. */
record ReleaseAnswer(
    Publication publication, Edition edition, Changes changes, SealedAnswer sealed) {
  /** All releases that are open, those that never will be, and those that are damaged here. */
  List<ReleaseLine> lines() {
    return Stream.of(
            edition.releases().stream().map(this::line),
            new SealedLists(sealed.scheduled()).voids().stream(),
            edition.refused().stream().map(this::unreadable))
        .flatMap(lines -> lines)
        .sorted(Comparator.comparingInt(ReleaseLine::number).reversed())
        .toList();
  }

  /** "Release 7" or "Release 7: its title". */
  static String name(ReleaseSummary release) {
    String title = Shown.text(release.title());
    return "Release " + release.number() + (title.isEmpty() ? "" : ": " + title);
  }

  /** A release in one line, with the day on which it came out. */
  ReleaseLine line(ReleaseSummary release) {
    return new ReleaseLine(
        release.number(),
        name(release),
        Words.isoDay(sealed.scheduled().published(release)),
        Words.count(release.mails(), "mail", "mails"),
        Words.column(release.first(), release.last()),
        Words.size(release.mailBytes()));
  }

  /** One that cannot be read here: the log alone tells of it. */
  private ReleaseLine unreadable(RefusedRelease release) {
    Logged<ReleaseStatement> logged = publication.log().history().release(release.number());
    ReleaseStatement said = logged == null ? null : logged.statement();
    return new ReleaseLine(
        release.number(),
        "Release " + release.number() + ", which cannot be read here",
        said == null ? "" : Words.isoDay(sealed.scheduled().cameOut(release.number(), said.time())),
        "",
        said == null ? "" : Words.column(said.first(), said.last()),
        "");
  }

  /** A page of a release, or null where it does not exist or holds no such number. */
  @Nullable ReleasePage page(Route.Release route) throws IOException {
    edition.checkReadable(route.number());
    ReleaseSummary release = edition.release(route.number());
    ReleaseReader reader = publication.release(route.number());
    if (release == null || reader == null) {
      return null;
    }
    Numbers numbers = Numbers.of(release, route);
    if (numbers == null) {
      return null;
    }
    long from = numbers.from();
    long to = numbers.to();
    List<Link> pager = new ArrayList<>();
    if (from > release.first()) {
      long before = Math.max(release.first(), from - Numbers.PAGE);
      pager.add(page(release, before == release.first() ? 0 : before, "Before", "prev"));
    }
    if (to < release.last()) {
      pager.add(page(release, to + 1, "After", "next"));
    }
    String range = Words.messages(from, to);
    return new ReleasePage(
        name(release) + (from > release.first() ? ", " + range : ""),
        line(release),
        facts(release),
        sealed.opened(release.number()),
        signatures(release.number()),
        changes.corrections(Subject.RELEASE, release.number()),
        files(reader),
        edition.unsearchable(release.number()),
        Words.capital(range),
        rows(release.number(), from, to),
        pager);
  }

  private static Link page(ReleaseSummary release, long from, String text, String rel) {
    return new Link(new Route.Release(release.number(), from).path() + "#mails", text, rel);
  }

  /** The numbers of a release from the first to the last, in order. */
  List<MailRow> rows(int release, long from, long to) throws IOException {
    if (edition.indexes().containsKey(release)) {
      return Rows.of(edition.cards(from, to), 0);
    }
    ReleaseReader reader = publication.release(release);
    List<MailRow> rows = new ArrayList<>();
    for (long number = from; reader != null && number <= to; number++) {
      rows.add(Rows.of(Unlisted.of(reader, number)));
    }
    return rows;
  }

  private static List<Fact> facts(ReleaseSummary release) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Made", Words.moment(release.time().atOffset(ZoneOffset.UTC))));
    facts.add(new Fact("Messages", Words.range(release.first(), release.last())));
    facts.add(new Fact("Published", Words.count(release.published(), "mail", "mails")));
    if (release.redacted() > 0) {
      facts.add(new Fact("Parts taken out", Words.count(release.redacted(), "mail", "mails")));
    }
    if (release.redactedSince() > 0) {
      facts.add(
          new Fact("Parts taken out since", Words.count(release.redactedSince(), "mail", "mails")));
    }
    if (release.withheld() > 0) {
      facts.add(new Fact("Withheld", Words.count(release.withheld(), "mail", "mails")));
    }
    if (release.withdrawn() > 0) {
      facts.add(new Fact("Withdrawn", Words.count(release.withdrawn(), "mail", "mails")));
    }
    facts.add(new Fact("Size", Words.size(release.mailBytes())));
    return facts;
  }

  /** How many mails of the release have signatures of each kind, as links to them. */
  private List<SignatureCount> signatures(int release) throws IOException {
    List<SignatureCount> counts = new ArrayList<>();
    for (String verdict : DkimValues.COUNTED) {
      Query query =
          Query.and(
              List.of(new Query.Release(release), new Query.Exact(Query.Property.DKIM, verdict)));
      long count = edition.searcher().count(query);
      if (count > 0) {
        counts.add(
            new SignatureCount(
                Words.count(count, "mail", "mails"),
                DkimValues.inWords(verdict),
                new Route.Search(query.print(), Route.SearchOrder.BEST, "").path()));
      }
    }
    return counts;
  }

  private List<ReleaseFile> files(ReleaseReader reader) throws IOException {
    int number = reader.statement().number();
    List<ReleaseFile> files = new ArrayList<>();
    for (String name : List.of(FileList.FILE, SignedStatement.FILE)) {
      Reply.File file = file(reader, name);
      if (file != null) {
        files.add(line(number, name, file.size(), file.tag()));
      }
    }
    for (FileList.Entry entry : reader.files().files()) {
      if (entry.name().indexOf('/') < 0 && entry.bytes() > 0 && !isHeldBack(number, entry.name())) {
        files.add(line(number, entry.name(), entry.bytes(), entry.sha256()));
      }
    }
    return files;
  }

  private static ReleaseFile line(int release, String name, long bytes, String sha256) {
    return new ReleaseFile(
        name, new Route.ReleaseFile(release, name).path(), Words.size(bytes), sha256);
  }

  /** True for a file that tells of mails, of a release of which some may be shown to nobody. */
  private boolean isHeldBack(int release, String name) {
    return EarlyWithdrawals.tellsOfMails(name) && !publication.hidden(release).isEmpty();
  }

  /**
   * A file that the release lists, or null.
   *
   * @throws ReleaseException where it is not there, or not whole
   */
  Reply.@Nullable File file(Route.ReleaseFile route) throws IOException {
    ReleaseReader reader = publication.release(route.number());
    Reply.File file =
        reader == null || isHeldBack(route.number(), route.name())
            ? null
            : file(reader, route.name());
    if (file != null
        && !(Files.isRegularFile(file.path()) && Files.size(file.path()) >= file.size())) {
      throw ReleaseException.missing(
          "%s of release %d is missing or was cut off: restore it from a mirror or a backup."
              .formatted(route.name(), route.number()));
    }
    return file;
  }

  private static Reply.@Nullable File file(ReleaseReader reader, String name) throws IOException {
    Path path = reader.directory().resolve(name);
    return switch (name) {
      case FileList.FILE ->
          new Reply.File(
              Kind.BINARY, path, reader.listed().bytes(), name, reader.listed().sha256());
      case SignedStatement.FILE ->
          new Reply.File(Kind.BINARY, path, Files.size(path), name, reader.statementSha256());
      default -> {
        FileList.Entry entry = reader.files().find(name); // so that no other file is ever sent
        yield entry == null
            ? null
            : new Reply.File(
                name.endsWith(".zip") ? Kind.ZIP : Kind.BINARY,
                path,
                entry.bytes(),
                name.substring(name.lastIndexOf('/') + 1),
                entry.sha256());
      }
    };
  }
}
