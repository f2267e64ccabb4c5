package broadside.cli;

import broadside.archive.log.CheckedLog;
import broadside.archive.log.LogDirectory;
import broadside.archive.mirror.Mirror;
import broadside.archive.release.CheckMonitor;
import broadside.archive.release.ReleaseException;
import broadside.archive.sealed.CarriedNote;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.Opener;
import broadside.archive.sealed.SealedDirectory;
import broadside.intake.PrivateDirectory;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.release.SealedReleases;
import broadside.intake.sign.QuorumException;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.sealed.AgeIdentity;
import broadside.proof.statement.SealedStatement;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "open",
    description = {
      "Opens the sealed releases that are due, with the shares of their custodians, and without a network.",
      "It is for a mirror or a publication; receipts and shares may come on a stick. Nobody is asked but",
      "those whom you name."
    },
    footer = {
      "",
      "Example: broadside open copy --shares share-1.note share-4.note share-5.note",
      "         broadside open copy --identity 8 > identity",
      "         age -d -i identity copy/public/sealed/8/part-1.age",
      "",
      "Exit: 1 where something is due and still closed, or a note was refused."
    })
final class OpenCommand extends Task {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "The mirror or the publication.")
  private Path directory;

  @Option(
      names = "--shares",
      arity = "1..*",
      paramLabel = "NOTE",
      description =
          "Notes of custodians: shares, or receipts; a mail in which one was pasted will do.")
  private List<Path> files = List.of();

  @Option(
      names = "--from",
      paramLabel = "URL[,URL…]",
      description = "With a publication: first ask these mirrors for receipts and shares.")
  private @Nullable String mirrors;

  @Option(
      names = "--identity",
      paramLabel = "NUMBER",
      converter = Range.Count.class,
      description =
          "Only print the age identity of this release, which is due, from the shares here: for stock age.")
  private @Nullable Integer identity;

  @Override
  public Integer call() throws IOException {
    if (identity != null) {
      return print(identity);
    }
    List<byte[]> notes = new ArrayList<>();
    for (Path file : files) {
      notes.add(read(file));
    }
    try (Interruption interruption = Interruption.listen()) {
      Mirror.Opened opened;
      try (Watching watching = new Watching(console(), interruption, "Opening")) {
        opened =
            Files.isDirectory(directory.resolve("private"))
                ? publication(notes, watching)
                : mirror(notes, watching);
      }
      return say(opened, notes);
    } catch (InterruptedIOException e) {
      console().error("stopped; the same command goes on.");
      return ExitCode.INTERRUPTED;
    }
  }

  /** Whoever trusts this program with nothing but the arithmetic goes on with age and tar. */
  private int print(int number) throws IOException {
    Path target = directory.resolve("public");
    History history = CheckedLog.open(new LogDirectory(target)).history();
    SealedRelease release = history.sealedRelease(number);
    if (release == null || (!release.isOpen() && Instant.now().isBefore(release.due()))) {
      throw new ReleaseException(
          release == null
              ? "Release %d was never sealed.".formatted(number)
              : "Release %d is due at %s.".formatted(number, SignedText.time(release.due())));
    }
    SealedStatement seal = release.sealed().statement();
    NoteBox box = NoteBox.open(seal, SealedDirectory.of(target, number));
    try (AgeIdentity made = box.shares().identity(Opener.origin(history, seal))) {
      console().say(made.print());
      console().result(Map.of("identity", made.print()));
    }
    return ExitCode.OK;
  }

  private Mirror.Opened mirror(List<byte[]> notes, CheckMonitor monitor) throws IOException {
    if (!Files.isDirectory(directory.resolve("public"))) {
      throw new IOException(
          directory + " is neither a mirror nor a publication: it has no directory public/.");
    }
    return Mirror.open(directory, notes, Clock.systemUTC(), monitor);
  }

  private Mirror.Opened publication(List<byte[]> notes, CheckMonitor monitor) throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(directory)) {
      Releaser releaser = new Releaser(open);
      boolean _ = releaser.nameCommitted(ReleaseMonitor.NONE);
      SealedReleases sealed = new SealedReleases(open, Clock.systemUTC());
      List<NoteBox.Taken> taken = new ArrayList<>();
      for (byte[] note : notes) {
        taken.add(sealed.take(note));
      }
      List<String> told = new ArrayList<>();
      if (mirrors != null) {
        Upstreams.gather(Upstreams.parse(spec.commandLine(), mirrors), sealed, monitor);
      }
      List<Integer> numbers = sealed.open(monitor, told);
      List<Integer> closed = sealed.closed();
      tellLog(releaser, sealed, told);
      return new Mirror.Opened(taken, numbers, closed, told);
    }
  }

  /** What is open is open, whoever of the witnesses answers. */
  private void tellLog(Releaser releaser, SealedReleases sealed, List<String> told)
      throws IOException {
    try {
      boolean _ = releaser.publishCommitted(ReleaseMonitor.NONE);
      for (String receipt : sealed.logReceipts()) {
        told.add("The receipt of " + receipt + " is in the log.");
      }
    } catch (QuorumException e) {
      told.add("The log is not told yet. " + e.getMessage());
    }
  }

  private int say(Mirror.Opened opened, List<byte[]> notes) {
    boolean isRefused = false;
    for (int i = 0; i < files.size(); i++) {
      NoteBox.Taken taken = opened.taken().get(i);
      isRefused |= taken != NoteBox.Taken.GOOD && taken != NoteBox.Taken.KNOWN;
      console().say(files.get(i) + ": " + words(taken, notes.get(i)));
    }
    opened.notes().forEach(console()::say);
    for (int number : opened.numbers()) {
      console().say("Release %d is open.".formatted(number));
    }
    if (opened.numbers().isEmpty() && opened.notes().isEmpty()) {
      console().say("Nothing is due.");
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("opened", opened.numbers());
    json.put("closed", opened.closed());
    json.put(
        "notes",
        opened.taken().stream().map(t -> t.name().toLowerCase(java.util.Locale.ROOT)).toList());
    json.put("told", opened.notes());
    console().result(json);
    return isRefused || !opened.closed().isEmpty() ? ExitCode.FOUND_WRONG : ExitCode.OK;
  }

  private static String words(NoteBox.Taken taken, byte[] note) {
    return switch (taken) {
      case GOOD -> "taken.";
      case KNOWN -> "known already.";
      case BAD -> "a bad share; it is kept as evidence against who signed it.";
      case EARLY -> "a share before its hour; it was not taken.";
      case LATER -> "not looked at: too many bad shares of its custodian came. Try it again.";
      case NOTHING ->
          CarriedNote.readings(note).isEmpty()
              ? "no note of a custodian of a sealed release here."
              : "there is a note here, and it is not signed by a custodian of a sealed release here: it was changed on its way, or belongs elsewhere.";
    };
  }

  /** A note, which may have come in a mail. */
  private static byte[] read(Path file) throws IOException {
    if (Files.size(file) > CarriedNote.BYTES) {
      throw new IOException(file + " is larger than any note: it is not one.");
    }
    return Files.readAllBytes(file);
  }
}
