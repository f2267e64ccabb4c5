package broadside.site.answers;

import broadside.archive.About;
import broadside.archive.Publication;
import broadside.archive.ReleaseSummary;
import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.log.ScheduleFile;
import broadside.archive.release.ReleaseReader;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.SealedState;
import broadside.archive.search.IndexCache;
import broadside.archive.search.MergedIndexes;
import broadside.archive.search.SearchLimits;
import broadside.archive.verify.MailProofs;
import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import broadside.proof.history.SealedRelease;
import broadside.proof.log.Checkpoint;
import broadside.proof.log.ScheduleNote;
import broadside.site.http.ByteBudget;
import broadside.site.http.Kind;
import broadside.site.http.Reply;
import broadside.site.pages.AboutPage;
import broadside.site.pages.CorrectionPage;
import broadside.site.pages.Fact;
import broadside.site.pages.Frame;
import broadside.site.pages.Pages;
import broadside.site.pages.ReleasePage;
import broadside.site.pages.ReleasesPage;
import broadside.site.pages.SealedPage;
import broadside.site.pages.VerifyPage;
import broadside.site.routes.Route;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers every route.
 *
 * <p><b>Threads:</b> shared by all; an answer is made from one edition, whatever is published
 * meanwhile.
 */
public final class Answers implements Closeable {
  private static final byte[] ROBOTS =
      "User-agent: *\nDisallow: /search\nDisallow: /people/\nDisallow: /api/\n"
          .getBytes(StandardCharsets.US_ASCII);

  /** Larger pages are rendered each time rather than push a hundred others out of memory. */
  private static final int MAX_KEPT = 1 << 20;

  private final Publication publication;
  private final Settings settings;
  private final MessageParser parser = new MessageParser(MailLimits.DEFAULT);
  private final Assets assets = new Assets();
  private final MergedIndexes merged;
  private final ByteBudget reading;
  private final MailProofs proofs;
  private final NoteBoxes boxes;
  private volatile Now now;

  /**
   * How to answer.
   *
   * @param directory the publication's public directory
   * @param address where readers find the site
   * @param preview true to say on every page that nothing of it is published
   * @param searchTime how long a search may run
   * @param textChars characters of a mail's text that its page shows
   * @param cache where indexes may lie that were made anew of mails
   * @param clock by which a state is old, and a sealed release due
   */
  public record Settings(
      Path directory,
      URI address,
      boolean preview,
      Duration searchTime,
      int textChars,
      IndexCache cache,
      InstantSource clock) {
    /** The address without a slash at its end. */
    private String base() {
      String base = address.toString();
      return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
  }

  /** What is published, and what stands around its pages. */
  private record Now(
      Edition edition,
      Frame frame,
      Changes changes,
      Standing standing,
      Scheduled scheduled,
      Announced announced) {}

  /**
   * Answers of a publication.
   *
   * @param reading memory for mails that a search reads: where it is spent, hits have no snippet
   */
  public Answers(
      Publication publication, Settings settings, MergedIndexes merged, ByteBudget reading)
      throws IOException {
    this.publication = publication;
    this.reading = reading;
    this.settings = settings;
    this.merged = merged;
    this.proofs = new MailProofs(publication, settings.directory());
    this.boxes = new NoteBoxes(settings.directory());
    this.now = now(null);
  }

  /** True where time, or a note that was put here, has changed what pages say. */
  public boolean isOutdated() {
    Now shown = now;
    return !standing().equals(shown.standing)
        || !scheduled().equals(shown.scheduled)
        || !announced(shown.edition).equals(shown.announced);
  }

  /** Takes up what {@link Publication#refresh} made visible. */
  public synchronized void refresh() throws IOException {
    now = now(now.edition);
  }

  /**
   * Takes a custodian's note on a sealed release. Where that changes what pages say, those that are
   * made after this say it.
   */
  public NoteAnswer take(int number, byte[] note) {
    SealedRelease release = publication.log().history().sealedRelease(number);
    if (release == null) {
      return NoteAnswer.none(number);
    }
    try {
      Instant time = settings.clock().instant();
      NoteBox.Taken taken = boxes.add(release, note, time);
      NoteAnswer answer = NoteAnswer.of(taken, SealedState.of(release, null, time), time);
      if (answer.isNew()) {
        reschedule();
      }
      return answer;
    } catch (IOException e) { // the operator was told
      return NoteAnswer.unwritten();
    }
  }

  private synchronized void reschedule() {
    Now shown = now;
    Scheduled scheduled = scheduled();
    now =
        new Now(
            shown.edition,
            frame(shown.edition, shown.standing, scheduled, shown.announced),
            shown.changes,
            shown.standing,
            scheduled,
            shown.announced);
  }

  /**
   * Merges what is searched, which takes minutes where there is much and nothing is merged yet; the
   * answers stay the same. One thread at a time; the others go on answering.
   *
   * @return true where something changed, so that pages made before are to be made anew
   * @throws IOException where nothing can be written; all is answered from what there is
   */
  public boolean merge() throws IOException {
    Edition edition = now.edition; // the publication may be ahead of it
    if (edition.hides()) {
      return false; // what was merged before and holds nothing that is hidden stays in use
    }
    boolean changed = true;
    try {
      changed = merged.update(edition.indexes(), edition::state);
    } finally {
      if (changed) {
        refresh();
      }
    }
    return changed;
  }

  /**
   * Deletes indexes that were made anew of earlier states of releases: they hold words of what was
   * taken back since. What is still searched of them stays open.
   *
   * @throws IOException where one cannot be deleted
   */
  public void forgetOldIndexes() throws IOException {
    List<ReleaseReader> now =
        publication.releases().stream()
            .map(release -> publication.release(release.number()))
            .filter(Objects::nonNull)
            .toList();
    settings.cache().keepOnly(publication.log().history().policies().publication(), now);
  }

  /** True where the answer costs a search, which has threads of its own. */
  public static boolean searches(Route route) {
    return switch (route) {
      case Route.Search _, Route.Person _ -> true;
      case Route.Api(Route of) -> searches(of);
      default -> false;
    };
  }

  /** True where the reply is to be kept for the next reader. */
  public static boolean worthKeeping(Route route, Reply.Bytes reply) {
    return switch (route) {
      case Route.Fixed _, Route.Release _, Route.MailThread _ -> true;
      case Route.Message _, Route.MessageHtml _ -> reply.isWhole() && reply.weight() < MAX_KEPT;
      case Route.Person _, Route.Search _ -> reply.isWhole();
      case Route.Api(Route of) -> worthKeeping(of, reply);
      case Route.Asset _, Route.Moved _, Route.ReleaseFile _ -> false;
      case Route.Attachment _, Route.Eml _, Route.Source _ -> false;
      case Route.Correction _ -> true;
      case Route.Proof _, Route.LogFile _, Route.SealedFile _, Route.Notes _ -> false;
    };
  }

  /** True where the answer costs the reading of a mail, which takes long where that is large. */
  public static boolean parses(Route route) {
    return switch (route) {
      case Route.Message _, Route.MessageHtml _, Route.Attachment _ -> true;
      case Route.Api(Route of) -> parses(of);
      default -> false;
    };
  }

  /**
   * Bytes of memory that the answer takes while it is made, for the mail that it is made of; 0 for
   * a small mail, and where there is none.
   */
  public long held(Route route) throws IOException {
    return switch (route) {
      case Route.Message(long number, boolean _) -> MailMemory.ofText(bytes(number));
      case Route.MessageHtml(long number) -> MailMemory.ofHtml(bytes(number));
      case Route.Attachment(long number, int _) -> MailMemory.ofParsed(bytes(number));
      case Route.Source(long number) -> MailMemory.ofBytes(bytes(number));
      case Route.Eml(long number) -> MailMemory.ofBytes(bytes(number));
      case Route.Api(Route of) -> held(of);
      default -> 0;
    };
  }

  private long bytes(long number) throws IOException {
    return now.scheduled.holding(number) == null ? publication.bytes(number) : 0;
  }

  /** The reply, or null where there is no such thing. */
  public @Nullable Reply answer(Route route) throws IOException {
    Now moment = now;
    Edition edition = moment.edition;
    Frame frame = moment.frame;
    Changes changes = moment.changes;
    SealedAnswer sealed = sealed(moment.scheduled);
    MailAnswer mail =
        new MailAnswer(
            publication,
            parser,
            edition,
            frame,
            changes,
            sealed,
            settings.base(),
            settings.textChars());
    return switch (route) {
      case Route.Fixed page -> fixed(page, moment);
      case Route.Correction(long entry) -> {
        CorrectionPage page = changes.page(entry, new LogDirectory(settings.directory()));
        yield page == null ? null : Reply.of(Kind.PAGE, Pages.correction(frame, page));
      }
      case Route.Asset(String name) -> assets.reply(name);
      case Route.Moved moved -> new Reply.Redirect(moved.path());
      case Route.Message message -> mail.page(message);
      case Route.MessageHtml(long number) -> mail.html(number);
      case Route.Source(long number) -> mail.source(number);
      case Route.Eml(long number) -> mail.eml(number);
      case Route.Attachment attachment -> mail.attachment(attachment);
      case Route.Proof(long number) -> mail.proof(number, proofs);
      case Route.LogFile(String name) -> logFile(name);
      case Route.Release release -> release(release, moment);
      case Route.ReleaseFile file -> releases(moment).file(file);
      case Route.SealedFile file -> new SealedFiles(moment.scheduled, boxes).file(file);
      case Route.Notes _ -> null; // they can only be sent
      case Route.MailThread thread -> thread(thread, edition, frame);
      case Route.Person person -> found(new SearchAnswer(edition).person(person), frame);
      case Route.Api(Route of) ->
          new ApiAnswer(publication, parser, edition, moment.scheduled, settings.textChars())
              .answer(of);
      case Route.Search search -> found(new SearchAnswer(edition).answer(search), frame);
    };
  }

  /** The page for a status of 400 or more. */
  public Reply.Bytes failure(int status) {
    return Reply.of(status, Kind.PASSING, Pages.notice(now.frame, Failures.notice(status)));
  }

  @Override
  public void close() throws IOException {
    now.edition.close();
    merged.close();
  }

  private SealedAnswer sealed(Scheduled scheduled) {
    return new SealedAnswer(scheduled, publication.log());
  }

  private ReleaseAnswer releases(Now moment) {
    return new ReleaseAnswer(publication, moment.edition, moment.changes, sealed(moment.scheduled));
  }

  private @Nullable Reply release(Route.Release route, Now moment) throws IOException {
    SealedPage sealed = sealed(moment.scheduled).page(route);
    if (sealed != null) {
      return Reply.of(Kind.PAGE, Pages.sealed(moment.frame, sealed));
    }
    ReleasePage page = releases(moment).page(route);
    return page == null ? null : Reply.of(Kind.PAGE, Pages.release(moment.frame, page));
  }

  private Reply fixed(Route.Fixed page, Now moment) throws IOException {
    Edition edition = moment.edition;
    Frame frame = moment.frame;
    Changes changes = moment.changes;
    About about = publication.about();
    ReleaseAnswer releases = releases(moment);
    return switch (page) {
      case HOME ->
          Reply.of(
              Kind.PAGE,
              Pages.home(frame, new HomeAnswer(about, edition, releases, moment.announced).page()));
      case RELEASES ->
          Reply.of(
              Kind.PAGE,
              Pages.releases(
                  frame,
                  new ReleasesPage(
                      new SealedLists(moment.scheduled).lines(),
                      moment.announced.lines(),
                      moment.announced.more(),
                      releases.lines())));
      case SEARCH_HELP -> Reply.of(Kind.PAGE, Pages.help(frame, Examples.ALL));
      case ABOUT ->
          Reply.of(
              Kind.PAGE,
              Pages.about(
                  frame,
                  new AboutPage(
                      Words.paragraphs(Shown.text(about.description())),
                      Words.paragraphs(Shown.text(about.provenance())),
                      Shown.text(about.contact()))));
      case ABOUT_FILE -> Reply.of(Kind.TEXT, about.encode());
      case VERIFY -> Reply.of(Kind.PAGE, Pages.verify(frame, trust(moment.standing)));
      case WITHDRAWALS ->
          Reply.of(Kind.PAGE, Pages.withdrawals(frame, changes.lines(), changes.earlier()));
      case FEED ->
          Reply.of(
              Kind.FEED,
              Pages.feed(
                  new FeedAnswer(about, edition, changes, sealed(moment.scheduled), settings.base())
                      .page()));
      case ROBOTS -> Reply.of(Kind.TEXT, ROBOTS);
    };
  }

  private VerifyPage trust(Standing standing) {
    CheckedLog log = publication.log();
    var policies = log.history().policies();
    var roles = policies.newest().roles();
    return new VerifyPage(
        policies.publication(),
        policies.newest().version(),
        roles.threshold(),
        roles.editors().stream().map(e -> new Fact(e.name(), e.key().print())).toList(),
        log.seen().checkpoint().origin(),
        policies.checkpoints().log().print(),
        Words.number(log.seen().checkpoint().size()),
        policies.predecessors().stream()
            .map(end -> new Fact(end.origin(), Words.number(end.size())))
            .toList(),
        policies.newest().log().witnesses().stream()
            .map(w -> new Fact(w.name(), w.key().print()))
            .toList(),
        standing.checked());
  }

  /** A file that grows in number and never changes, but for the checkpoint and the schedule. */
  private @Nullable Reply logFile(String name) throws IOException {
    Path file = settings.directory().resolve(name);
    if (name.equals(Checkpoint.PATH)) {
      return Reply.of(Kind.CHECKPOINT, publication.log().note().encode());
    }
    if (name.equals(ScheduleNote.PATH)) {
      ScheduleFile schedule = publication.schedule();
      return schedule == null ? null : Reply.of(Kind.TEXT, schedule.note().encode());
    }
    if (!Files.isRegularFile(file)) {
      return null;
    }
    Kind kind = name.contains("tile/") ? Kind.TILE : Kind.POLICY;
    return Reply.of(kind, Files.readAllBytes(file));
  }

  private @Nullable Reply thread(Route.MailThread route, Edition edition, Frame frame)
      throws IOException {
    Threads threads = new Threads(publication, edition);
    String name = threads.name(route.key());
    if (!name.equals(route.key())) {
      return new Reply.Redirect(new Route.MailThread(name, 0).path());
    }
    var page = threads.page(route);
    return page == null ? null : Reply.of(Kind.PAGE, Pages.thread(frame, page));
  }

  private static Reply found(SearchAnswer.Answer answer, Frame frame) {
    byte[] page = Pages.search(frame, answer.page());
    return answer.whole() ? Reply.of(Kind.PAGE, page) : Reply.unfinished(Kind.PASSING, page);
  }

  private Now now(@Nullable Edition before) throws IOException {
    SearchLimits defaults = SearchLimits.DEFAULT;
    SearchLimits limits =
        new SearchLimits(
            settings.searchTime(),
            defaults.hits(),
            defaults.counted(),
            defaults.ranked(),
            defaults.scanned(),
            defaults.snippet());
    Edition edition = Edition.of(publication, settings, parser, limits, merged, reading, before);
    Standing standing = standing();
    Scheduled scheduled = scheduled();
    Announced announced = announced(edition);
    return new Now(
        edition,
        frame(edition, standing, scheduled, announced),
        Changes.of(publication.log().history()),
        standing,
        scheduled,
        announced);
  }

  private Announced announced(Edition edition) {
    return Announced.of(publication, edition, settings.clock().instant());
  }

  private Scheduled scheduled() {
    return Scheduled.of(publication.log().history(), boxes, settings.clock().instant());
  }

  private Standing standing() {
    return Standing.of(publication.log(), settings.clock().instant());
  }

  private Frame frame(
      Edition edition, Standing standing, Scheduled scheduled, Announced announced) {
    About about = publication.about();
    ReleaseSummary newest = edition.releases().isEmpty() ? null : edition.releases().getLast();
    return new Frame(
        Shown.text(about.title()),
        about.language(),
        newest == null ? 0 : newest.number(),
        newest == null ? "" : Words.day(scheduled.published(newest)),
        Words.count(edition.mails(), "mail", "mails"),
        announced.last(),
        announced.next(scheduled),
        standing.checked(),
        settings.preview() ? "" : standing.warning(),
        settings.preview() ? null : new SealedLists(scheduled).overdue(),
        assets.stylesheet(),
        assets.icon(),
        settings.preview());
  }
}
