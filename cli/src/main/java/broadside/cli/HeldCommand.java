package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Finding;
import broadside.intake.ledger.MailState;
import broadside.intake.ledger.Status;
import broadside.intake.review.HeldMail;
import broadside.intake.review.Review;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "held",
    description = {
      "Lists the mails that wait for a person's look: what was found, where, masked.",
      "Nothing of them is published until \"allow\" or \"withhold\"."
    },
    footer = {"", "Example: broadside held pub --limit 50"})
final class HeldCommand extends Task {
  @Parameters(paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = Range.Count.class,
      defaultValue = "100",
      description = "List so many mails at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.read(publication)) {
      Listing listing = new Listing();
      new Review(directory, Clock.systemUTC()).held(limit, listing::add);
      listing.end(
          directory.ledger().mails().counts().getOrDefault(MailState.HELD, 0L),
          new TreeMap<>(Status.findings(directory.ledger())));
      return ExitCode.OK;
    }
  }

  /** Says how many mails are held, where there are some. */
  static void hint(Console console, Path publication, PrivateDirectory directory)
      throws IOException {
    long held = directory.ledger().mails().counts().getOrDefault(MailState.HELD, 0L);
    if (held > 0) {
      console.say(
          "%s held until a person has looked: broadside held %s"
              .formatted(Figures.mails(held), publication));
    }
  }

  /** Prints the first of the held mails, and how many there are. */
  private final class Listing {
    private final List<Map<String, @Nullable Object>> objects = new ArrayList<>();

    private void add(HeldMail held) {
      MailLine line = MailLine.of(held.mail(), held.message());
      line.say(console());
      for (Finding finding : held.findings()) {
        console()
            .say("  %s in %s: %s".formatted(finding.kind(), finding.place(), finding.excerpt()));
      }
      Map<String, @Nullable Object> object = line.json();
      object.put(
          "findings",
          held.findings().stream()
              .map(f -> Map.of("kind", f.kind(), "place", f.place(), "excerpt", f.excerpt()))
              .toList());
      objects.add(object);
    }

    private void end(long mails, Map<String, Long> kinds) {
      if (mails == 0) {
        console().say("Nothing is held.");
      } else {
        if (mails > limit) {
          console().say("… and " + Figures.mails(mails - limit) + " more; --limit lists more.");
        }
        StringBuilder sum = new StringBuilder(Figures.mails(mails)).append(" held");
        String separator = ": ";
        for (Map.Entry<String, Long> kind : kinds.entrySet()) {
          sum.append(separator).append(Figures.count(kind.getValue())).append(' ');
          sum.append(kind.getKey());
          separator = ", ";
        }
        console().say(sum.toString());
        console()
            .say(
                "Next: broadside allow %s ID… or broadside withhold %s ID… --reason CODE"
                    .formatted(publication, publication));
      }
      console().result(Map.of("held", mails, "kinds", kinds, "mails", objects));
    }
  }
}
