package broadside.cli;

import broadside.archive.mirror.Upstream;
import broadside.archive.sealed.DueWatch;
import broadside.intake.IntakeException;
import broadside.intake.IntakeException.Refusal;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Part;
import broadside.intake.plan.Planner;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.release.SealedReleases;
import broadside.intake.sign.Keys;
import broadside.intake.sign.PublicLog;
import broadside.intake.sign.Signer;
import broadside.proof.history.SealedRelease;
import broadside.proof.policy.Policy;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the publisher's service does each time that it looks: opens what was sealed and is due, for
 * which it takes nobody; then tells the log, keeps it fresh, and releases what the plan has due.
 * What fails of that keeps nothing back that can be done without it.
 *
 * <p><b>Threads:</b> one.
 */
final class ServiceRound {
  private static final Duration RENEWAL = Duration.ofHours(1);

  /** The clock may be so far ahead of a quorum of witnesses that have signed a moment ago. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final Path publication;
  private final List<Upstream> mirrors;
  private final Secrets secrets;
  private final Console console;
  private final Interruption interruption;
  private final Clock clock = Clock.systemUTC();
  private final DueWatch due;
  private final List<Exception> failures = new ArrayList<>();
  private RoundReport report;
  private boolean isService;
  private boolean isFirst = true;
  private Instant renewed = Instant.MIN;

  /** Why the clock is not believed, or null. */
  private @Nullable String doubt;

  private @Nullable Signer signer;
  private int signerOf;

  /**
   * Rounds for one publication.
   *
   * @param mirrors who is asked for notes of custodians; may be nobody
   */
  ServiceRound(
      Path publication,
      List<Upstream> mirrors,
      Secrets secrets,
      Console console,
      Interruption interruption) {
    this.publication = publication;
    this.mirrors = mirrors;
    this.secrets = secrets;
    this.console = console;
    this.interruption = interruption;
    this.due = new DueWatch(publication.resolve("public"), clock);
    this.report = new RoundReport(console);
  }

  /** True where a sealed release is worth a look before the next round. */
  boolean isWorthALook() {
    return due.isWorthALook();
  }

  /**
   * Does what is due now; the first failure is thrown once all that can be done is.
   *
   * @param result is told before that what was done
   */
  void once(Consumer<RoundReport> result) throws IOException {
    isService = false;
    failures.clear();
    report = new RoundReport(console);
    run();
    isFirst = false;
    result.accept(report);
    failures.stream().skip(1).forEach(failure -> console.error(Failures.sentence(failure)));
    if (!failures.isEmpty()) {
      switch (failures.getFirst()) {
        case IOException e -> throw e;
        case IntakeException e -> throw e;
        default -> throw new IllegalStateException(failures.getFirst());
      }
    }
  }

  /**
   * The same for a service, which goes on: the disk may have room again, a witness answer, another
   * command end. What stays wrong is told once.
   *
   * @throws IntakeException where the first round meets what only its operator can mend
   */
  void look() throws InterruptedIOException {
    isService = true;
    failures.clear();
    report = new RoundReport(console);
    boolean _ = step(this::run);
    isFirst = false;
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /** True where a step did not fail. */
  private boolean step(Step step) throws InterruptedIOException {
    try {
      step.run();
      return true;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      failed(e);
    } catch (IntakeException e) {
      boolean isPassing = e.refusal() == Refusal.LOCKED || e.refusal() == Refusal.NO_SPACE;
      if (isService && isFirst && !isPassing) {
        throw e;
      }
      failed(e);
    }
    return false;
  }

  private void failed(Exception failure) {
    failures.add(failure);
    report.failed(failure);
    if (isService) {
      console.errorOnce(Failures.sentence(failure));
    }
  }

  private void run() throws IOException {
    due.look();
    try (PrivateDirectory directory = open()) {
      if (directory != null) {
        run(directory);
      }
    }
  }

  private void run(PrivateDirectory directory) throws IOException {
    Releaser releaser = new Releaser(directory);
    SealedReleases sealed = new SealedReleases(directory, clock);
    boolean _ = step(() -> releaser.nameCommitted(ReleaseMonitor.NONE));
    boolean _ = step(() -> due.follow(sealed.history().sealedReleases()));
    if (!mirrors.isEmpty()) {
      boolean _ = step(() -> gather(sealed));
    }
    boolean _ = step(() -> openDue(sealed));
    if (step(() -> publish(directory, releaser))) { // all else rests on that
      boolean _ = step(() -> logReceipts(sealed));
      boolean _ = step(() -> logOpenings(directory, sealed));
      if (step(() -> renew(directory))) { // which tells whether the clock is right
        boolean _ = step(() -> releaseDue(directory));
      }
    }
    boolean _ = step(() -> due.follow(sealed.history().sealedReleases()));
  }

  private void publish(PrivateDirectory directory, Releaser releaser) throws IOException {
    Pending pending = Pending.in(directory);
    try (Releasing.Meter meter = new Releasing(console, interruption).meter("Finishing")) {
      boolean _ = releaser.publishCommitted(meter);
    }
    report.published(pending);
  }

  /** The publication, or null where a service has told that it waits for another command. */
  private @Nullable PrivateDirectory open() throws IOException {
    try {
      return PrivateDirectory.open(publication);
    } catch (IntakeException e) {
      if (!isService || e.refusal() != Refusal.LOCKED) {
        throw e;
      }
      Instant since = dueSince();
      if (since != null) {
        console.errorOnce(
            "Something has been due since %s and waits until another command ends. %s"
                .formatted(SignedText.time(since), e.getMessage()));
      }
      return null;
    }
  }

  /** Since when something is due, whoever works on the publication, or null. */
  private @Nullable Instant dueSince() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      List<SealedRelease> releases =
          new SealedReleases(directory, clock).history().sealedReleases();
      due.follow(releases);
      Part part = directory.ledger().parts().next();
      return Stream.concat(
              Stream.ofNullable(part).map(Part::time),
              releases.stream().filter(r -> !r.isOpen() && !r.isVoid()).map(SealedRelease::due))
          .filter(time -> !time.isAfter(clock.instant()))
          .min(Instant::compareTo)
          .orElse(null);
    }
  }

  private void gather(SealedReleases sealed) throws IOException {
    try (Watching watching = new Watching(console, interruption, "Fetching")) {
      Upstreams.gather(mirrors, sealed, watching);
    }
  }

  private void openDue(SealedReleases sealed) throws IOException {
    List<String> notes = new ArrayList<>();
    List<Integer> opened;
    try (Watching watching = new Watching(console, interruption, "Opening")) {
      opened = sealed.open(watching, notes);
    }
    opened.forEach(report::opened);
    notes.forEach(report::note);
  }

  private void logReceipts(SealedReleases sealed) throws IOException {
    for (String receipt : sealed.logReceipts()) {
      report.receipt(receipt);
    }
  }

  private void logOpenings(PrivateDirectory directory, SealedReleases sealed) throws IOException {
    for (int number : sealed.unlogged()) {
      boolean _ = step(() -> logOpening(directory, sealed, number));
    }
  }

  private void logOpening(PrivateDirectory directory, SealedReleases sealed, int number)
      throws IOException {
    Signer editors = signer(directory);
    if (editors == null) {
      report.note(
          "Release %d is open, and the log does not tell it yet: sign it with \"broadside opened %s %d --propose\"."
              .formatted(number, publication, number));
    } else {
      sealed.publish(
          sealed.opening(number, clock.instant().truncatedTo(ChronoUnit.SECONDS)), editors);
      report.told(number);
    }
  }

  /** Releases the parts of the plan whose hour has come and that were not sealed. */
  private void releaseDue(PrivateDirectory directory) throws IOException {
    if (!isDue(directory.ledger().parts().next())) {
      return;
    }
    if (doubt != null) {
      report.note(doubt);
      return;
    }
    for (Part passed : new Planner(directory).passOverHeld(clock.instant())) {
      console.say(
          "All %s of the part of the plan that was due %s are held; they are in the part after it now."
              .formatted(Figures.mails(passed.held()), PlanTable.utc(passed.time())));
    }
    for (Part part = directory.ledger().parts().next();
        part != null && isDue(part);
        part = directory.ledger().parts().next()) {
      int number = new Releaser(directory).nextNumber();
      if (part.count() == 0) {
        report.note(
            "All mails of part %d of the plan, due %s, are held: decide on them, merge it with the part after it, or cut the plan anew. With the next part that is due they move into it."
                .formatted(number, SignedText.time(part.time())));
        return;
      }
      if (signer(directory) == null) {
        report.note(
            "Part %d of the plan is due, and too few editors' keys are here: propose it with \"broadside release %s --propose\"."
                .formatted(number, publication));
        return;
      }
      int code =
          new Releasing(console, interruption, report::released)
              .release(directory, ReleaseChoice.NEXT_PART, "", secrets.existing());
      if (code != ExitCode.OK) {
        throw new InterruptedIOException("stopped before part %d was released".formatted(number));
      }
    }
  }

  private boolean isDue(@Nullable Part part) {
    return part != null && !part.time().isAfter(clock.instant());
  }

  /** The editors whose keys are here, or null where too few are. */
  private @Nullable Signer signer(PrivateDirectory directory) throws IOException {
    Policy policy = directory.policy();
    if (signerOf != policy.version()) {
      try {
        signer = new Keys(directory.keysDirectory(), secrets.existing()).unlock(policy);
      } catch (IntakeException e) {
        if (e.refusal() != Refusal.TOO_FEW_KEYS) {
          throw e;
        }
        signer = null;
      }
      signerOf = policy.version(); // what failed otherwise is tried again
    }
    return signer;
  }

  /**
   * Has witnesses sign the log again once an hour, and once a clock that was ahead is put right.
   */
  private void renew(PrivateDirectory directory) throws IOException {
    Instant now = clock.instant();
    if (renewed.isAfter(now) || renewed.isBefore(now.minus(RENEWAL))) {
      PublicLog log = new PublicLog(directory);
      log.renew().forEach(report::note);
      Instant seen = log.seen();
      doubt =
          seen == null || seen.isAfter(now.minus(AHEAD))
              ? null
              : "Nothing of the plan is released: the clock here shows %s, and the witnesses that have signed now %s. If theirs is wrong, \"broadside release %s\" releases the next part."
                  .formatted(SignedText.time(now), SignedText.time(seen), publication);
      renewed = now;
    }
  }
}
