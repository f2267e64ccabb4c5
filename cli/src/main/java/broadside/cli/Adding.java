package broadside.cli;

import broadside.intake.IntakeException;
import broadside.intake.PrivateDirectory;
import broadside.intake.add.Intake;
import broadside.intake.add.IntakeMonitor;
import broadside.intake.add.IntakeResult;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.ledger.SourceAccount;
import broadside.mail.source.SourceOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds sources one after the other and says what became of each. */
final class Adding {
  private final Console console;
  private final Interruption interruption;

  Adding(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  /**
   * Says before anything is done which source cannot be one.
   *
   * @param publication where it is to be added, which need not be there yet
   * @throws NoSuchFileException for the first that is missing
   * @throws IntakeException for a pipe, which cannot be read twice, and for a folder with the
   *     publication in it, whose own files would be counted while they change
   */
  static void check(List<Path> sources, Path publication) throws IOException {
    for (Path source : sources) {
      if (!Files.exists(source)) {
        throw new NoSuchFileException(source.toString());
      }
      Path real;
      try {
        real = source.toRealPath();
      } catch (NoSuchFileException e) {
        throw refused(
            source,
            "%s is a pipe, which can be read once only. Write what comes through it into a file, and add that.");
      }
      for (String own : List.of("private", "public")) {
        Path ours = real(publication.resolve(own));
        if (Files.isDirectory(real) && ours.startsWith(real)) {
          throw refused(
              source,
              "The publication lies in %s, and its own files are no mail to add. Make it elsewhere, or name the files and folders beside it.");
        }
        if (real.startsWith(ours)) {
          throw refused(source, "%s is a part of the publication itself.");
        }
      }
    }
  }

  private static IntakeException refused(Path source, String sentence) {
    return new IntakeException(
        IntakeException.Refusal.NO_SUCH_SOURCE, source, sentence.formatted(source));
  }

  /** Where a path leads that may not be there yet. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path there = absolute;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(absolute));
  }

  /**
   * Adds every source; the exit code of the worst.
   *
   * @param hold what is held besides what the publication's settings say, or null
   */
  int add(
      PrivateDirectory directory,
      SourceOptions options,
      DkimOptions dkim,
      @Nullable HoldRule hold,
      List<Path> sources)
      throws IOException {
    int code = ExitCode.OK;
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    KeyLookup keys;
    try {
      keys = dkim.open(console, interruption, directory).keys();
    } catch (InterruptedIOException e) {
      console.error("stopped; the same command goes on.");
      return ExitCode.INTERRUPTED;
    }
    Intake intake = new Intake(directory, options, keys, HoldRule.in(directory.settings(), hold));
    for (Path source : sources) {
      IntakeResult result;
      try {
        result = add(intake, source);
      } catch (IntakeException e) {
        if (e.refusal() != IntakeException.Refusal.RUN_TOGETHER) {
          throw e;
        }
        String message = String.valueOf(e.getMessage());
        console.error(message);
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("source", String.valueOf(source.getFileName()));
        object.put("error", message);
        results.add(object);
        code = Math.max(code, ExitCode.FOUND_WRONG);
        continue;
      }
      results.add(json(result));
      code = Math.max(code, say(result));
      if (result.cancelled()) {
        break;
      }
    }
    DkimOptions.tell(console, keys);
    console.result(Map.of("sources", results));
    return code;
  }

  private IntakeResult add(Intake intake, Path source) throws IOException {
    console.progress("Counting " + source + " …");
    try (Meter meter = new Meter()) {
      return intake.add(source, meter);
    }
  }

  private int say(IntakeResult result) {
    SourceAccount account = result.account();
    console.say(
        "%s: %s new, %s duplicate, %s refused, %s known from before; %s"
            .formatted(
                account.source().name(),
                Figures.count(result.added()),
                Figures.count(result.duplicates()),
                Figures.count(result.refused()),
                Figures.count(result.known()),
                Figures.bytes(result.bytes())));
    if (result.cancelled()) {
      console.say("Stopped. What was added is safe; run the same command again to go on.");
      return ExitCode.INTERRUPTED;
    }
    console.say("  " + Accounts.line(account));
    refusals(result);
    new TreeMap<>(result.repairs())
        .forEach((what, n) ->
            console.say("  repaired %s: %s".formatted(Figures.count(n, "time", "times"), what)));
    if (!result.addsUp()) {
      console.error(
          account.source().name()
              + " does not add up: something in it was lost or counted twice. Release nothing of it;"
              + " add it again, and if this stays, report it.");
      return ExitCode.FOUND_WRONG;
    }
    if (account.recorded() == account.refused()) {
      console.error("no mail was found in " + account.source().name() + why(result));
      return ExitCode.BAD_INPUT;
    }
    if (result.unread() > 0) {
      console.error(
          account.source().name()
              + " could not be read whole: it is cut short, corrupt or closed to this user in "
              + Figures.count(result.unread())
              + (result.unread() == 1 ? " place" : " places")
              + ". What could be read is in; mend it and add it again, or release without the rest.");
      return ExitCode.FOUND_WRONG;
    }
    return ExitCode.OK;
  }

  /** Why a source has no mail. */
  private static String why(IntakeResult result) {
    if (result.account().recorded() == 0) {
      return ": there is nothing in it.";
    }
    return result.refusals().size() == 1
        ? ": " + result.refusals().getFirst().detail() + "."
        : "; \"broadside status\" with --refused lists what was met and why it was refused.";
  }

  private void refusals(IntakeResult result) {
    result.refusals().forEach(refused -> console.say("  refused: " + Accounts.line(refused)));
    long more = result.refusedNow() - result.refusals().size();
    if (more > 0 && !result.refusals().isEmpty()) {
      console.say(
          "  and %s more; \"broadside status\" with --refused lists them."
              .formatted(Figures.count(more)));
    }
  }

  private static Map<String, @Nullable Object> json(IntakeResult result) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>(Accounts.json(result.account()));
    object.put("added", result.added());
    object.put("newDuplicates", result.duplicates());
    object.put("newRefused", result.refused());
    object.put("repairs", new TreeMap<>(result.repairs()));
    object.put("known", result.known());
    object.put("bytes", result.bytes());
    object.put("cancelled", result.cancelled());
    object.put("addsUp", result.addsUp());
    return object;
  }

  /** Shows an intake's progress, once the total is known. */
  private final class Meter implements IntakeMonitor, AutoCloseable {
    private final Watching counting = new Watching(console, interruption, "Counting");
    private @Nullable ProgressMeter meter;

    @Override
    public boolean isCancelled() {
      return interruption.isRequested();
    }

    @Override
    public void counted(long bytes) {
      counting.progress(bytes);
    }

    @Override
    public void progress(Progress progress) {
      if (meter == null) {
        meter = ProgressMeter.ofMails(console, "Adding", progress.expected());
      }
      meter.at(progress.met(), progress.bytes());
    }

    @Override
    public void close() {
      if (meter != null) {
        meter.close();
      }
    }
  }
}
