package broadside.cli;

import broadside.archive.release.ReleaseException;
import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Mail;
import broadside.intake.ledger.Redaction;
import broadside.intake.release.Withdrawer;
import broadside.intake.review.Review;
import broadside.mail.message.MailLimits;
import broadside.mail.message.MessageParser;
import broadside.mail.redact.RedactedMail;
import broadside.mail.redact.Redactor;
import broadside.proof.release.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "redact",
    description = {
      "Publishes a mail with parts removed.",
      "A mail that has a number is replaced by a signed statement that says so, and why; one that waits,",
      "is held or is withheld goes into the next release without these parts, unless something is still",
      "found in it. A commitment to the whole mail is published with it, which shows nothing.",
      "Waiting mails that quote what was removed are held, and so are waiting copies."
    },
    footer = {
      "",
      "Reasons: personal-data, source-protection, safety, legal-privilege, court-order, security,",
      "not-relevant",
      "",
      "Example: broadside redact pub 1234 --remove \"Ole Hansen\" --reason personal-data",
      "         broadside redact pub 3f2a9c01b7de --with edited.eml --reason safety"
    })
final class RedactCommand extends Task {
  /** A number has fewer digits than an intake id. */
  private static final int NUMBER_DIGITS = 11;

  /** Of which every mail has one. */
  private static final Set<String> HEADERS = Set.of("from", "to", "date", "subject");

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PUB", description = "The publication.")
  private Path publication;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "MAIL",
      description = "A number, or the intake id of a mail that has none yet.")
  private @Nullable String mail;

  @Option(
      names = "--remove",
      paramLabel = "WORDS",
      description =
          "Put [redacted] wherever these words stand, in headers and texts; may be given again.")
  private List<String> words = List.of();

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description = "Publish this instead: the mail as you have edited it.")
  private @Nullable Path with;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      converter = ReasonCode.class,
      description = "Why, as readers will see it; one of the list below.")
  private @Nullable Reason reason;

  @Option(
      names = "--with-copies",
      description = "With --remove: redact published copies of it too.")
  private boolean withCopies;

  @Option(names = "--without-copies", description = "Leave published copies of it as they are.")
  private boolean withoutCopies;

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "A note for the private ledger.")
  private String note;

  @Mixin private Proposal proposal;

  @Mixin private Secrets secrets;

  @Override
  public Integer call() throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.open(publication)) {
      TakingBack back = TakingBack.open(console(), directory, proposal, true);
      String named = mail == null ? "" : mail;
      boolean isNumber = named.matches("[1-9][0-9]{0," + (NUMBER_DIGITS - 1) + "}");
      if (!proposal.notes().isEmpty()) {
        return back.publish(proposal.notes());
      }
      require(
          mail != null && reason != null && words.isEmpty() == (with != null),
          "Name one mail, a reason with --reason, and either --remove or --with.");
      require(
          words.stream().noneMatch(String::isBlank), "--remove takes words, and was given none.");
      if (!isNumber) {
        return redactUnpublished(directory, named);
      }
      SortedMap<Long, Withdrawer.Act> acts = acts(directory, back, Long.parseLong(named));
      return back.run(acts, "redact " + publication, proposal, secrets);
    } catch (InterruptedIOException e) {
      console().error("stopped; what was said above is done. Give the command again for the rest.");
      return ExitCode.INTERRUPTED;
    }
  }

  private int redactUnpublished(PrivateDirectory directory, String id) throws IOException {
    require(
        !proposal.isProposed(), "A mail that has no number needs no signature: leave --propose.");
    Review review = new Review(directory, Clock.systemUTC());
    Mail found = review.mail(id);
    Review.Redacted done =
        review.redact(
            found, redacted(id, review.published(found)), Objects.requireNonNull(reason), note);
    done.found()
        .forEach(f -> console().say("  %s in %s: %s".formatted(f.kind(), f.place(), f.excerpt())));
    console()
        .say(
            done.found().isEmpty()
                ? "Redacted; it goes into the next release."
                : "Redacted, and held since the above is still found in it: redact more, or allow it.");
    TakingBack.say(console(), done.effect());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("redacted", found.intakeId());
    json.put("found", done.found().size());
    TakingBack.put(json, done.effect());
    console().result(json);
    return ExitCode.OK;
  }

  private SortedMap<Long, Withdrawer.Act> acts(
      PrivateDirectory directory, TakingBack back, long number) throws IOException {
    Set<Long> all = new TreeSet<>(Set.of(number));
    Set<Long> copies = back.copies(all);
    require(
        copies.isEmpty() || withoutCopies || (withCopies && with == null),
        "The same content is published as %s too; %s. Nothing was changed."
            .formatted(
                String.join(", ", copies.stream().map(Figures::count).toList()),
                with == null
                    ? "say --with-copies or --without-copies"
                    : "redact each of them, and say --without-copies"));
    if (withCopies) {
      all.addAll(copies);
    }
    SortedMap<Long, Withdrawer.Act> acts = new TreeMap<>();
    Reason why = Objects.requireNonNull(reason);
    for (long one : all) {
      byte[] eml = new Withdrawer(directory).eml(one);
      if (back.isTaken(one, true) && isRedacted(eml)) {
        back.passOver(one);
      } else {
        acts.put(
            one, new Withdrawer.Act(why, Redaction.of(redacted(Figures.count(one), eml), why)));
      }
    }
    return acts;
  }

  /** True of a mail of which this command would change nothing. */
  private boolean isRedacted(byte[] eml) throws IOException {
    if (with != null) {
      return Arrays.equals(edited(with), eml);
    }
    RedactedMail done = new Redactor(words).redact(eml);
    return done.removed() == 0 && done.left().isEmpty();
  }

  private static byte[] edited(Path file) throws IOException {
    return Bounded.named(file, MailLimits.DEFAULT.messageBytes());
  }

  /** True where it begins as mails do; a file of another kind that was named is public for ever. */
  private static boolean isMail(byte[] eml) {
    return new MessageParser(MailLimits.DEFAULT)
        .parse(eml).headers().stream()
            .anyMatch(field -> HEADERS.contains(field.name().toLowerCase(Locale.ROOT)));
  }

  /** The mail as it is to be published; what was done to it is said. */
  private byte[] redacted(String name, byte[] eml) throws IOException {
    if (with != null) {
      byte[] edited = edited(with);
      accept(edited.length > 0, with + " is empty; to take a whole mail back, use withdraw.");
      accept(
          !Arrays.equals(edited, eml),
          with + " is the mail as it is published. Nothing was changed.");
      accept(
          isMail(edited),
          with + " is no mail: it has none of the headers From, To, Date and Subject.");
      console()
          .say(
              "Mail %s: %s instead of %s."
                  .formatted(name, Figures.bytes(edited.length), Figures.bytes(eml.length)));
      return edited;
    }
    RedactedMail done = new Redactor(words).redact(eml);
    accept(
        done.left().isEmpty(),
        "The words would still be in %s of mail %s: edit it, and give it with --with. Nothing was changed."
            .formatted(String.join(", ", done.left()), name));
    accept(done.removed() > 0, "The words are not in mail " + name + ". Nothing was changed.");
    console()
        .say(
            "Mail %s: %s replaced by %s."
                .formatted(name, Figures.count(done.removed(), "place", "places"), Redactor.MARK));
    if (!done.unseen().isEmpty()) {
      console()
          .error(
              "not looked into, since they are no texts: %s. Look yourself before you sign."
                  .formatted(String.join(", ", done.unseen())));
    }
    return done.mail();
  }

  /** Of what was given, not of how: the command line was understood. */
  private static void accept(boolean holds, String otherwise) throws ReleaseException {
    if (!holds) {
      throw new ReleaseException(otherwise);
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
