package broadside.cli;

import broadside.archive.custodian.Custodian;
import broadside.archive.custodian.CustodianDirectory;
import broadside.archive.custodian.Entrusted;
import broadside.archive.custodian.Postbox;
import broadside.archive.custodian.Standing;
import broadside.archive.mirror.Mirror;
import broadside.archive.release.ReleaseException;
import broadside.intake.sign.Keys;
import broadside.proof.history.Turn;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private int watch(CustodianDirectory directory, Mirror mirror, Interruption interruption)
      throws IOException {
    Custodian custodian = new Custodian(key(directory), clock);
    console()
        .say(
            "Watching for %s – Ctrl-C stops; without you your shares stay sealed."
                .formatted(Keys.look(directory.key()).verifier().name()));
    console().say(words.clock(clock.instant()));
    new ShareWatch(this, custodian, directory, mirror, every, clock, interruption).run();
    return ExitCode.OK;
  }

  private int once(
      CustodianDirectory directory, Mirror mirror, int release, Interruption interruption)
      throws IOException {
    Held held = sync(directory, mirror, interruption, soFar -> soFar.release(release) != null);
    Entrusted of = held.release(release);
    if (of == null) {
      throw ReleaseException.missing(
          "Release %d is not sealed, as far as is known here.".formatted(release));
    }
    return once(directory, held, of);
  }

  private int once(CustodianDirectory directory, Held held, Entrusted of) throws IOException {
    Standing standing = held.standing(of, clock.instant());
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
}
