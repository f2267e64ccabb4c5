package broadside.cli;

import broadside.archive.mirror.Mirror;
import broadside.archive.mirror.MirrorLimits;
import broadside.archive.mirror.MirrorOptions;
import broadside.archive.mirror.MirrorReport;
import broadside.archive.release.ReleaseException;
import broadside.intake.sign.Keys;
import broadside.proof.note.KeyType;
import broadside.proof.note.SigningKey;
import broadside.site.Site;
import broadside.site.SiteOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    name = "mirror",
    description = {
      "Keeps a verified copy of a publication.",
      "The first run copies and checks all, later runs only what is new. What is not signed is refused,",
      "and who served it is named; the next address is tried."
    },
    footer = {
      "",
      "Example: broadside mirror https://letters.example/ copy --serve --every 5m",
      "",
      "Exit: 0 the copy is what there is; 1 something forged was met (and not taken), or so much is taken",
      "back that you are asked first; 3 something is missing; 4 it may be an old state; 5 nobody answers."
    })
final class MirrorCommand extends Task {
  /** After such a time a first run that failed is tried again, where the copy is served. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /** So often it is looked what was withdrawn long enough ago, where no run does. */
  private static final Duration PURGE = Duration.ofDays(1);

  /** What lies on a disk changes seldom, and to read all of it takes long. */
  private static final Duration BETWEEN_SCRUBS = Duration.ofDays(30);

  /** Until what nobody had is asked for again: to scrub is to read all that is held. */
  private static final Duration MISSING_AGAIN = Duration.ofDays(1);

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "URL[,URL…]",
      description = "The origin, or others who have a copy; preferred in this order.")
  private String addresses;

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "Where the copy lies; made on first use.")
  private Path directory;

  @Option(
      names = "--publication",
      converter = Identity.class,
      paramLabel = "HASH",
      description = {
        "The publication's identity, as you know it from elsewhere. Without it",
        "the first one that is seen is believed, printed and kept to."
      })
  private @Nullable String identity;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = Period.class,
      description = {
        "Look again after such a time, 30s, 5m or 1h, until Ctrl-C. Once an",
        "hour the witnesses that the policy names are asked for newer times."
      })
  private @Nullable Duration every;

  @Option(
      names = "--scrub",
      description = {
        "First read all that is held, and bring anew what is bad; a service",
        "does so again every 30 days."
      })
  private boolean scrub;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "A key that broadside key new NAME --cosigner made: cosign what is held.")
  private @Nullable Path key;

  @Option(
      names = "--accept-withdrawals",
      paramLabel = "VALUE",
      converter = Agreed.class,
      description = {
        "Agree to withdrawals of more than 20 mails, or one in a hundred of a",
        "release, in a week: to those, and no others, of which a run has named",
        "this value."
      })
  private @Nullable String withdrawals;

  @Option(
      names = "--void-bytes",
      paramLabel = "N",
      description =
          "How much of the log may count for nothing (default: 1048576). Ask the publisher first.")
  private long voidBytes = MirrorLimits.DEFAULT.voidBytes();

  @Option(names = "--serve", description = "Serve the copy, until Ctrl-C.")
  private boolean serve;

  @Option(
      names = "--open",
      description = {
        "Take part in opening sealed releases: from their hour on gather the",
        "shares of custodians, and open what is due. With --serve their notes",
        "are taken too."
      })
  private boolean open;

  @Mixin private Listening listening;

  @Mixin private Secrets secrets;

  private final LastRun last = new LastRun();
  private @Nullable Site site;
  private Instant nextScrub = Instant.MIN;
  private boolean isDone;

  /** Of the last run that came to its end. */
  private int code = ExitCode.UNAVAILABLE;

  @Override
  public Integer call() throws IOException {
    if (voidBytes < 0) {
      throw new ParameterException(spec.commandLine(), "--void-bytes must not be negative.");
    }
    if (!serve) {
      listening.refuse("goes with --serve.");
    }
    if (Files.isDirectory(directory.resolve("private"))) {
      throw new ReleaseException(
          "%s is a publisher's own publication: give a mirror a directory of its own. What a restored one lacks is fetched with \"broadside catch-up\"."
              .formatted(directory));
    }
    MirrorOptions options =
        MirrorOptions.of(directory, Upstreams.parse(spec.commandLine(), addresses))
            .withPublication(identity)
            .withKey(cosigner())
            .withRenewal(every != null)
            .withWithdrawals(withdrawals)
            .withOpens(open)
            .withLimits(MirrorLimits.DEFAULT.withVoidBytes(voidBytes));
    try (Interruption interruption = Interruption.listen()) {
      return run(new Mirror(options), interruption);
    }
  }

  private int run(Mirror mirror, Interruption interruption) throws IOException {
    try {
      if (serve) {
        serveHeld(mirror, interruption);
      }
      look(mirror, interruption, true);
      show(mirror);
      while (isService()
          && !interruption.awaits(pause(), () -> open && mirror.due().isWorthALook())) {
        if (open && mirror.due().isDue()) {
          openHere(mirror, interruption);
        }
        if (every != null || !isDone) {
          look(mirror, interruption, false);
        } else {
          purge(mirror);
        }
        show(mirror);
      }
      return every == null ? code : ExitCode.OK;
    } catch (InterruptedIOException e) {
      console().error("stopped; the same command goes on.");
      return ExitCode.INTERRUPTED;
    } finally {
      if (site != null) {
        site.close();
      }
    }
  }

  /** True where the command goes on after its first run. */
  private boolean isService() {
    return every != null || site != null;
  }

  private Duration pause() {
    if (every != null) {
      return every;
    }
    return isDone ? PURGE : AGAIN;
  }

  /** Serves what is held before anybody is asked, and opens what is due of it. */
  private void serveHeld(Mirror mirror, Interruption interruption) throws IOException {
    listening.check(mirror.publicDirectory()); // copying may take days
    try {
      show(mirror);
    } catch (ReleaseException e) {
      if (!scrub) { // which mends it
        throw e;
      }
    }
    if (site != null && open) {
      openHere(mirror, interruption);
    }
  }

  /**
   * Fetches what is new, and says what came. A service goes on where that fails: the disk may have
   * room again, another run may end. One that fetches files for hours gives way where a release can
   * be opened.
   *
   * @throws ReleaseException by a service's first run, where its operator must choose otherwise
   */
  private void look(Mirror mirror, Interruption interruption, boolean isFirst) throws IOException {
    try {
      MirrorReport report = fetch(mirror, interruption);
      while (report == null) {
        openHere(mirror, interruption);
        report = fetch(mirror, interruption);
      }
      say(report);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (!isService() || (isFirst && e instanceof ReleaseException)) {
        throw e;
      }
      console().errorOnce(Failures.sentence(e) + " It is tried again.");
    }
  }

  /** Returns what came, or null where a service gave way to a release that can be opened. */
  private @Nullable MirrorReport fetch(Mirror mirror, Interruption interruption)
      throws IOException {
    try (Watching watching = new Watching(console(), interruption, "Fetching")) {
      UntilNews monitor =
          new UntilNews(watching, () -> isService() && open && mirror.due().isWorthALook());
      try {
        boolean scrubs = scrub && !Instant.now().isBefore(nextScrub);
        MirrorReport report = scrubs ? mirror.scrub(monitor) : mirror.sync(monitor);
        if (scrubs) {
          Duration pause = report.missing().isEmpty() ? BETWEEN_SCRUBS : MISSING_AGAIN;
          nextScrub = Instant.now().plus(pause);
        }
        return report;
      } catch (InterruptedIOException e) {
        if (!monitor.isNews()) {
          throw e;
        }
        return null;
      }
    }
  }

  /** Serves what is held, where that is asked for; readers see at once what is new. */
  private void show(Mirror mirror) throws IOException {
    if (site != null) {
      site.look();
    } else if (serve && Files.exists(mirror.publicDirectory().resolve("checkpoint"))) {
      site = start(mirror);
    }
  }

  /** Opens what custodians have handed enough shares of to the site, before anybody is asked. */
  private void openHere(Mirror mirror, Interruption interruption) throws InterruptedIOException {
    try {
      List<Integer> numbers;
      try (Watching watching = new Watching(console(), interruption, "Opening")) {
        numbers = mirror.open(watching).numbers();
      }
      for (int number : numbers) {
        console().say("Release %d is open.".formatted(number));
        show(mirror);
      }
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) { // a service goes on; the next run tries it again
      console().errorOnce(Failures.sentence(e) + " It is tried again.");
    }
  }

  private void purge(Mirror mirror) {
    try {
      mirror.purge();
    } catch (IOException e) {
      console().errorOnce(Failures.sentence(e) + " It is tried again.");
    }
  }

  /** Says what came; of later runs nothing where nothing is new and nothing wrong. */
  private void say(MirrorReport report) {
    if (report.isFirst() && report.publication() != null && identity == null) {
      console().say("This publication is believed to be the one you mean: " + report.publication());
      console().say("Compare it with one from elsewhere; a later run refuses any other.");
    }
    Upstreams.say(console(), report, last.followedBy(report));
    console().resultSoFar(Upstreams.json(report));
    isDone = true;
    code = Upstreams.code(report);
  }

  private Site start(Mirror mirror) throws IOException {
    SiteOptions options = listening.of(SiteOptions.of(mirror.publicDirectory()).withNotes(open));
    return Listening.start(console(), options);
  }

  private @Nullable SigningKey cosigner() throws IOException {
    if (key == null) {
      return null;
    }
    SigningKey opened = Keys.open(key, secrets.existing());
    if (opened.verifier().type() != KeyType.COSIGNATURE) {
      throw new ParameterException(
          spec.commandLine(),
          "--key: "
              + key
              + " is no key for cosignatures; broadside key new NAME --cosigner makes one.");
    }
    return opened;
  }

  /** What a run names when it asks. */
  static final class Agreed implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (value.matches("[0-9a-f]{16}")) {
        return value;
      }
      throw new TypeConversionException(
          "it must be the 16 hex digits that the mirror names when it asks, not " + value);
    }
  }

  /** Times such as 30s, 5m, 1h. */
  static final class Period implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      if (value.matches("[1-9][0-9]{0,5}[smh]")) {
        return Duration.parse("PT" + value);
      }
      throw new TypeConversionException("it must be a time such as 30s, 5m or 1h, not " + value);
    }
  }
}
