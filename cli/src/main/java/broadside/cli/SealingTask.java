package broadside.cli;

import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.release.Sealer;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Signer;
import broadside.proof.policy.Policy;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.SignedStatement;
import broadside.proof.statement.Terms;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Sealing: here, or proposed, signed and published. */
abstract class SealingTask extends Task {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  Path publication;

  @Option(
      names = "--title",
      paramLabel = "TITLE",
      converter = Title.OrNone.class,
      defaultValue = "",
      description = "The release's title, one line.")
  private String title;

  @Option(
      names = "--threshold",
      paramLabel = "K",
      converter = Range.Count.class,
      description =
          "How many custodians open it (default: more than half of them; reseal: as it was).")
  private @Nullable Integer threshold;

  @Option(
      names = "--grace",
      paramLabel = "HOURS",
      converter = Grace.class,
      description =
          "After so many hours a custodian goes by its own clock, where too few witnesses have said"
              + " that it is past the hour; or never (default: 48; reseal: as it was).")
  private @Nullable Integer grace;

  @Option(
      names = "--hold",
      paramLabel = "DAYS",
      converter = Hold.class,
      description =
          "By so many days at most editors can put it off; or no (default: 7; reseal: as it was).")
  private @Nullable Integer hold;

  @Option(
      names = "--voidable",
      negatable = true,
      description = {
        "Editors can take it back before its hour; whoever can put pressure on",
        "them can, then. Or they cannot (default; reseal: as it was)."
      })
  private @Nullable Boolean voidable;

  @Mixin Proposal proposal;

  @Mixin private Secrets secrets;

  /** What has to be published by now where this command was given before. */
  abstract Pending.Asked asked(PrivateDirectory directory);

  /** Refuses what cannot be done, before anything is. */
  void check(PrivateDirectory directory) throws IOException {}

  /** When each that is to be sealed opens, in their order. */
  abstract List<Instant> hours(PrivateDirectory directory) throws IOException;

  /** Which mails the next of them holds. */
  abstract ReleaseChoice messages(PrivateDirectory directory) throws IOException;

  /**
   * What holds where no option says otherwise, or null where nothing was sealed before.
   *
   * @throws IOException where that cannot be read
   */
  @Nullable SealedStatement before(PrivateDirectory directory) throws IOException {
    return null;
  }

  /** How the command line begins that publishes what was proposed. */
  abstract String command();

  /** Seals one. */
  SealedStatement seal(
      PrivateDirectory directory, Sealer.Choice choice, Signer signer, ReleaseMonitor monitor)
      throws IOException {
    return new Sealer(directory).seal(choice, signer, monitor);
  }

  /** Says more of one that is sealed. */
  void say(PrivateDirectory directory, Map<String, @Nullable Object> json) throws IOException {}

  @Override
  public final Integer call() throws IOException {
    List<Instant> hours = List.of();
    int sealed = 0;
    try (Interruption interruption = Interruption.listen();
        PrivateDirectory directory = PrivateDirectory.open(publication);
        Releasing.Meter meter = new Releasing(console(), interruption).meter("Sealing")) {
      if (!proposal.notes().isEmpty()) {
        return publish(directory, meter);
      }
      Pending.Asked asked = proposal.isProposed() ? Pending.Asked.NONE : asked(directory);
      if (Pending.completes(console(), directory, meter, asked)) {
        return ExitCode.OK;
      }
      check(directory);
      hours = hours(directory);
      if (proposal.isProposed()) {
        if (hours.size() > 1) {
          throw new ParameterException(
              spec.commandLine(),
              "One at a time is proposed: what follows a release is known once it is published.");
        }
        return propose(directory, choice(directory, hours.getFirst()));
      }
      Keys keys = new Keys(directory.keysDirectory(), secrets.existing());
      Signer signer = keys.unlock(directory.policy());
      int first = new Releaser(directory).nextNumber();
      try {
        for (Instant hour : hours) {
          SealedStatement seal = seal(directory, choice(directory, hour), signer, meter);
          sealed++;
          say(seal, directory);
        }
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException | IntakeException e) {
        failed(first, sealed, new Releaser(directory).nextNumber() - first, hours.size());
        throw e;
      }
      return ExitCode.OK;
    } catch (InterruptedIOException e) {
      console().error(stopped(sealed, hours.size()));
      return ExitCode.INTERRUPTED;
    }
  }

  /** What a stop leaves: each release that was sealed before it is sealed. */
  static String stopped(int sealed, int asked) {
    return sealed == 0
        ? "stopped; nothing was sealed."
        : "stopped; %d of %d releases were sealed and are in the log, and nothing more. Seal the rest with --next %d."
            .formatted(sealed, asked, asked - sealed);
  }

  /** Says what a failure leaves: the last may be sealed here, and nobody knows yet. */
  private void failed(int first, int published, int sealed, int asked) {
    if (sealed > published) {
      console()
          .error("Release %d is sealed, and waits to be published.".formatted(first + sealed - 1));
    }
    if (sealed > 0 && sealed < asked) {
      console()
          .error(
              "%d of %d releases are sealed. Seal the rest with --next %d."
                  .formatted(sealed, asked, asked - sealed));
    }
  }

  private Sealer.Choice choice(PrivateDirectory directory, Instant hour) throws IOException {
    int custodians = directory.policy().roles().custodians().size();
    SealedStatement before = before(directory);
    Terms usual = before == null ? new Terms(hour, 48, 7, false) : before.terms();
    int openers =
        before == null || before.threshold() >= custodians
            ? custodians / 2 + 1
            : before.threshold();
    return new Sealer.Choice(
        messages(directory),
        title,
        new Terms(
            hour,
            or(grace, usual.graceHours()),
            or(hold, usual.holdDays()),
            or(voidable, usual.isVoidable())),
        or(threshold, openers),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static <T> T or(@Nullable T said, T usual) {
    return said == null ? usual : said;
  }

  private int propose(PrivateDirectory directory, Sealer.Choice sealed) throws IOException {
    int number = new Releaser(directory).nextNumber();
    int code =
        new Proposing(console())
            .propose(
                proposal.to("proposal-" + number),
                directory.policy(),
                command(),
                (to, monitor) -> {
                  Proposing.enclose(directory, to);
                  return new Sealer(directory).propose(sealed, to, monitor);
                });
    if (code == ExitCode.OK) {
      console()
          .say(
              "It holds the release in plain, and in the file \"secret\" what opens it: keep it as you keep the mails.");
    }
    return code;
  }

  private int publish(PrivateDirectory directory, ReleaseMonitor monitor) throws IOException {
    List<Path> notes = proposal.notes();
    SignedStatement signed = Proposing.join(notes, List.of(directory.policy()));
    if (!Pending.in(directory).holds(signed.statement()::equals)) { // else its secret goes first
      Pending _ = Pending.publish(console(), directory, monitor);
    }
    Path beside = notes.getFirst().toAbsolutePath().getParent();
    say(
        new Sealer(directory).seal(signed, beside == null ? Path.of("") : beside, monitor),
        directory);
    console()
        .say(
            "  the proposal's file \"secret\" was overwritten and deleted; delete other copies of it");
    return ExitCode.OK;
  }

  private void say(SealedStatement seal, PrivateDirectory directory) throws IOException {
    Policy policy = directory.policy();
    long bytes = seal.parts().stream().mapToLong(SealedStatement.Part::bytes).sum();
    console()
        .say(
            "Sealed release %d: numbers %s to %s; opens at %s, by %d of %d custodians"
                .formatted(
                    seal.number(),
                    Figures.count(seal.first()),
                    Figures.count(seal.last()),
                    SignedText.time(seal.terms().notBefore()),
                    seal.threshold(),
                    seal.shares().size()));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("sealed", seal.number());
    json.put("first", seal.first());
    json.put("last", seal.last());
    json.put("opens", SignedText.time(seal.terms().notBefore()));
    json.put("seal", seal.sha256());
    json.put("threshold", seal.threshold());
    json.put("custodians", policy.roles().custodians().size());
    json.put("bytes", bytes);
    say(directory, json);
    if (policy.log().witnesses().isEmpty()) {
      console()
          .errorOnce(
              "policy %d names no witness: nobody but their own clocks tells custodians the hour, and they act when the grace is over, %s after it. Add witnesses before you seal, or say a shorter --grace."
                  .formatted(
                      policy.version(), Figures.count(seal.terms().graceHours(), "hour", "hours")));
    }
    console().say("  " + inWords(seal.terms()));
    console().say("  seal " + seal.sha256());
    console()
        .say(
            "  %s, encrypted and padded: %s"
                .formatted(
                    Figures.count(seal.parts().size(), "part", "parts"), Figures.bytes(bytes)));
    console()
        .say(
            "It is armed once %d custodians have given a receipt: each runs \"broadside custodian receipt\"."
                .formatted(seal.threshold() + 1));
    console().result(json);
  }

  /** What editors and custodians may do, of which none can be changed once it is sealed. */
  private static String inWords(Terms terms) {
    return "editors can %s, and %s; without a word of the witnesses custodians wait %s"
        .formatted(
            terms.holdDays() == 0
                ? "not put it off"
                : "put it off by " + Figures.count(terms.holdDays(), "day", "days") + " at most",
            terms.isVoidable()
                ? "take it back before its hour"
                : "never take it back (no --voidable)",
            terms.graceHours() == 0
                ? "for ever"
                : Figures.count(terms.graceHours(), "hour", "hours") + " longer");
  }

  /** Hours, or never, which is 0. */
  static final class Grace implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, "never", Terms.MOST_HOURS, "hours");
    }
  }

  /** Days, or no, which is 0. */
  static final class Hold implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, "no", Terms.MOST_DAYS, "days");
    }
  }

  private static int number(String value, String none, int most, String unit) {
    if (value.equals(none)) {
      return 0;
    }
    if (value.matches("[1-9][0-9]{0,5}") && Integer.parseInt(value) <= most) {
      return Integer.parseInt(value);
    }
    throw new TypeConversionException(
        "it must be 1 to %d %s, or %s: not %s".formatted(most, unit, none, value));
  }
}
