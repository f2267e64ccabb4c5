package broadside.cli;

import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.custodian.Postbox;
import broadside.archive.custodian.Standing;
import broadside.archive.log.CheckedLog;
import broadside.archive.mirror.Claim;
import broadside.archive.mirror.Fault;
import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.mirror.Upstream;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.Durable;
import broadside.archive.release.ReleaseException;
import broadside.intake.sign.Keys;
import broadside.proof.note.SigningKey;
import broadside.proof.note.VerifierKey;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What inbox, receipt and share have in common: the directory, bringing it up to date, sending. */
abstract class CustodianTask extends Task {
  private static final String PICTURE = ".png";

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "The custodian's directory.")
  private Path path;

  @Option(
      names = "--from",
      paramLabel = "URL[,URL…]",
      description = "Ask these addresses, now and from now on: another mirror, say.")
  private @Nullable String addresses;

  @Mixin private Secrets secrets;

  /**
   * What is held after upstreams were asked.
   *
   * @param newest the log that decides, of which more may be verified than is held
   * @param report on what upstreams showed, as far as it came, or null where nobody was asked
   * @param all the sealed releases that are held, as the newest log has them
   * @param trouble why what is new could not be taken here, or null
   */
  record Held(
      Mirror.Newest newest,
      @Nullable MirrorReport report,
      List<Entrusted> all,
      @Nullable IOException trouble) {
    List<Claim> claims() {
      return report == null ? List.of() : report.claims();
    }

    List<Fault> faults() {
      return report == null ? List.of() : report.faults();
    }

    /** Those of these who said something when they were asked, whatever it was. */
    List<Upstream> reachable(List<Upstream> upstreams) {
      Set<Upstream> silent =
          faults().stream()
              .filter(fault -> fault.kind() == Fault.Kind.UNREACHABLE)
              .map(Fault::upstream)
              .collect(Collectors.toSet());
      return upstreams.stream().filter(upstream -> !silent.contains(upstream)).toList();
    }

    /** Where one of the releases stands at a time by the clock here. */
    Standing standing(Entrusted of, Instant now) throws IOException {
      return Standing.of(of, newest.log(), newest.files(), claims(), now);
    }

    @Nullable Entrusted release(int number) {
      return all.stream().filter(e -> e.number() == number).findFirst().orElse(null);
    }
  }

  final CommandSpec spec() {
    return spec;
  }

  final CustodianDirectory directory() throws IOException {
    CustodianDirectory directory = CustodianDirectory.open(path);
    return addresses == null
        ? directory
        : directory.asking(Upstreams.parse(spec.commandLine(), addresses));
  }

  final SigningKey key(CustodianDirectory directory) throws IOException {
    return Keys.open(directory.key(), secrets.existing());
  }

  private final LastRun last = new LastRun();

  /** What was said last of why what is new cannot be taken. */
  private @Nullable String told;

  /** Is told what is known before files are fetched, which may take hours. */
  interface Early {
    /** Looks at it, and returns true where the rest of what is new is not needed. */
    boolean look(Held held) throws IOException;
  }

  /** The early look of one run: what was seen and what was thrown. */
  private static final class EarlyLook implements Mirror.Early {
    private final CustodianDirectory directory;
    private final Mirror mirror;
    private final UntilNews run;
    private final Early early;

    /** What there was to see, or null where it was not looked. */
    @Nullable Held seen;

    @Nullable IOException thrown;

    EarlyLook(CustodianDirectory directory, Mirror mirror, UntilNews run, Early early) {
      this.directory = directory;
      this.mirror = mirror;
      this.run = run;
      this.early = early;
    }

    @Override
    public void look(MirrorReport soFar) throws IOException {
      Held held = held(directory, mirror, soFar);
      seen = held;
      try {
        if (early.look(held)) {
          run.end();
        }
      } catch (IOException e) {
        thrown = e;
        throw e;
      }
    }
  }

  /**
   * Brings the copy up to date, as far as somebody answers, and says how far that was, where it is
   * news. Where the machine cannot take what is new, or another process is keeping the copy, that
   * is said, and what is held is what there is.
   *
   * @param early is told what must not wait for files; what it throws is thrown. Where that is
   *     enough the run ends there, and what it was told is what there is, after what upstreams did
   *     wrong was said
   * @throws ReleaseException where nothing is held and nobody has it
   * @throws NobodyAnswersException where nothing is held and nobody answers
   */
  final Held sync(
      CustodianDirectory directory, Mirror mirror, Interruption interruption, Early early)
      throws IOException {
    Watching watching = new Watching(console(), interruption, "Fetching");
    return sync(directory, mirror, watching, watching, early);
  }

  /**
   * The same, which may be ended earlier.
   *
   * @param watching shows how far that is, and is closed then
   * @param monitor ends it, and tells {@code watching} how far it is
   */
  final Held sync(
      CustodianDirectory directory,
      Mirror mirror,
      Watching watching,
      CheckMonitor monitor,
      Early early)
      throws IOException {
    UntilNews run = new UntilNews(monitor, () -> false); // which the early look alone ends
    EarlyLook look = new EarlyLook(directory, mirror, run, early);
    MirrorReport report;
    try (watching) {
      report = mirror.sync(run, look);
    } catch (InterruptedIOException e) {
      if (!run.isNews() || look.seen == null) {
        throw e;
      }
      look.seen.faults().forEach(fault -> console().error(fault.sentence()));
      return look.seen;
    } catch (IOException e) {
      if (e.equals(look.thrown)) {
        throw e;
      }
      return held(directory, mirror, look.seen, e);
    }
    told = null;
    CheckedLog log = mirror.log();
    if (report.isFirst() && log != null && directory.publication() == null) {
      console()
          .progress(
              "This publication is believed to be the one you mean: "
                  + report.publication()
                  + ". Compare it with one from elsewhere; any other is refused from now on.");
    }
    LastRun.News news = last.followedBy(report);
    if (log != null && news.isHeadline()) {
      console().progress(state(directory, report));
    }
    news.troubles().forEach(console()::error);
    if (log == null) {
      String nothing = "Nothing is held in %s yet, and nobody who was asked %s.";
      throw report.outcome() == MirrorReport.Outcome.UNREACHABLE
          ? new NobodyAnswersException(nothing.formatted(path, "answers"))
          : ReleaseException.missing(nothing.formatted(path, "has it"));
    }
    return held(directory, mirror, report);
  }

  /**
   * What is held where more could not be taken.
   *
   * @param known what was told early, or null where nothing was
   * @throws IOException the trouble itself where nothing can be read either
   */
  private Held held(
      CustodianDirectory directory, Mirror mirror, @Nullable Held known, IOException trouble)
      throws IOException {
    Held held;
    try {
      held = known == null ? held(directory, mirror) : known;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      trouble.addSuppressed(e);
      throw trouble;
    }
    tell(trouble, "What is said and done now is from what is held in " + path + ".");
    return new Held(held.newest(), held.report(), held.all(), trouble);
  }

  /** What is held, without asking anybody and whoever is keeping it. */
  final Held held(CustodianDirectory directory, Mirror mirror) throws IOException {
    if (!mirror.look()) {
      throw ReleaseException.missing("Nothing is held in %s yet.".formatted(path));
    }
    return held(directory, mirror, null);
  }

  private static Held held(
      CustodianDirectory directory, Mirror mirror, @Nullable MirrorReport report)
      throws IOException {
    Mirror.Newest newest = Objects.requireNonNull(mirror.newest());
    CheckedLog log = Objects.requireNonNull(mirror.log());
    VerifierKey key = Keys.look(directory.key()).verifier();
    List<Entrusted> all =
        Entrusted.all(newest.log(), directory.publicDirectory(), key).stream()
            .filter(of -> log.history().sealedRelease(of.number()) != null)
            .toList();
    return new Held(newest, report, all, null);
  }

  /** Says what went wrong, once while it stays so, and what is done all the same. */
  final void tell(IOException trouble, String then) {
    String sentence = Failures.sentence(trouble) + " " + then;
    if (!sentence.equals(told)) {
      console().error(sentence);
    }
    told = sentence;
  }

  private static String state(CustodianDirectory directory, MirrorReport report) {
    String held =
        "%s of the log%s"
            .formatted(
                Figures.count(report.entries(), "entry", "entries"),
                report.seen() == null
                    ? ""
                    : ", seen by a quorum of witnesses at " + SignedText.time(report.seen()));
    return switch (report.outcome()) {
      case CURRENT, UPDATED -> "Up to date: " + held + ".";
      case STALE ->
          "It may be an old state%s: %s."
              .formatted(isOldByTime(report) ? ", or this machine's clock is fast" : "", held);
      case UNREACHABLE ->
          "Nobody answers. What follows is from what is held in %s: %s."
              .formatted(directory.path(), held);
      case CONTRADICTION, WAITING, FORGED, INCOMPLETE ->
          "Nothing new was taken. What follows is from what is held in %s: %s."
              .formatted(directory.path(), held);
    };
  }

  /** True where the times of witnesses alone say that the state is an old one. */
  private static boolean isOldByTime(MirrorReport report) {
    return report.seen() != null
        && report.faults().stream().noneMatch(fault -> fault.kind() == Fault.Kind.BEHIND);
  }

  /**
   * Writes a note where the person wants it: a file, which is a picture where its name says so, or
   * with a dash standard output.
   */
  final void write(Path to, byte[] note) throws IOException {
    if (to.toString().equals("-")) {
      spec.commandLine().getOut().print(new String(note, StandardCharsets.UTF_8));
      spec.commandLine().getOut().flush();
    } else {
      Durable.createDirectoryOf(to);
      Files.deleteIfExists(to);
      boolean isPicture = to.toString().toLowerCase(Locale.ROOT).endsWith(PICTURE);
      Durable.write(to, isPicture ? QrCode.png(new String(note, StandardCharsets.UTF_8)) : note);
      console().say("  It is in " + to + ".");
    }
  }

  /** Hands a note to these, and says what each answered. */
  final List<Postbox.Answer> send(List<Upstream> upstreams, int number, byte[] note, Path kept)
      throws IOException {
    List<Postbox.Answer> answers = post(upstreams, number, note);
    say(answers, kept);
    return answers;
  }

  /** Hands a note to these, without a word. */
  static List<Postbox.Answer> post(List<Upstream> upstreams, int number, byte[] note)
      throws IOException {
    try (Postbox postbox = new Postbox()) {
      return postbox.send(upstreams, number, note);
    }
  }

  /** Says what each answered, and what to do where nobody has the note. */
  final void say(List<Postbox.Answer> answers, Path kept) {
    answers.forEach(answer -> console().say("  " + words(answer)));
    if (answers.stream().noneMatch(Postbox.Answer::isTaken)) {
      console()
          .error(
              "nobody has taken it. Send the file %s by any other road, to the publisher or to any mirror: mail, a stick, paper. It proves itself; nobody can change it on its way."
                  .formatted(kept));
    }
  }

  static String words(Postbox.Answer answer) {
    String said = answer.sentence().isEmpty() ? "" : " (" + answer.sentence() + ")";
    return switch (answer.kind()) {
      case TAKEN -> answer.upstream() + " has taken it." + (said.equals(" (Taken.)") ? "" : said);
      case KNOWN -> answer.upstream() + " has it already." + said;
      case EARLY -> answer.upstream() + " does not take it before the hour by its clock." + said;
      case REFUSED -> answer.upstream() + " refuses it." + said;
      case LATER, NOBODY -> answer.upstream() + " " + answer.sentence() + ".";
    };
  }

  static List<Map<String, @Nullable Object>> json(List<Postbox.Answer> answers) {
    return answers.stream()
        .map(answer -> {
          Map<String, @Nullable Object> json = new LinkedHashMap<>();
          json.put("upstream", answer.upstream().toString());
          json.put("answer", answer.kind().name().toLowerCase(Locale.ROOT));
          json.put("sentence", answer.sentence());
          return json;
        })
        .toList();
  }

  /** The command that a person types next. */
  final String next(String rest) {
    return "broadside custodian " + rest.formatted(path);
  }
}
