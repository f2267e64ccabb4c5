package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Part;
import broadside.intake.ledger.Parts;
import broadside.intake.ledger.SignatureCounts;
import broadside.intake.ledger.SourceAccount;
import broadside.intake.ledger.Status;
import broadside.intake.release.ReleaseChoice;
import broadside.intake.release.ReleaseMonitor;
import broadside.intake.release.Releaser;
import broadside.intake.sign.Keys;
import broadside.intake.sign.Passphrases;
import broadside.intake.sign.Signer;
import broadside.proof.note.VerifierKey;
import broadside.proof.statement.ReleaseStatement;
import broadside.proof.statement.SignedStatement;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes releases and says what they hold. */
final class Releasing {
  private final Console console;
  private final Interruption interruption;
  private final Consumer<Map<String, @Nullable Object>> results;

  Releasing(Console console, Interruption interruption) {
    this(console, interruption, console::result);
  }

  /**
   * Releases of a command that does more than that.
   *
   * @param results takes what programs read of each
   */
  Releasing(
      Console console, Interruption interruption, Consumer<Map<String, @Nullable Object>> results) {
    this.console = console;
    this.interruption = interruption;
    this.results = results;
  }

  /** Makes the next release with the keys that are here; the command's exit code. */
  int release(
      PrivateDirectory directory, ReleaseChoice choice, String title, Passphrases passphrases)
      throws IOException {
    Keys keys = new Keys(directory.keysDirectory(), passphrases);
    Making making =
        (releaser, meter) -> {
          Signer signer = keys.unlock(directory.policy());
          Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
          sayPart(console, directory, choice, releaser.nextNumber());
          return releaser.release(choice, title, now, signer, meter);
        };
    return run(directory, making, isBare(keys, directory));
  }

  /** Publishes the next release, which editors have signed elsewhere, after what waits. */
  int release(PrivateDirectory directory, SignedStatement signed) throws IOException {
    return complete(
        directory,
        Pending.Asked.of(signed.statement()::equals),
        () -> run(directory, (releaser, meter) -> releaser.release(signed, meter), false));
  }

  /** What a command does. */
  @FunctionalInterface
  interface Work {
    /** Does it; the command's exit code. */
    int run() throws IOException;
  }

  /** Publishes what waits and, unless that was what was asked for, goes on; the exit code. */
  int complete(PrivateDirectory directory, Pending.Asked asked, Work work) throws IOException {
    try (Meter meter = meter("Releasing")) {
      if (Pending.completes(console, directory, meter, asked)) {
        return ExitCode.OK;
      }
    } catch (InterruptedIOException e) {
      return stopped();
    }
    return work.run();
  }

  private int stopped() {
    console.error("stopped; nothing was released.");
    return ExitCode.INTERRUPTED;
  }

  /** Says which part of the plan comes out, where it is one. */
  static void sayPart(Console console, PrivateDirectory directory, ReleaseChoice choice, int number)
      throws IOException {
    Part part = choice instanceof ReleaseChoice.NextPart ? directory.ledger().parts().next() : null;
    if (part != null) {
      console.say("Part %d of the plan, due %s.".formatted(number, PlanTable.utc(part.time())));
    }
  }

  private static boolean isBare(Keys keys, PrivateDirectory directory) throws IOException {
    for (VerifierKey editor : directory.policy().editorKeys()) {
      if (keys.isBare(editor.name())) {
        return true;
      }
    }
    return false;
  }

  private interface Making {
    ReleaseStatement make(Releaser releaser, ReleaseMonitor monitor) throws IOException;
  }

  private int run(PrivateDirectory directory, Making making, boolean isBare) throws IOException {
    Releaser releaser = new Releaser(directory);
    try (Meter meter = meter("Releasing")) {
      Parts.Extent before = directory.ledger().parts().extent();
      ReleaseStatement statement = making.make(releaser, meter);
      say(
          statement,
          Status.Unseen.of(directory.ledger(), statement.first(), statement.last()),
          SignatureCounts.of(directory.ledger(), statement.first(), statement.last()));
      sayPlan(before, directory.ledger().parts().extent());
      if (isBare) {
        console.say("  signed with a key that is not encrypted; whoever has its file can sign too");
      }
      return addsUp(directory) ? ExitCode.OK : ExitCode.FOUND_WRONG;
    } catch (InterruptedIOException e) {
      return stopped();
    }
  }

  /**
   * False where the account of a source does not add up, which is told; so is a source whose
   * reading was stopped, of which somebody may want to release what there is.
   */
  private boolean addsUp(PrivateDirectory directory) throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> stopped = new ArrayList<>();
    for (SourceAccount account : directory.ledger().sources().accounts()) {
      if (!account.isComplete()) {
        stopped.add(account.source().name());
      } else if (!account.addsUp()) {
        wrong.add(account.source().name());
      }
    }
    if (!stopped.isEmpty()) {
      console.error(
          "released, though %s was not read to its end, since that was stopped: add it again, and what it still holds comes out with a later release."
              .formatted(String.join(", ", stopped)));
    }
    if (!wrong.isEmpty()) {
      console.error(
          "released, though of %s something was lost or counted twice: add it again, and if this stays, report it."
              .formatted(String.join(", ", wrong)));
    }
    return wrong.isEmpty();
  }

  /** What is left of the plan, where the release took of it. */
  private void sayPlan(Parts.Extent before, Parts.Extent after) {
    if (!before.equals(after)) {
      console.say(
          after.parts() == 0
              ? "That was the last of the plan."
              : "The plan has %s with %s left."
                  .formatted(
                      Figures.count(after.parts(), "part", "parts"), Figures.mails(after.mails())));
    }
  }

  Meter meter(String task) {
    return new Meter(task);
  }

  private void say(ReleaseStatement statement, Status.Unseen unseen, SignatureCounts signatures) {
    console.say(
        "Release %d: numbers %s to %s; %s published, %s redacted, %s withheld"
            .formatted(
                statement.number(),
                Figures.count(statement.first()),
                Figures.count(statement.last()),
                Figures.count(statement.published()),
                Figures.count(statement.redacted()),
                Figures.count(statement.withheld())));
    console.say("  root " + statement.root());
    if (unseen.attachments() > 0) {
      console.say(
          "  with %s of %s that nobody looked into; add, publish and init take --hold attachments, which holds such mails"
              .formatted(Figures.attachments(unseen.attachments()), Figures.mails(unseen.mails())));
    }
    SignatureFigures.say(console, signatures);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("release", statement.number());
    json.put("first", statement.first());
    json.put("last", statement.last());
    json.put("published", statement.published());
    json.put("redacted", statement.redacted());
    json.put("withheld", statement.withheld());
    json.put("root", statement.root());
    json.put("unseenAttachments", unseen.attachments());
    json.put("mailsWithUnseenAttachments", unseen.mails());
    json.put("signatures", SignatureFigures.json(signatures));
    results.accept(json);
  }

  /** Shows how far a release is. */
  final class Meter implements ReleaseMonitor, AutoCloseable {
    private final String task;
    private @Nullable ProgressMeter meter;

    private Meter(String task) {
      this.task = task;
    }

    @Override
    public boolean isCancelled() {
      return interruption.isRequested();
    }

    @Override
    public void step(Step step) {
      if (step == Step.FINISHING && meter != null) {
        meter.finishing("index, lists and hashes, and all of it to disk");
      }
    }

    @Override
    public void progress(Progress progress) {
      if (meter == null) {
        meter = ProgressMeter.ofMails(console, task, progress.all());
      }
      meter.at(progress.done(), progress.bytes());
    }

    @Override
    public void close() {
      if (meter != null) {
        meter.close();
      }
    }
  }
}
