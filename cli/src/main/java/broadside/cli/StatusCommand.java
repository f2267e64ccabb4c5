package broadside.cli;

import broadside.archive.Publication;
import broadside.archive.RefusedRelease;
import broadside.archive.ReleaseSummary;
import broadside.archive.sealed.NoteBox;
import broadside.archive.sealed.SealedDirectory;
import broadside.archive.sealed.SealedState;
import broadside.archive.sealed.ShareBox;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Announcement;
import broadside.intake.ledger.Ledger;
import broadside.intake.ledger.Part;
import broadside.intake.ledger.Parts;
import broadside.intake.ledger.SignatureCounts;
import broadside.intake.ledger.SourceAccount;
import broadside.intake.ledger.Sources;
import broadside.intake.ledger.Status;
import broadside.proof.history.History;
import broadside.proof.history.SealedRelease;
import broadside.proof.statement.SealedStatement;
import broadside.proof.statement.Statement;
import broadside.proof.text.SignedText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "status",
    description = "Says what is in a publication: sources, states, what was refused, releases.",
    footer = {
      "",
      "Example: broadside status pub --refused",
      "Exit: 1 where the account of a source does not add up, or a release cannot be read."
    })
final class StatusCommand extends Task {
  /** Lines of --refused and --repaired for a person; a program gets them all. */
  private static final int MOST_LINES = 1_000;

  @Parameters(paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Option(names = "--refused", description = "List each thing that was refused.")
  private boolean refused;

  @Option(names = "--repaired", description = "List each thing that was repaired.")
  private boolean repaired;

  @Override
  public Integer call() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.read(publication);
        Publication published = Publication.open(directory.publicDirectory())) {
      Status status = Status.of(directory.ledger());
      console().say(published.about().title());
      Map<String, Map<String, Long>> dialects = sources(status.sources(), directory.ledger());
      reasons("Refused, by reason:", status.refusals());
      reasons("Repaired, by kind:", status.repairs());
      reasons("Held mails, by finding:", status.findings());
      reasons("Mails with defects or beyond limits, by kind:", status.defects());
      attachments(status);
      long erased = directory.ledger().erasures().count();
      if (erased > 0) {
        console().say("Of %s the bytes were erased.".formatted(Figures.mails(erased)));
      }
      SignatureCounts signatures = SignatureCounts.of(directory.ledger());
      SignatureFigures.say(console(), signatures);
      releases(published.releases(), published.refused());
      List<Map<String, @Nullable Object>> sealed =
          sealed(published.log().history(), directory.publicDirectory());
      Pending unpublished = Pending.in(directory);
      unpublished.sayWaiting(console());
      plan(directory.ledger().parts());
      Announcement.Extent told = directory.ledger().announcement().extent();
      if (told != null) {
        console().say(PlanTable.announced(told));
      }
      Map<String, @Nullable Object> json = new LinkedHashMap<>(Accounts.json(status.sources()));
      int most = console().isJson() ? Integer.MAX_VALUE : MOST_LINES;
      if (refused) {
        json.put("refusedList", list("Refused", directory.ledger().sources().refused(most)));
      }
      if (repaired) {
        json.put("repairedList", list("Repaired", directory.ledger().sources().repaired(most)));
      }
      json.put("dialects", dialects);
      json.put("title", published.about().title());
      json.put("refusals", status.refusals());
      json.put("repairs", status.repairs());
      json.put("findings", status.findings());
      json.put("defects", status.defects());
      json.put("attachments", status.attachments());
      json.put("signatures", SignatureFigures.json(signatures));
      json.put("mailsWithAttachments", status.withAttachments());
      json.put("erased", erased);
      json.put("releases", published.releases().size());
      json.put("sealed", sealed);
      json.put("unpublished", unpublished.statements().stream().map(Statement::sha256).toList());
      json.put("plannedParts", directory.ledger().parts().extent().parts());
      json.put("announced", PlanTable.json(told));
      List<RefusedRelease> unreadable = published.refused();
      json.put("unreadableReleases", unreadable.stream().map(RefusedRelease::number).toList());
      console().result(json);
      unreadable.forEach(release -> console().error(release.reason()));
      boolean addsUp = status.sources().stream().allMatch(a -> !a.isComplete() || a.addsUp());
      return addsUp && unreadable.isEmpty() ? ExitCode.OK : ExitCode.FOUND_WRONG;
    }
  }

  private void attachments(Status status) {
    if (status.attachments() > 0) {
      console()
          .say(
              "Nobody looked into %s attachments of %s."
                  .formatted(
                      Figures.count(status.attachments()),
                      Figures.mails(status.withAttachments())));
    }
  }

  /** Says what became of each source, and returns as which dialects its mboxes were read. */
  private Map<String, Map<String, Long>> sources(List<SourceAccount> accounts, Ledger ledger)
      throws IOException {
    Map<String, Map<String, Long>> dialects = new LinkedHashMap<>();
    if (accounts.isEmpty()) {
      console().say("No source yet: broadside add " + publication + " FILE…");
    }
    for (SourceAccount account : accounts) {
      console().say(account.source().name());
      console().say("  " + Accounts.line(account));
      Map<String, Long> read = ledger.dialects().counts(account.source());
      read.forEach((dialect, files) ->
          console()
              .say("  %s read as %s".formatted(Figures.count(files, "file", "files"), dialect)));
      dialects.put(account.source().name(), read);
    }
    return dialects;
  }

  private void reasons(String heading, Map<String, Long> counts) {
    if (!counts.isEmpty()) {
      console().say(heading);
      counts.forEach((reason, n) -> console().say("  %s  %s".formatted(Figures.count(n), reason)));
    }
  }

  private void releases(List<ReleaseSummary> releases, List<RefusedRelease> refused) {
    if (releases.isEmpty()) {
      console().say(refused.isEmpty() ? "No release yet." : "No release that can be read.");
      return;
    }
    long published = releases.stream().mapToLong(ReleaseSummary::published).sum();
    long withheld = releases.stream().mapToLong(ReleaseSummary::withheld).sum();
    long withdrawn = releases.stream().mapToLong(ReleaseSummary::withdrawn).sum();
    console()
        .say(
            "%d release%s: %s published%s, %s withheld; the last of %s"
                .formatted(
                    releases.size(),
                    releases.size() == 1 ? "" : "s",
                    Figures.mails(published),
                    withdrawn == 0
                        ? ""
                        : ", of which %s withdrawn since"
                            .formatted(Figures.count(withdrawn, "was", "were")),
                    Figures.count(withheld),
                    releases.getLast().time()));
  }

  private void plan(Parts parts) throws IOException {
    Part next = parts.next();
    if (next != null) {
      console()
          .say(
              "%s planned, the next for %s: broadside plan %s"
                  .formatted(
                      Figures.count(parts.extent().parts(), "part", "parts"),
                      PlanTable.utc(next.time()),
                      publication));
    }
  }

  /** Says where each sealed release stands, and returns the same as objects. */
  private List<Map<String, @Nullable Object>> sealed(History history, Path publicDirectory)
      throws IOException {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    Instant now = Instant.now();
    long closed = 0;
    for (SealedRelease release : history.sealedReleases()) {
      SealedStatement seal = release.sealed().statement();
      ShareBox shares =
          NoteBox.open(seal, SealedDirectory.of(publicDirectory, seal.number())).shares();
      SealedState state = SealedState.of(release, shares, now);
      console()
          .say(
              "Sealed release %d, messages %d to %d, for %s: %s"
                  .formatted(
                      seal.number(),
                      seal.first(),
                      seal.last(),
                      SignedText.time(seal.terms().notBefore()),
                      state.words(SignedText::time)));
      if (state.isToCome()) {
        closed += seal.last() - seal.first() + 1;
      }
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("number", seal.number());
      json.put("state", state.stage().name().toLowerCase(Locale.ROOT));
      json.put("first", seal.first());
      json.put("last", seal.last());
      json.put("due", SignedText.time(state.due()));
      json.put("receipts", release.receipts().size());
      json.put("shares", state.shares());
      json.put("threshold", state.threshold());
      json.put("missing", state.missing());
      all.add(json);
    }
    if (closed > 0) {
      console()
          .say(
              "Of what counts as released or withheld above, %s no reader can open yet."
                  .formatted(Figures.mails(closed)));
    }
    return all;
  }

  /** Says what there is, and returns the same as objects. */
  private List<Map<String, Object>> list(String what, List<Sources.Oddity> oddities) {
    console().say(oddities.isEmpty() ? what + ": nothing." : what + ":");
    for (Sources.Oddity o : oddities) {
      console().say("  " + o.source() + ": " + Accounts.line(o));
    }
    if (oddities.size() == MOST_LINES) {
      console()
          .say(
              "  … the first %s are listed; --json lists all."
                  .formatted(Figures.count(MOST_LINES)));
    }
    return oddities.stream().map(Accounts::json).toList();
  }
}
