package broadside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import broadside.intake.PrivateDirectory;
import broadside.intake.ledger.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held mails, looked at and decided on from the command line. */
class DecisionCommandsTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{12})");

  @TempDir private Path scratch;
  private Path pub;

  @BeforeEach
  void addMails() throws IOException {
    pub = scratch.resolve("pub");
    Path mails = Files.createDirectory(scratch.resolve("mails"));
    mail(mails, "1.eml", "Tides", "High water is at nine.");
    mail(mails, "2.eml", "Door code", "User name: keeper\nPassword: Sea-Urchin-42");
    mail(mails, "3.eml", "Lamps", "The lamps are lit at dusk.");
    assertThat(Command.run("init", pub, "--title", "Port").code()).isZero();
    assertThat(Command.run("add", pub, mails).out()).contains("2 waiting + 1 held");
  }

  @Test
  void allowedMailIsReleased() {
    String id = heldId();

    Command allowed = Command.run("allow", pub, id, "--reason", "changed since");

    assertThat(allowed.out()).contains("1 mail allowed.");
    assertThat(Command.run("held", pub).out()).contains("Nothing is held.");
    assertThat(Command.run("release", pub).out()).contains("3 published, 0 redacted, 0 withheld");
  }

  @Test
  void withheldMailKeepsItsNumberAndNothingElse() {
    assertThat(Command.run("withhold", pub, heldId(), "--reason", "security").code()).isZero();

    assertThat(Command.run("release", pub).out()).contains("2 published, 0 redacted, 1 withheld");
    assertThat(Command.run("check", pub).code()).isZero();
  }

  @Test
  void withholdingAgainGivesAnotherReason() throws IOException {
    String id = heldId();
    Command.ok("withhold", pub, id, "--reason", "security");
    assertThat(Command.ok("withhold", pub, id, "--reason", "security").out())
        .contains("1 already so", "0 mails withheld.")
        .doesNotContain("another reason");

    Object[] query = {"withhold", pub, "--query", "subject:door", "--reason", "safety"};
    assertThat(Command.ok(query).out())
        .contains("1 mail is withheld for another reason until now.", "run it again with --yes");
    assertThat(Command.ok("withhold", pub, id, "--reason", "safety").out())
        .contains(
            "1 mail is withheld for another reason until now.",
            "0 mails withheld, and 1 for another reason than before.");
    assertThat(Command.ok(query).out()).contains("There is nothing to change.");

    Command.ok("release", pub);
    assertThat(Files.readString(pub.resolve("public/releases/1/manifest")))
        .contains("safety")
        .doesNotContain("security");
    Command.ok("verify", pub);
  }

  /** As if the splitter had lost a mail that the counter saw. */
  @Test
  void anAccountThatDoesNotAddUpIsToldByEveryCommand() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(pub)) {
      int changed =
          open.ledger()
              .with(connection -> {
                try (var statement = connection.createStatement()) {
                  return statement.executeUpdate("UPDATE source SET expected = expected + 1");
                }
              });
      assertThat(changed).isEqualTo(1);
      open.ledger().commit();
    }
    assertThat(Command.run("status", pub).code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(Command.run("check", pub).err())
        .contains("the account of the source mails does not add up");
    Command released = Command.run("release", pub);
    assertThat(released.code()).isEqualTo(ExitCode.FOUND_WRONG);
    assertThat(released.err()).contains("of mails something was lost or counted twice");
  }

  /** As after Ctrl-C in "add", or a power cut. */
  @Test
  void aReleaseSaysThatASourceWasNotReadToItsEnd() throws IOException {
    try (PrivateDirectory open = PrivateDirectory.open(pub)) {
      Source source = open.ledger().sources().accounts().getFirst().source();
      open.ledger().sources().begin(source, 3L);
      open.ledger().commit();
    }

    Command released = Command.ok("release", pub, "--messages", 1);
    assertThat(released.err()).contains("released, though mails was not read to its end", "again");

    Command.ok("add", pub, scratch.resolve("mails"));
    assertThat(Command.ok("release", pub).err()).isEmpty();
  }

  @Test
  void erasedMailIsGoneWithItsCopyAndTheAccountAddsUp() throws IOException {
    String secret = "User name: keeper\nPassword: Sea-Urchin-42";
    Path again = Files.createDirectory(scratch.resolve("again"));
    mail(again, "4.eml", "Door code", secret);
    Files.writeString(
        again.resolve("4.eml"), "X-Folder: sent\n" + Files.readString(again.resolve("4.eml")));
    assertThat(Command.ok("add", pub, again).out()).contains("1 held");
    String id = heldId();
    assertThat(Command.run("erase", pub, id, "--reason", "court-order").err())
        .contains("Nothing was erased: " + id + " is neither withheld nor withdrawn from what");
    assertThat(Command.ok("withhold", pub, id, "--reason", "security").out())
        .contains("2 mails withheld");

    assertThat(Command.ok("erase", pub, id, "--reason", "court-order").out())
        .contains("To be erased: 2 mails", ": 1 named, 1 copy.", "--yes");
    assertThat(Command.ok("check", pub).out()).contains("0 damaged").doesNotContain("erased");
    assertThat(Command.ok("erase", pub, id, "--reason", "court-order", "--yes").out())
        .contains("2 mails erased");

    assertThat(Command.ok("check", pub).out()).contains("0 damaged, 2 erased");
    assertThat(Command.ok("status", pub).out()).contains("Of 2 mails the bytes were erased.");
    assertThat(Command.run("allow", pub, id).err()).contains(id + " was erased on");
    assertThat(Command.run("redact", pub, id, "--reason", "safety", "--remove", "keeper").err())
        .contains(id + " was erased on");
    assertThat(Command.ok("erase", pub, id, "--reason", "safety", "--yes").out())
        .contains("2 of them were erased before");
    assertThat(Command.ok("add", pub, again).out()).contains("1 withheld");
    assertThat(Command.ok("release", pub).out()).contains("2 published, 0 redacted, 2 withheld");
    assertThat(Command.ok("verify", pub).out()).contains("It holds.");
  }

  @Test
  void queryOnlySaysWhatItFindsUntilYes() {
    Command asked =
        Command.run("withhold", pub, "--query", "subject:lamps", "--reason", "not-relevant");

    assertThat(asked.out())
        .contains("1 mail found.", "Nothing was changed", "--yes")
        .containsPattern("[0-9a-f]{12}  2\\d{3}-\\d\\d-\\d\\d  \\S+@\\S+\n  .*[Ll]amps");
    assertThat(Command.run("status", pub, "--json").out()).contains("\"withheld\":0");

    Command done =
        Command.run(
            "withhold", pub, "--query", "subject:lamps", "--reason", "not-relevant", "--yes");

    assertThat(done.out()).contains("1 mail withheld.");
    assertThat(Command.run("status", pub, "--json").out()).contains("\"withheld\":1");
  }

  @Test
  void takesIdsFromAFile() throws IOException {
    Path ids = Files.writeString(scratch.resolve("ids"), "# looked at\n" + heldId() + " keeper\n");

    assertThat(Command.run("allow", pub, "--from-file", ids).out()).contains("1 mail allowed.");
  }

  @Test
  void namesAnUnknownIdAndAnUnknownReason() {
    Command unknown = Command.run("allow", pub, "000000000000");
    assertThat(unknown.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.err()).contains("Nothing was changed: no mail has the id 000000000000");

    Command reason = Command.run("withhold", pub, heldId(), "--reason", "because");
    assertThat(reason.code()).isEqualTo(ExitCode.USAGE);
    assertThat(reason.err()).contains("no reason code because");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id:1",
        "release:1",
        "thread:1",
        "dkim:pass",
        "is:withheld",
        "lamps OR -id:2",
        "lamps release:1"
      })
  @Tag("slow")
  void refusesQueriesForWhatOnlyReleasedMailsHave(String query) {
    Command refused = Command.run("allow", pub, "--query", query, "--yes");

    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("Nothing was changed", "once it is released");
    assertThat(Command.run("status", pub, "--json").out()).contains("\"held\":1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "*", "\"@\"", "from:\"\"", "lamps OR *"})
  @Tag("slow")
  void refusesQueriesThatFindEverything(String query) {
    Command refused = Command.run("allow", pub, "--query", query, "--yes");

    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("Nothing was changed", "finds every mail");
    assertThat(Command.run("status", pub, "--json").out()).contains("\"held\":1");
  }

  @Test
  void takesNoYesToAQueryThatWasReadOtherwise() {
    Command asked = Command.run("allow", pub, "--query", "sender:door code");
    assertThat(asked.code()).isZero();
    assertThat(asked.err()).contains("sender: is no operator here");

    Command done = Command.run("allow", pub, "--query", "sender:door code", "--yes");
    assertThat(done.code()).isEqualTo(ExitCode.USAGE);
    assertThat(done.err()).contains("sender: is no operator here", "nothing was changed");
  }

  /**
   * A word between two others that looks like an operator is taken once it is written as a word.
   */
  @Test
  void saysWhatToWriteWhereAWordLooksLikeAnOperator() {
    Command asked = Command.run("allow", pub, "--query", "door or code", "--yes");
    assertThat(asked.code()).isEqualTo(ExitCode.USAGE);
    assertThat(asked.err()).contains("write OR in capitals", "such as \"or\"");

    assertThat(Command.ok("allow", pub, "--query", "door \"or\" code", "--yes").out())
        .contains("0 mails allowed.");
    assertThat(Command.ok("allow", pub, "--query", "door OR code", "--yes").out())
        .contains("1 mail allowed.");
  }

  @Test
  void asksForNoYesWhereThereIsNothingToChange() {
    assertThat(Command.ok("allow", pub, "--query", "herring").out())
        .contains("0 mails found.", "There is nothing to change.")
        .doesNotContain("--yes");
  }

  @Test
  void queryLeavesWithheldMailsUnlessTheyAreAskedFor() {
    String id = heldId();
    assertThat(Command.run("withhold", pub, id, "--reason", "security").code()).isZero();

    Command left = Command.run("allow", pub, "--query", "subject:door", "--yes");
    assertThat(left.out())
        .contains("1 mail found stays as it is", "--withheld", "0 mails allowed.");

    Command asked = Command.run("allow", pub, "--query", "subject:door", "--withheld");
    assertThat(asked.out()).contains("Until now 0 held and 1 withheld.", "Nothing was changed");

    Command json = Command.run("allow", pub, "--query", "subject:door", "--withheld", "--json");
    assertThat(json.out())
        .matches(
            "\\{\"changed\":0,\"wouldChange\":1,\"mails\":\\[\\{\"id\":\"[^\\]]+\"Door code\"}],\"fromWithheld\":1,\"leftWithheld\":0}\n");

    Command named = Command.run("allow", pub, id);
    assertThat(named.out()).contains("1 mail allowed, 1 of them withheld until now.");
  }

  @Test
  void queryLeavesHeldCopiesOfWithheldMails() throws IOException {
    assertThat(Command.run("withhold", pub, heldId(), "--reason", "security").code()).isZero();
    Path later = Files.createDirectory(scratch.resolve("later"));
    mail(later, "4.eml", "Door code", "User name: keeper\nPassword: Sea-Urchin-42");
    Path copy = later.resolve("4.eml");
    Files.writeString(copy, "X-Folder: out\n" + Files.readString(copy));
    assertThat(Command.run("add", pub, later).out()).contains("1 held");

    Command left = Command.run("allow", pub, "--query", "subject:door", "--yes");
    assertThat(left.out()).contains("2 mails found stay as they are", "0 mails allowed.");
    assertThat(Command.run("allow", pub, heldId()).out())
        .contains("Until now 1 held and 1 withheld.");
  }

  @Test
  void saysWhatIsWrongWithAFileOfIds() throws IOException {
    Command folder = Command.run("allow", pub, "--from-file", scratch);
    assertThat(folder.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(folder.err()).contains("it is a folder");

    Path none = Files.writeString(scratch.resolve("none"), "# all were looked at\n");
    Command empty = Command.run("allow", pub, "--from-file", none);
    assertThat(empty.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(empty.err()).contains("none cannot be used: it names no mail");
  }

  @Test
  void listsTheFirstHeldMailsAndCountsAll() throws IOException {
    Path later = Files.createDirectory(scratch.resolve("later"));
    mail(later, "4.eml", "Gate code", "User name: keeper\nPassword: Sea-Anemone-43");
    assertThat(Command.run("add", pub, later).code()).isZero();
    assertThat(Command.run("held", pub, "--limit", "1").out())
        .contains("Door code", "… and 1 mail more", "2 mails held: 2 password")
        .doesNotContain("Gate code");
  }

  private String heldId() {
    Matcher id = ID.matcher(Command.run("held", pub, "--json").out());
    assertThat(id.find()).isTrue();
    return id.group(1);
  }

  private static void mail(Path folder, String name, String subject, String body)
      throws IOException {
    Files.writeString(
        folder.resolve(name),
        """
        From: keeper@light.example
        To: office@port.example
        Date: Mon, 2 Mar 2020 09:00:00 +0000
        Subject: %s

        %s
        """
            .formatted(subject, body));
  }
}
