package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Part;
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
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "seal",
    description = {
      "Fixes and encrypts the next release now; its custodians open it at its hour, without you.",
      "From then on every mirror holds it, and neither you nor anybody else can change it unseen.",
      "K custodians who collude can open it early; fewer than K can do nothing."
    },
    footer = {
      "",
      "Example: broadside seal pub --next 10",
      "         broadside seal pub --opens 2026-12-09T14:00Z --messages 2000",
      "         broadside seal pub --opens 2026-12-09T14:00Z --propose --to proposal-8",
      "         broadside seal pub --publish proposal-8/statement.*.note"
    })
final class SealCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Option(
      names = "--opens",
      paramLabel = "TIME",
      converter = PlanCommand.Moment.class,
      description = "Its hour, in UTC: 2026-12-09T14:00Z (default: that of the plan's next part).")
  private @Nullable ZonedDateTime opens;

  @Option(
      names = "--next",
      paramLabel = "N",
      converter = Range.Count.class,
      description = "Seal so many parts of the plan, each with the hour that the plan has for it.")
  private @Nullable Integer next;

  @Mixin private ReleaseCommand.Choice choice;

  @Option(names = "--title", defaultValue = "", description = "The release's title, one line.")
  private String title;

  @Option(
      names = "--threshold",
      paramLabel = "K",
      converter = Range.Count.class,
      description = "How many custodians open it (default: more than half of them).")
  private @Nullable Integer threshold;

  @Option(
      names = "--grace",
      paramLabel = "HOURS",
      converter = Grace.class,
      defaultValue = "48",
      description = {
        "After so many hours a custodian goes by its own clock, where too few witnesses have said",
        "that it is past the hour; or never (default: ${DEFAULT-VALUE})."
      })
  private int grace;

  @Option(
      names = "--hold",
      paramLabel = "DAYS",
      converter = Hold.class,
      defaultValue = "7",
      description = "By so many days at most editors can put it off; or no (default: 7).")
  private int hold;

  @Option(
      names = "--voidable",
      description = {
        "Editors can take it back before its hour. Whoever can put pressure on them can, then."
      })
  private boolean voidable;

  @Mixin private Proposal proposal;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    try (Interruption interruption = Interruption.listen();
        PrivateDirectory directory = PrivateDirectory.open(publication);
        Releasing.Meter meter = new Releasing(console(), interruption).meter("Sealing")) {
      if (!proposal.notes().isEmpty()) {
        return publish(directory, meter);
      }
      List<Instant> hours = hours(directory);
      if (proposal.isProposed()) {
        if (hours.size() > 1) {
          throw new ParameterException(
              spec.commandLine(),
              "One at a time is proposed: what follows a release is known once it is published.");
        }
        return propose(directory, choice(directory, hours.getFirst()), meter);
      }
      Keys keys = new Keys(directory.keysDirectory(), secrets.existing());
      Signer signer = keys.unlock(directory.policy());
      for (Instant hour : hours) {
        say(new Sealer(directory).seal(choice(directory, hour), signer, meter), directory.policy());
      }
      return ExitCode.OK;
    } catch (InterruptedIOException e) {
      console().error("stopped; nothing was sealed.");
      return ExitCode.INTERRUPTED;
    }
  }

  /** When each that is to be sealed opens. */
  private List<Instant> hours(PrivateDirectory directory) throws IOException {
    List<Part> parts = directory.ledger().parts().next(next == null ? 1 : next);
    if (next != null) {
      if (opens != null || choice.isSaid()) {
        throw new ParameterException(
            spec.commandLine(), "--next takes messages and hours from the plan.");
      }
      if (parts.size() < next) {
        throw new IOException(
            "The plan has %s left, not %d: \"broadside plan %s\" shows them. Nothing was sealed."
                .formatted(Figures.count(parts.size(), "part", "parts"), next, publication));
      }
      return parts.stream().map(Part::time).toList();
    }
    if (opens != null) {
      return List.of(opens.toInstant());
    }
    if (parts.isEmpty() || choice.isSaid()) {
      throw new ParameterException(
          spec.commandLine(), "Say when it opens, --opens TIME, or make a plan and say --next N.");
    }
    return List.of(parts.getFirst().time());
  }

  private Sealer.Choice choice(PrivateDirectory directory, Instant hour) throws IOException {
    int custodians = directory.policy().roles().custodians().size();
    return new Sealer.Choice(
        choice.in(directory),
        title,
        new Terms(hour, grace, hold, voidable),
        threshold == null ? custodians / 2 + 1 : threshold,
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private int propose(PrivateDirectory directory, Sealer.Choice sealed, ReleaseMonitor monitor)
      throws IOException {
    int number = new Releaser(directory).nextNumber();
    new Proposing(console())
        .propose(
            proposal.to("proposal-" + number),
            directory.policy(),
            "seal " + publication,
            to -> new Sealer(directory).propose(sealed, to, monitor));
    console()
        .say(
            "It holds the release in plain, and in the file \"secret\" what opens it: keep it as you keep the mails.");
    return ExitCode.OK;
  }

  private int publish(PrivateDirectory directory, ReleaseMonitor monitor) throws IOException {
    List<Path> notes = proposal.notes();
    SignedStatement signed = Proposing.join(notes, List.of(directory.policy()));
    Path beside = notes.getFirst().toAbsolutePath().getParent();
    say(
        new Sealer(directory).seal(signed, beside == null ? Path.of("") : beside, monitor),
        directory.policy());
    console()
        .say(
            "  the proposal's file \"secret\" was overwritten and deleted; delete other copies of it");
    return ExitCode.OK;
  }

  private void say(SealedStatement seal, Policy policy) {
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
    console().say("  seal " + seal.sha256());
    console()
        .say(
            "  %s, encrypted: %s"
                .formatted(
                    Figures.count(seal.parts().size(), "part", "parts"), Figures.bytes(bytes)));
    console()
        .say(
            "It is armed once %d custodians have given a receipt: each runs \"broadside custodian receipt\"."
                .formatted(seal.threshold() + 1));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("sealed", seal.number());
    json.put("first", seal.first());
    json.put("last", seal.last());
    json.put("opens", SignedText.time(seal.terms().notBefore()));
    json.put("seal", seal.sha256());
    json.put("threshold", seal.threshold());
    json.put("custodians", policy.roles().custodians().size());
    json.put("bytes", bytes);
    console().result(json);
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
