package broadside.archive.mirror;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.mirror.MirrorReport.Outcome;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.release.TakenBack;
import broadside.archive.sealed.Openings;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.verify.Freshness;
import broadside.proof.history.History;
import broadside.proof.history.Logged;
import broadside.proof.log.Checkpoint;
import broadside.proof.note.VerifierKey;
import broadside.proof.statement.ReleaseStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of a mirror, from what is held to what is held after it.
 *
 * <p><b>Threads:</b> one; the mirror's lock is held.
 */
final class Run {
  private final MirrorOptions options;
  private final HeldLog known;
  private final VerifiedLog verified;
  private final Fetcher fetcher;
  private final CheckMonitor monitor;
  private final Cosigning cosigning;
  private final Path target;
  private final LogDirectory files;
  private final Former former;
  private final MassCheck mass;
  private final Staging staging;
  private final Sources sources;
  private final Survey survey;
  private final StateDownload download;
  private final Openings openings;
  private final Contradictions contradictions;
  private final LogComparison comparison;
  private final Mirror.Early early;
  private final List<String> notes = new ArrayList<>();
  private final List<Integer> taken = new ArrayList<>();
  private final List<Integer> takenSealed = new ArrayList<>();
  private final List<Integer> opened = new ArrayList<>();
  private Repairs repairs = Repairs.NONE;
  private @Nullable CheckedLog held;

  /** What is verified beyond what is held, or null. */
  private @Nullable CheckedLog ahead;

  private boolean isFirst;
  private long entriesBefore;
  private boolean isConfirmed;
  private boolean isWaiting;

  /** True where what editors have signed does not hold: nobody who serves it is to blame. */
  private boolean isSignedWrong;

  private boolean isEarlyOver;
  private @Nullable NoteFetcher shares;

  Run(
      MirrorOptions options,
      Fetcher fetcher,
      CheckMonitor monitor,
      Renewal renewal,
      Patience patience,
      HeldLog known,
      VerifiedLog verified,
      Mirror.Early early) {
    this.options = options;
    this.known = known;
    this.verified = verified;
    this.early = early;
    this.fetcher = fetcher;
    this.monitor = monitor;
    this.target = options.directory().resolve("public");
    this.files = new LogDirectory(target);
    this.former = new Former(options.directory(), options.clock());
    this.mass = new MassCheck(options);
    this.staging = new Staging(options.directory(), former);
    this.sources = new Sources(options.upstreams());
    this.survey = new Survey(fetcher, sources, options.limits(), staging, patience);
    this.download = new StateDownload(options, fetcher, monitor, sources, staging, notes);
    this.openings = new Openings(target, staging.opening(), options.clock());
    this.contradictions = new Contradictions(options.directory(), sources, notes);
    Succession succession = new Succession(survey, sources, contradictions);
    this.comparison =
        new LogComparison(
            fetcher, options.limits(), sources, contradictions, succession, verified, files);
    this.cosigning = new Cosigning(options, renewal, target, sources, monitor, notes);
  }

  /** The steps, in their order. */
  MirrorReport run(boolean scrub) throws IOException {
    staging.finish();
    Lineage lineage = Lineage.read(options);
    Remembered before = lineage.remembered();
    if (scrub && before != null) {
      repairs = new Scrub(options, fetcher, monitor, sources, staging).run(before);
    }
    held = held(lineage, scrub);
    if (held != null) {
      SealedDirectory.deleteOpened(target, held.history()); // a stop may have come before
      ahead = verified.read(held);
      former.purge(held.seen().time());
    }
    isFirst = held == null;
    entriesBefore = held == null ? 0 : held.history().size();
    List<Claim> claims = claims(lineage);
    compareWithHeld(claims);
    openDue(false); // before anybody can keep it waiting with what is new
    if (!contradictions.isOpen()) {
      advance(claims, lineage);
    }
    openDue(true);
    if (held != null && options.tiles()) {
      comparison.tiles(claims, held);
    }
    if (held != null) {
      ahead = verified.read(held);
    }
    if (held != null && !contradictions.isOpen()) {
      if (ahead == null && cosigning.publish(held, claims)) {
        held = held.next(files);
      }
      lineage.remember(held, options);
      if (options.releases()) {
        new ScheduleDownload(fetcher, sources, notes).run(held, target, options.clock().instant());
        renewAbout(held.history());
      }
    }
    if (held != null) {
      CheckedLog _ = known.keep(held);
      int hidden = new EarlyHiding(target).finish(held.history());
      if (hidden > 0) {
        notes.add(
            "%d mail%s taken back, and shown to nobody though the files without %s cannot be had yet. Another server of files than Broadside's shows %s all the same."
                .formatted(
                    hidden,
                    hidden == 1 ? " was" : "s were",
                    hidden == 1 ? "it" : "them",
                    hidden == 1 ? "it" : "them"));
      }
    }
    return report(claims, lineage.identity());
  }

  /** Asks again for what the publication says of itself, where nobody had it as it is signed. */
  private void renewAbout(History history) throws IOException {
    List<Logged<ReleaseStatement>> releases = history.releases();
    if (!releases.isEmpty()) {
      new AboutDownload(fetcher, options.limits(), sources, staging, notes)
          .renew(releases.getLast().statement(), target.resolve(AboutDownload.FILE));
    }
  }

  private boolean lacksAbout(@Nullable CheckedLog log) throws IOException {
    return log != null
        && options.releases()
        && !log.history().releases().isEmpty()
        && !AboutDownload.isHeld(
            log.history().releases().getLast().statement(), target.resolve(AboutDownload.FILE));
  }

  /**
   * Opens the sealed releases that are due, as soon as upstreams have enough shares, if the mirror
   * takes part in that. What is held decides, whatever upstreams show: who has stolen the log's key
   * must not be able to keep a release closed.
   *
   * @param tells true where it is told which shares are missing
   */
  private void openDue(boolean tells) throws IOException {
    if (held == null || !options.opens()) {
      return;
    }
    NoteFetcher asked =
        shares == null ? new NoteFetcher(fetcher, sources.answering(), options.clock()) : shares;
    shares = asked; // one for all of the run: who gives no answer is asked once
    History newest = ahead == null ? held.history() : ahead.history();
    List<Integer> now =
        openings.open(
            held.history(),
            newest,
            (release, box) -> {
              asked.shares(release, box);
              return tells || box.shares().isEnough();
            },
            monitor,
            notes);
    opened.addAll(now);
    held = held.next(files);
    if (ahead != null && !now.isEmpty()) {
      hide(ahead); // which may take back mails of what was closed until now
    }
  }

  /** Does what must not wait for files that may take hours; once. */
  private void beforeFiles(List<Claim> claims, Lineage lineage) throws IOException {
    if (held != null && !isEarlyOver) {
      isEarlyOver = true;
      openDue(false);
      CheckedLog _ = known.keep(held);
      early.look(report(claims, lineage.identity()));
    }
  }

  /** The log that is held, or null. */
  private @Nullable CheckedLog held(Lineage lineage, boolean scrub) throws IOException {
    if (Files.exists(target.resolve(Checkpoint.PATH))) {
      return lineage.checked(scrub ? known.readWhole(files) : known.read(files), files);
    }
    if (lineage.remembered() != null && !scrub && !staging.isTakenDown()) {
      throw lineage.damaged();
    }
    return null;
  }

  /** What upstreams show of the publication. */
  private List<Claim> claims(Lineage lineage) throws IOException {
    VerifierKey log =
        held == null ? lineage.firstKey(survey) : held.history().policies().checkpoints().log();
    String identity = lineage.identity();
    return log == null || identity == null ? List.of() : survey.claims(identity, log, held);
  }

  /** Compares the claims with what is held, and tells where nobody shows all of it. */
  private void compareWithHeld(List<Claim> claims) throws IOException {
    if (held != null) {
      long size = held.seen().checkpoint().size();
      comparison.withHeld(claims, held, ahead);
      isConfirmed =
          claims.stream()
              .anyMatch(c ->
                  !c.isOfSuccessor()
                      && c.checkpoint().size() == size
                      && sources.isGood(c.upstream()));
      if (claims.stream().noneMatch(c -> isNewer(c, size))) {
        sources.tellBehind(claims, size);
        tellNobodyShows(claims, size);
      }
    }
  }

  /**
   * Keeps what was verified before all that it names is fetched, which takes long or may never
   * succeed: what it says of sealed releases counts from now on, and what is held is signed no
   * more, since it is known to be old.
   */
  private void keepVerified(Claim claim, CheckedLog grown) throws IOException {
    if (held != null) {
      ahead = verified.keep(held, grown, cosigning.merged(grown, List.of(claim)), staging);
    }
  }

  /** Hides what is taken back, as far as that needs nobody's yes, before files are fetched. */
  private void hide(CheckedLog grown) throws IOException {
    if (held != null && options.releases()) {
      History next = grown.history();
      Map<Integer, TakenBack> back = takenBack(next);
      if (mass.objection(back, next, grown.seen().time()) == null) {
        new EarlyHiding(target).hide(held.history(), back, next);
      }
    }
  }

  private void tellNobodyShows(List<Claim> claims, long size) {
    if (!claims.isEmpty() && claims.stream().allMatch(c -> c.checkpoint().size() < size)) {
      notes.add(
          "Nobody who was asked shows the %d entries of the log that are held here: the origin was restored from an old copy, or who was asked is late, or holds the newer state back. This mirror does not go back; tell the publisher that it has them."
              .formatted(size));
    }
  }

  private static boolean isNewer(Claim claim, long size) {
    return claim.isOfSuccessor() || claim.checkpoint().size() > size;
  }

  /** Takes the largest state that holds. */
  private void advance(List<Claim> claims, Lineage lineage) throws IOException {
    long size = held == null ? 0 : held.seen().checkpoint().size();
    for (Claim claim : claims) {
      if (!contradictions.isOpen() && isNewer(claim, size) && sources.isGood(claim.upstream())) {
        try {
          FetchedLog.Grown grown = survey.log(claim.upstream()).fetch(claim, held, files);
          List<FetchedLog.Fetched> logs = grown.logs();
          if (held == null
              && !lineage.isWithin(
                  logs.size(),
                  number -> logs.get(number - 1).tiles(),
                  number -> logs.get(number - 1).checkpoint().size())) {
            throw FetchException.forged(
                "shows another log than the one of which this mirror held %d entries"
                    .formatted(lineage.entries()));
          }
          comparison.withOthers(claims, claim, grown);
          if (!comparison.isOfVerified(claim, grown, held, ahead) || contradictions.isOpen()) {
            continue;
          }
          keepVerified(claim, grown.log());
          hide(grown.log());
          beforeFiles(claims, lineage);
          if (take(claim, claims, grown.log())) {
            return;
          }
        } catch (FetchedLog.RootException e) {
          comparison.judge(claim, e, held);
        } catch (FetchException e) {
          contradictions.refuse(claim, e);
        }
      }
    }
  }

  /** Brings all of a state, and makes it the public one; false where it cannot be had. */
  private boolean take(Claim claim, List<Claim> claims, CheckedLog grown) throws IOException {
    History history = grown.history();
    if (history.releases().isEmpty() && history.sealedReleases().isEmpty()) {
      sources.blame(
          claim.upstream(),
          FetchException.absent("has published no release yet: run this again when it has"));
      return false;
    }
    Map<Integer, TakenBack> back = takenBack(history);
    String objection = mass.objection(back, history, grown.seen().time());
    if (objection != null) {
      isWaiting = true;
      notes.remove(objection);
      notes.add(objection);
      return false;
    }
    sources.setAside(claims.stream().filter(claim::isAfter).map(Claim::upstream).toList());
    try {
      History before = held == null ? null : held.history();
      List<Integer> numbers = download.stage(claim, history, back);
      fetcher.checkCancelled();
      mass.taken(back, history, grown.seen().time());
      staging.commit(cosigning.merged(grown, List.of(claim)));
      staging.finish();
      sources.tellBehind(claims, claim);
      numbers.stream().filter(n -> before == null || before.release(n) == null).forEach(taken::add);
      sealedNow(grown).stream()
          .filter(n -> before == null || before.sealedRelease(n) == null)
          .forEach(takenSealed::add);
      held = held == null ? known.readWhole(files) : held.next(files);
      isConfirmed = true;
      SealedDirectory.deleteOpened(target, held.history());
      return true;
    } catch (ReleaseException e) {
      notes.add(String.valueOf(e.getMessage()));
      isSignedWrong |= !e.isMissing();
      return false;
    } finally {
      sources.setAside(List.of());
    }
  }

  /** What had been taken back from each release that is held, or that a scrub has taken down. */
  private Map<Integer, TakenBack> takenBack(History next) throws IOException {
    if (held == null) {
      return staging.takenDown(next);
    }
    History history = held.history();
    Map<Integer, TakenBack> all = new HashMap<>();
    for (Logged<ReleaseStatement> release : history.releases()) {
      int number = release.statement().number();
      all.put(number, TakenBack.of(history, number));
    }
    return all;
  }

  private MirrorReport report(List<Claim> claims, @Nullable String identity) throws IOException {
    CheckedLog log = held;
    Set<String> told = new LinkedHashSet<>(notes);
    if (!repairs.missing().isEmpty()) {
      told.add(ReleaseDownload.nobodyHas(repairs.missing()));
    }
    if (log != null && ahead != null) {
      told.add(
          "The log is verified up to %d entries, and held with all that it names up to %d: a hold or a void in the rest counts already, and what is held is not signed again."
              .formatted(ahead.history().size(), log.history().size()));
    }
    if (log != null && !isFirst) {
      told.addAll(VoidNotes.since(entriesBefore, log.history()));
    }
    Freshness freshness = log == null ? null : Freshness.of(log, options.clock().instant());
    if (freshness != null) {
      told.addAll(freshness.notes());
    }
    return new MirrorReport(
        outcome(freshness),
        identity,
        isFirst,
        log == null ? 0 : log.history().size(),
        log == null ? 0 : log.history().size() - entriesBefore,
        log == null ? 0 : log.history().releases().size(),
        log == null ? 0 : sealedNow(log).size(),
        opened,
        taken,
        takenSealed,
        repairs.brought(),
        repairs.deleted(),
        repairs.missing(),
        fetcher.bytes(),
        fetcher.requests(),
        freshness == null ? null : freshness.seen(),
        lacksAbout(log),
        claims,
        sources.faults(),
        List.copyOf(told));
  }

  private static List<Integer> sealedNow(CheckedLog log) {
    return log.history().sealedReleases().stream()
        .filter(s -> !s.isOpen() && !s.isVoid())
        .map(s -> s.sealed().statement().number())
        .toList();
  }

  private Outcome outcome(@Nullable Freshness freshness) {
    if (contradictions.isOpen()) {
      return Outcome.CONTRADICTION;
    }
    if (isWaiting) {
      return Outcome.WAITING;
    }
    if (!isConfirmed) {
      return isSignedWrong ? Outcome.FORGED : sources.worst();
    }
    if (freshness != null && freshness.isStale()) {
      return Outcome.STALE;
    }
    return taken.isEmpty() && opened.isEmpty() ? Outcome.CURRENT : Outcome.UPDATED;
  }
}
