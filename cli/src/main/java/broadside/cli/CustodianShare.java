package broadside.cli;

import broadside.archive.custodian.Custodian;
import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.custodian.Postbox;
import broadside.archive.custodian.Standing;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.ReleaseException;
import broadside.intake.sign.Keys;
import broadside.proof.history.Turn;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "share",
    description = {
      "Publishes your share of a sealed release, once it is your turn.",
      "That is past the hour by your clock and by that of more than half of the witnesses, or with the",
      "grace over; and where the release is neither put off, void nor open.",
      "It is sent to all your addresses; with --to it is written to a file and not sent.",
      "With --watch it waits, and publishes each share at its turn."
    },
    footer = {
      "",
      "Example: broadside custodian share keep 7",
      "         broadside custodian share keep 7 --to share-7.note",
      "         broadside custodian share keep --watch",
      "",
      "Exit: 1 where it is not your turn, with the reason and until when; 5 where nobody has taken it."
    })
final class CustodianShare extends CustodianTask {
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

  private final Clock clock = Clock.systemUTC();
  private final CustodianWords words = new CustodianWords(ZoneId.systemDefault());

  @Parameters(index = "1", arity = "0..1", paramLabel = "NUMBER", description = "The release.")
  private @Nullable Integer number;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "Write it there, and send it nowhere; - prints it, FILE.png draws it as a QR code.")
  private @Nullable Path to;

  @Option(
      names = "--watch",
      description =
          "Wait, and publish each share at its turn, until Ctrl-C. Your key stays in memory.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = MirrorCommand.Period.class,
      defaultValue = "5m",
      description = "With --watch: look again after such a time (default: ${DEFAULT-VALUE}).")
  private Duration every;

  @Override
  public Integer call() throws IOException {
    if (watch == (number != null) || (watch && to != null)) {
      throw new ParameterException(
          spec().commandLine(), "Give the NUMBER of one release, or --watch without --to.");
    }
    CustodianDirectory directory = directory();
    try (Interruption interruption = Interruption.listen()) {
      Mirror mirror = new Mirror(directory.mirror(clock));
      return number == null
          ? watch(directory, mirror, interruption)
          : once(directory, mirror, number, interruption);
    } catch (InterruptedIOException e) {
      console().error("stopped.");
      return ExitCode.INTERRUPTED;
    }
  }

  private int once(
      CustodianDirectory directory, Mirror mirror, int release, Interruption interruption)
      throws IOException {
    Held held =
        sync(
            directory,
            mirror,
            new Watching(console(), interruption),
            soFar -> soFar.release(release) != null);
    Entrusted of = held.release(release);
    if (of == null) {
      throw ReleaseException.missing(
          "Release %d is not sealed, as far as is known here.".formatted(release));
    }
    return once(directory, held, of);
  }

  private int once(CustodianDirectory directory, Held held, Entrusted of) throws IOException {
    Standing standing = standing(held, of);
    standing.told().forEach(sentence -> console().error(sentence));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", of.number());
    json.put("turn", standing.turn().name().toLowerCase(Locale.ROOT));
    json.put("due", SignedText.time(of.release().due()));
    if (standing.turn() != Turn.NOW || !of.isMine()) {
      String reason = of.isMine() ? words.turn(of, standing) : words.asked(of, standing.clock());
      console().error(reason);
      json.put("refused", reason);
      console().result(json);
      return standing.turn() == Turn.OPEN ? ExitCode.OK : ExitCode.FOUND_WRONG;
    }
    console().progress(words.turn(of, standing));
    byte[] note;
    try {
      note = new Custodian(key(directory), clock).share(of, standing);
    } catch (ReleaseException e) {
      console().error("Nothing is published. " + e.getMessage());
      return ExitCode.FOUND_WRONG;
    }
    return publish(directory, of, note, json);
  }

  private int publish(
      CustodianDirectory directory, Entrusted of, byte[] note, Map<String, @Nullable Object> json)
      throws IOException {
    if (to != null) {
      write(to, note);
      if (!to.toString().equals("-")) {
        json.put("file", to.toString());
        console().result(json);
      }
      return ExitCode.OK;
    }
    Path kept = of.directory().published(of.index());
    console().say("Your share of release " + of.number() + " is signed.");
    List<Postbox.Answer> answers = send(directory.upstreams(), of.number(), note, kept);
    json.put("file", kept.toString());
    json.put("answers", json(answers));
    console().result(json);
    return answers.stream().anyMatch(Postbox.Answer::isTaken) ? ExitCode.OK : ExitCode.UNREACHABLE;
  }

  private Standing standing(Held held, Entrusted of) throws IOException {
    return Standing.of(
        of, held.newest().log(), held.newest().files(), held.claims(), clock.instant());
  }

  /** What one watch has said and handed over, and what it waits for. */
  private static final class Told {
    final Map<Integer, String> sentences = new HashMap<>();
    final Map<Integer, Set<Upstream>> taken = new HashMap<>();
    final Set<Integer> begun = new HashSet<>();

    /** After how long the next look at a release is, where not all was done for now. */
    final Map<Integer, Duration> again = new HashMap<>();

    /** When something may be to be done, as far as is known. */
    volatile Instant next = NEVER;

    /** True where a look has come to its end in this round. */
    volatile boolean isLooked;

    /** True where the last round was ended before its first look. */
    boolean isCut;

    /** After how long it was tried again last, where no look came to its end. */
    @Nullable Duration failed;
  }

  private int watch(CustodianDirectory directory, Mirror mirror, Interruption interruption)
      throws IOException {
    Custodian custodian = new Custodian(key(directory), clock);
    console()
        .say(
            "Watching for %s – Ctrl-C stops; without you your shares stay sealed."
                .formatted(Keys.look(directory.key()).verifier().name()));
    Told told = new Told();
    Duration pause;
    do {
      pause = round(custodian, directory, mirror, interruption, told);
    } while (!interruption.awaits(pause));
    return ExitCode.OK;
  }

  /** Asks upstreams and does what is to be done; after how long the next round is. */
  private Duration round(
      Custodian custodian,
      CustodianDirectory directory,
      Mirror mirror,
      Interruption interruption,
      Told told)
      throws IOException {
    told.isLooked = false;
    Instant began = clock.instant();
    Instant patience = told.next.isBefore(began) ? began.plus(RARE) : told.next.plus(RARE);
    Instant first = told.isCut ? NEVER : patience;
    UntilNews monitor =
        new UntilNews(
            new Watching(console(), interruption),
            () -> !clock.instant().isBefore(told.isLooked ? told.next : first));
    told.isCut = false;
    try {
      try {
        Held held =
            sync(
                directory,
                mirror,
                monitor,
                soFar -> {
                  look(custodian, directory, soFar, told);
                  return false;
                });
        if (held.trouble() == null || !told.isLooked) {
          look(custodian, directory, held, told);
        }
      } catch (InterruptedIOException e) {
        if (!monitor.isNews()) {
          throw e;
        }
        if (!told.isLooked) { // what is new of the log takes long, and may never come
          told.isCut = true; // so the next round has all the time that it takes
          look(custodian, directory, held(directory, mirror), told);
        }
        return Duration.ZERO; // what has come of the files is kept
      }
      told.failed = null;
      return shorter(every, until(told.next));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) { // at three in the morning it is tried again, whatever it was
      tell(e, "It is tried again.");
      told.failed = later(told.failed);
      Duration left = until(told.next);
      return left.isZero() ? told.failed : shorter(told.failed, left);
    }
  }

  /** Does what is to be done now, and notes when something may be to be done next. */
  private void look(Custodian custodian, CustodianDirectory directory, Held held, Told told)
      throws IOException {
    Instant began = clock.instant();
    for (Entrusted of : held.all()) {
      if (of.isMine()) {
        try {
          look(custodian, directory, held, of, told);
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) { // the share of another release must not wait for that
          console()
              .errorOnce(
                  "Release %d: %s It is tried again.".formatted(of.number(), Failures.sentence(e)));
        }
      }
    }
    told.next = next(held, told, began);
    told.isLooked = true;
  }

  /**
   * The next moment at which something may be to be done: an hour, the next look after it, the end
   * of a grace, a share that is sent again soon, witnesses that are asked again. They are far
   * enough from one another that fetching files always comes further.
   *
   * @param began when it was looked at last what is to be done
   */
  private Instant next(Held held, Told told, Instant began) {
    return held.all().stream()
        .filter(of -> of.isMine() && of.isPending())
        .flatMap(of -> {
          Instant due = of.release().due();
          return Stream.of(
              due.plus(AFTER),
              due.plus(every).plus(AFTER),
              of.seal().terms().graceEnd(due).plus(AFTER),
              again(told.again.get(of.number())));
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

  /** Does what is to be done for one release. */
  private void look(
      Custodian custodian, CustodianDirectory directory, Held held, Entrusted of, Told told)
      throws IOException {
    Standing standing = standing(held, of);
    String sentence = words.asked(of, standing.clock());
    if (!sentence.equals(told.sentences.put(of.number(), sentence))) {
      console().say(sentence);
      if (standing.turn() == Turn.UNWITNESSED) {
        console().say(words.turn(of, standing));
        standing.told().forEach(told1 -> console().error(told1));
      }
    }
    Duration before = told.again.remove(of.number());
    boolean isMoreToDo =
        switch (standing.turn()) {
          case NOW -> hand(custodian, held.reachable(directory.upstreams()), of, standing, told);
          case UNWITNESSED -> !standing.silent().isEmpty(); // their clocks may be behind this one
          case EARLY, HELD, VOID, OPEN -> false;
        };
    if (isMoreToDo) {
      told.again.put(of.number(), later(before));
    }
  }

  /**
   * Hands a share to those who lack it.
   *
   * @param reachable who answered a moment ago: each of the others would hold up all other shares
   *     for the time of a connection, and gets this one when it is back
   * @return true where somebody does not take it for now
   */
  private boolean hand(
      Custodian custodian, List<Upstream> reachable, Entrusted of, Standing standing, Told told)
      throws IOException {
    Set<Upstream> have = told.taken.computeIfAbsent(of.number(), n -> new HashSet<>());
    List<Upstream> lack = new ArrayList<>(reachable);
    lack.removeAll(have);
    if (lack.isEmpty()) {
      return false;
    }
    try {
      byte[] note = custodian.share(of, standing);
      boolean isFirst = told.begun.add(of.number());
      if (isFirst) {
        console().say(words.turn(of, standing));
      }
      List<Postbox.Answer> answers = post(lack, of.number(), note);
      if (isFirst) {
        say(answers, of.directory().published(of.index()));
      }
      for (Postbox.Answer answer : answers) { // who did not take it is asked again, without a word
        if (answer.isTaken() && have.add(answer.upstream()) && !isFirst) {
          console().say("  " + words(answer));
        }
      }
      return answers.stream().anyMatch(Postbox.Answer::isForNow);
    } catch (ReleaseException e) {
      console().error("Nothing is published of release " + of.number() + ". " + e.getMessage());
      return false;
    }
  }
}
