package broadside.cli;

import broadside.archive.custodian.Custodian;
import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.custodian.Postbox;
import broadside.archive.custodian.Standing;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.ReleaseException;
import broadside.cli.CustodianTask.Held;
import broadside.proof.history.Turn;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Waits, and publishes each share of a custodian at its turn, until Ctrl-C. It goes in rounds: each
 * asks upstreams, and looks what is to be done; files that take long are given up for a look that
 * is due, and gone on with.
 *
 * <p><b>Threads:</b> one; those that fetch files ask it whether they are to end.
 *
 * <p><b>Failures:</b> {@link InterruptedIOException} for Ctrl-C; all others are said, and it is
 * tried again.
 */
final class ShareWatch {
  /** So much after an hour, to the second of which clocks are read, it is looked at again. */
  private static final Duration AFTER = Duration.ofSeconds(1);

  /**
   * After so long a share is sent again to whom it is too early, and witnesses are asked again who
   * have not said that it is past the hour; then after twice that, and so on.
   */
  private static final Duration SOON = Duration.ofSeconds(2);

  /**
   * Fetching files is ended no more often than so by what is done again each time; and so much
   * after a moment at which something is to be done it is done without what is new of the log.
   */
  private static final Duration RARE = Duration.ofMinutes(1);

  private static final Instant NEVER = Instant.MAX.minus(RARE);

  private final CustodianTask task;
  private final Custodian custodian;
  private final CustodianDirectory directory;
  private final Mirror mirror;
  private final Duration every;
  private final Clock clock;
  private final Interruption interruption;
  private final CustodianWords words = new CustodianWords(ZoneId.systemDefault());

  /** How far it has come with each release, by its number. */
  private final Map<Integer, Progress> releases = new HashMap<>();

  /** When something may be to be done, as far as is known. */
  private volatile Instant nextLook = NEVER;

  /** True where a look has come to its end in this round. */
  private volatile boolean hasLooked;

  /** True where the last round was ended before its first look. */
  private boolean wasCutBeforeLook;

  /** After how long it was tried again last, or null where the last round came to its end. */
  private @Nullable Duration retriedAfter;

  /**
   * How far a watch has come with one release.
   *
   * <p><b>Threads:</b> one.
   */
  private static final class Progress {
    /** What was said of it last. */
    @Nullable String sentence;

    /** Who has taken the share. */
    final Set<Upstream> takers = new HashSet<>();

    /** True once the share was signed, of which is told at length the first time only. */
    boolean isSigned;

    /** After how long the next look at it is, or null where all was done for now. */
    @Nullable Duration again;
  }

  /**
   * One that has done nothing yet.
   *
   * @param task brings what is held up to date, and says what is said
   * @param every after how long upstreams are asked again
   */
  ShareWatch(
      CustodianTask task,
      Custodian custodian,
      CustodianDirectory directory,
      Mirror mirror,
      Duration every,
      Clock clock,
      Interruption interruption) {
    this.task = task;
    this.custodian = custodian;
    this.directory = directory;
    this.mirror = mirror;
    this.every = every;
    this.clock = clock;
    this.interruption = interruption;
  }

  /** Watches until Ctrl-C. */
  void run() throws InterruptedIOException {
    Duration pause;
    do {
      pause = round();
    } while (!interruption.awaits(pause));
  }

  /** Asks upstreams and does what is to be done; after how long the next round is. */
  private Duration round() throws InterruptedIOException {
    hasLooked = false;
    Instant began = clock.instant();
    Instant patience = nextLook.isBefore(began) ? began.plus(RARE) : nextLook.plus(RARE);
    Instant first = wasCutBeforeLook ? NEVER : patience;
    wasCutBeforeLook = false;
    Watching watching = new Watching(task.console(), interruption, "Fetching");
    try {
      UntilNews monitor =
          new UntilNews(watching, () -> !clock.instant().isBefore(hasLooked ? nextLook : first));
      try {
        Held held =
            task.sync(
                directory,
                mirror,
                watching,
                monitor,
                soFar -> {
                  look(soFar);
                  return false;
                });
        if (held.trouble() == null || !hasLooked) {
          look(held);
        }
      } catch (InterruptedIOException e) {
        if (!monitor.isNews()) {
          throw e;
        }
        if (!hasLooked) { // what is new of the log takes long, and may never come
          wasCutBeforeLook = true; // so the next round has all the time that it takes
          look(task.held(directory, mirror));
        }
        return Duration.ZERO; // what has come of the files is kept
      }
      retriedAfter = null;
      return shorter(every, until(nextLook));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) { // at three in the morning it is tried again, whatever it was
      task.tell(e, "It is tried again.");
      Duration retry = later(retriedAfter);
      retriedAfter = retry;
      Duration left = until(nextLook);
      return left.isZero() ? retry : shorter(retry, left);
    }
  }

  /** Does what is to be done now, and notes when something may be to be done next. */
  private void look(Held held) throws InterruptedIOException {
    Instant began = clock.instant();
    for (Entrusted of : held.all()) {
      if (of.isMine()) {
        try {
          look(held, of);
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) { // the share of another release must not wait for that
          task.console()
              .errorOnce(
                  "Release %d: %s It is tried again.".formatted(of.number(), Failures.sentence(e)));
        }
      }
    }
    nextLook = next(held, began);
    hasLooked = true;
  }

  /**
   * The next moment at which something may be to be done: an hour, the next look after it, the end
   * of a grace, a share that is sent again soon, witnesses that are asked again. They are far
   * enough from one another that fetching files always comes further.
   *
   * @param began when it was looked at last what is to be done
   */
  private Instant next(Held held, Instant began) {
    return held.all().stream()
        .filter(of -> of.isMine() && of.isPending())
        .flatMap(of -> {
          Instant due = of.release().due();
          return Stream.of(
              due.plus(AFTER),
              due.plus(every).plus(AFTER),
              of.seal().terms().graceEnd(due).plus(AFTER),
              again(progress(of).again));
        })
        .filter(began::isBefore)
        .min(Instant::compareTo)
        .orElse(NEVER);
  }

  private Instant again(@Nullable Duration after) {
    if (after == null) {
      return NEVER;
    }
    boolean isRare = after.compareTo(every) >= 0; // and goes on for days, perhaps
    return clock.instant().plus(isRare && after.compareTo(RARE) < 0 ? RARE : after);
  }

  /** The time that is left until then, or nothing. */
  private Duration until(Instant time) {
    Duration left =
        Duration.between(clock.instant(), time).plusMillis(1); // pauses are cut to those
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** After how long it is tried again, which was tried again after so long. */
  private Duration later(@Nullable Duration before) {
    return shorter(every, before == null ? SOON : before.multipliedBy(2));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Progress progress(Entrusted of) {
    return releases.computeIfAbsent(of.number(), n -> new Progress());
  }

  /** Does what is to be done for one release. */
  private void look(Held held, Entrusted of) throws IOException {
    Progress progress = progress(of);
    Standing standing = held.standing(of, clock.instant());
    String sentence = words.asked(of, standing.clock());
    if (!sentence.equals(progress.sentence)) {
      progress.sentence = sentence;
      task.console().say(sentence);
      if (standing.turn() == Turn.UNWITNESSED) {
        task.console().say(words.turn(of, standing));
        standing.told().forEach(task.console()::error);
      }
    }
    Duration before = progress.again;
    progress.again = null;
    boolean isMoreToDo =
        switch (standing.turn()) {
          case NOW -> hand(held.reachable(directory.upstreams()), of, standing, progress);
          case UNWITNESSED -> !standing.silent().isEmpty(); // their clocks may be behind this one
          case EARLY, HELD, VOID, OPEN -> false;
        };
    if (isMoreToDo) {
      progress.again = later(before);
    }
  }

  /**
   * Hands a share to those who lack it.
   *
   * @param reachable who answered a moment ago: each of the others would hold up all other shares
   *     for the time of a connection, and gets this one when it is back
   * @return true where somebody does not take it for now
   */
  private boolean hand(List<Upstream> reachable, Entrusted of, Standing standing, Progress progress)
      throws IOException {
    List<Upstream> lack = new ArrayList<>(reachable);
    lack.removeAll(progress.takers);
    if (lack.isEmpty()) {
      return false;
    }
    try {
      byte[] note = custodian.share(of, standing);
      boolean isFirst = !progress.isSigned;
      progress.isSigned = true;
      if (isFirst) {
        task.console().say(words.turn(of, standing));
      }
      List<Postbox.Answer> answers = CustodianTask.post(lack, of.number(), note);
      if (isFirst) {
        task.say(answers, of.directory().published(of.index()));
      }
      for (Postbox.Answer answer : answers) { // who did not take it is asked again, without a word
        if (answer.isTaken() && progress.takers.add(answer.upstream()) && !isFirst) {
          task.console().say("  " + CustodianTask.words(answer));
        }
      }
      return answers.stream().anyMatch(Postbox.Answer::isForNow);
    } catch (ReleaseException e) {
      task.console()
          .error("Nothing is published of release " + of.number() + ". " + e.getMessage());
      return false;
    }
  }
}
