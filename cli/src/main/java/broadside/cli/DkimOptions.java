package broadside.cli;

import broadside.intake.PrivateDirectory;
import broadside.intake.dkim.KeyLookup;
import broadside.intake.release.Reauthenticator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the keys come from with which signatures of mails are checked. */
final class DkimOptions {
  @Option(
      names = "--dkim-keys",
      paramLabel = "FILE",
      description =
          "Keys of domains (JSON: name to TXT record), to check the signatures of mails with."
              + " They are kept in the publication. May be given again.")
  private List<Path> files = List.of();

  @Option(
      names = "--dns",
      paramLabel = "ADDRESS",
      description =
          "Also ask this resolver for keys that are not known. Whoever runs it, and the domains that"
              + " are asked about, may notice which mails you have. Never asked when serving.")
  private @Nullable String resolver;

  /** Options that name one file. */
  static DkimOptions of(Path file) {
    DkimOptions options = new DkimOptions();
    options.files = List.of(file);
    return options;
  }

  /** Fails where a file is not there, before anything is made. */
  void check() throws IOException {
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
    }
  }

  /**
   * What a publication has, after the keys of the files were added to it.
   *
   * @param settled how many mails that are not released have other verdicts since
   */
  record Opened(KeyLookup keys, long settled) {}

  /** Adds the keys of the files, and looks with them at the mails that lacked them. */
  Opened open(Console console, Interruption interruption, PrivateDirectory directory)
      throws IOException {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    int all = 0;
    long settled = 0;
    for (Path file : files) {
      int added = KeyLookup.add(file, directory.ledger(), today);
      all += added;
      console.say("%s: %s new.".formatted(file, Figures.count(added, "key is", "keys are")));
    }
    directory.ledger().commit();
    KeyLookup keys =
        resolver == null
            ? KeyLookup.of(directory.ledger())
            : KeyLookup.of(directory.ledger(), resolver, today);
    if (all > 0 && !directory.ledger().additions().isEmpty()) {
      try (MeteredMails meter =
          new MeteredMails(
              console,
              "Verifying",
              directory.ledger().dkimKeys().unsettled(false).size(),
              interruption::isRequested)) {
        settled =
            new Reauthenticator(directory, KeyLookup.of(directory.ledger()), meter)
                .settleUnreleased();
      }
    }
    return new Opened(keys, settled);
  }

  /** Says what was asked of the resolver. */
  static void tell(Console console, KeyLookup keys) {
    if (keys.questions() == 0) {
      return;
    }
    console.say(
        "The resolver was asked %s."
            .formatted(Figures.count(keys.questions(), "question", "questions")));
    if (keys.unanswered() > 0) {
      console.error(
          "%s not answered%s; the signatures that need them count as not looked up. \"broadside authenticate\" makes it good later."
              .formatted(
                  Figures.count(keys.unanswered(), "question was", "questions were"),
                  keys.gaveUp() ? ", and then it was asked no more" : ""));
    }
  }
}
